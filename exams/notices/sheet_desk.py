"""Sheets page by page: before whoever examines them, and before whose they are."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import AttemptId, CommentId, ExamId, SheetId
from exams.notices.base import Notice, WithMedia
from exams.notices.lines import CommentLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage(WithMedia):
    """One page of an answer on the desk, as one message that is leafed through in place.

    Attributes:
        name: whose answer it is.
        page: from 1; those kept aside come last.
        original: this is the photograph as it was sent, else the page alone.
        turned: quarter turns clockwise.
        notes: aside, inserted, turned, same: what the reader should know.
        awaited: until when a lost sheet may come.
        before, after: the pages beside it.
        undo: which act may be taken back, by its number in the log; 0 where there is none.
        comments: for the student, who reads them with the result.
        can: turn, move, ask_lost, original, comment.
    """

    template = "sheet_page"
    exam: ExamId
    attempt: AttemptId
    sheet: SheetId
    name: str
    page: int
    pages: int
    original: bool
    turned: int
    notes: tuple[str, ...]
    awaited: datetime | None
    before: SheetId | None
    after: SheetId | None
    undo: int
    comments: tuple[CommentLine, ...]
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage(WithMedia):
    """One page of a student's own answer, as the examiner sees it.

    Attributes:
        comments: of the examiners; none before the results are out.
        put_right: it is not handed in yet, and may be moved or left out.
    """

    template = "own_page"
    exam: ExamId
    subject: str
    sheet: SheetId
    page: int
    pages: int
    comments: tuple[CommentLine, ...]
    put_right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLeftOut(Notice):
    """A student left a page out before handing the others in.

    Attributes:
        page: which it was, from 1.
        accepted: how many pages there are without it.
    """

    template = "page_left_out"
    exam: ExamId
    sheet: SheetId
    page: int
    accepted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCommented(Notice):
    """A comment is kept, or was taken back.

    Attributes:
        page: from 1.
        spot: a code as in `Spot`, empty for the whole page.
    """

    template = "page_commented"
    attempt: AttemptId
    sheet: SheetId
    comment: CommentId
    page: int
    text: str
    spot: str
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LostSheetAsked(Notice):
    """Let a student send a lost sheet after all."""

    template = "lost_sheet_asked"
    exam: ExamId
    subject: str
    page: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LostSheetIn(Notice):
    """A lost sheet has come and lies where it belongs: the receipt for it.

    Attributes:
        count: how many pages the answer has now.
        digests: the first 12 digits of the SHA-256 of what was sent.
    """

    template = "lost_sheet_in"
    exam: ExamId
    subject: str
    page: int
    count: int
    at: datetime
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookBegun(Notice):
    """All sheets of an exam are being bound; the file follows."""

    template = "book_begun"
    exam: ExamId
    subject: str
    works: int
    sheets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamBook(WithMedia):
    """All sheets of an exam as one file, or as several where a messenger takes no larger one."""

    template = "exam_book"
    exam: ExamId
    subject: str
    works: int
    sheets: int
