"""Who has no resit left is kept from the next exam in the subject; the registrar may let in."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from documents.arrival_folder import ArrivalFolder
from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.grades import Mark, MarkStatus
from exams.notices.before import Barred, ExamAnnounced
from tests.make import START
from tests.services.arriving import collector, shown
from tests.services.conftest import University
from tests.services.day import events, of_kind, places
from tests.services.office import MADINA, SCHEDULE, WHOLE, Office, book, opened
from tests.services.resits import A, failed_before, publish_marks, with_one_more


@pytest.mark.parametrize(
    ("before", "points"),
    [((30, 30), 30), ((), 10), ((30,), 0)],
    ids=["third FX", "F", "F in the resit"],
)
async def test_whose_resits_are_spent_is_kept_from_the_next_exam_and_told_why(
    uni: University, before: tuple[int, ...], points: int
) -> None:
    await failed_before(uni, *before)
    sat, coming = await with_one_more(uni)

    await publish_marks(uni, sat, points)

    kept = await uni.attempt(A, coming)
    assert (kept.stage, kept.outcome_reason) == (Stage.BARRED, "no_resits")
    assert (await uni.attempt("Bolat", coming)).stage is Stage.SCHEDULED
    ((name, notice),) = of_kind(await uni.outbox(), Barred)
    assert (name, notice.exam, notice.reason) == (A, coming.id, "no_resits")
    event = (await events(uni, coming))[-1]
    assert (event.act, event.role, event.reason) == ("bar", "system", "no_resits")


@pytest.mark.parametrize("before", [(), (30,)])
async def test_two_resits_are_everybodys_right(uni: University, before: tuple[int, ...]) -> None:
    await failed_before(uni, *before)
    sat, coming = await with_one_more(uni)

    await publish_marks(uni, sat, 30)

    assert (await uni.attempt(A, coming)).stage is Stage.SCHEDULED
    assert not of_kind(await uni.outbox(), Barred)


async def test_another_subject_is_not_meant(uni: University) -> None:
    sat, _ = await with_one_more(uni)
    other = await uni.exam(starts_at=START + timedelta(days=50), subject="Физика")

    await publish_marks(uni, sat, 10)

    assert (await uni.attempt(A, other)).stage is Stage.SCHEDULED


async def test_whom_the_registrar_lets_in_stays_in_whatever_is_corrected(uni: University) -> None:
    await failed_before(uni, 30, 30)
    sat, coming = await with_one_more(uni)
    await publish_marks(uni, sat, 30)
    kept = await uni.attempt(A, coming)

    await uni.use.lift_bar(uni.actor("Madina"), kept.id, "ақылы қайта оқыды")
    place = (await places(uni, sat))[A]
    await uni.use.correct_mark(uni.actor("Nurlan"), sat.id, f"{place} 40", "қосынды")

    assert (await uni.attempt(A, coming)).stage is Stage.SCHEDULED


async def test_a_correction_that_gives_a_resit_back_lets_in_again(uni: University) -> None:
    sat, coming = await with_one_more(uni)
    await publish_marks(uni, sat, 10)
    await uni.outbox()
    place = (await places(uni, sat))[A]

    await uni.use.correct_mark(uni.actor("Nurlan"), sat.id, f"{place} 30", "қосынды")

    again = await uni.attempt(A, coming)
    assert (again.stage, again.outcome_reason) == (Stage.SCHEDULED, None)
    announced = of_kind(await uni.outbox(), ExamAnnounced)
    assert [(name, one.exam) for name, one in announced] == [(A, coming.id)]


@pytest.fixture
async def office(tmp_path: Path, fresh_database: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path, fresh_database) as found:
        yield found


ONCE_MORE = book(schedule=[(*SCHEDULE[0][:2], "21.06.2027", *SCHEDULE[0][3:])])


async def failed_for_good(office: Office) -> Exam:
    await office.take(WHOLE)
    (sat,) = await office.exams()
    failed = await office.attempt("001", sat)
    assert failed is not None
    async with office.units() as unit:
        await unit.exams.save(replace(sat, stage=ExamStage.RESULTS_PUBLISHED))
        mark = Mark(
            attempt_id=failed.id, points=10, status=MarkStatus.PUBLISHED, by=MADINA,
            at=sat.starts_at, published_at=sat.starts_at,
        )  # fmt: skip
        await unit.marks.put(mark)
        await unit.commit()
    return sat


async def test_a_schedule_that_comes_names_how_many_it_keeps_out_too(
    office: Office, folder: Path
) -> None:
    await failed_for_good(office)
    (folder / "schedule.xlsx").write_bytes(ONCE_MORE)
    collect = collector(office, ArrivalFolder(folder))
    await collect()
    await collect()

    (came,) = await shown(office)

    assert came.kept_out == 1


async def test_a_schedule_names_how_many_it_keeps_out_before_it_is_taken(office: Office) -> None:
    sat = await failed_for_good(office)

    assert (await office.look(ONCE_MORE)).kept_out == 1
    await office.take(ONCE_MORE)

    coming = next(exam for exam in await office.exams() if exam.id != sat.id)
    kept, other = await office.attempt("001", coming), await office.attempt("003", coming)
    assert kept is not None
    assert other is not None
    assert (kept.stage, kept.outcome_reason) == (Stage.BARRED, "no_resits")
    assert other.stage is Stage.SCHEDULED
    assert [event.act for event in await office.events(int(coming.id))] == ["bar"]
