"""Late results before the dean, who reminds with one tap; FX, its resits, and the registrar."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.grades import Mark, MarkStatus
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.notices.marks import NoResitsLeft
from exams.notices.results import ResultsDue, YourGrade
from tests.make import START
from tests.services.conftest import University
from tests.services.day import STAFF, acts, marking, of_kind, places, refused, told

SAT = ("Aigerim", "Bolat")


async def due_at(uni: University, exam: Exam, hours: float) -> None:
    """Let so many hours pass since the end of the exam."""
    closed = (await uni.stored(exam)).closed_at
    assert closed is not None
    uni.clock.moment = closed + timedelta(hours=hours)


async def test_late_results_stand_before_the_dean_with_what_is_missing(uni: University) -> None:
    exam = await marking(uni, *SAT)
    place = (await places(uni, exam))["Aigerim"]
    await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, f"{place} 80")
    await due_at(uni, exam, 17.9)
    assert (await uni.use.overdue_results(uni.actor("Serik"))).exams == ()
    for hours, late in ((18, False), (24, True)):
        await due_at(uni, exam, hours)
        (line,) = (await uni.use.overdue_results(uni.actor("Serik"))).exams
        assert (line.late, line.missing, line.reminded_at) == (late, 1, None)
        assert line.examiners == (uni.people["Nurlan"].name,)
        assert (await uni.use.overdue_results(uni.actor("Elsewhere"))).exams == ()


async def test_what_is_late_for_the_longest_time_stands_first(uni: University) -> None:
    late = [await uni.exam(subject=one, starts_at=START - timedelta(days=3)) for one in "АӘБ"]
    async with uni.units() as unit:
        for exam, days in zip(late, (2, 4, 3), strict=True):
            closed = uni.clock.now() - timedelta(days=days)
            await unit.exams.save(replace(exam, stage=ExamStage.MARKING, closed_at=closed))
        await unit.commit()

    lines = (await uni.use.overdue_results(uni.actor("Serik"))).exams
    assert [line.subject for line in lines] == ["Ә", "Б", "А"]


async def test_one_tap_reminds_the_examiners_and_a_second_one_does_not(uni: University) -> None:
    exam = await marking(uni, *SAT)
    await due_at(uni, exam, 25)
    await uni.outbox()
    first = uni.clock.now()
    for minutes in (0, 1, 59):
        uni.clock.moment = first + timedelta(minutes=minutes)
        (line,) = (await uni.use.remind_examiners(uni.actor("Serik"), exam.id)).exams
        assert line.reminded_at == first
    reminded = of_kind(await uni.outbox(), ResultsDue)
    assert told(reminded, ResultsDue) == sorted(STAFF)
    assert {(n.hours_left, n.office) for _, n in reminded} == {(0, False)}
    uni.clock.moment = first + timedelta(hours=1)
    await uni.use.remind_examiners(uni.actor("Madina"), exam.id)
    assert told(await uni.outbox(), ResultsDue) == sorted(STAFF)
    assert (await acts(uni, exam)).count("remind_results") == 2


async def test_nobody_is_reminded_too_early_or_of_results_that_are_out(uni: University) -> None:
    exam = await marking(uni, *SAT)
    closed = (await uni.stored(exam)).closed_at
    assert closed is not None
    async with refused(uni, exam, TooEarly) as facts:
        await uni.use.remind_examiners(uni.actor("Serik"), exam.id)
    assert facts == {"opens_at": closed + timedelta(hours=18)}
    await _publish(uni, exam, 80)
    await due_at(uni, exam, 25)
    assert (await uni.use.overdue_results(uni.actor("Serik"))).exams == ()
    async with refused(uni, exam, WrongStage):
        await uni.use.remind_examiners(uni.actor("Serik"), exam.id)


async def test_the_dean_who_is_alarmed_may_remind_and_need_not_mark(uni: University) -> None:
    exam = await marking(uni, *SAT)
    await due_at(uni, exam, 18)
    await uni.tick()
    alarms = of_kind(await uni.outbox(), ResultsDue)
    assert {name for name, notice in alarms if notice.office} == {"Serik"}


# -- FX ---------------------------------------------------------------------------------------


async def _publish(uni: University, exam: Exam, points: int) -> None:
    found = await places(uni, exam)
    text = "\n".join(f"{found[name]} {points}" for name in SAT)
    await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, text)
    await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")


async def failed_before(uni: University, name: str, times: int) -> None:
    """Let somebody have sat the subject before, each time for FX."""
    for time in range(1, times + 1):
        earlier = await uni.exam(starts_at=START - timedelta(days=30 * time))
        attempt = await uni.attempt(name, earlier)
        async with uni.units() as unit:
            stored = await unit.exams.get(earlier.id)
            assert stored is not None
            await unit.exams.save(replace(stored, stage=ExamStage.RESULTS_PUBLISHED))
            await unit.marks.put(
                Mark(
                    attempt_id=attempt.id,
                    points=30,
                    status=MarkStatus.PUBLISHED,
                    by=uni.people["Nurlan"].id,
                    at=earlier.starts_at,
                    published_at=earlier.starts_at,
                )
            )
            await unit.commit()


@pytest.mark.parametrize(
    ("before", "points", "standing", "left"),
    [(0, 30, "resit", 2), (1, 49, "resit", 1), (2, 30, "registrar", 0), (0, 10, "registrar", 2)],
)
async def test_whoever_fails_reads_what_follows(
    uni: University, before: int, points: int, standing: str, left: int
) -> None:
    await failed_before(uni, "Aigerim", before)
    exam = await marking(uni, *SAT)
    await _publish(uni, exam, points)
    messages = await uni.outbox()
    grade = next(n for name, n in of_kind(messages, YourGrade) if name == "Aigerim")
    assert (grade.standing, grade.resits_left) == (standing, left)
    listed = of_kind(messages, NoResitsLeft)
    assert bool(listed) is (standing == "registrar")
    if listed:
        ((who, notice),) = listed
        assert who == "Madina"
        assert uni.people["Aigerim"].number in {one.number for one in notice.students}


async def test_whoever_passes_reads_nothing_of_resits(uni: University) -> None:
    await failed_before(uni, "Aigerim", 2)
    exam = await marking(uni, *SAT)
    await _publish(uni, exam, 50)
    messages = await uni.outbox()
    assert {n.standing for _, n in of_kind(messages, YourGrade)} == {""}
    assert not of_kind(messages, NoResitsLeft)


async def test_a_correction_takes_a_student_off_the_registrars_list(uni: University) -> None:
    await failed_before(uni, "Aigerim", 2)
    exam = await marking(uni, *SAT)
    await _publish(uni, exam, 40)
    ((_, before),) = of_kind(await uni.outbox(), NoResitsLeft)
    assert [one.letters for one in before.students] == [("FX", "FX", "FX")]
    place = (await places(uni, exam))["Aigerim"]
    uni.clock.pass_(timedelta(hours=1))
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, f"{place} 60", "қосынды")
    ((_, after),) = of_kind(await uni.outbox(), NoResitsLeft)
    assert after.students == ()
