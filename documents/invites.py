"""Invites as cards with a QR code, eight on a page of A4, to be cut apart."""

import asyncio
from collections.abc import Sequence
from io import BytesIO
from typing import Final

from documents.typeset import typeset
from exams.ports.invites import InviteCard

STAFF: Final = "Қызметкер · Сотрудник · Staff"


class InviteCards:
    """The `InvitePrinter` port."""

    async def cards(self, cards: Sequence[InviteCard]) -> bytes:
        """Return a PDF of A4 pages in the three languages."""
        told = await asyncio.to_thread(_told, cards)
        return await typeset("invites", {"cards": told})


def _told(cards: Sequence[InviteCard]) -> list[dict[str, str]]:
    return [
        {
            "name": card.name,
            "group": card.group or STAFF,
            "url": card.url.removeprefix("https://"),
            "code": _qr(card.url),
        }
        for card in cards
    ]


def _qr(url: str) -> str:
    import segno  # noqa: PLC0415 - start-up need not wait for it

    out = BytesIO()
    # "m": still read when a seventh of it is worn off in a student's pocket.
    segno.make_qr(url, error="m").save(out, kind="svg", border=2, xmldecl=False, light="white")
    return out.getvalue().decode()
