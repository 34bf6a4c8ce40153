"""Evidence that cannot be taken, through the real bot and the real decoder (S29)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import pytest_asyncio

from exams.domain.people import Locale
from exams.domain.refusals.absence import WrongEvidence
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.pictures import NotAPicture, PdfLocked, PdfTooLong, PictureTooLarge
from sandbox.certificate import draw_certificate
from sandbox.players import Player, has_button
from sandbox.scenarios import written
from tests.e2e.bombs import bomb
from tests.e2e.room import Room
from tests.staged import staged

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room(fresh_database: Path) -> AsyncIterator[Room]:
    """An exam to which nobody came; Bolat has begun an application."""
    async with staged(fresh_database, Locale.RU) as stage:
        await written.plan(stage)
        await stage.until(stage.exam_at - timedelta(minutes=15))
        await stage.until(stage.exam_at + timedelta(minutes=16))
        exam = await stage.exam()
        room = Room(stage=stage, exam=exam.id, later=exam.id, attempts=await stage.attempts())
        await room.bolat.tap("apply")
        await room.bolat.tap("reason_power_cut")
        yield room


def pdf(pages: int, *, password: str = "") -> bytes:
    """Return a PDF of so many empty pages."""
    file = BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        lock = pikepdf.Encryption(owner=password, user=password) if password else False
        document.save(file, encryption=lock)
    return file.getvalue()


async def refused(room: Room, player: Player, refusal: Refusal, *, since: int) -> None:
    message = await room.told(player.phone, refusal, since=since)
    assert has_button(message, player.label("help"))


@pytest.mark.parametrize(
    ("data", "name", "refusal"),
    [
        (bomb(), "power-cut.png", PictureTooLarge(megapixels=64)),
        (pdf(1, password="secret"), "certificate.pdf", PdfLocked()),
        (pdf(200), "certificate.pdf", PdfTooLong(pages=200, limit=30)),
        (b"\x00\x00\x00\x20ftypisom and a film", "proof.jpg", NotAPicture()),
    ],
    ids=["bomb", "locked PDF", "200 pages", "film that calls itself a picture"],
)
async def test_evidence_that_cannot_be_taken_is_refused_with_the_reason(
    room: Room, data: bytes, name: str, refusal: Refusal
) -> None:
    async with room.unchanged():
        mark = room.bolat.phone.mark
        await room.bolat.phone.document(data, name)
        await refused(room, room.bolat, refusal, since=mark)


async def test_a_film_is_no_evidence(room: Room) -> None:
    async with room.unchanged():
        mark = room.bolat.phone.mark
        await room.bolat.phone.video(b"mp4")
        await refused(room, room.bolat, WrongEvidence(), since=mark)


async def test_a_photograph_is_evidence_after_all_of_that(room: Room) -> None:
    mark = room.bolat.phone.mark
    await room.bolat.phone.photo(draw_certificate(room.bolat.who.name, "ru"))
    form = await room.bolat.sees("send_to_dean", since=mark)
    assert ": 1" in form.text
