"""The mark of an oral answer: told at once, to the student alone (S26, rules E)."""

from dataclasses import dataclass

from exams.domain.exam import Kind
from exams.domain.grades import MarkStatus, points_of
from exams.domain.ids import AttemptId
from exams.domain.oral import HEARD
from exams.domain.people import Actor
from exams.domain.refusals.marks import AlreadyPublished
from exams.domain.refusals.moments import WrongStage
from exams.domain.words import said
from exams.notices.proctor import StudentCard
from exams.ports.clock import Clock, WorkingDays
from exams.records.unit import Units
from exams.services.cards import card_of
from exams.services.doors import seat_of
from exams.services.grades.appeals import not_under_appeal
from exams.services.grades.grading import EXAMINERS, PUBLISHED, Row, put_mark
from exams.services.grades.posting import send_grade
from exams.services.grades.resits import tell_registrars
from exams.services.oral.commission import refuse_alone


@dataclass(frozen=True, slots=True)
class MarkAnswer:
    """An examiner marks an oral answer; it goes to the student and into the journal at once."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(
        self, actor: Actor, attempt: AttemptId, points: str, reason: str = ""
    ) -> StudentCard:
        """Publish the mark; the same one again tells nobody.

        Args:
            actor: the examiner.
            attempt: whose answer is over.
            points: as they were typed.
            reason: why an earlier mark is corrected; none for a first one.

        Raises:
            MarkOutOfRange: no whole number from 0 to 100.
            WrongStage: no oral exam, or the answer is not over.
            ReasonMissing: there is another mark already, and no word why it changes.
            CommissionMarks: a commission gives the first mark.
            UnderAppeal: an appeal is open, or was decided and only the chief may mend it.
            AlreadyPublished: the results of the whole exam are out; a correction edits them.
        """
        now = self.clock.now()
        value = points_of(points)
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt, *EXAMINERS)
            if seat.exam.kind is not Kind.ORAL or seat.attempt.stage not in HEARD:
                raise WrongStage(act="mark", stage=seat.attempt.stage.value)
            old = await unit.marks.of(attempt)
            if old is None or old.points != value:
                if seat.exam.stage in PUBLISHED:
                    raise AlreadyPublished
                if old is None:
                    await refuse_alone(unit, seat.exam.id)
                await not_under_appeal(unit, attempt, seat.held)
                why = said(reason) if old else ""
                row = Row(place=0, attempt=seat.attempt, person=seat.student, mark=old)
                mark = await put_mark(
                    unit,
                    actor,
                    seat.exam,
                    row,
                    points=value,
                    status=MarkStatus.CORRECTED if old else MarkStatus.PUBLISHED,
                    at=now,
                    reason=why,
                )
                await send_grade(
                    unit,
                    seat.exam,
                    row,
                    mark,
                    self.days.works,
                    key=f"oral:{mark.version}",
                    corrected=old is not None,
                )
                await tell_registrars(unit, seat.exam, row, value, at=now)
            card = await card_of(unit, seat, seat.attempt, now=now)
            await unit.commit()
        return card
