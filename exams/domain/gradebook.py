"""Grades on their way to the university's own system, each row with its own fate (rules E)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.refusals.moments import WrongStage

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=1)
MOST_DOUBLINGS: Final = 6  # a minute doubled so often is over an hour


class RowState(Enum):
    """How far a row has come."""

    WAITING = "waiting"
    SENT = "sent"
    RECORDED = "recorded"
    REJECTED = "rejected"
    REPLACED = "replaced"


OPEN: Final = frozenset({RowState.WAITING, RowState.SENT, RowState.REJECTED})
"""A newer grade of the same attempt takes the place of such a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRow:
    """One grade of one student as the university's system is to have it.

    Attributes:
        revision: 1 for the first grade of an attempt, one more for each correction.
        corrects: the points that stood before, None for a first grade.
        final, final_letter: None and empty where there is no final grade.
        due_at: not sent before this.
        reason: in the system's words, why it was rejected; else what kept it from being sent.
        version: grows by one with each saved change.
    """

    attempt_id: AttemptId
    exam_id: ExamId
    student_id: PersonId
    revision: int
    points: int
    letter: str
    gpa: str
    final: int | None
    final_letter: str
    corrects: int | None
    published_at: datetime
    due_at: datetime
    state: RowState = RowState.WAITING
    tries: int = 0
    reason: str = ""
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    version: int = 0

    @property
    def key(self) -> str:
        """Return the name of the row for ever: who gets it twice knows it by this."""
        return f"{self.attempt_id}-{self.revision}"

    def sent(self, *, at: datetime) -> "GradeRow":
        """Note that the system has it, and has not answered yet.

        Raises:
            WrongStage: it does not wait to be sent.
        """
        if self.state is not RowState.WAITING:
            raise WrongStage(act="send", stage=self.state.value)
        return replace(self, state=RowState.SENT, sent_at=at, tries=self.tries + 1, reason="")

    def put_off(self, *, at: datetime, reason: str) -> "GradeRow":
        """Try again later, and less and less often."""
        pause = min(FIRST_PAUSE * 2 ** min(self.tries, MOST_DOUBLINGS), LONGEST_PAUSE)
        return replace(self, tries=self.tries + 1, due_at=at + pause, reason=reason)

    def answered(self, *, recorded: bool, at: datetime, reason: str) -> "GradeRow":
        """Take the system's answer; the same answer twice changes nothing.

        Raises:
            WrongStage: the row was never sent, or a newer one has taken its place.
        """
        state = RowState.RECORDED if recorded else RowState.REJECTED
        if self.state is state:
            return self
        if self.state not in {RowState.SENT, RowState.REJECTED}:
            raise WrongStage(act="answer", stage=self.state.value)
        return replace(self, state=state, answered_at=at, reason="" if recorded else reason)

    def again(self, *, at: datetime) -> "GradeRow":
        """Send a rejected row again, or one that waits, at once.

        Raises:
            WrongStage: it is under way, or recorded.
        """
        if self.state not in {RowState.REJECTED, RowState.WAITING}:
            raise WrongStage(act="again", stage=self.state.value)
        return replace(self, state=RowState.WAITING, tries=0, due_at=at, reason="")

    def replaced(self) -> "GradeRow":
        """Make room for a newer grade."""
        return replace(self, state=RowState.REPLACED)
