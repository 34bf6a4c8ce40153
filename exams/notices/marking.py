"""How an exam is marked: the plan before a planner, the works before a marker."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import AttemptId, ExamId, SheetId
from exams.notices.base import Notice, WithMedia
from exams.notices.lines import CommentLine, ExamLine


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingCard(Notice):
    """How an exam is marked, to be planned; and how far it is.

    Attributes:
        share: percent of the works that are marked twice.
        markers: names, the first marker first.
        waiting: how many works wait for the first, the second, the third marker.
        can: anonymous, share, markers; check, once every mark is in.
        of_room: the reader is of the exam's staff alone, and comes from its board.
        unreached: names of markers whom no message reaches, while works are to be marked.
    """

    template = "marking_card"
    exam: ExamId
    subject: str
    anonymous: bool
    share: int
    markers: tuple[str, ...]
    waiting: tuple[int, ...]
    can: tuple[str, ...]
    of_room: bool = False
    unreached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerNamed(Notice):
    """Tell somebody that the works of an exam are the reader's to mark, and what is expected.

    Attributes:
        turn: as first, second or third marker.
        share: percent of the works that are marked twice.
        anonymous: names are hidden until publication.
    """

    template = "marker_named"
    exam: ExamId
    subject: str
    starts_at: datetime
    turn: int
    share: int
    anonymous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerLeft(Notice):
    """Tell somebody who was a marker that the works are somebody else's now."""

    template = "marker_left"
    subject: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """One work on a marker's list.

    Attributes:
        who: a name, or the code that stands in its place.
        points: what the reader gave, None where nothing yet.
        open: it waits for the reader.
    """

    attempt: AttemptId
    who: str
    points: int | None
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMark(Notice):
    """The exams which somebody marks; `people` of a line are the works that wait.

    Attributes:
        coming: exams that are not over yet, whose works will be the reader's.
    """

    template = "to_mark"
    exams: tuple[ExamLine, ...]
    coming: tuple[ExamLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList(Notice):
    """The works of an exam before one of its markers.

    Attributes:
        anonymous: names are hidden until publication.
        waiting: how many wait for the reader.
    """

    template = "work_list"
    exam: ExamId
    subject: str
    anonymous: bool
    works: tuple[WorkLine, ...]
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage(WithMedia):
    """One page of a work before its marker.

    Attributes:
        who: a name, or the code that stands in its place.
        points: what the reader gave, None where nothing yet.
        ticket: which questions it answers.
        before, after: the pages beside it.
        comments: the reader's own.
        can: mark.
    """

    template = "work_page"
    exam: ExamId
    attempt: AttemptId
    sheet: SheetId
    who: str
    ticket: int | None
    page: int
    pages: int
    points: int | None
    before: SheetId | None
    after: SheetId | None
    comments: tuple[CommentLine, ...]
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkMarked(Notice):
    """Tell a marker that a mark is in.

    Attributes:
        waiting: how many works of the exam wait for the reader.
        following: the next of them.
    """

    template = "work_marked"
    exam: ExamId
    who: str
    points: int
    waiting: int
    following: AttemptId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingOpen(Notice):
    """Tell a marker that works wait."""

    template = "marking_open"
    exam: ExamId
    subject: str
    works: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingDone(Notice):
    """Tell the staff of an exam that every mark is in, so that the results can be published."""

    template = "marking_done"
    exam: ExamId
    subject: str
    works: int
