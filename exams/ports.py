"""What the rules need from the outside world, as protocols.

Adapters live in storage, vision, zoom_integration and bot; tests have fakes of them.
An adapter never lets a library's exception through: it raises a refusal, or one of the
errors named here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from typing import Protocol, TypeVar

from exams.domain.drafts import DraftBank
from exams.domain.ids import Digest, ExamId, PersonId
from exams.domain.item_statistics import ItemStatistics
from exams.domain.likeness import Comparison, Portrait
from exams.domain.oral import Lane
from exams.domain.papers import Form, Paper
from exams.domain.people import Locale
from exams.domain.refusals import Refusal
from exams.domain.verdict import SheetReport, Strictness, Verdict
from exams.notices.lines import MarkLine

T = TypeVar("T")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, UTC."""


class WorkingDays(Protocol):
    """The country's calendar: weekends, public holidays, and days moved by decree."""

    def works(self, day: date) -> bool:
        """Return whether people work on a day."""


class Shuffler(Protocol):
    """The source of chance: card order, codes, seeds."""

    def shuffled(self, items: Sequence[T]) -> tuple[T, ...]:
        """Return the items in an order nobody can foresee."""

    def code(self, length: int) -> str:
        """Return `length` characters of the base32 alphabet, unguessable."""

    def secret(self, length: int) -> bytes:
        """Return `length` bytes, unguessable."""


# -- pictures ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedPage:
    """One page of an upload, measured and judged.

    Attributes:
        report: what was measured.
        verdict: what follows, by `exams.domain.verdict.judge`.
        picture: JPEG, the photograph upright, without location or other metadata.
        straightened: JPEG, the page alone, rectangular and freed of shadows; for the examiner.
        marked: JPEG at most 1280 px, the photograph with the page's outline and the faulty
            regions drawn in; None where there is nothing to show.
        fingerprint: opaque, for `SheetInspector.find_same`; at most 32 kB.
    """

    report: SheetReport
    verdict: Verdict
    picture: bytes
    straightened: bytes
    marked: bytes | None
    fingerprint: bytes


class SheetInspector(Protocol):
    """Looks at photographs of answer sheets; never blocks the event loop."""

    async def inspect(self, upload: bytes, *, strictness: Strictness) -> tuple[InspectedPage, ...]:
        """Measure and judge an upload: one page of a picture, several of a PDF.

        Raises:
            Refusal: the bytes are no picture we take, or more than we take; the refusals are
                those of exams.domain.verdict.
        """

    async def find_same(self, fingerprint: bytes, others: Sequence[bytes]) -> int | None:
        """Return the index of the first of `others` made from the same sheet of paper."""


class PageReader(Protocol):
    """Makes plain pictures of what anybody may have sent; never blocks the event loop."""

    async def pages(self, upload: bytes) -> tuple[bytes, ...]:
        """Return each page as a JPEG that carries nothing but pixels.

        Raises:
            Refusal: the bytes are no picture and no PDF we take, or more than we take; the
                refusals are those of exams.domain.verdict.
        """


class Timelines(Protocol):
    """Draws how an oral exam runs; never blocks the event loop."""

    async def draw(
        self, instruction: Sequence[Lane], equal: Sequence[Lane], locale: Locale
    ) -> bytes:
        """Return a PNG with both ways, on the same scale, in the reader's language."""


class FaceMatcher(Protocol):
    """Compares faces for the proctor, who decides; never blocks the event loop, keeps nothing."""

    async def look(self, picture: bytes) -> Portrait | None:
        """Measure the largest face of a picture.

        Returns:
            None if no package that can look at faces is installed.

        Raises:
            Refusal: the bytes are no picture we take; the refusals are those of
                exams.domain.verdict.
        """

    async def compare(self, document: bytes, person: bytes) -> Comparison | None:
        """Compare the portrait of an identity document with a photograph of who is there.

        Returns:
            None if no package that can compare is installed: the proctor judges alone.

        Raises:
            Refusal: the bytes are no picture we take; the refusals are those of
                exams.domain.verdict.
        """


# -- conferences ------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Conference:
    """A room on the conference service.

    Attributes:
        id: the service's own id of the meeting.
        host: who hosts it, as the service names the account.
        join_url: the common link, for people without a personal one.
    """

    id: str
    host: str
    join_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalLink:
    """A link that belongs to one person.

    Attributes:
        url: opens the conference as this person.
        registrant: how the service will name the person in its events.
    """

    url: str
    registrant: str


class PresenceKind(Enum):
    """What a conference event tells."""

    JOINED = "joined"
    LEFT = "left"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceEvent:
    """Something that happened in a conference.

    Attributes:
        key: the same for a repeated delivery of the same event.
        registrant: None when the whole conference is meant, or somebody without a personal link.
        at: when it happened, aware, UTC.
    """

    key: str
    kind: PresenceKind
    conference: str
    registrant: str | None
    at: datetime


class ConferencesUnavailable(Exception):
    """The conference service does not answer or refuses; try again later.

    Attributes:
        retry_after: seconds the service asks us to wait, None when it did not say.
    """

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Conferences(Protocol):
    """The conference service; every method may raise ConferencesUnavailable.

    It promises no room for an answer apart: nobody's interface moves people at run time
    (docs/adr/0010).
    """

    async def create(
        self, *, exam: ExamId, topic: str, starts_at: datetime, minutes: int, host: str
    ) -> Conference:
        """Open a room with a waiting room, for people with personal links only.

        Args:
            exam: makes the call idempotent: an exam's second call returns the first room.
            topic: what participants see, without anybody's name.
            starts_at: aware; any zone.
            minutes: planned length.
            host: the account that hosts, from the settings.
        """

    async def personal_links(
        self, conference: Conference, names: Mapping[PersonId, str]
    ) -> dict[PersonId, PersonalLink]:
        """Return a personal link for each person; `names` are what others see."""

    async def start_link(self, conference: Conference) -> str:
        """Return a fresh link by which the proctor opens the room as its host."""

    async def end(self, conference: Conference) -> None:
        """Close the room; closing a closed one is no error."""

    async def present(self, conference: Conference) -> frozenset[str]:
        """Return the registrants who are in the room now."""


# -- files ------------------------------------------------------------------


class Files(Protocol):
    """Blobs by their SHA-256; writing the same bytes twice stores them once."""

    async def put(self, data: bytes, *, sealed: bool = False) -> Digest:
        """Store the bytes durably, before any row refers to them.

        Args:
            data: whatever they are.
            sealed: nobody may read them where they lie, such as what stands on tickets.
        """

    async def get(self, digest: Digest) -> bytes:
        """Return the stored bytes.

        Raises:
            KeyError: nothing is stored under this digest.
        """

    async def forget(self, digest: Digest) -> None:
        """Delete the stored bytes, if they are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One exam as a calendar shows it.

    Attributes:
        uid: the same for ever, so that a changed exam replaces itself.
        version: grows when the exam is moved, or cancelled.
        cancelled: it does not take place; a calendar takes it out.
    """

    uid: str
    version: int
    title: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool = False


class Calendars(Protocol):
    """Writes calendar files."""

    def write(self, appointments: Sequence[Appointment]) -> bytes:
        """Return the appointments as an iCalendar file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledMark:
    """One row of a filled list of marks.

    Attributes:
        place: number in the list that was given out.
        name: as the row has it, empty where it has none; guards against a list that has changed.
        points: as they stand.
    """

    place: int
    name: str
    points: str


class MarkForms(Protocol):
    """The list of marks as a workbook: given out to fill in, and read back."""

    async def write(self, subject: str, lines: Sequence[MarkLine]) -> bytes:
        """Return an XLSX with place, name and an empty or filled column for points."""

    async def read(self, data: bytes) -> tuple[FilledMark, ...]:
        """Return each row whose points are not empty.

        Raises:
            FileUnreadable: no workbook.
            MarksUnreadable: a row without a place; the facts name the row.
        """


Cell = str | int | float | bool | datetime | date | time | None
"""What can stand in a cell of a spreadsheet; an empty one is None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row of an imported table.

    Attributes:
        cells: value and address ("B7") by column; columns as in `TABLE_COLUMNS`.
        pictures: of a question of a ticket, by its column; nobody has looked at them yet.
    """

    cells: Mapping[str, tuple[Cell, str]]
    pictures: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTable:
    """A table recognised by its column headers, in any of the three languages.

    Attributes:
        kind: people, schedule, tickets, ratings or pool.
        sheet: the sheet's name, empty in a CSV file.
    """

    kind: str
    sheet: str
    rows: tuple[TableRow, ...]


TABLE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "people": (
        "number",
        "name",
        "roles",
        "group",
        "language",
        "faculty",
        "region",
        "phone",
        "extra_time",
        "conditions",
    ),
    "schedule": (
        "subject",
        "kind",
        "date",
        "time",
        "groups",
        "proctors",
        "chief",
        "minutes",
        "host",
        "reserve",
    ),
    "tickets": (
        "subject",
        "ticket",
        "question_1",
        "question_2",
        "question_3",
        "question_4",
        "language",
    ),
    "ratings": ("number", "subject", "rating"),
}
"""The columns of each table that can be imported."""


Progress = Callable[[float], None]
"""Is told how much is done, from 0 to 1; from any thread."""


def unseen(_: float) -> None:
    """Stand where nobody watches the progress."""


class QuestionFiles(Protocol):
    """Reads banks of questions; never blocks the event loop."""

    async def read(self, data: bytes, progress: Progress = unseen) -> DraftBank | None:
        """Return the questions of a GIFT, Aiken, Moodle XML or QTI file, or of a table.

        Returns:
            None: the file holds no questions of any kind we know; it may be another table.

        Raises:
            BankBroken, BankUnsafe, BankTooLarge, BankEmpty: it is a bank, and cannot be taken.
        """

    async def template(self) -> bytes:
        """Return an XLSX for questions to fill in."""


class QuestionPictures(Protocol):
    """Looks at the untrusted pictures of questions; never blocks the event loop."""

    async def joined(
        self, sets: Sequence[Sequence[bytes]], progress: Progress = unseen
    ) -> tuple[bytes | Refusal, ...]:
        """Return each set as one JPEG of all its pictures, or why one cannot be taken.

        The refusals are those of exams.domain.verdict.
        """


class ImportFiles(Protocol):
    """Reads the registrar's tables and makes the workbook to fill in."""

    async def read(self, data: bytes, name: str) -> tuple[ImportedTable, ...]:
        """Return the tables of an XLSX or CSV file; rows without any value are left out.

        Raises:
            FileUnreadable: wrong type, damaged, encrypted, empty.
            UnknownTable: no sheet has columns we know; the facts name those that are there.
        """

    async def template(self) -> bytes:
        """Return an XLSX with the tables, their headers and an example row each."""

    async def pool(self, data: bytes) -> ImportedTable | None:
        """Return the pool of questions from which tickets are composed; None: it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteCard:
    """One person's invite, to be cut out of a printed page."""

    name: str
    group: str
    url: str


class InvitePrinter(Protocol):
    """Prints invites as cards with a QR code."""

    async def cards(self, cards: Sequence[InviteCard]) -> bytes:
        """Return a PDF of A4 pages in the three languages."""


class ItemFigures(Protocol):
    """Shows the examiner how a test's questions measured."""

    async def picture(
        self, subject: str, items: Sequence[ItemStatistics], sat: int, locale: Locale
    ) -> bytes:
        """Return a PNG: difficulty against discrimination, and the most doubtful questions."""

    async def workbook(
        self, subject: str, items: Sequence[ItemStatistics], locale: Locale
    ) -> bytes:
        """Return an XLSX with a row for each question and one for each answer to it."""


class Papers(Protocol):
    """Writes what the office keeps and signs."""

    async def write(self, paper: Paper, form: Form, locale: Locale) -> bytes:
        """Return a paper in one language: a PDF to sign, or an XLSX without live formulas."""


# -- the university's own system --------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeLine:
    """One grade as the university's system is to have it.

    Attributes:
        key: names the line for ever: a line that comes twice has the same.
        exam: number of the exam.
        number: of the student, as the university numbers them.
        corrects: the points that stood before, None for a first grade.
    """

    key: str
    revision: int
    exam: int
    number: str
    name: str
    subject: str
    kind: str
    held_at: datetime
    points: int
    letter: str
    gpa: str
    final: int | None
    final_letter: str
    corrects: int | None
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeAnswer:
    """What the university's system says about one line."""

    key: str
    recorded: bool
    reason: str = ""


class GradeSystemUnavailable(Exception):
    """The university's system does not take anything now; try again later.

    Attributes:
        reason: a code for the registrar: timeout, unreachable, refused, unreadable, folder.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class GradeSystem(Protocol):
    """The university's own system, whichever it is."""

    async def send(self, lines: Sequence[GradeLine]) -> tuple[GradeAnswer, ...]:
        """Hand lines over and return those answers that come at once.

        Raises:
            GradeSystemUnavailable: nothing was taken, or nobody knows; all go again.
        """

    async def answers(self) -> tuple[GradeAnswer, ...]:
        """Return answers that have come since.

        Raises:
            GradeSystemUnavailable: they cannot be read now.
        """
