"""What has come from people and is not handled yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.domain.ids import ChatId


@dataclass(frozen=True, slots=True, kw_only=True)
class CamePicture:
    """A photo or a file that waits to be looked at.

    Attributes:
        message: the messenger's id of it.
        sent_at: the messenger's time.
    """

    message: int
    sent_at: datetime


class Came(Protocol):
    """What has come and waits for its turn."""

    async def pictures(self, account: ChatId) -> tuple[CamePicture, ...]:
        """Return somebody's pictures that wait, the one that is just looked at among them."""
