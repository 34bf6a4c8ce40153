"""The ways in which an appeal says no."""

from exams.domain.refusals.base import Refusal


class NothingToAppeal(Refusal):
    """The student has no published mark in this exam."""

    code = "nothing_to_appeal"


class OwnMark(Refusal):
    """Whoever gave a mark, alone or in a commission, does not decide about an appeal against it.

    Args:
        deciders: the names of those who do, empty while there is nobody.
    """

    code = "own_mark"

    def __init__(self, *, deciders: str) -> None:
        super().__init__(deciders=deciders)


class SameMark(Refusal):
    """A changed mark would be the one that stands."""

    code = "same_mark"

    def __init__(self, *, points: int) -> None:
        super().__init__(points=points)


class UnderAppeal(Refusal):
    """A mark under appeal, or decided on appeal, is not corrected by its examiner."""

    code = "under_appeal"


class AppealSettled(Refusal):
    """The appeal was decided on already."""

    code = "appeal_settled"

    def __init__(self, *, by: str) -> None:
        super().__init__(by=by)
