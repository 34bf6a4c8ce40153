"""Exams in one subject, one after the other, and what Aigerim got in each."""

from dataclasses import replace
from datetime import timedelta

from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.grades import Mark, MarkStatus
from tests.make import START
from tests.services.conftest import University
from tests.services.day import marking, places

SAT = ("Aigerim", "Bolat")
A = "Aigerim"
DAY = timedelta(days=1)


async def failed_before(uni: University, *points: int, **changes: object) -> None:
    """Let Aigerim have sat the subject before, or another one, with these points."""
    for time, given in enumerate(points, 1):
        earlier = await uni.exam(starts_at=START - timedelta(days=30 * time), **changes)
        attempt = await uni.attempt(A, earlier)
        async with uni.units() as unit:
            await unit.exams.save(replace(earlier, stage=ExamStage.RESULTS_PUBLISHED))
            mark = Mark(
                attempt_id=attempt.id, points=given, status=MarkStatus.PUBLISHED,
                by=uni.people["Nurlan"].id, at=earlier.starts_at, published_at=earlier.starts_at,
            )  # fmt: skip
            await unit.marks.put(mark)
            await unit.commit()


async def publish_marks(uni: University, exam: Exam, points: int) -> None:
    found = await places(uni, exam)
    text = "\n".join(f"{found[name]} {points if name == A else 80}" for name in SAT)
    await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, text)
    await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")


async def correct(uni: University, exam: Exam, who: str, points: int) -> None:
    """An hour later, give other points for what is published."""
    uni.clock.pass_(timedelta(hours=1))
    place = (await places(uni, exam))[who]
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, f"{place} {points}", "қосынды")


async def with_one_more(uni: University, *, publish: bool = True) -> tuple[Exam, Exam]:
    """Come to where an exam is marked, and the next one in the subject planned, or announced."""
    sat = await marking(uni, *SAT)
    coming = await uni.exam(starts_at=START + timedelta(days=40))
    if publish:
        await uni.use.publish_exam(uni.actor("Serik"), coming.id)
    await uni.outbox()
    return sat, coming
