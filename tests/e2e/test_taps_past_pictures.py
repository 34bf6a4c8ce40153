"""Who waits for an album to be looked at can lose the connection, ask, and say "all sent"."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from exams.domain.verdict import Strictness
from handlers.buttons.exam import OfExam
from sandbox.drawn_sheets import draw_sheet
from sandbox.telegram.screen import PATIENCE
from tests.e2e.room import in_full_swing, of_exam
from vision.inspector import PooledSheetInspector

ASKED = "Можно писать на обороте?"


async def test_nothing_urgent_waits_for_the_own_album_and_all_sent_is_answered_after_it(
    fresh_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = asyncio.Event()
    looking.set()
    judge = PooledSheetInspector.inspect

    async def inspect(self: PooledSheetInspector, upload: bytes, *, strictness: Strictness) -> Any:
        await looking.wait()
        return await judge(self, upload, strictness=strictness)

    monkeypatch.setattr(PooledSheetInspector, "inspect", inspect)
    async with in_full_swing(fresh_database) as room:
        room.stage.app.intake.soon = 0.05
        phone = room.aigerim.phone
        await phone.photo(draw_sheet(1))
        listed = await phone.wait_for("Принято листов: 1", PATIENCE)
        looking.clear()
        await phone.album([draw_sheet(1, page=page) for page in (2, 3)])

        mark = phone.mark
        await phone.press_data(listed, of_exam(OfExam.ALL_SENT, room.exam), timeout=0)
        await phone.wait_for("⏳ Пришло, проверяем: 2 снимка", PATIENCE, since=mark)

        for do in (OfExam.OUTAGE, OfExam.BACK, OfExam.QUESTION):
            assert await phone.press_data(listed, of_exam(do, room.exam)) is not None
        await phone.text(ASKED)
        await room.stage.proctor.phone.wait_for(ASKED, PATIENCE)
        await phone.wait_for("🔴 Отметили: связь пропала", PATIENCE, since=mark)
        assert phone.find("Всего 3 листа, верно?") is None

        looking.set()
        await phone.wait_for("Всего 3 листа, верно?", PATIENCE, since=mark)
        assert room.stage.telegram.refusals == []
