"""Deadlines of attempts, no-shows, and the end of exams (rules B, C3, D)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from exams.domain import beforehand, handing_in, interruptions
from exams.domain.absence.case import APPLY_WITHIN
from exams.domain.attempt import TESTING, WRITING_DONE, Attempt
from exams.domain.attempt_table import ACTIVE, UNBEGUN, Act, Stage
from exams.domain.booklet import Unanswered
from exams.domain.exam import NO_SHOWS, Exam, Kind
from exams.domain.exam_table import ExamAct, ExamStage
from exams.domain.ids import AttemptId
from exams.domain.people import SYSTEM
from exams.domain.refusals.base import Refusal
from exams.domain.sheets import SheetStatus, not_sent_again, pages
from exams.notices.booklet import BookletTimeLeft
from exams.notices.sheets import SheetsMissing
from exams.notices.trouble import AttemptEnded, MissedExam
from exams.notices.writing import TimeLeft
from exams.ports.clock import Clock, WorkingDays
from exams.records.unit import Unit, Units
from exams.services.absence.absences import draft_case
from exams.services.apart import Apart
from exams.services.computer_tests.booklets import show_again
from exams.services.computer_tests.finishing import expire_test
from exams.services.doors import Seat
from exams.services.grades.grading import PRIVATE
from exams.services.keeping import keep, keep_exam, note, noted
from exams.services.marking.plans import open_marking
from exams.services.planning.invitations import HELD, LIVE, seats_of
from exams.services.room.asking_in import ask_in
from exams.services.room.downtime import undecided
from exams.services.room.trouble import alert_if_wide, outage_noted
from exams.services.telling import alert_staff, tell
from exams.services.writing.handing_in import digests_of, receipt_of, show_staff
from exams.services.writing.tickets import end_writing

AWAY: Final = timedelta(seconds=60)  # rules B: out of the conference this long is an interruption
COUNTDOWN: Final = (5, 10, 30, 60)  # minutes left at which a student is told
TEST_COUNTDOWN: Final = (1, 5, 10)  # rules C1, with the number still unanswered
JUST_REACHED: Final = 1  # minutes
# Three thousand students' sheets wait for an hour on two cores; who waits longer is not forgotten,
# but decided on by the chief, as late sheets are.
LOOKED_AT_WITHIN: Final = timedelta(hours=2)
CLOSING: Final = LIVE - {ExamStage.SUSPENDED}
STILL_FOR: Final = timedelta(minutes=15)  # whoever was let in late has time to begin


@dataclass(frozen=True, slots=True)
class Sweep:
    """Deadlines of attempts and the end of exams."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, exams: Sequence[Exam]) -> None:
        """Do what has come due.

        Raises:
            PartFailed: something could not be done, and everything else was.
        """
        now, apart = self.clock.now(), Apart()
        async with self.units.reading() as unit:
            due = await unit.attempts.due(now)
            counting = await unit.attempts.counting_down(now)
            away = await unit.attempts.away(now - AWAY)
            unproven = await unit.attempts.without_document(now)
            held = await _held_by_pictures(unit, due, now)
        for attempt in due:
            if attempt.id in held:
                continue
            await apart.do(self._due(attempt.id, now))
        for attempt in away:
            await apart.do(self._interrupt(attempt.id, now))
        for attempt in unproven:
            await apart.do(self._no_document(attempt.id, now))
        for attempt in counting:
            await apart.do(self._count_down(attempt, now))
        begun = [e for e in exams if e.stage in CLOSING and now >= e.checkin_closes_at]
        for exam in begun:
            await apart.do(self._no_shows(exam, now))
        async with self.units.reading() as unit:
            ids = [exam.id for exam in begun]
            going_on = await unit.attempts.going_on(*ids)
            at_it = await unit.attempts.going_on(*ids, but=UNBEGUN)
        for exam in begun:
            if exam.id not in going_on:
                await apart.do(self._close(exam, now))
            elif exam.id not in at_it and _nobody_begins(exam, now):
                await apart.do(self._never_began(exam, now))
        apart.end()

    async def _seat(self, unit: Unit, attempt: AttemptId) -> Seat | None:
        found = await unit.attempts.get(attempt)
        exam = await unit.exams.get(found.exam_id) if found else None
        student = await unit.people.get(found.student_id) if found else None
        if found is None or exam is None or student is None or exam.stage not in CLOSING:
            return None  # in a suspended exam nothing comes due
        return Seat(actor=SYSTEM, exam=exam, attempt=found, student=student, held=HELD)

    async def _due(self, attempt: AttemptId, now: datetime) -> None:
        acts: dict[Stage, Callable[[Unit, Seat, datetime], Awaitable[None]]] = {
            Stage.WRITING: self._pens_down,
            Stage.RUNNING: self._expire,
            Stage.REVIEW: self._expire,
            Stage.UPLOADING: self._close_upload,
            Stage.PENS_DOWN: self._close_upload,
            Stage.ANSWERED: self._close_upload,
            Stage.RESHOOT: self._close_upload,
            Stage.INTERRUPTED: self._fail,
        }
        async with self.units() as unit:
            seat = await self._seat(unit, attempt)
            if seat is None or seat.attempt.stage not in acts:
                return
            if seat.attempt.stage is not Stage.WRITING and await undecided(unit, seat.exam, now):
                return  # on paper one goes on writing without the bot; all else it held up
            try:
                await acts[seat.attempt.stage](unit, seat, now)
            except Refusal:
                return  # since it was read somebody gave time, and it is not due any more
            await unit.commit()

    async def _pens_down(self, unit: Unit, seat: Seat, now: datetime) -> None:
        await end_writing(unit, seat, at=now)

    async def _expire(self, unit: Unit, seat: Seat, now: datetime) -> None:
        await expire_test(unit, seat, self.days.works, at=now)

    async def _close_upload(self, unit: Unit, seat: Seat, now: datetime) -> None:
        if seat.attempt.stage in {Stage.PENS_DOWN, Stage.ANSWERED}:
            started = handing_in.start_upload(seat.attempt, HELD, at=now)
            attempt = await keep(unit, seat, started, Act.START_UPLOAD.value, at=now)
            seat = replace(seat, attempt=attempt)
        sheets = await unit.sheets.of(seat.attempt.id)
        for sheet in not_sent_again(sheets):  # the poor page is better than none
            await unit.sheets.save(replace(sheet, status=SheetStatus.ACCEPTED))
        sheets = await unit.sheets.of(seat.attempt.id)
        kept = pages(sheets)
        closed = handing_in.close_upload(seat.attempt, accepted=len(kept), at=now)
        act = Act.CLOSE_UPLOAD if kept else Act.MISS_SHEETS
        after = await keep(unit, seat, closed, act.value, at=now, facts=digests_of(kept))
        if kept:
            receipt = await receipt_of(unit, seat, kept, at=now)
            await tell(unit, seat, receipt, key=f"{after.version}")
            await show_staff(unit, seat, after, sheets)
            return
        await tell(unit, seat, SheetsMissing(exam=seat.exam.id), key=f"{after.version}")
        key = str(after.version)
        await alert_staff(unit, seat, "sheets_missing", at=now, key=key)

    async def _fail(self, unit: Unit, seat: Seat, now: datetime) -> None:
        failed = interruptions.fail_technically(seat.attempt, HELD, at=now)
        after = await keep(unit, seat, failed, Act.FAIL_TECHNICALLY.value, at=now)
        notice = AttemptEnded(
            exam=seat.exam.id, subject=seat.exam.subject, stage=after.stage.value, reason=""
        )
        await tell(unit, seat, notice, key=f"{after.version}")
        await draft_case(unit, after, seat.exam, at=now)
        await alert_staff(unit, seat, "technical_fail", at=now, key="1")

    async def _interrupt(self, attempt: AttemptId, now: datetime) -> None:
        async with self.units() as unit:
            seat = await self._seat(unit, attempt)
            if seat is None or seat.attempt.present or seat.attempt.left_at is None:
                return
            if seat.attempt.stage not in ACTIVE - WRITING_DONE:
                return  # who has written is flagged for leaving, not cut off (rules D)
            cut = interruptions.interrupt(seat.attempt, HELD, at=seat.attempt.left_at)
            after = await keep(unit, seat, cut, Act.INTERRUPT.value, at=now, reason="left")
            key = str(after.version)
            await alert_staff(unit, seat, "outage", at=now, key=key)
            await tell(unit, seat, outage_noted(seat.exam, after, now), key=key)
            await alert_if_wide(unit, seat, now=now)
            await unit.commit()

    async def _count_down(self, attempt: Attempt, now: datetime) -> None:
        deadline = attempt.clock.deadline(now)
        if deadline is None or deadline <= now:
            return
        left = (deadline - now).total_seconds() / 60
        marks = TEST_COUNTDOWN if attempt.stage in TESTING else COUNTDOWN
        mark = next((minutes for minutes in marks if left <= minutes), None)
        if mark is None or mark == attempt.told_left:
            return
        # After extra time an earlier mark comes up again; it is told when it is reached.
        again = attempt.told_left is not None and attempt.told_left < mark
        silent = again and left < mark - JUST_REACHED
        async with self.units() as unit:
            seat = await self._seat(unit, attempt.id)
            if seat is None or seat.attempt.version != attempt.version:
                return
            told = replace(seat.attempt, told_left=mark)
            await unit.attempts.save(told)
            if not silent:
                # A clock that slept says how much is left, not how much should have been.
                notice = await _time_left(unit, seat, ceil(left), deadline)
                await tell(unit, seat, notice, key=f"{mark}:{deadline.timestamp():.0f}")
                await show_again(unit, told, now=now)
            await unit.commit()

    async def _no_document(self, attempt: AttemptId, now: datetime) -> None:
        """A day has passed and no document was shown: the chief decides, told once."""
        async with self.units() as unit:
            found = await unit.attempts.get(attempt)
            exam = await unit.exams.get(found.exam_id) if found else None
            student = await unit.people.get(found.student_id) if found else None
            if found is None or exam is None or student is None:
                return
            name = f"no_document_{attempt}"
            if found.document_due is None or found.document_due > now or name in exam.done:
                return
            seat = Seat(actor=SYSTEM, exam=exam, attempt=found, student=student, held=HELD)
            await noted(unit, exam, name)
            await note(unit, seat, "no_document", at=now)
            await alert_staff(unit, seat, "no_document", at=now, key="1")
            await unit.commit()

    async def _no_shows(self, exam: Exam, now: datetime) -> None:
        if NO_SHOWS in exam.done:
            return
        async with self.units() as unit:
            stored = await unit.exams.get(exam.id)
            if stored is None or now < stored.checkin_closes_at:
                return  # since it was read its door was kept open
            exam = await noted(unit, stored, NO_SHOWS)
            for one in await seats_of(unit, exam):
                # Who has a place of the last minute may have been slept over.
                (seat,) = await ask_in(unit, [one], at=now)
                if seat.attempt.stage is Stage.INVITED:
                    await _missed(unit, seat, now)
            await unit.commit()

    async def _never_began(self, exam: Exam, now: datetime) -> None:
        """Wait no more for those who came and never began, once everybody else has ended."""
        async with self.units() as unit:
            stored = await unit.exams.get(exam.id)
            if stored is None or not _nobody_begins(stored, now):
                return
            for seat in await seats_of(unit, stored):
                if seat.attempt.stage in UNBEGUN:
                    done = await unit.events.of_attempt(stored.id, seat.attempt.id)
                    if not done or now - done[-1].at >= STILL_FOR:
                        await _missed(unit, seat, now)
            await unit.commit()

    async def _close(self, exam: Exam, now: datetime) -> None:
        """Close an exam when nothing is expected of anybody, and open the marking."""
        async with self.units() as unit:
            stored = await unit.exams.get(exam.id)
            attempts = await unit.attempts.of_exam(exam.id)
            if stored is None or stored.stage not in CLOSING:
                return
            if not all(attempt.over for attempt in attempts):
                return
            closed = stored.take(ExamAct.CLOSE, HELD, at=now)
            kept = await keep_exam(unit, SYSTEM, stored, closed, ExamAct.CLOSE.value, at=now)
            marking = kept.take(ExamAct.START_MARKING, HELD, at=now)
            act = ExamAct.START_MARKING.value
            kept = await keep_exam(unit, SYSTEM, kept, marking, act, at=now)
            if kept.kind is Kind.TEST:
                await self._publish(unit, kept, attempts, now)
            await open_marking(unit, kept)
            await unit.commit()

    async def _publish(
        self, unit: Unit, exam: Exam, attempts: Sequence[Attempt], now: datetime
    ) -> None:
        """Publish a computer test whose every student has had the grade already (S19)."""
        marks = await unit.marks.of_exam(exam.id)
        if any(attempt.sat and attempt.id not in marks for attempt in attempts):
            return
        published = exam.take(ExamAct.PUBLISH_RESULTS, HELD, at=now)
        act, facts = ExamAct.PUBLISH_RESULTS.value, {"as": PRIVATE}
        await keep_exam(unit, SYSTEM, exam, published, act, at=now, facts=facts)


def _nobody_begins(exam: Exam, now: datetime) -> bool:
    """Return whether it is too late to begin; an exam that nobody has begun can be moved yet."""
    return exam.stage is ExamStage.RUNNING and now >= exam.begins_until


async def _missed(unit: Unit, seat: Seat, now: datetime) -> None:
    missed = beforehand.miss(seat.attempt, seat.exam, at=now)
    after = await keep(unit, seat, missed, Act.MISS.value, at=now)
    notice = MissedExam(
        exam=seat.exam.id,
        subject=seat.exam.subject,
        starts_at=seat.exam.starts_at,
        until=now + APPLY_WITHIN,
        came=seat.attempt.stage in UNBEGUN,
    )
    await tell(unit, seat, notice, key=f"{after.version}")


async def _held_by_pictures(
    unit: Unit, due: Sequence[Attempt], now: datetime
) -> frozenset[AttemptId]:
    """Return for whom pictures wait to be looked at that were sent while sheets were taken.

    They count. On a busy morning they wait for those before them, and after a restart for us.
    """
    windows = [
        (one, one.upload_until)
        for one in due
        if one.upload_until is not None and now < one.upload_until + LOOKED_AT_WITHIN
    ]
    if not windows:
        return frozenset()
    people = await unit.people.many(one.student_id for one, _ in windows)
    accounts = {one.id: one.account for one in people.values() if one.account is not None}
    came = await unit.came.pictures(*accounts.values())
    return frozenset(
        one.id
        for one, until in windows
        if one.student_id in accounts
        and any(sent.sent_at < until for sent in came[accounts[one.student_id]])
    )


async def _time_left(
    unit: Unit, seat: Seat, minutes: int, deadline: datetime
) -> TimeLeft | BookletTimeLeft:
    booklet = await unit.booklets.of(seat.attempt.id)
    if booklet is None:
        return TimeLeft(exam=seat.exam.id, minutes=minutes, deadline=deadline)
    return BookletTimeLeft(
        exam=seat.exam.id,
        minutes=minutes,
        unanswered=booklet.open,
        void=booklet.at_expiry is Unanswered.VOID,
        deadline=deadline,
    )
