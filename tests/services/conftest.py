"""A university over a real database file, with everything outside it replaced by fakes."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.ports import Ports
from bot.wiring import use_cases
from documents.calendars import CalendarFiles
from documents.items import ItemFigureFiles
from documents.tickets.papers import TicketPaperFiles
from documents.working_days import KazakhCalendar
from exams.domain.attempt import Attempt
from exams.domain.booklet import BookletRules
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import Exam, Kind
from exams.domain.ids import PersonId
from exams.domain.people import Actor, Group, Person, Role
from exams.domain.verdict import Strictness
from exams.notices.base import Notice
from exams.records.attempts import NEW_ATTEMPT
from exams.records.exams import NEW_EXAM
from exams.records.outbox import Delivery, SentMessage
from exams.records.people import NEW_GROUP, NEW_PERSON
from exams.services import UseCases
from exams.services.people.entrance import Helpdesk
from storage.database import connect
from storage.outbox import OutboxQueue
from storage.unit import SqlUnits
from tests import make
from tests.fakes.ports import (
    FakeAbsencePapers,
    FakeClock,
    FakeConferences,
    FakeFaces,
    FakeFiles,
    FakeGradeSystem,
    FakeInspector,
    FakeMarkForms,
    FakePageReader,
    FakePapers,
    FakeSheetBooks,
    FakeShuffler,
    FakeTimelines,
)
from tests.make import START, STUDENTS, group, person
from tests.services.office import Office
from tests.services.office import opened as opened_office
from tests.services.remembered import Beginning, remembered
from vision.drawn.results import DrawnResults

DAY_BEFORE = START - timedelta(hours=30)


@dataclass
class University:
    """The use cases, what is around them, and people by name."""

    units: SqlUnits
    clock: FakeClock
    files: FakeFiles
    conferences: FakeConferences
    use: UseCases
    queue: OutboxQueue
    grades: FakeGradeSystem
    beginning: Beginning = field(init=False)
    people: dict[str, Person] = field(default_factory=dict)
    group: Group | None = None
    sent: list[Delivery] = field(default_factory=list)
    sitting: list[str] = field(default_factory=lambda: ["Aigerim", "Bolat", "Kanat", "Gulnur"])

    def actor(self, name: str) -> Actor:
        """Return somebody who acts."""
        return self.people[name].actor()

    async def tick(self, moment: datetime | None = None) -> None:
        """Let the clock reach a moment, let it do what is due, at the conferences and here."""
        if moment is not None:
            self.clock.moment = moment
        try:
            await self.use.keep_rooms()
        finally:
            await self.use.tick_clock()

    async def outbox(self) -> list[tuple[str, Notice]]:
        """Take what would be sent now, as recipient and notice, and count it as sent."""
        taken = []
        while batch := await self.queue.claim(
            "test", self.clock.now(), limit=100, lease=timedelta(minutes=1)
        ):
            for delivery in batch:
                await self.queue.sending(delivery, self.clock.now())
                envelope = delivery.envelope
                chat = (await self.queue.recipient(delivery)).chat
                message = chat and SentMessage(chat=chat, message_id=delivery.id, has_media=False)
                await self.queue.sent(delivery, self.clock.now(), message or None)
                name = next(
                    (n for n, p in self.people.items() if p.id == envelope.to),
                    f"group {envelope.chat}",
                )
                taken.append((name, envelope.notice))
                self.sent.append(delivery)
        return taken

    async def exam(self, **changes: Any) -> Exam:
        """Plan a written exam for the group, with tickets; or a test, with its bank."""
        assert self.group is not None
        plain = Exam(
            id=NEW_EXAM,
            subject="Тарих",
            kind=Kind.WRITTEN,
            starts_at=START,
            groups=(self.group.id,),
            proctors=(self.people["Nurlan"].id,),
            chief=self.people["Zhaniya"].id,
            faculty=self.group.faculty,
            host="host@example.org",
        )
        tickets, bank = changes.pop("tickets", 8), changes.pop("bank", ())
        async with self.units() as unit:
            exam = await unit.exams.add(replace(plain, **changes))
            for name in self.sitting:
                await unit.attempts.add(
                    Attempt(
                        id=NEW_ATTEMPT,
                        exam_id=exam.id,
                        student_id=self.people[name].id,
                        clock=ClockLedger(allowed=exam.allowed),
                    )
                )
            deck = make.tickets(*range(1, tickets + 1), questions=("Сұрақ {}",))
            await unit.decks.lay_out(exam.id, deck)
            await unit.questions.lay_in(exam.id, bank)
            await unit.commit()
        return exam

    async def join(self, count: int) -> list[str]:
        """Let newcomers into the group, who sit the exams planned from then on."""
        assert self.group is not None
        async with self.units() as unit:
            for number in range(count):
                newcomer = person(PersonId(301 + number), group_id=self.group.id)
                name = f"Newcomer {number}"
                self.people[name] = await unit.people.add(replace(newcomer, id=NEW_PERSON))
                self.sitting.append(name)
            await unit.commit()
        return self.sitting

    async def attempt(self, name: str, exam: Exam) -> Attempt:
        """Return somebody's attempt as it is stored."""
        async with self.units.reading() as unit:
            found = await unit.attempts.of(self.people[name].id, exam.id)
        assert found is not None
        return found

    async def stored(self, exam: Exam) -> Exam:
        """Return an exam as it is stored."""
        async with self.units.reading() as unit:
            found = await unit.exams.get(exam.id)
        assert found is not None
        return found


@pytest.fixture
async def uni(tmp_path: Path, fresh_database: Path) -> AsyncIterator[University]:
    async with founded(tmp_path / "emtihan.db", fresh_database) as university:
        yield university


@asynccontextmanager
async def founded(path: Path, fresh_database: Path) -> AsyncIterator[University]:
    """Found a university with a group of four, two proctors, a dean and a registrar."""
    shutil.copy(fresh_database, path)
    database = connect(f"sqlite+aiosqlite:///{path}", make.SEAL)
    units = SqlUnits(database)
    clock, files, conferences = FakeClock(DAY_BEFORE), FakeFiles(), FakeConferences()
    grades = FakeGradeSystem()
    ports = Ports(
        units=units,
        clock=clock,
        shuffler=FakeShuffler(),
        files=files,
        inspector=FakeInspector(),
        page_turner=FakeInspector(),
        strictness=Strictness.NORMAL,
        page_reader=FakePageReader(),
        sheet_books=FakeSheetBooks(files),
        conferences=conferences,
        calendars=CalendarFiles(clock),
        mark_forms=FakeMarkForms(),
        import_files=_Unused(),
        printer=_Unused(),
        papers=FakePapers(),
        days=KazakhCalendar(),
        grade_system=grades,
        arrival_source=None,
        absence_papers=FakeAbsencePapers(),
        ticket_papers=TicketPaperFiles("Абай атындағы университет"),
        tickets_as_pictures=False,
        item_figures=ItemFigureFiles(),
        question_files=_Unused(),
        question_pictures=_Unused(),
        helpdesk=Helpdesk(email="help@example.org", phone="+7 700", whatsapp="+7 701"),
        host="host@example.org",
        bot_name="emtihan_bot",
        results_privacy="digits",
        results_as_picture=False,
        result_pictures=DrawnResults(),
        timelines=FakeTimelines(),
        draw_page="",
        check_in_page="",
        faces=FakeFaces(),
        test_page="https://exams.example.org/test",
        evidence_days=60,
        pictures_days=30,
        booklet_rules=BookletRules(questions=6),
    )
    queue = OutboxQueue(database)
    university = University(units, clock, files, conferences, use_cases(ports), queue, grades)
    outside = (
        clock,
        files,
        conferences,
        grades,
        ports.shuffler,
        ports.faces,
        ports.absence_papers,
    )
    tick = university.use.tick_clock
    university.beginning = Beginning(
        path,
        [
            (university, ("group", "people", "sent", "sitting")),
            *((fake, tuple(vars(fake))) for fake in outside),
            (tick, ("swept_at",)),
            (tick.boards, ("shown", "looked_at")),
            (tick.oral, ("shown",)),
            (tick.pulse, ("started_at", "beaten_at")),
            (university.use.keep_rooms.lost_rooms, ("asked_at", "missed")),
            (university.use.keep_rooms.attendance, ("looked_at", "not_before", "doubts")),
        ],
    )
    await _settle_in(university)
    university.beginning.begin()
    yield university
    university.beginning.close()
    await database.close()


class _Unused:
    """Stands where a port is tested elsewhere."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} is not meant to be called here")


@remembered
async def _settle_in(uni: University) -> None:
    async with uni.units() as unit:
        uni.group = await unit.groups.add(replace(group(), id=NEW_GROUP))
        staff = {
            "Nurlan": person(PersonId(201), Role.PROCTOR),
            "Zhaniya": person(PersonId(202), Role.PROCTOR),
            "Serik": person(PersonId(203), Role.DEAN),
            "Dana": person(PersonId(207), Role.DEPUTY),
            "Madina": person(PersonId(204), Role.REGISTRAR),
            "Stranger": person(PersonId(205), Role.PROCTOR),
            "Elsewhere": person(PersonId(206), Role.DEAN, faculty="Заң"),
        }
        students = dict(
            zip(
                ("Aigerim", "Bolat", "Kanat", "Gulnur", "Outsider"),
                (person(one, group_id=uni.group.id) for one in STUDENTS),
                strict=False,
            )
        )
        for name, one in (staff | students).items():
            uni.people[name] = await unit.people.add(replace(one, id=NEW_PERSON))
        await unit.commit()


@pytest.fixture
async def office(tmp_path: Path, fresh_database: Path) -> AsyncIterator[Office]:
    async with opened_office(tmp_path, fresh_database) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that is shared with the university's system."""
    made = tmp_path / "shared"
    made.mkdir()
    return made
