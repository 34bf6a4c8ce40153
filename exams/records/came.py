"""What has come from people and is not handled yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Final, Protocol

from exams.domain.ids import ChatId

TABLE_ENDINGS: Final = frozenset(
    {".xlsx", ".csv", ".xml", ".gift", ".txt", ".zip", ".docx", ".docm", ".md"}
)


def named_as_table(name: str | None) -> bool:
    """Return whether a file is a table or a bank of questions, by its name, and no picture."""
    return PurePath(name or "").suffix.lower() in TABLE_ENDINGS


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

    async def pictures(self, *accounts: ChatId) -> Mapping[ChatId, tuple[CamePicture, ...]]:
        """Return each one's pictures that wait, those that are just looked at among them."""
