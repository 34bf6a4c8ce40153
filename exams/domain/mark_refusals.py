"""The ways in which marks and results say no."""

from exams.domain.refusals import Refusal


class MarksNotConfirmed(Refusal):
    """Only a list of marks that was looked through and confirmed is published."""

    code = "marks_not_confirmed"

    def __init__(self, *, count: int) -> None:
        super().__init__(count=count)


class MarkTold(Refusal):
    """The student knows this mark already; it changes only with a reason."""

    code = "mark_told"

    def __init__(self, *, who: str) -> None:
        super().__init__(who=who)
