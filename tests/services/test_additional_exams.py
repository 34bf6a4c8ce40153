"""From a missed exam over the dean's order to an additional exam that is sat (S29-S31)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import icalendar

from exams.domain.absence.table import CaseStage
from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.domain.grades import MarkStatus
from exams.notices.absence import AbsenceStatus
from exams.notices.additional import AdditionalAnnounced, AdditionalPosted, PlanSent
from exams.notices.base import Notice, WithMedia
from exams.notices.before import AdditionalExam, ExamAnnounced, ExamCancelled, ExamMoved
from exams.notices.orders import OrderShown, StudentsExcused
from tests import make
from tests.services.absent import MISSING, case_of, confirmed, exam_of, missed, proposed
from tests.services.conftest import University
from tests.services.day import EVERYBODY, acts, of_kind, published, told


async def test_the_whole_way_from_a_missed_exam_to_one_that_is_sat(uni: University) -> None:
    exam = await missed(uni, tickets=10)

    card = await proposed(uni, exam, *MISSING)
    said = await uni.outbox()

    assert (card.stage, card.ready, len(card.names)) == ("proposed", True, 3)
    assert told(said, OrderShown) == ["Madina"]
    assert "Nurlan" in told(said, StudentsExcused)
    assert {"Bolat", "Kanat", "Gulnur"} <= set(told(said, AbsenceStatus))
    for name in MISSING:
        assert (await uni.attempt(name, exam)).stage is Stage.EXCUSED

    sent = await uni.use.approve_plan(uni.actor("Serik"), card.exam)
    assert sent.stage == "approved"
    assert told(await uni.outbox(), PlanSent) == ["Madina"]
    await uni.use.confirm_plan(uni.actor("Madina"), card.exam)
    said = await uni.outbox()
    anew = await exam_of(uni, card.exam)
    assert anew.stage is ExamStage.PUBLISHED
    announced = of_kind(said, AdditionalExam)
    assert sorted(name for name, _ in announced) == sorted(MISSING)
    assert {notice.missed_at for _, notice in announced} == {exam.starts_at}
    assert told(said, ExamAnnounced) == []
    details = await uni.use.exam_details(uni.actor("Bolat"), anew.id)
    assert details.missed_at == exam.starts_at
    assert (await uni.use.exam_details(uni.actor("Bolat"), exam.id)).missed_at is None
    assert {"Nurlan", "Serik"} <= set(told(said, AdditionalAnnounced))
    assert len(told(said, AdditionalPosted)) == 1

    await uni.tick(anew.starts_at - timedelta(minutes=30))
    await uni.tick(anew.starts_at - timedelta(minutes=15))
    attempt = await uni.attempt("Bolat", anew)
    assert attempt.stage is Stage.INVITED
    assert attempt.link
    await uni.tick(anew.starts_at + timedelta(minutes=16))
    async with uni.units.reading() as unit:
        case = await unit.cases.anew(attempt.id)
    assert case is not None
    assert (case.stage, case.attempt_id) == (
        CaseStage.CLOSED, (await uni.attempt("Bolat", exam)).id
    )  # fmt: skip
    assert "case_close" in await acts(uni, exam)


async def test_the_new_attempt_is_linked_to_the_old_one(uni: University) -> None:
    exam = await missed(uni, tickets=10)
    anew = await confirmed(uni, exam, "Bolat")

    async with uni.units.reading() as unit:
        (case,) = await unit.cases.of_additional(anew.id)
    assert await case_of(uni, case.id) == case
    assert case.attempt_anew == (await uni.attempt("Bolat", anew)).id
    assert case.attempt_id == (await uni.attempt("Bolat", exam)).id


async def test_the_statement_marks_i_until_the_additional_exam_is_graded(uni: University) -> None:
    exam = await missed(uni, tickets=10)
    anew = await confirmed(uni, exam, "Bolat")
    attempt = await uni.attempt("Bolat", anew)

    async def statement() -> str:
        exported = await uni.use.statement(uni.actor("Madina"), exam.id)
        told_ = (await uni.files.get(exported.media[0].digest)).decode()
        return next(part for part in told_.split("StatementRow(") if number in part)

    number = uni.people["Bolat"].number
    assert "stage=<Stage.EXCUSED" in await statement()

    sat = make.mark(student=attempt.student_id, attempt_id=attempt.id, points=83)
    for status in (MarkStatus.DRAFT, MarkStatus.PUBLISHED):
        async with uni.units() as unit:
            stored = await unit.marks.of(attempt.id)
            version = stored.version if stored else 0
            by = uni.people["Nurlan"].id
            await unit.marks.put(replace(sat, status=status, by=by, version=version))
            await unit.commit()
        assert ("marked=83" in await statement()) is (status is MarkStatus.PUBLISHED)


# -- calendars -------------------------------------------------------------------------------


async def entries(
    uni: University, said: Sequence[tuple[str, Notice]], *kinds: type[WithMedia]
) -> dict[str, tuple[str, int, object]]:
    """Return by recipient what a calendar takes from these messages: uid, sequence, start."""
    found = {}
    for name, notice in of_kind(said, *kinds):
        (media,) = notice.media
        calendar = icalendar.Calendar.from_ical(await uni.files.get(media.digest))
        (event,) = calendar.walk("VEVENT")
        gone = event.get("status") == "CANCELLED"
        start = None if gone else event.decoded("dtstart")
        found[name] = (str(event["uid"]), int(str(event["sequence"])), start)
    return found


async def test_calendars_are_renewed_when_an_additional_exam_is_published_moved_or_cancelled(
    uni: University,
) -> None:
    exam = await missed(uni)
    anew = await confirmed(uni, exam, "Bolat")
    uid, everybody = f"exam-{anew.id}@emtihan", {"Bolat", "Nurlan"}

    first = await entries(uni, await uni.outbox(), AdditionalExam, AdditionalAnnounced)
    later = anew.starts_at + timedelta(days=1)
    await uni.use.move_exam(uni.actor("Serik"), anew.id, later)
    moved = await entries(uni, await uni.outbox(), ExamMoved)
    await uni.use.cancel_exam(uni.actor("Serik"), anew.id)
    cancelled = await entries(uni, await uni.outbox(), ExamCancelled)

    for said in (first, moved, cancelled):
        assert everybody <= set(said)
    assert set(first.values()) == {(uid, 1, anew.starts_at)}
    assert set(moved.values()) == {(uid, 2, later)}
    assert set(cancelled.values()) == {(uid, 3, None)}


async def test_the_additional_exam_is_one_new_message_and_the_case_changes_in_its_place(
    uni: University,
) -> None:
    exam = await missed(uni, tickets=10)
    card = await proposed(uni, exam, "Bolat")
    await uni.use.approve_plan(uni.actor("Serik"), card.exam)
    await uni.outbox()
    uni.sent.clear()
    await uni.use.confirm_plan(uni.actor("Madina"), card.exam)
    await uni.outbox()
    bolat = uni.people["Bolat"].id
    envelopes = [one.envelope for one in uni.sent if one.envelope.to == bolat]
    below = [one.notice.template for one in envelopes if not one.slot or one.fresh]
    assert below == ["additional_exam"]
    assert "absence_status" in {one.notice.template for one in envelopes}


async def test_an_ordinary_exam_is_announced_as_new_and_moved_with_a_file(
    uni: University,
) -> None:
    exam = await published(uni)
    assert told(await uni.outbox(), ExamAnnounced) == sorted(EVERYBODY)
    later = exam.starts_at + timedelta(days=1)
    await uni.use.move_exam(uni.actor("Serik"), exam.id, later)

    moved = await entries(uni, await uni.outbox(), ExamMoved)

    assert moved["Aigerim"] == (f"exam-{exam.id}@emtihan", 2, later)
