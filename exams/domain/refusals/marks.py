"""The ways in which marks and results say no."""

from exams.domain.refusals.base import Refusal


class MarkOutOfRange(Refusal):
    """A mark is a whole number from 0 to 100."""

    code = "mark_out_of_range"

    def __init__(self, *, given: str) -> None:
        super().__init__(given=given)


class NoMarkFor(Refusal):
    """This student cannot have a mark: absent, not finished, or not on the list."""

    code = "no_mark_for"

    def __init__(self, *, who: str) -> None:
        super().__init__(who=who)


class MarksMissing(Refusal):
    """Results are published only when every student who sat has a mark."""

    code = "marks_missing"

    def __init__(self, *, count: int) -> None:
        super().__init__(count=count)


class AlreadyPublished(Refusal):
    """Published results change only through a correction with a reason."""

    code = "already_published"


class MarksUnreadable(Refusal):
    """The message or file with marks was not understood."""

    code = "marks_unreadable"

    def __init__(self, *, line: str) -> None:
        super().__init__(line=line)


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
