"""The information window: after admission, before the start (S13)."""

from dataclasses import dataclass
from typing import Final

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.booklet import BookletRules
from exams.domain.exam import Kind
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.notices.booklet import BookletInformation
from exams.notices.checking_in import Information
from exams.notices.oral import OralInformation
from exams.records.unit import Unit, Units
from exams.services.computer_tests.booklets import booklet_information
from exams.services.doors import Seat, own_seat
from exams.services.writing.decks import find_deck

NOT_ADMITTED: Final = frozenset(
    {Stage.SCHEDULED, Stage.INVITED, Stage.CHECKING_IN, Stage.IDENTIFIED, Stage.ID_FAILED}
)


async def information_of(
    unit: Unit, seat: Seat, attempt: Attempt
) -> Information | OralInformation:
    """Return the information window of a student (S13)."""
    deck = await find_deck(unit, seat)
    tickets = len(deck.cards) if deck else 0
    if seat.exam.kind is Kind.ORAL:
        return OralInformation(
            exam=seat.exam.id,
            subject=seat.exam.subject,
            name=seat.student.name,
            rating=attempt.rating,
            tickets=tickets,
            starts_at=seat.exam.starts_at,
            draws_at=attempt.pick_from if attempt.stage is Stage.ADMITTED else None,
        )
    allowed = attempt.clock.allowed + attempt.clock.extra
    return Information(
        exam=seat.exam.id,
        subject=seat.exam.subject,
        name=seat.student.name,
        rating=attempt.rating,
        minutes=int(allowed.total_seconds()) // 60,
        tickets=tickets,
        starts_at=seat.exam.starts_at,
    )


@dataclass(frozen=True, slots=True)
class ShowInformation:
    """An admitted student opens the information window."""

    units: Units
    rules: BookletRules

    async def __call__(
        self, actor: Actor, exam: ExamId
    ) -> Information | OralInformation | BookletInformation:
        """Return it.

        Raises:
            WrongStage: not admitted yet, or over.
        """
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            if seat.attempt.over or seat.attempt.stage in NOT_ADMITTED:
                raise WrongStage(act="information", stage=seat.attempt.stage.value)
            if seat.exam.kind is Kind.TEST:
                return await booklet_information(unit, seat, seat.attempt, self.rules)
            return await information_of(unit, seat, seat.attempt)
