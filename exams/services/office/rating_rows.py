"""Rows of admission ratings: who may sit, and with which rating."""

from dataclasses import dataclass, field, replace
from typing import Final

from exams.domain import beforehand, cells
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.exam import Exam
from exams.domain.grades import HIGHEST, PASSED
from exams.domain.people import Role
from exams.domain.spelling import alike
from exams.records.unit import Unit
from exams.services.office.lines import Line, Taken
from exams.services.office.roster_rows import RosterRows
from exams.services.office.seating import Seating
from exams.services.office.ticket_rows import TicketRows
from exams.services.people.announcing import announce

REASON_BARRED: Final = "low_rating"
REASON_CLEARED: Final = "rating_raised"


@dataclass(slots=True, kw_only=True)
class RatingRows:
    """Takes ratings row by row; a low one bars, a raised one lets in again."""

    unit: Unit
    roster: RosterRows
    seating: Seating
    tickets: TicketRows
    seen: set[tuple[str, ...]] = field(default_factory=set)

    async def take(self, line: Line) -> Taken:
        """Take a rating for every exam of the subject that the student sits."""
        number = line.read("number", cells.number)
        subject = line.read("subject", cells.words)
        line.once(self.seen, "number", alike(number), alike(subject))
        rating = line.read("rating", lambda cell: cells.whole(cell, low=0, high=HIGHEST))
        person = self.roster.by_number.find(number)
        if person is None:
            raise line.fault("number", "unknown_person")
        taken = []
        for exam in self.tickets.of_subject(subject):
            attempt = (await self.seating.of(exam.id)).get(person.id)
            if attempt is not None and attempt.rating == rating:
                taken.append(Taken.SAME)
            elif attempt is not None and await self.tickets.untouched(exam):
                await self._rate(exam, attempt, rating)
                taken.append(Taken.NEW if attempt.rating is None else Taken.CHANGED)
        if not taken:
            raise line.fault("subject", "unknown_exam")
        return min(taken, key=lambda one: one.value)

    async def _rate(self, exam: Exam, attempt: Attempt, rating: int) -> None:
        rated = replace(attempt, rating=rating)
        registrar = frozenset({Role.REGISTRAR})
        if rating < PASSED and rated.stage is Stage.SCHEDULED:
            barred = beforehand.bar(rated, registrar, reason=REASON_BARRED)
            await self.seating.keep(attempt, barred, Act.BAR, REASON_BARRED)
            await announce(self.unit, exam, attempt.student_id, barred=REASON_BARRED)
        elif rating >= PASSED and rated.outcome_reason == REASON_BARRED:
            cleared = beforehand.clear_bar(rated, registrar, reason=REASON_CLEARED)
            await self.seating.keep(attempt, cleared, Act.CLEAR_BAR, REASON_CLEARED)
            await announce(self.unit, exam, attempt.student_id, anew=":cleared")
        else:
            await self.unit.attempts.save(rated)
