"""The ways in which it is said that this is not the time, or not the step."""

from datetime import datetime

from exams.domain.refusals.base import Refusal


class WrongStage(Refusal):
    """The exam or the attempt is at another step now.

    Facts:
        own: the reader is the student, and is told what comes next.
    """

    code = "wrong_stage"

    def __init__(self, *, act: str, stage: str, own: bool = False) -> None:
        super().__init__(act=act, stage=stage, own=own)
        self.act, self.stage = act, stage

    def to_student(self) -> "WrongStage":
        """Return it as the student reads it whose attempt it is about."""
        return WrongStage(act=self.act, stage=self.stage, own=True)


class ExamStands(Refusal):
    """The whole exam is suspended, every clock stands; this waits until the chief goes on."""

    code = "exam_stands"

    def __init__(self, *, since: datetime) -> None:
        super().__init__(since=since)


class TooEarly(Refusal):
    """This opens later."""

    code = "too_early"

    def __init__(self, *, opens_at: datetime) -> None:
        super().__init__(opens_at=opens_at)


class TooLate(Refusal):
    """The time for this is over."""

    code = "too_late"

    def __init__(self, *, closed_at: datetime) -> None:
        super().__init__(closed_at=closed_at)


class ConfirmTooLate(Refusal):
    """The two minutes in which the chief could confirm a removal are over."""

    code = "confirm_too_late"
