"""What is written down beside the acts themselves: tries at what one may not do."""

from dataclasses import dataclass
from typing import Final

from exams.domain.ids import ChatId, PersonId
from exams.domain.people import Actor
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.people import (
    ContactRefused,
    InviteRefused,
    NotAllowed,
    TooManyTries,
    Unknown,
)
from exams.ports.clock import Clock
from exams.records.events import Happening
from exams.records.unit import Units
from exams.services.keeping import capacity
from exams.services.people.entrance import UNIVERSITY

TELLING: Final = (NotAllowed, Unknown, InviteRefused, ContactRefused, TooManyTries)
"""Refusals that a person with nothing but the buttons shown would hardly meet."""

NOBODY: Final = PersonId(0)


@dataclass(frozen=True, slots=True)
class NoteRefusal:
    """Somebody tried something that is not theirs: a forged button, a guessed invite."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor | None, account: ChatId, refusal: Refusal) -> None:
        """Write a telling refusal into the university's own chain; others leave no trace.

        Args:
            actor: who tried; None for a stranger.
            account: the Telegram account.
            refusal: what was answered.
        """
        if not isinstance(refusal, TELLING):
            return
        async with self.units() as unit:
            await unit.events.append(
                Happening(
                    exam_id=UNIVERSITY,
                    at=self.clock.now(),
                    sent_at=actor.sent_at if actor else None,
                    actor=actor.id if actor else NOBODY,
                    role=capacity(actor.roles if actor else frozenset()),
                    act="refused",
                    reason=refusal.code,
                    facts={"account": int(account)},
                )
            )
            await unit.commit()
