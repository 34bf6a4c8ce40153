"""The bot is killed in the middle of an exam, again and again, and nothing of the exam is lost."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.log_check import check_log
from exams.domain.attempt_table import Stage
from exams.domain.people import Locale
from handlers.buttons.exam import CardButton
from sandbox.drawn_sheets import draw_sheet
from sandbox.telegram.fake import FakeTelegram
from storage import migrations
from storage.database import connect
from templates.renderer import Renderer
from tests import make
from tests.e2e.killed_bots import Bots, forked
from tests.e2e.killed_hall import CARDS, Hall, seated, until

DRAWERS = 6
SENDERS = 2
NOTES = 2
"""Messages of the proctor to each of those who draw, which wait when the first bot starts."""

MOMENTS = (0.0, 0.35, 0.1, 0.7, 0.2)
"""Seconds of work before each kill."""

CRASH_LEFT = ("query is too old", "message to delete not found", "message is not modified",
    "message to edit not found", "Too Many Requests")  # fmt: skip
"""What a new process may be refused, since it cannot know how far the dead one came."""


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'emtihan.db'}"
    await asyncio.to_thread(migrations.upgrade, url)
    database = connect(url, make.SEAL)
    async with FakeTelegram(clock=SystemClock()) as telegram:
        yield await seated(telegram, database, url, drawers=DRAWERS, senders=SENDERS, notes=NOTES)
    await database.close()


@pytest.fixture
async def bots(hall: Hall, tmp_path: Path) -> AsyncIterator[Bots]:
    async with forked(hall.telegram, hall.url, tmp_path) as bots:
        yield bots


async def burst(hall: Hall, round_: int) -> None:
    """Everybody taps twice at one card and once at another; who hands in sends a sheet."""
    for place, (_, phone) in enumerate(hall.drawers):
        message = hall.telegram.world.add_message(phone.chat, None, {"text": "🂠"})
        # The other card is nobody else's in this round: whoever loses gets a ticket all the same.
        contested, other = 1 + round_, 1 + (round_ + 1 + place) % CARDS
        for position in (contested, contested, other):
            data = CardButton(exam=hall.exam.id, position=position).pack()
            await phone.press_data(message, data, timeout=0)
            hall.taps[phone.id] += 1
    for person, phone in hall.senders:
        picture = await asyncio.to_thread(draw_sheet, int(person.id), page=round_ + 1)
        sent = await phone.photo(picture)
        hall.photos.setdefault(person.id, []).append(sent.id)


async def test_an_exam_outlives_its_bot(hall: Hall, bots: Bots) -> None:
    await bots.start()
    for round_, moment in enumerate(MOMENTS):
        await burst(hall, round_)

        async def at_work() -> bool:
            return not len(hall.telegram.world.updates)

        await until(at_work)
        await asyncio.sleep(moment)  # each time it is killed at another moment
        bots.kill()
        await hall.watch_deadlines()
        await bots.start()
    await until(hall.idle)
    await hall.watch_deadlines()
    bots.kill()

    assert (await check_log(hall.url)).whole
    await every_ticket_has_one_student(hall)
    await every_sheet_is_kept_once(hall)
    nothing_came_twice_unmarked(hall)
    assert [
        refusal
        for refusal in hall.telegram.refusals
        if not any(sign in refusal.description for sign in CRASH_LEFT)
    ] == []


async def every_ticket_has_one_student(hall: Hall) -> None:
    attempts = await hall.attempts()
    async with hall.units.reading() as unit:
        deck = await unit.decks.of(hall.exam.id)
        asked = {t.number: t.questions[0] for t in await unit.decks.tickets(deck)}
    held = {card.taken_by: card for card in deck.cards if card.taken_by is not None}
    assert set(held) == {person.id for person, _ in hall.drawers}
    for person, phone in hall.drawers:
        own = held[person.id]
        assert attempts[person.id].stage is Stage.WRITING
        assert attempts[person.id].ticket == own.number
        read = [message.text for message in phone.messages() if message.from_bot]
        shown = {number for number, said in asked.items() for text in read if said in text}
        assert shown <= {own.number}
        # A tap that was being answered at a kill may be answered once more: it changed nothing.
        times = sum(asked[own.number] in text for text in read)
        assert times <= hall.taps[phone.id] + len(MOMENTS)


async def every_sheet_is_kept_once(hall: Hall) -> None:
    attempts = await hall.attempts()
    async with hall.units.reading() as unit:
        for person, _ in hall.senders:
            kept = [sheet.order for sheet in await unit.sheets.of(attempts[person.id].id)]
            assert sorted(kept) == [(message, 0) for message in hall.photos[person.id]]


def nothing_came_twice_unmarked(hall: Hall) -> None:
    """Each waiting message came, and what came again says so."""
    mark = Renderer().label("mark.repeated", Locale.KK)
    for _, phone in hall.drawers:
        read = [message.text for message in phone.messages() if message.from_bot]
        for n in range(NOTES):
            came = [text for text in read if f"Хабарлама {n}" in text]
            assert came
            assert sum(mark not in text for text in came) <= 1
