"""The bot is killed at every point of handing in: each student hears everything, and once.

A point is a call of Telegram's, before it is carried out or after; the process is dead before it
can read the answer.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.log_check import check_log
from exams.domain.attempt import ON_THE_WAY
from exams.domain.attempt_table import Stage
from exams.domain.people import Locale
from exams.domain.verdict import Fault
from exams.notices.sheets import Receipt, SheetRetake, SheetsSoFar
from handlers.buttons.exam import HandInButton
from sandbox.drawn_sheets import draw_sheet
from sandbox.telegram.fake import FakeTelegram
from sandbox.telegram.phones import Phone
from sandbox.telegram.things import Message
from storage import migrations
from storage.database import connect
from templates.renderer import Renderer
from tests import make
from tests.e2e.killed_bots import Bots, forked
from tests.e2e.killed_hall import Hall, seated, until

ALBUM = 6
WORDS = Renderer()
REPEATED = WORDS.label("mark.repeated", Locale.KK)
RESTARTED = WORDS.label("mark.restarted", Locale.KK)


class Trap:
    """Kills the bot at a call of Telegram's."""

    def __init__(self, telegram: FakeTelegram, bots: Bots) -> None:
        self._bots = bots
        self._call = telegram._api.call
        self._armed: tuple[str, bool] | None = None
        self._left = 0
        self.sprung = asyncio.Event()
        telegram._api.call = self._watched  # type: ignore[method-assign]

    def set(self, method: str, *, after: bool = False, at: int = 1) -> None:
        """Kill it at the call of a method that is the `at`th from now on."""
        self._armed, self._left = (method, after), at
        self.sprung.clear()

    async def _watched(self, name: str, sent: Mapping[str, Any], uploads: Any = None) -> Any:
        method, after = self._armed or ("", False)
        self._left -= name == method
        springs = name == method and self._left == 0
        if springs and not after:
            self._spring()
            return {}
        answer = await self._call(name, sent, uploads)
        if springs:
            self._spring()
        return answer

    def _spring(self) -> None:
        self._bots.kill()
        self._armed = None
        self.sprung.set()

    async def springs(self) -> None:
        async with asyncio.timeout(300):
            await self.sprung.wait()


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'emtihan.db'}"
    await asyncio.to_thread(migrations.upgrade, url)
    database = connect(url, make.SEAL)
    async with FakeTelegram(clock=SystemClock()) as telegram:
        yield await seated(telegram, database, url, drawers=0, senders=3, notes=0)
    await database.close()


@pytest.fixture
async def bots(hall: Hall, tmp_path: Path) -> AsyncIterator[Bots]:
    async with forked(hall.telegram, hall.url, tmp_path) as bots:
        yield bots
    assert (await check_log(hall.url)).whole


def said(phone: Phone, notice: type) -> list[Message]:
    """Return the messages of a kind that stand in the chat, by their first words in Kazakh."""
    begins = {
        SheetRetake: "🔁",
        SheetsSoFar: "📄 Қабылданған парақ",
        Receipt: "✅ Түбіртек",
    }[notice]
    return [one for one in phone.messages() if one.from_bot and begins in one.text]


BLURRED = draw_sheet(7, fault=Fault.BLUR)


async def test_a_verdict_with_its_reasons_outlives_the_bot(hall: Hall, bots: Bots) -> None:
    trap = Trap(hall.telegram, bots)
    points = {
        "not yet judged": ("getFile", False, [False]),
        "judged, not told": ("sendPhoto", False, [True]),  # the bot cannot know whether it came
        "told, not acknowledged": ("sendPhoto", True, [False, True]),
    }
    await bots.start()
    for (student, phone), point in zip(hall.senders, points, strict=True):
        method, after, repeated = points[point]
        trap.set(method, after=after)
        await phone.photo(BLURRED)
        await trap.springs()
        await bots.start()
        await until(hall.idle)

        told = said(phone, SheetRetake)
        blur = WORDS.label("fault.blur", Locale.KK)
        assert all(blur in one.text for one in told), point
        assert [REPEATED in one.text for one in told] == repeated, point
        assert not any(RESTARTED in one.text for one in phone.messages()), point
        assert len(said(phone, SheetsSoFar)) == 1, point
        async with hall.units.reading() as unit:
            attempt = (await hall.attempts())[student.id]
            assert len(await unit.sheets.of(attempt.id)) == 1, point


async def test_an_album_that_is_half_judged_is_whole_after_a_kill(hall: Hall, bots: Bots) -> None:
    (_, phone), *_ = hall.senders
    trap = Trap(hall.telegram, bots)
    trap.set("getFile", at=ALBUM // 2 + 1)
    await bots.start()
    await phone.album([draw_sheet(7, page=page) for page in range(1, ALBUM + 1)])
    await trap.springs()

    await bots.start()
    await until(hall.idle)

    (listed,) = said(phone, SheetsSoFar)
    assert f": {ALBUM}\n" in listed.text
    assert "⏳" not in listed.text
    assert not said(phone, SheetRetake)
    assert not any(RESTARTED in one.text for one in phone.messages())


async def test_what_was_sent_in_time_counts_though_the_bot_is_dead_when_the_time_ends(
    hall: Hall, bots: Bots
) -> None:
    (student, phone), *_ = hall.senders
    trap = Trap(hall.telegram, bots)
    trap.set("getFile")
    await bots.start()
    one = await phone.photo(draw_sheet(7))
    await trap.springs()
    two = await phone.photo(draw_sheet(7, page=2))  # nobody takes it from Telegram just now
    ends = datetime.fromtimestamp(two.date, UTC) + timedelta(seconds=1)
    async with hall.units() as unit:
        attempt = (await hall.attempts())[student.id]
        await unit.attempts.save(replace(attempt, upload_until=ends))
        await unit.commit()
    await _past(ends + ON_THE_WAY)

    await bots.start()
    await until(hall.idle)

    async def closed() -> bool:
        return (await hall.attempts())[student.id].stage is not Stage.UPLOADING

    await until(closed)
    await until(hall.idle)
    async with hall.units.reading() as unit:
        sheets = await unit.sheets.of(attempt.id)
    assert sorted((sheet.order[0], sheet.status.value) for sheet in sheets) == [
        (one.id, "accepted"),
        (two.id, "accepted"),
    ]
    (receipt,) = said(phone, Receipt)
    assert all(sheet.upload[:12] in receipt.text for sheet in sheets)


async def _past(moment: datetime) -> None:
    while SystemClock().now() <= moment:  # noqa: ASYNC110 - the clock of the computer
        await asyncio.sleep(0.1)


async def test_a_receipt_outlives_the_bot(hall: Hall, bots: Bots) -> None:
    trap = Trap(hall.telegram, bots)
    points = {
        "being bound": (None, [False]),
        "handed in, not told": (False, [True]),
        "told, not acknowledged": (True, [False, True]),
    }
    await bots.start()
    for (student, phone), point in zip(hall.senders, points, strict=True):
        after, repeated = points[point]
        await phone.photo(draw_sheet(int(student.id)))
        await until(hall.idle)
        if after is not None:
            trap.set("sendMessage", after=after)
        await hand_in(hall, phone)
        if after is None:
            await until(taken_by(hall))  # the bot has the tap, and begins to bind
            bots.kill()
        else:
            await trap.springs()
        await bots.start()
        await until(hall.idle)

        assert (await hall.attempts())[student.id].stage is Stage.SHEETS_OK, point
        told = said(phone, Receipt)
        assert [REPEATED in one.text for one in told] == repeated, point
        assert not any(RESTARTED in one.text for one in phone.messages()), point


def taken_by(hall: Hall) -> Callable[[], Awaitable[bool]]:
    """Tell whether a bot has taken everything from Telegram."""

    async def taken() -> bool:
        return not len(hall.telegram.world.updates)

    return taken


async def hand_in(hall: Hall, phone: Phone) -> None:
    """Tap that the one sheet is all."""
    (listed,) = said(phone, SheetsSoFar)
    data = HandInButton(exam=hall.exam.id, said=1).pack()
    await phone.press_data(listed, data, timeout=0)
