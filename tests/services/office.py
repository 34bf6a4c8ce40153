"""The registrar's office over a real database, with real documents and foreseeable chance."""

import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from documents.imports import TableFiles
from documents.invites import InviteCards
from documents.papers import PaperFiles
from exams.domain.attempt import Attempt
from exams.domain.exam import Exam
from exams.domain.ids import ChatId, ExamId, PersonId
from exams.domain.log import Event, verify
from exams.domain.people import Actor, Locale, Person, Role
from exams.notices.office import ImportDone, ImportPreview
from exams.records.people import NEW_PERSON
from exams.services.office.exports import (
    ExportJournal,
    ExportStatement,
    ExportTranscript,
    OpenGroup,
    Printing,
)
from exams.services.office.imports import (
    IMPORT,
    ConfirmImport,
    GiveImportHelp,
    ImportAtOnce,
    PreviewImport,
)
from exams.services.office.reading import ReadTables
from exams.services.office.taking_back import AskTakeBack, TakeBackImport
from exams.services.people.invites import ListGroups, MakeInvites, Unbind
from exams.services.previews import DropPreview
from storage.database import connect
from storage.unit import SqlUnits
from tests import make
from tests.documents.office_files import xlsx
from tests.fakes.ports import FakeClock, FakeFiles, FakeShuffler
from vision.question_pictures import PooledQuestionPictures

MADINA: Final = PersonId(1)
SAULE: Final = PersonId(2)
"""The registrars."""
NOW: Final = datetime(2027, 5, 1, 6, 0, tzinfo=UTC)
HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("Нөмірі", "ФИО", "Role", "Тобы", "Факультет", "Phone", "Extra time"),
    "schedule": (
        "Пән", "Вид", "Date", "Уақыты", "Группы", "Proctors", "Бас проктор", "Минуты", "Zoom",
    ),
    "tickets": ("Пән", "Билет", "1-сұрақ", "Вопрос 2"),
    "ratings": ("Номер", "Subject", "Рейтинг"),
}  # fmt: skip
PEOPLE: Final = (
    ("001", "Сәрсенбаева Айгерім Қанатқызы", "студент", "АЖ-21-1", "IT", "8 701 000 00 01", None),
    ("002", "Жұмабаев Болат Ерланұлы", None, "АЖ-21-1", None, None, 25),
    ("003", "Ғабитов Дәурен Іңкәрбекұлы", "student", "АЖ-21-2", None, None, None),
    ("T1", "Төлегенов Нұрлан Сағынұлы", "проктор", None, "IT", None, None),
    ("T2", "Һамитова Жәния", "проктор, декан", None, "IT", None, None),
)
SCHEDULE: Final = (
    ("Деректер қоры", "жазбаша", "21.05.2027", "09:30", "АЖ-21-1, АЖ-21-2", "T1", "T2", 90, None),
)
TICKETS: Final = tuple(("Деректер қоры", n, f"{n}-сұрақ", f"{n}-есеп") for n in range(1, 5))
RATINGS: Final = (("001", "Деректер қоры", 78), ("002", "Деректер қоры", 49))


INJECTED: Final = '=HYPERLINK("http://x","Әсел")'
"""A name that a spreadsheet would run."""


def book(
    *,
    people: Sequence[Sequence[Any]] = (),
    schedule: Sequence[Sequence[Any]] = (),
    tickets: Sequence[Sequence[Any]] = (),
    ratings: Sequence[Sequence[Any]] = (),
) -> bytes:
    """Make a workbook of the tables that have rows."""
    tables = {"people": people, "schedule": schedule, "tickets": tickets, "ratings": ratings}
    return xlsx({kind: [HEADS[kind], *rows] for kind, rows in tables.items() if rows})


WHOLE: Final = book(people=PEOPLE, schedule=SCHEDULE, tickets=TICKETS, ratings=RATINGS)


def actor(*roles: Role) -> Actor:
    """Make somebody of the office; without roles a registrar."""
    held = frozenset(roles or {Role.REGISTRAR})
    return Actor(id=MADINA, roles=held, locale=Locale.KK)


REGISTRAR: Final = actor()


@dataclass
class Office:
    """The use cases of the office, and what they work on."""

    units: SqlUnits
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOW))
    files: FakeFiles = field(default_factory=FakeFiles)
    shuffler: FakeShuffler = field(default_factory=FakeShuffler)

    def __post_init__(self) -> None:
        """Wire the use cases."""
        tables = TableFiles()
        read = ReadTables(self.files, tables, PooledQuestionPictures())
        self.preview = PreviewImport(
            self.units, self.clock, self.shuffler, self.files, read, "host@example.kz"
        )
        self.at_once = ImportAtOnce(self.preview)
        self.confirm = ConfirmImport(self.at_once)
        self.drop = DropPreview(self.units, IMPORT)
        self.ask_take_back = AskTakeBack(self.units, self.clock)
        self.take_back = TakeBackImport(self.units, self.clock)
        self.help = GiveImportHelp(self.files, tables)
        self.groups = ListGroups(self.units)
        self.invites = MakeInvites(
            self.units, self.clock, self.shuffler, self.files, InviteCards(), "emtihan_bot"
        )
        self.unbind = Unbind(self.units, self.clock)
        printing = Printing(self.files, PaperFiles("Абай атындағы университет"))
        self.group_page = OpenGroup(self.units)
        self.statement = ExportStatement(self.units, printing)
        self.journal = ExportJournal(self.units, printing)
        self.transcript = ExportTranscript(self.units, printing)

    async def look(self, data: bytes) -> ImportPreview:
        """Preview a file as the registrar."""
        return await self.preview(REGISTRAR, data, "file.xlsx")

    async def take(self, data: bytes) -> ImportDone:
        """Preview and confirm a file that is right."""
        preview = await self.look(data)
        assert preview.faults == ()
        done = await self.confirm(REGISTRAR, preview.token)
        assert isinstance(done, ImportDone)
        assert done.tables == preview.tables
        assert done.unseated == preview.unseated
        return done

    async def person(self, number: str) -> Person | None:
        """Return somebody by number."""
        async with self.units.reading() as unit:
            return await unit.people.by_number(number)

    async def exams(self) -> tuple[Exam, ...]:
        """Return every exam."""
        async with self.units.reading() as unit:
            return await unit.exams.all()

    async def attempt(self, number: str, exam: Exam) -> Attempt | None:
        """Return somebody's attempt."""
        async with self.units.reading() as unit:
            person = await unit.people.by_number(number)
            return await unit.attempts.of(person.id, exam.id) if person else None

    async def events(self, exam: int = 0) -> tuple[Event, ...]:
        """Return a chain of events, which must hold."""
        async with self.units.reading() as unit:
            events = await unit.events.of(ExamId(exam))
        assert verify(events) is None
        return events

    async def deck(self, exam: Exam) -> list[tuple[int, tuple[str, ...]]]:
        """Return the tickets of an exam as they lie on the table."""
        async with self.units.reading() as unit:
            tickets = await unit.decks.tickets(await unit.decks.of(exam.id))
        return [(int(ticket.number), ticket.questions) for ticket in tickets]


@asynccontextmanager
async def opened(folder: Path, fresh_database: Path) -> AsyncIterator[Office]:
    """Open an office on a copy of an empty database."""
    path = folder / "office.db"
    shutil.copy(fresh_database, path)
    database = connect(f"sqlite+aiosqlite:///{path}", make.SEAL)
    units = SqlUnits(database)
    registrar = Person(
        id=NEW_PERSON,
        name="Қуанышева Мәдина Нұржанқызы",
        number="R1",
        roles=frozenset({Role.REGISTRAR}),
        account=ChatId(9001),
    )
    async with units() as unit:
        madina = await unit.people.add(registrar)
        saule = await unit.people.add(
            replace(registrar, name="Әуезова Сәуле", number="R2", account=ChatId(9002))
        )
        await unit.commit()
    assert (madina.id, saule.id) == (MADINA, SAULE)
    yield Office(units)
    await database.close()


async def filled(office: Office) -> Office:
    """Take in every table, with a student whose name is a formula."""
    people = [*PEOPLE, ("004", INJECTED, None, "АЖ-21-2", None, None, None)]
    data = book(people=people, schedule=SCHEDULE, tickets=TICKETS, ratings=RATINGS)
    await office.take(data)
    return office
