"""The end of a computer test: finish, tick, hand in, expire, and the grade at once (S15-S19)."""

from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain import computer_test
from exams.domain.appeal import Works, appeal_until
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.booklet import Booklet, Result, result_of
from exams.domain.exam import Exam
from exams.domain.grades import Mark, MarkStatus, final_points, grade_of
from exams.domain.ids import ExamId, PersonId
from exams.domain.people import SYSTEM, Actor, Role
from exams.domain.refusals.moments import WrongStage
from exams.notices.booklet import BookletGraded, BookletVoid
from exams.notices.lines import TopicLine
from exams.ports.clock import Clock, WorkingDays
from exams.records.events import Happening
from exams.records.unit import Unit, Units
from exams.services.computer_tests.booklets import finish_of, put_page, put_window, question_at
from exams.services.doors import Seat, own_seat
from exams.services.grades.grade_queue import queue_grade
from exams.services.grades.resits import LOST, follows_failing, list_failed
from exams.services.keeping import keep
from exams.services.telling import staff_of

EXPIRED = "expired"
"""Reason of the mark of a booklet that does not count (S15)."""


async def _own_booklet(unit: Unit, actor: Actor, exam: ExamId, act: Act) -> tuple[Seat, Booklet]:
    """Return a student's own attempt with its booklet.

    Raises:
        WrongStage: the test has not begun.
    """
    seat = await own_seat(unit, actor, exam)
    booklet = await unit.booklets.of(seat.attempt.id)
    if booklet is None:
        raise WrongStage(act=act.value, stage=seat.attempt.stage.value)
    return seat, booklet


@dataclass(frozen=True, slots=True)
class FinishTest:
    """A student who has answered everything wants to finish (S17)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Open the finish window; a second tap shows it again.

        Raises:
            QuestionsOpen: not every question has an answer.
            WrongStage, TooLate: the test does not run.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat, booklet = await _own_booklet(unit, actor, exam, Act.FINISH)
            attempt = seat.attempt
            if attempt.stage is not Stage.REVIEW:
                review = computer_test.finish(attempt, booklet, seat.held, at=now)
                attempt = await keep(unit, seat, review, Act.FINISH.value, at=now)
                booklet = await unit.booklets.save(replace(booklet, ticked=False))
            open_now = await question_at(unit, booklet, booklet.place)
            await put_window(
                unit,
                attempt,
                booklet,
                finish_of(attempt, booklet, now),
                now=now,
                fresh=bool(open_now.picture),
            )
            await unit.commit()


@dataclass(frozen=True, slots=True)
class TickFinish:
    """A student ticks that this ends the test (S18)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, *, on: bool) -> None:
        """Set the tick or take it away; a second tap changes nothing.

        Raises:
            WrongStage, TooLate: the finish window is not open.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat, booklet = await _own_booklet(unit, actor, exam, Act.SUBMIT)
            if seat.attempt.stage is not Stage.REVIEW:
                raise WrongStage(act=Act.SUBMIT.value, stage=seat.attempt.stage.value)
            computer_test.ends_at(seat.attempt, Act.SUBMIT, at=now)
            ticked = await unit.booklets.save(replace(booklet, ticked=on, shown_at=now))
            window = finish_of(seat.attempt, ticked, now)
            await put_window(unit, seat.attempt, ticked, window, now=now)
            await unit.commit()


@dataclass(frozen=True, slots=True)
class GoBack:
    """A student goes back from the finish window to the questions."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Open the question that was open; a second tap shows it again.

        Raises:
            WrongStage, TooLate: the test does not run.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat, booklet = await _own_booklet(unit, actor, exam, Act.GO_BACK)
            attempt = seat.attempt
            if attempt.stage is not Stage.RUNNING:
                back = computer_test.go_back(attempt, seat.held, at=now)
                attempt = await keep(unit, seat, back, Act.GO_BACK.value, at=now)
            question = await question_at(unit, booklet, booklet.place)
            fresh = bool(question.picture)
            await put_page(unit, attempt, booklet, question, now=now, fresh=fresh)
            await unit.commit()


@dataclass(frozen=True, slots=True)
class SubmitTest:
    """A student hands the test in; the grade is there at once (S18, S19)."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Freeze the score, write the grade, show it; a second tap changes nothing.

        Raises:
            NotTicked: the tick comes first.
            WrongStage, TooLate: the test does not run.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat, booklet = await _own_booklet(unit, actor, exam, Act.SUBMIT)
            if seat.attempt.stage is Stage.SUBMITTED:
                return
            submitted = computer_test.submit(seat.attempt, booklet, seat.held, at=now)
            await _grade(unit, seat, submitted, booklet, Act.SUBMIT, works=self.days.works, at=now)
            await unit.commit()


async def expire_test(unit: Unit, seat: Seat, works: Works, *, at: datetime) -> None:
    """End a test whose time is over: graded if it counts, else void (S15).

    Raises:
        TooEarly: since it was read somebody gave time.
        LookupError: a test that runs has no booklet, which is a defect.
    """
    booklet = await unit.booklets.of(seat.attempt.id)
    expired = computer_test.expire(seat.attempt, at=at)
    if booklet is None:
        raise LookupError(seat.attempt.id)
    if booklet.counts:
        await _grade(unit, seat, expired, booklet, Act.EXPIRE, works=works, at=at)
        return
    facts = {"answered": len(booklet.answered), "questions": len(booklet.items)}
    after = await keep(unit, seat, expired, Act.EXPIRE.value, at=at, facts=facts)
    await _put_mark(unit, seat, 0, at=at, reason=EXPIRED)
    await put_window(unit, after, booklet, await void(unit, seat, booklet), now=at, fresh=True)


async def _grade(
    unit: Unit,
    seat: Seat,
    ended: Attempt,
    booklet: Booklet,
    act: Act,
    *,
    works: Works,
    at: datetime,
) -> None:
    """Keep the end of a test with its score, its mark, and the message that shows it."""
    questions = await unit.questions.many(item.question for item in booklet.items)
    result = result_of(booklet, questions)
    late = sum(given.late for given in booklet.given.values())
    facts = {"points": result.points, "answered": len(booklet.answered), "late": late}
    after = await keep(unit, seat, ended, act.value, at=at, facts=facts)
    await _put_mark(unit, seat, result.points, at=at)
    shown = await graded(unit, replace(seat, attempt=after), result, works)
    await put_window(unit, after, booklet, shown, now=at, fresh=True)


async def _put_mark(
    unit: Unit, seat: Seat, points: int, *, at: datetime, reason: str = ""
) -> None:
    """Write the mark as it will stand in journal and transcript, with its event."""
    mark = Mark(
        attempt_id=seat.attempt.id,
        points=points,
        status=MarkStatus.PUBLISHED,
        by=_responsible(seat.exam),
        at=at,
        reason=reason,
        published_at=at,
    )
    await unit.marks.put(mark)
    await queue_grade(unit, seat.attempt, mark, at=at)
    await unit.events.append(
        Happening(
            exam_id=seat.exam.id,
            at=at,
            actor=SYSTEM.id,
            role=Role.SYSTEM,
            act="mark",
            attempt_id=seat.attempt.id,
            after=str(points),
            reason=reason,
        )
    )
    if grade_of(points).letter in LOST:
        await list_failed(unit, seat.exam, at=at)


def _responsible(exam: Exam) -> PersonId:
    """Return the examiner in whose name the machine grades; an exam is published with one."""
    return staff_of(exam)[0]


async def void(unit: Unit, seat: Seat, booklet: Booklet) -> BookletVoid:
    """Return that a test does not count as its student sees it, once the mark stands."""
    standing, resits_left = await follows_failing(unit, seat.attempt.student_id, seat.exam, 0)
    return BookletVoid(
        exam=seat.exam.id,
        subject=seat.exam.subject,
        answered=len(booklet.answered),
        questions=len(booklet.items),
        standing=standing,
        resits_left=resits_left,
    )


async def graded(unit: Unit, seat: Seat, result: Result, works: Works) -> BookletGraded:
    """Return a test's grade as its student sees it, once the mark stands."""
    exam, attempt, points = seat.exam, seat.attempt, result.points
    grade = grade_of(points)
    final = final_points(rating=attempt.rating, exam=points)
    standing, resits_left = await follows_failing(unit, attempt.student_id, exam, points)
    appealed = await unit.appeals.of(attempt.id)
    mark = await unit.marks.of(attempt.id)
    return BookletGraded(
        exam=exam.id,
        subject=exam.subject,
        points=points,
        letter=grade.letter,
        gpa=grade.gpa,
        rating=attempt.rating,
        final=final,
        final_letter=grade_of(final).letter if final is not None else "",
        topics=tuple(
            TopicLine(topic=one.topic, percent=int(100 * one.earned / one.possible))
            for one in result.topics
        ),
        expired=attempt.stage is Stage.EXPIRED,
        answers=exam.shows_answers,
        standing=standing,
        resits_left=resits_left,
        appeal_until=None if appealed else appeal_until(mark, works),
    )
