"""Many exams at once: the clock asks as often as for one, and all links are there in time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam, Kind
from exams.domain.exam import Room as Conference
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.notices.before import ConferenceLink
from exams.notices.proctor import ProctorBoard
from exams.records.unit import Unit
from exams.services import cards
from exams.services.apart import PartFailed
from exams.services.clock import clockwork
from tests.make import at
from tests.services.conftest import University
from tests.services.day import of_kind, published

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


async def running(uni: University, kind: Kind, place: int) -> None:
    exam = await uni.exam(
        kind=kind,
        stage=ExamStage.RUNNING,
        room=Conference(id=f"{place}", host="", join_url="https://room.example/1"),
    )
    async with uni.units() as unit:
        for attempt in await unit.attempts.of_exam(exam.id):
            await unit.attempts.save(replace(attempt, stage=Stage.ADMITTED))
        await unit.commit()


async def questions(uni: University, minute: int) -> int:
    """Return how often a tick asks once all is done that was due, deadlines and boards as well."""
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        asked.append(statement)

    for second in (0, 4):
        await uni.tick(at(minute) + timedelta(seconds=second))
    await uni.outbox()
    database = uni.units.database
    engines = (database._readers.sync_engine, database._writer.sync_engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    uni.clock.moment = at(minute) + timedelta(seconds=9)
    await uni.use.tick_clock()
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)


@pytest.mark.parametrize("minute", [5, 20])  # while the door is open, and afterwards
@pytest.mark.parametrize("kind", [Kind.WRITTEN, Kind.TEST])
async def test_a_full_house_is_asked_about_no_more_often_than_one_room(
    uni: University, kind: Kind, minute: int
) -> None:
    await running(uni, kind, 0)
    one = await questions(uni, minute)
    for place in range(1, 4):
        await running(uni, kind, place)

    assert one
    assert await questions(uni, minute + 1) == one


async def test_a_room_whose_board_cannot_be_made_hides_no_other(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(2):
        await running(uni, Kind.WRITTEN, place)
    async with uni.units.reading() as unit:
        broken, whole = await unit.exams.in_stages({ExamStage.RUNNING})

    async def boards_of(unit: Unit, exams: Sequence[Exam], *, now: datetime) -> Any:
        if broken in exams:
            raise ValueError(broken.id)
        return await cards.boards_of(unit, exams, now=now)

    monkeypatch.setattr(clockwork, "boards_of", boards_of)
    with pytest.raises(PartFailed):
        await uni.tick(at(5))

    shown = of_kind(await uni.outbox(), ProctorBoard)
    assert {board.exam for _, board in shown} == {whole.id}


async def test_a_tick_looks_at_some_boards_and_the_next_ones_at_all_others(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clockwork, "BOARDS_AT_ONCE", 2)
    for place in range(5):
        await running(uni, Kind.WRITTEN, place)
    shown: list[list[ExamId]] = []
    for second in range(3):
        await uni.tick(at(5) + timedelta(seconds=second))
        found = of_kind(await uni.outbox(), ProctorBoard)
        shown.append(sorted({board.exam for _, board in found}))
    assert [len(boards) for boards in shown] == [2, 2, 1]
    assert len({exam for boards in shown for exam in boards}) == 5

    # Where nothing changes, no board is in the way of another.
    async with uni.units() as unit:
        (seat,) = (await unit.attempts.of_exam(shown[-1][0]))[:1]
        await unit.attempts.save(replace(seat, present=True))
        await unit.commit()
    for second in range(10, 13):
        await uni.tick(at(5) + timedelta(seconds=second))
    found = of_kind(await uni.outbox(), ProctorBoard)
    assert {board.exam for _, board in found} == set(shown[-1])


async def test_an_exam_is_looked_at_from_the_day_before(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []

    async def reminders(exam: Exam) -> None:
        looked.append(exam.id)

    exam = await published(uni)
    monkeypatch.setattr(uni.use.tick_clock, "reminders", reminders)
    await uni.tick(at(0) - DAY - MINUTE)
    assert not looked, "there may be hundreds of them"

    await uni.tick(at(0) - DAY)
    assert looked == [exam.id]


async def test_the_links_of_all_exams_at_ten_have_left_a_quarter_before(uni: University) -> None:
    exams = [
        await uni.exam(
            stage=ExamStage.PUBLISHED,
            room=Conference(id=f"{place}", host="", join_url="https://room.example/1"),
        )
        for place in range(3)
    ]

    async def linked(seconds: float) -> list[object]:
        await uni.tick(at(-15) - timedelta(seconds=seconds))
        links = of_kind(await uni.outbox(), ConferenceLink)
        assert len(links) % 4 == 0
        return [notice.exam for _, notice in links[::4]]

    first, second, third = (exam.id for exam in exams)
    assert await linked(0.61) == []
    assert await linked(0.59) == [third]  # twelve links at twenty a second
    assert await linked(0.41) == []
    assert await linked(0.39) == [second]
    assert await linked(0.21) == []
    assert await linked(0.19) == [first]
