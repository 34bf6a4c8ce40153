"""Who prints invites."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteCard:
    """One person's invite, to be cut out of a printed page."""

    name: str
    group: str
    url: str


class InvitePrinter(Protocol):
    """Prints invites as cards with a QR code."""

    async def cards(self, cards: Sequence[InviteCard]) -> bytes:
        """Return a PDF of A4 pages in the three languages."""
