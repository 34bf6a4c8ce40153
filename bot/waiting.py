"""Pictures that have to wait for those of others: whoever sent them reads that they are here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.refusals import sender_of
from exams.domain.people import Role
from exams.services import UseCases


@dataclass(frozen=True, slots=True)
class TellOfPictures:
    """Tells a student that the pictures have come, before one of them is looked at."""

    use: UseCases

    async def __call__(self, update: Mapping[str, Any]) -> None:
        """Tell it, if it is a student's picture in a private chat."""
        sender = sender_of(update)
        person = None if sender is None else await self.use.person_of(sender[0])
        if person is not None and Role.STUDENT in person.roles:
            await self.use.sheets_wait(person.actor(), update["message"]["message_id"])
