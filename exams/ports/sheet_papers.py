"""What the rules need to show and to bind sheets as an examiner wants them, as protocols."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.domain.ids import Digest
from exams.domain.people import Locale
from exams.domain.refusals.base import Refusal


class NotBound(Refusal):
    """The file of the sheets could not be made; nothing is lost."""

    code = "not_bound"


class PageTurner(Protocol):
    """Turns pages; never blocks the event loop."""

    async def turned(self, page: bytes, quarters: int) -> bytes:
        """Return a JPEG page turned clockwise by so many quarters, from 1 to 3.

        Raises:
            Refusal: it cannot be done now; the refusal is one of exams.domain.refusals.pictures.
        """

    async def covered(self, page: bytes) -> bytes:
        """Return a JPEG page without its header, where the student's name stands (S22).

        Raises:
            Refusal: it cannot be done now; the refusal is one of exams.domain.refusals.pictures.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One student's sheets as a file shows them.

    Attributes:
        who: a name, or the code that stands in its place.
        number: of the student; empty where the work is anonymous.
        ticket: the number drawn, if any.
        pages: as they are to be looked at, in order; those kept aside last.
        aside: how many of them are kept aside.
    """

    who: str
    number: str
    ticket: int | None
    pages: tuple[Digest, ...]
    aside: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetBook:
    """The sheets of one student or of a whole exam, to be bound.

    Attributes:
        kind: of the exam, as in `Kind`.
        anonymous: the works are named by codes, and the header of each page is hidden.
        works: in the order of the file.
    """

    subject: str
    kind: str
    starts_at: datetime
    anonymous: bool
    works: tuple[Work, ...]


class SheetBooks(Protocol):
    """Binds sheets into PDF files, in a child process; never blocks the event loop."""

    async def bind(self, book: SheetBook, locale: Locale) -> tuple[Digest, ...]:
        """Store and return the files: one, or several where a messenger takes no larger one.

        Each has a cover, bookmarks, and the works' names and numbers as text that is found by
        searching; a file of several works has an index that leads to them.

        Raises:
            NotBound: it could not be done now.
        """
