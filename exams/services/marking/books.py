"""Sheets as files: of one student, and of a whole exam (S28)."""

from dataclasses import dataclass

from exams.domain.erasure import require_kept
from exams.domain.exam import Exam
from exams.domain.ids import Digest, ExamId
from exams.domain.people import Actor, Locale
from exams.domain.refusals.sheets import NothingSent
from exams.domain.sheets import Sheet, kept_aside, pages
from exams.notices.base import Media
from exams.notices.sheet_desk import BookBegun, ExamBook
from exams.ports.sheet_papers import SheetBook, SheetBooks, Work
from exams.records.unit import Unit, Units
from exams.services.doors import STAFF, Seat, room, seats_for
from exams.services.made_files import NoteMade


def work_of(seat: Seat, kept: tuple[Sheet, ...], aside: tuple[Sheet, ...] = ()) -> Work:
    """Return a student's sheets as a file shows them."""
    return Work(
        who=seat.student.name,
        number=seat.student.number,
        ticket=seat.attempt.ticket,
        pages=tuple(sheet.page for sheet in kept + aside),
        aside=len(aside),
    )


def book_of(exam: Exam, works: tuple[Work, ...]) -> SheetBook:
    """Return works as one book."""
    return SheetBook(
        subject=exam.subject,
        kind=exam.kind.value,
        starts_at=exam.starts_at,
        anonymous=False,
        works=works,
    )


@dataclass(frozen=True, slots=True)
class BindSheets:
    """Binds one student's sheets; called outside any transaction."""

    books: SheetBooks
    note: NoteMade

    async def __call__(
        self,
        seat: Seat,
        kept: tuple[Sheet, ...],
        aside: tuple[Sheet, ...] = (),
        *,
        locale: Locale = Locale.KK,
    ) -> tuple[Media, ...]:
        """Return the files, named after the student's number.

        Raises:
            SheetsErased: the pictures are gone.
            NotBound: it could not be done now.
        """
        require_kept(kept + aside)
        made = await self.books.bind(book_of(seat.exam, (work_of(seat, kept, aside),)), locale)
        await self.note(seat.exam.id, made)
        return files_of(made, seat.student.number)


def files_of(made: tuple[Digest, ...], name: str) -> tuple[Media, ...]:
    """Return bound files under a name, numbered where they are several."""
    return tuple(
        Media(
            kind="document",
            digest=digest,
            name=f"{name}.pdf" if len(made) == 1 else f"{name}-{part}.pdf",
        )
        for part, digest in enumerate(made, start=1)
    )


async def _works(unit: Unit, actor: Actor, exam: Exam) -> tuple[Work, ...]:
    """Return everybody's accepted sheets, by name.

    Raises:
        NothingSent: there are none.
        SheetsErased: the pictures are gone.
    """
    found = []
    for seat in await seats_for(unit, actor, exam):
        sheets = await unit.sheets.of(seat.attempt.id)
        require_kept(sheets)
        work = work_of(seat, pages(sheets), kept_aside(sheets))
        if work.pages:
            found.append(work)
    if not found:
        raise NothingSent
    return tuple(found)


@dataclass(frozen=True, slots=True)
class BeginBook:
    """An examiner wants all sheets of an exam as one file, and reads what is being made."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId) -> BookBegun:
        """Return how much there is to bind.

        Raises:
            NothingSent: nobody has sent any.
            SheetsErased: the pictures are gone.
        """
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *STAFF)
            works = await _works(unit, actor, found)
        return BookBegun(
            exam=exam,
            subject=found.subject,
            works=len(works),
            sheets=sum(len(work.pages) for work in works),
        )


@dataclass(frozen=True, slots=True)
class BindExam:
    """The sheets of a whole exam, with an index of everybody."""

    units: Units
    books: SheetBooks
    note: NoteMade

    async def __call__(self, actor: Actor, exam: ExamId) -> ExamBook:
        """Return the files, in the reader's language.

        Raises:
            NothingSent: nobody has sent any.
            SheetsErased: the pictures are gone.
            NotBound: it could not be done now.
        """
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *STAFF)
            works = await _works(unit, actor, found)
        made = await self.books.bind(book_of(found, works), actor.locale)
        await self.note(exam, made)
        return ExamBook(
            exam=exam,
            subject=found.subject,
            works=len(works),
            sheets=sum(len(work.pages) for work in works),
            media=files_of(made, f"sheets-{exam}"),
        )
