"""Marks by tapping: one student after the other, with a step back (rules E)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from exams.domain.exam import Exam
from exams.domain.grades import TOLD, Mark, MarkStatus, grade_of
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor, Role
from exams.domain.refusals.marks import AlreadyPublished
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown
from exams.notices.marks import MarkPad, MarkReview
from exams.ports.clock import Clock
from exams.records.events import Happening
from exams.records.unit import Unit, Units
from exams.services.doors import room, seat_of
from exams.services.grades.checking import review_of
from exams.services.grades.grading import (
    EXAMINERS,
    Row,
    draft,
    may_mark,
    open_to_proctors,
    progress,
    rows_of,
)

GIVEN, TAKEN_BACK = "mark", "unmark"
MILLISECONDS: Final = 1000


@dataclass(frozen=True, slots=True)
class OpenPad:
    """An examiner begins to mark by tapping, or goes to a student."""

    units: Units

    async def __call__(
        self, actor: Actor, exam: ExamId, attempt: AttemptId | None = None
    ) -> MarkPad:
        """Return the student asked for, else the first one without a mark, else the last one.

        Raises:
            AlreadyPublished: only a correction can change a mark now.
            MarkedByMarkers: the exam has markers of its own.
            WrongStage: the exam has not begun, or nobody has sat it yet.
            Unknown: the student has no mark to get here.
        """
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            await open_to_proctors(unit, found)
            sat = _sat(await rows_of(unit, found))
            if not sat:
                raise WrongStage(act="mark", stage=found.stage.value)
            if attempt is None:
                row = next((row for row in sat if row.mark is None), sat[-1])
            else:
                row = _row(sat, attempt)
            return await _pad(unit, found, sat, row)


@dataclass(frozen=True, slots=True)
class TapMark:
    """An examiner tapped a student's points."""

    units: Units
    clock: Clock

    async def __call__(
        self, actor: Actor, attempt: AttemptId, points: int
    ) -> MarkPad | MarkReview:
        """Take them, and return the next student without a mark; the list once all have one.

        Raises:
            MarkOutOfRange, NoMarkFor, MarkTold, AlreadyPublished, WrongStage: nothing was taken.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt, *EXAMINERS)
            await open_to_proctors(unit, seat.exam)
            row = _row(await rows_of(unit, seat.exam), attempt)
            await draft(unit, actor, seat.exam, row, may_mark(row, str(points)), at=now)
            rows = await rows_of(unit, seat.exam)
            sat = _sat(rows)
            here = next(place for place, one in enumerate(sat) if one.attempt.id == attempt)
            following = (*sat[here + 1 :], *sat[:here])
            after = next((one for one in following if one.mark is None), None)
            if after is None:
                shown: MarkPad | MarkReview = review_of(seat.exam, rows)
            else:
                shown = await _pad(unit, seat.exam, sat, after)
                shown = _with_undo(shown, sat[here])
            await unit.commit()
        return shown


@dataclass(frozen=True, slots=True)
class UndoMark:
    """An examiner takes back the mark that was given last."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId, given: int) -> MarkPad:
        """Put back what stood before, and return the student; a second tap changes nothing.

        Args:
            actor: an examiner.
            attempt: whose mark.
            given: when it was given, in milliseconds; any other mark stays.

        Raises:
            AlreadyPublished: only a correction can change a mark now.
            MarkedByMarkers: the exam has markers of its own.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt, *EXAMINERS)
            await open_to_proctors(unit, seat.exam)
            mark = await unit.marks.of(attempt)
            if mark is not None and _stamp(mark) == given:
                if mark.status in TOLD:
                    raise AlreadyPublished
                before = await _before(unit, seat.exam, attempt)
                if before is None:
                    await unit.marks.drop(mark)
                else:
                    back = replace(mark, points=before, status=MarkStatus.DRAFT, at=now)
                    await unit.marks.put(back)
                await unit.events.append(
                    Happening(
                        exam_id=seat.exam.id,
                        at=now,
                        sent_at=actor.sent_at,
                        actor=actor.id,
                        role=Role.EXAMINER,
                        act=TAKEN_BACK,
                        attempt_id=attempt,
                        before=str(mark.points),
                        after="" if before is None else str(before),
                    )
                )
            sat = _sat(await rows_of(unit, seat.exam))
            shown = await _pad(unit, seat.exam, sat, _row(sat, attempt))
            await unit.commit()
        return shown


def _sat(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.attempt.sat)


def _row(rows: Sequence[Row], attempt: AttemptId) -> Row:
    found = next((row for row in rows if row.attempt.id == attempt), None)
    if found is None:
        raise Unknown
    return found


def _stamp(mark: Mark) -> int:
    return int(mark.at.timestamp() * MILLISECONDS)


async def _before(unit: Unit, exam: Exam, attempt: AttemptId) -> int | None:
    """Return the points that stood before the mark given last."""
    marks = await unit.events.of_attempt(exam.id, attempt, {GIVEN, TAKEN_BACK})
    return int(marks[-1].before) if marks and marks[-1].before else None


async def _pad(unit: Unit, exam: Exam, sat: Sequence[Row], row: Row) -> MarkPad:
    here = sat.index(row)
    done, total = progress(sat)
    sheets = await unit.sheets.counts(exam.id)
    return MarkPad(
        exam=exam.id,
        attempt=row.attempt.id,
        subject=exam.subject,
        place=row.place,
        name=row.person.name,
        points=row.mark.points if row.mark else None,
        letter=grade_of(row.mark.points).letter if row.mark else "",
        sheets=sheets.get(row.attempt.id, (0, 0))[0],
        done=done,
        total=total,
        before=sat[here - 1].attempt.id if here else None,
        after=sat[here + 1].attempt.id if here + 1 < len(sat) else None,
    )


def _with_undo(pad: MarkPad, last: Row) -> MarkPad:
    if last.mark is None or last.mark.status in TOLD:
        return pad
    return replace(
        pad,
        undo=last.attempt.id,
        undo_who=last.person.name,
        undo_points=last.mark.points,
        undo_at=_stamp(last.mark),
    )
