"""Attempts come back as they were stored, and those that are due are found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from exams.domain.attempt import ON_THE_WAY, Attempt, Camera, Seen
from exams.domain.attempt_table import Stage
from exams.domain.beforehand import NO_FX
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId, TicketNumber
from exams.domain.refusals.base import Stale
from storage.unit import SqlUnits
from tests.storage.test_exams import HOUR
from tests.storage.university import START, University

MINUTE = timedelta(minutes=1)
ALMATY = timezone(timedelta(hours=5))


async def test_an_attempt_comes_back_whole(units: SqlUnits, university: University) -> None:
    exam, (attempt,) = await university.seated(1)
    changed = replace(
        attempt,
        clock=ClockLedger(
            allowed=2 * HOUR,
            started_at=START,
            extra=5 * MINUTE,
            paused=timedelta(seconds=1, microseconds=3),
            stopped_at=START + MINUTE,
        ),
        stage=Stage.PAUSED,
        before=Stage.WRITING,
        rating=77,
        camera=Camera.PHONE,
        link="https://zoom.example/w/1?tk=a",
        registrant="r1",
        present=True,
        left_at=START,
        seen=frozenset({Seen.FACE, Seen.DESK}),
        id_tries=2,
        rules_read=4,
        rules_version=1,
        rules_agreed_at=START,
        ticket=TicketNumber(7),
        drawn_at=START,
        interrupted_at=START,
        told_left=30,
        upload_until=START + HOUR,
        asked_again=(2, 1),
        warnings=1,
        outcome_reason="сөйлесті",
        released_at=START,
    )
    async with units() as unit:
        await unit.attempts.save(changed)
        await unit.commit()
    stored = replace(changed, version=1)
    async with units.reading() as unit:
        assert await unit.attempts.get(attempt.id) == stored
        assert await unit.attempts.of(attempt.student_id, exam.id) == stored
        assert await unit.attempts.of_exam(exam.id) == (stored,)
        assert await unit.attempts.of_student(attempt.student_id) == (stored,)
        assert await unit.attempts.by_registrant(exam.id, "r1") == stored
        assert await unit.attempts.by_registrant(exam.id, "r2") is None
        assert await unit.attempts.count(exam.id) == 1
        assert await unit.attempts.count(ExamId(99)) == 0


async def test_attempts_come_in_the_order_of_names_and_of_starts(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        late = await university.exam(unit, starts_at=START + 60 * MINUTE)
        early = await university.exam(unit)
        yana = await university.student(unit, 1, name="Яна")
        asel = await university.student(unit, 2, name="Әсел")
        both = [await university.attempt(unit, early, one) for one in (yana, asel)]
        again = await university.attempt(unit, late, yana)
        assert await unit.attempts.of_exam(early.id) == (both[1], both[0])
        assert await unit.attempts.of_student(yana.id) == (both[0], again)


async def test_several_exams_are_asked_about_at_once(
    units: SqlUnits, university: University
) -> None:
    _, (first, over) = await university.seated(2)
    async with units() as unit:
        other = await university.exam(unit, starts_at=START + HOUR)
        third = await university.exam(unit, starts_at=START + 2 * HOUR)
        yana = await university.student(unit, 3, name="Яна")
        drew = replace(await university.attempt(unit, other, yana), ticket=TicketNumber(7))
        await unit.attempts.save(drew)
        await unit.attempts.save(
            replace(
                first,
                ticket=TicketNumber(7),
                clock=ClockLedger(allowed=2 * HOUR, started_at=START),
            )
        )
        await unit.attempts.save(replace(over, stage=Stage.RELEASED))
        done = replace(await university.attempt(unit, third, yana), stage=Stage.RELEASED)
        await unit.attempts.save(done)
        exams = (first.exam_id, other.id, third.id)
        found = [attempt.id for attempt in await unit.attempts.of_exam(*exams)]
        assert sorted(found) == sorted(one.id for one in (first, over, drew, done))
        assert await unit.attempts.without_clock(*exams) == (replace(drew, version=1),)
        assert await unit.attempts.without_clock(third.id) == ()
        assert await unit.attempts.going_on(*exams) == {first.exam_id, other.id}
        assert await unit.attempts.going_on() == set()


async def test_a_student_has_one_attempt_at_an_exam(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt, other) = await university.seated(2)
    async with units() as unit:
        with pytest.raises(Stale):
            await unit.attempts.add(attempt)
        await unit.attempts.save(replace(attempt, registrant="r1"))
        with pytest.raises(Stale):
            await unit.attempts.save(replace(other, registrant="r1"))
        assert await unit.attempts.count(exam.id) == 2


async def test_many_attempts_are_saved_at_once_or_none_of_them(
    units: SqlUnits, university: University
) -> None:
    exam, seated = await university.seated(3)
    async with units() as unit:
        await unit.attempts.save_all([replace(one, stage=Stage.INVITED) for one in seated])
        await unit.attempts.save_all([])
        await unit.commit()
    async with units() as unit:
        stored = await unit.attempts.of_exam(exam.id)
        assert {(one.stage, one.version) for one in stored} == {(Stage.INVITED, 1)}
        late = [*stored[:2], seated[2]]
        with pytest.raises(Stale):
            await unit.attempts.save_all([replace(one, stage=Stage.BARRED) for one in late])
    async with units.reading() as unit:
        assert await unit.attempts.of_exam(exam.id) == stored


def writing(attempt: Attempt, *, since: datetime) -> Attempt:
    return replace(
        attempt, stage=Stage.WRITING, clock=ClockLedger(allowed=2 * HOUR, started_at=since)
    )


async def test_due_is_whoever_a_moment_has_passed_for(
    units: SqlUnits, university: University
) -> None:
    _, seated = await university.seated(7)
    pens, standing, down, uploading, reshooting, interrupted, waiting = seated
    now = START + 2 * HOUR
    stopped = writing(standing, since=START)
    changed = [
        writing(pens, since=START),
        replace(stopped, clock=stopped.clock.stop(START + HOUR)),
        replace(down, stage=Stage.PENS_DOWN, upload_until=now - ON_THE_WAY),
        replace(uploading, stage=Stage.UPLOADING, upload_until=now - ON_THE_WAY),
        replace(reshooting, stage=Stage.RESHOOT, upload_until=now - ON_THE_WAY),
        replace(interrupted, stage=Stage.INTERRUPTED, interrupted_at=now - 30 * MINUTE),
        replace(waiting, stage=Stage.WRITING),
    ]
    async with units() as unit:
        for attempt in changed:
            await unit.attempts.save(attempt)
        moment = timedelta(microseconds=1)
        assert await unit.attempts.due(now - moment) == ()
        due = [attempt.id for attempt in await unit.attempts.due(now)]
        assert due == [pens.id, down.id, uploading.id, reshooting.id, interrupted.id]
        assert await unit.attempts.counting_down(now - HOUR - moment) == ()
        counting = await unit.attempts.counting_down(now - HOUR)
        assert [attempt.id for attempt in counting] == [pens.id]


async def test_away_is_who_left_and_is_still_expected(
    units: SqlUnits, university: University
) -> None:
    _, (left, released, present) = await university.seated(3)
    async with units() as unit:
        await unit.attempts.save(replace(left, stage=Stage.WRITING).left(at=START))
        await unit.attempts.save(replace(released, stage=Stage.RELEASED).left(at=START))
        await unit.attempts.save(replace(present, stage=Stage.WRITING).joined())
        assert await unit.attempts.away(START) == ()
        away = await unit.attempts.away(START + MINUTE)
        assert [attempt.id for attempt in away] == [left.id]


async def test_what_the_students_of_an_exam_sit_near_it_is_told_with_their_number(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        exam = await university.exam(unit)
        before = await university.exam(unit, starts_at=START - 90 * MINUTE)
        after = await university.exam(unit, starts_at=START + 20 * 60 * MINUTE)
        draft = await university.exam(unit, starts_at=START + HOUR)
        far = await university.exam(unit, starts_at=START + 30 * 60 * MINUTE)
        long_over = await university.exam(unit, starts_at=START - 30 * 60 * MINUTE)
        strangers = await university.exam(unit)
        student, free, other = [await university.student(unit, place) for place in (1, 2, 3)]
        for one in (exam, before, after, draft, far, long_over):
            await university.attempt(unit, one, student)
        for one in (exam, after):
            await university.attempt(unit, one, free)
        await university.attempt(unit, strangers, other)
        for one in (before, after, far, long_over, strangers):
            await unit.exams.save(replace(one, stage=ExamStage.PUBLISHED))
        assert await unit.attempts.sat_near(exam) == {before.id: 1, after.id: 2}
        await unit.exams.save(replace(before, stage=ExamStage.CANCELLED, version=1))
        assert await unit.attempts.sat_near(exam) == {after.id: 2}


async def test_a_resit_that_is_not_needed_is_sat_by_nobody(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        exam, resit = [await university.exam(unit) for _ in range(2)]
        student = await university.student(unit, 1)
        await university.attempt(unit, exam, student)
        attempt = await university.attempt(unit, resit, student)
        for one in (exam, resit):
            await unit.exams.save(replace(one, stage=ExamStage.PUBLISHED))
        both = [await unit.attempts.sat_near(one) for one in (exam, resit)]
        await unit.attempts.save(replace(attempt, stage=Stage.BARRED, outcome_reason=NO_FX))
        assert both == [{resit.id: 1}, {exam.id: 1}]
        assert [await unit.attempts.sat_near(one) for one in (exam, resit)] == [{}, {}]


async def test_a_moment_of_any_zone_comes_back_in_utc(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        exam = await university.exam(unit, starts_at=datetime(2026, 12, 14, 9, 0, tzinfo=ALMATY))
        found = await unit.exams.get(exam.id)
    assert found is not None
    assert found.starts_at == START
    assert found.starts_at.tzinfo is UTC


async def test_a_moment_without_a_zone_is_refused(units: SqlUnits, university: University) -> None:
    async with units() as unit:
        with pytest.raises(StatementError, match="needs its zone"):
            await university.exam(unit, starts_at=START.replace(tzinfo=None))


async def test_the_attempts_of_many_exams_are_counted_at_once(
    units: SqlUnits, university: University
) -> None:
    exam, _ = await university.seated(3)
    async with units() as unit:
        other = await university.exam(unit)
        await university.attempt(unit, other, await university.student(unit, 4))
        await unit.commit()
    async with units.reading() as unit:
        found = await unit.attempts.counts([exam.id, ExamId(999), other.id])
        assert await unit.attempts.counts([]) == {}

    assert found == {exam.id: 3, ExamId(999): 0, other.id: 1}
