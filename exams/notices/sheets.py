"""Answer sheets and leaving: verdicts, receipt, release."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId
from exams.notices.base import Notice, WithMedia


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetsSoFar(Notice):
    """The list of sheets as it grows, one message that is edited in place.

    Attributes:
        accepted: how many pages are good.
        advice: pages with something to mention, as "page: fault" pairs.
        until: until when sheets are taken.
        waiting: how many pictures have come and are not looked at yet.
    """

    template = "sheets_so_far"
    exam: ExamId
    accepted: int
    advice: tuple[tuple[int, str], ...]
    until: datetime | None
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturesWait(Notice):
    """Pictures that are no sheets have come, and wait to be looked at."""

    template = "pictures_wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRetake(WithMedia):
    """A picture, shown, that must be taken again, or sent otherwise, and why (B4).

    Attributes:
        reasons: fault codes, the most useful first.
        sent_badly: the photograph may be good; only how it was sent is not.
        as_file: it was sent as a file already.
    """

    template = "sheet_retake"
    exam: ExamId
    reasons: tuple[str, ...]
    sent_badly: bool = False
    as_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTwice(Notice):
    """The same sheets of paper came again: each counts once, the newer picture is kept.

    Attributes:
        pages: those that came again one after the other; an album adds up to one message.
    """

    template = "sheet_twice"
    exam: ExamId
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAside(Notice):
    """Sheets that came before pens down or after the window; kept, and the chief decides.

    Attributes:
        count: how many were kept aside so; an album adds up to one message.
    """

    template = "sheet_aside"
    exam: ExamId
    late: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmSheets(Notice):
    """Ask whether this is all: the number of pages must be right (rules D)."""

    template = "confirm_sheets"
    exam: ExamId
    accepted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Notice):
    """What was received: count, time, and the digest of each file (B12).

    Attributes:
        digests: the first 12 digits of each page's SHA-256.
        released: the student was let go since, and need not stay.
    """

    template = "receipt"
    exam: ExamId
    count: int
    at: datetime
    digests: tuple[str, ...]
    released: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAgain(Notice):
    """The proctor wants named pages anew."""

    template = "asked_again"
    exam: ExamId
    pages: tuple[int, ...]
    until: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetsMissing(Notice):
    """Nothing acceptable came in time."""

    template = "sheets_missing"
    exam: ExamId


@dataclass(frozen=True, slots=True, kw_only=True)
class Released(Notice):
    """Let the student go: "you may leave" (S28, B3).

    Attributes:
        due: by when the result comes; None where it was told at once (S26).
        unattended: nobody of the staff did, and the wait has ended by itself.
    """

    template = "released"
    exam: ExamId
    subject: str
    at: datetime
    sheets: int
    due: datetime | None
    unattended: bool = False
