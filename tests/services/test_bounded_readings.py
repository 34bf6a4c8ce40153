"""However much has happened: it is asked for at once, and nothing is read of others."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from exams.domain.attempt_table import Stage
from exams.domain.exam import Kind
from exams.domain.exam_table import ExamStage
from exams.domain.grades import Mark, MarkStatus
from exams.domain.log import Event
from exams.notices.booklet import BookletGraded
from exams.services.grades.awaited import awaited_of
from storage.records.events import SqlEvents
from tests.make import START, at
from tests.services.conftest import University
from tests.services.day import acts, numbers, published
from tests.services.oral import SITTING, answered, drawn, id_of
from tests.services.sitting import answer_all, answering, hand_in_test

A = "Aigerim"
Asked = Callable[[Awaitable[Any]], Awaitable[int]]


@pytest.fixture
def asked(uni: University) -> Asked:
    """Return what counts the questions to the database that something takes."""
    statements: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        statements.append(statement)

    async def count(work: Awaitable[Any]) -> int:
        engine = uni.units.database._readers.sync_engine
        statements.clear()
        event.listen(engine, "before_cursor_execute", note)
        await work
        event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    return count


async def test_the_door_opens_with_as_few_questions_for_many_as_for_one(uni: University) -> None:
    statements: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        statements.append(" ".join(statement.split()[:3]))

    counts = []
    for students in (1, 3):
        exam = await published(uni)
        async with uni.units() as unit:
            seats = await unit.attempts.of_exam(exam.id)
            for one in seats[students:]:
                await unit.attempts.save(replace(one, stage=Stage.BARRED))
            await unit.commit()
        engine = uni.units.database._writer.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        uni.clock.moment = at(-15)
        await uni.use.tick_clock()
        event.remove(engine, "before_cursor_execute", note)
        counts.append([one for one in statements if "outbox" not in one])
        statements.clear()
        invited = [one for one in await acts(uni, exam) if one == "invite"]
        assert len(invited) == students
        await uni.use.cancel_exam(uni.actor("Serik"), exam.id)

    assert len(counts[0]) == len(counts[1])


async def test_acknowledging_a_move_reads_nothing_of_others(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await published(uni)
    await uni.use.move_exam(uni.actor("Serik"), exam.id, START.replace(day=START.day + 1))
    read: list[Event] = []
    everything = SqlEvents._all

    async def watched(self: SqlEvents, wanted: Any) -> Any:
        found = await everything(self, wanted)
        read.extend(found)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(SqlEvents, "_all", watched)
        for name in (A, "Nurlan", A):
            await uni.use.acknowledge_move(uni.actor(name), exam.id)

    assert [one.actor for one in read] == [uni.people[A].id]
    assert (await acts(uni, exam)).count("acknowledge_move") == 2


async def test_many_answers_are_asked_for_no_more_often_than_one(
    uni: University, asked: Asked
) -> None:
    exam = await drawn(uni)
    members = numbers(uni, "Nurlan", "Stranger")
    await uni.use.name_commission(uni.actor("Serik"), exam.id, members=members)
    await uni.tick(at(23))
    counts = []
    for minute, name in enumerate(SITTING):
        await answered(uni, exam, name, ends=at(30 + 10 * minute))
        attempt = await id_of(uni, exam, name)
        await uni.use.give_commission_mark(uni.actor("Nurlan"), attempt, f"8{minute}")
        desk = await asked(uni.use.commission_desk(uni.actor("Nurlan"), exam.id))
        async with uni.units.reading() as unit:
            counts.append((desk, await asked(awaited_of(unit, await uni.stored(exam)))))

    assert counts == [counts[0]] * len(SITTING)
    shown = await uni.use.commission_desk(uni.actor("Nurlan"), exam.id)
    assert sorted(line.own or 0 for line in shown.answers) == [80, 81, 82]


async def test_the_page_of_a_failed_test_asks_no_more_often_after_many_exams(
    uni: University, asked: Asked
) -> None:
    exam = await answering(uni, A)
    await answer_all(uni, exam, A, wrong=range(1, 7))
    await hand_in_test(uni, exam, A)
    once = await asked(uni.use.look_at_page(uni.actor(A), exam.id))
    for _ in range(3):
        another = await uni.exam(kind=Kind.TEST, stage=ExamStage.RESULTS_PUBLISHED)
        async with uni.units() as unit:
            sat = await id_of(uni, another, A)
            await unit.marks.put(
                Mark(
                    attempt_id=sat,
                    points=30,
                    status=MarkStatus.PUBLISHED,
                    by=uni.people["Nurlan"].id,
                    at=START,
                )
            )
            await unit.commit()

    assert await asked(uni.use.look_at_page(uni.actor(A), exam.id)) == once
    page = await uni.use.look_at_page(uni.actor(A), exam.id)
    assert isinstance(page.facts, BookletGraded)
    assert page.facts.standing
