"""An appeal against a published mark: until when it may be made, and who decides it (rules E)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final

from exams.domain.exam import ASTANA
from exams.domain.grades import TOLD, Mark
from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.people import Role
from exams.domain.refusals.appeals import NothingToAppeal, SameMark
from exams.domain.refusals.moments import TooLate
from exams.domain.transitions import Table, rule, step
from exams.domain.words import said

LONGEST_TEXT: Final = 1500  # characters; with everything around it that is one message
MORNING: Final = timedelta(hours=15)  # before midnight: nine o'clock of the last day
DAY: Final = timedelta(days=1)


class AppealStage(Enum):
    """Where an appeal is."""

    OPEN = "open"
    UPHELD = "upheld"
    CHANGED = "changed"


class AppealAct(Enum):
    """What can be done to an appeal."""

    UPHOLD = "uphold"
    CHANGE = "change"


APPEAL_TABLE: Final[Table[AppealAct, AppealStage]] = {
    AppealAct.UPHOLD: (rule({AppealStage.OPEN}, AppealStage.UPHELD, Role.CHIEF, Role.DEAN),),
    AppealAct.CHANGE: (rule({AppealStage.OPEN}, AppealStage.CHANGED, Role.CHIEF, Role.DEAN),),
}

Works = Callable[[date], bool]
"""Tells whether people work on a day."""


def end_of_next_working_day(moment: datetime, works: Works) -> datetime:
    """Return the midnight in Astana that ends the first working day after a moment's own day."""
    day = moment.astimezone(ASTANA).date() + DAY
    while not works(day):
        day += DAY
    return datetime.combine(day + DAY, time(), ASTANA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """A student's appeal against the mark of one attempt; there is one, and it is decided once.

    Attributes:
        against: the points that stood.
        marked_by: who gave or confirmed them, and therefore does not decide.
        decide_by: the end of the next working day after it was made.
        remind_at: when those who decide are told again; moves on with each reminder.
        points: what the decision left or made of the mark; None while it is open.
        reason: of the decision; the student reads it.
        version: grows by one with each saved change.
    """

    attempt_id: AttemptId
    exam_id: ExamId
    text: str
    against: int
    marked_by: PersonId
    filed_at: datetime
    decide_by: datetime
    remind_at: datetime
    stage: AppealStage = AppealStage.OPEN
    points: int | None = None
    reason: str = ""
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    version: int = 0

    @property
    def open(self) -> bool:
        """Return whether nobody has decided yet."""
        return self.stage is AppealStage.OPEN

    def overdue(self, at: datetime) -> bool:
        """Return whether it should have been decided."""
        return self.open and at >= self.decide_by

    def reminded(self, *, at: datetime) -> "Appeal":
        """Move the next reminder on: to the end of the time, and then from day to day."""
        following = self.remind_at
        while following <= at:
            following = self.decide_by if following < self.decide_by else following + DAY
        return replace(self, remind_at=following)

    def uphold(
        self, held: frozenset[Role], *, by: PersonId, at: datetime, reason: str
    ) -> "Appeal":
        """Decide that the mark stands.

        Raises:
            NotAllowed: neither the chief proctor nor a dean.
            ReasonMissing: no word why.
        """
        return self._decided(AppealAct.UPHOLD, held, self.against, by=by, at=at, reason=reason)

    def change(
        self, held: frozenset[Role], points: int, *, by: PersonId, at: datetime, reason: str
    ) -> "Appeal":
        """Decide that the mark becomes another one, higher or lower.

        Raises:
            NotAllowed, ReasonMissing: as for `uphold`.
            SameMark: these points stand already.
        """
        changed = self._decided(AppealAct.CHANGE, held, points, by=by, at=at, reason=reason)
        if points == self.against:
            raise SameMark(points=points)
        return changed

    def _decided(
        self,
        act: AppealAct,
        held: frozenset[Role],
        points: int,
        *,
        by: PersonId,
        at: datetime,
        reason: str,
    ) -> "Appeal":
        stage = step(APPEAL_TABLE, act, self.stage, held)
        return replace(
            self,
            stage=stage,
            points=points,
            reason=said(reason),
            decided_by=by,
            decided_at=at,
        )


def givers_of(one: Appeal, commission: Mapping[PersonId, int | None]) -> frozenset[PersonId]:
    """Return everybody whose mark an appeal is against.

    Args:
        one: the appeal.
        commission: what its members gave, None from whoever was absent; empty without one.
    """
    members = (member for member, points in commission.items() if points is not None)
    return frozenset((one.marked_by, *members))


def appeal_until(mark: Mark | None, works: Works) -> datetime | None:
    """Return until when a mark may be appealed against; None while it is not published."""
    if mark is None or mark.status not in TOLD or mark.published_at is None:
        return None
    return end_of_next_working_day(mark.published_at, works)


def may_appeal(mark: Mark | None, works: Works, *, at: datetime) -> Mark:
    """Return the mark against which a student may appeal at this moment.

    Raises:
        NothingToAppeal: no mark is published.
        TooLate: the next working day is over.
    """
    until = appeal_until(mark, works)
    if mark is None or until is None:
        raise NothingToAppeal
    if at >= until:
        raise TooLate(closed_at=until)
    return mark


def appeal(mark: Mark | None, exam: ExamId, text: str, works: Works, *, at: datetime) -> Appeal:
    """Make an appeal against a published mark.

    Raises:
        NothingToAppeal, TooLate: see `may_appeal`.
        ReasonMissing: no word why.
        TextTooLong: more words than those who decide can be shown at once.
    """
    against = may_appeal(mark, works, at=at)
    decide_by = end_of_next_working_day(at, works)
    return Appeal(
        attempt_id=against.attempt_id,
        exam_id=exam,
        text=said(text, most=LONGEST_TEXT),
        against=against.points,
        marked_by=against.by,
        filed_at=at,
        decide_by=decide_by,
        remind_at=decide_by - MORNING,
    )
