"""The commission of an oral exam: who is in it, and an answer before each member."""

from dataclasses import dataclass

from exams.domain.ids import AttemptId, ExamId
from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionCard(Notice):
    """Who hears the answers of an exam together, to be named.

    Attributes:
        members: names, the chair first; none: the proctors mark alone.
        way: as in `Way`.
        can: whether it may still be changed.
    """

    template = "commission_card"
    exam: ExamId
    subject: str
    members: tuple[str, ...]
    way: str
    can: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerToMark(Notice):
    """An answer before a member of the commission; nobody sees another's mark before all are in.

    Attributes:
        own: what the reader gave, None where nothing yet.
        awaited: names of those whose mark is awaited.
        given: names and marks, once all are in; absent: names.
        way: as in `Way`.
        proposal: what comes of the marks, None while nothing does.
        told: the mark the student was told, None where none.
        can_mark, can_confirm: what the reader may do.
        absentees: ids and names of those whom the chair may note as absent.
    """

    template = "answer_to_mark"
    attempt: AttemptId
    name: str
    subject: str
    ticket: int
    own: int | None
    awaited: tuple[str, ...]
    given: tuple[tuple[str, int], ...]
    absent: tuple[str, ...]
    way: str
    proposal: int | None
    told: int | None
    can_mark: bool
    can_confirm: bool
    absentees: tuple[tuple[int, str], ...]
