"""People, schedule, tickets and ratings from the registrar's tables: previewed, all or nothing.

The file is read twice: for the preview, and again when it is confirmed, against what the
database holds by then. A row that has become wrong in between stops the whole import.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeVar

from exams.domain import cells
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.deck import lay_out
from exams.domain.exam import ASTANA, WRITING_TIME, Exam, ExamStage
from exams.domain.grades import HIGHEST, PASSED
from exams.domain.ids import Digest, ExamId, GroupId, PersonId, TicketNumber
from exams.domain.people import Actor, Group, Person, Role
from exams.domain.refusals import NothingToConfirm
from exams.notices.base import Media
from exams.notices.lines import RowFault
from exams.notices.office import ImportDone, ImportHelp, ImportPreview
from exams.ports import Clock, Files, ImportedTable, ImportFiles, Shuffler, TableRow
from exams.records import (
    NEW_ATTEMPT,
    NEW_EXAM,
    NEW_GROUP,
    NEW_PERSON,
    Happening,
    Pending,
    Unit,
    Units,
)
from exams.services.entrance import UNIVERSITY, normal_phone

T = TypeVar("T")
IMPORTERS: Final = (Role.REGISTRAR, Role.ADMIN)
SHOWN_FAULTS: Final = 30
ORDER: Final = ("people", "schedule", "tickets", "ratings")
MOST_MINUTES: Final = 480
MOST_EXTRA: Final = 200  # percent
MOST_TICKETS: Final = 999
QUESTIONS: Final = ("question_1", "question_2", "question_3", "question_4")
REASON_BARRED: Final = "rating < 50"
LOW_RATING: Final = PASSED


class _Bad(Exception):
    """A row that cannot be taken; its fault is noted already."""


@dataclass(slots=True)
class _Taker:
    """Takes tables into a unit row by row, noting faults; the caller commits or not."""

    unit: Unit
    now: datetime
    actor: PersonId
    shuffler: Shuffler
    default_host: str
    faults: list[RowFault] = field(default_factory=list)
    counts: dict[str, list[int]] = field(default_factory=dict)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    decks: dict[ExamId, list[tuple[TicketNumber, tuple[str, ...]]]] = field(default_factory=dict)

    async def take(self, tables: Iterable[ImportedTable]) -> None:
        """Take all tables: people before the schedule, the schedule before its tickets."""
        takers = {
            "people": self._person,
            "schedule": self._exam,
            "tickets": self._ticket,
            "ratings": self._rating,
        }
        for table in sorted(tables, key=lambda table: ORDER.index(table.kind)):
            self.counts.setdefault(table.kind, [0, 0])
            for row in table.rows:
                try:
                    new = await takers[table.kind](table, row)
                except _Bad:
                    continue
                self.counts[table.kind][0 if new else 1] += 1
        await self._lay_decks()

    # -- reading cells ---------------------------------------------------------

    def _fault(self, table: ImportedTable, row: TableRow, column: str, reason: str) -> _Bad:
        value, address = row.cells.get(column, (None, ""))
        first = next((place for _, place in row.cells.values()), "")
        self.faults.append(
            RowFault(
                sheet=table.sheet,
                cell=address or first,
                reason=reason,
                given="" if value is None else str(value)[:40],
            )
        )
        return _Bad()

    def _read(
        self,
        table: ImportedTable,
        row: TableRow,
        column: str,
        read: Callable[[cells.Cell], T],
    ) -> T:
        try:
            return read(row.cells.get(column, (None, ""))[0])
        except cells.BadCell as bad:
            raise self._fault(table, row, column, bad.reason) from bad

    def _maybe(
        self,
        table: ImportedTable,
        row: TableRow,
        column: str,
        read: Callable[[cells.Cell], T],
    ) -> T | None:
        if row.cells.get(column, (None, ""))[0] in {None, ""}:
            return None
        return self._read(table, row, column, read)

    def _once(self, table: ImportedTable, row: TableRow, column: str, *key: str) -> None:
        if (table.kind, *key) in self.seen:
            raise self._fault(table, row, column, "duplicate")
        self.seen.add((table.kind, *key))

    # -- people -----------------------------------------------------------------

    async def _person(self, table: ImportedTable, row: TableRow) -> bool:
        number = self._read(table, row, "number", cells.words)
        self._once(table, row, "number", number)
        name = self._read(table, row, "name", cells.words)
        roles = self._maybe(table, row, "roles", cells.roles) or frozenset({Role.STUDENT})
        faculty = self._maybe(table, row, "faculty", cells.words) or ""
        phone = self._maybe(table, row, "phone", cells.words)
        extra = self._maybe(
            table, row, "extra_time", lambda cell: cells.whole(cell, low=0, high=MOST_EXTRA)
        )
        group: GroupId | None = None
        if Role.STUDENT in roles:
            group_name = self._read(table, row, "group", cells.words)
            group = (await self._group(group_name, faculty)).id
        old = await self.unit.people.by_number(number)
        person = replace(
            old or Person(id=NEW_PERSON, name=name, number=number, roles=roles),
            name=name,
            roles=roles,
            faculty=faculty or (old.faculty if old else ""),
            group_id=group,
            phone=normal_phone(phone) if phone else (old.phone if old else None),
            extra_time=extra or 0,
        )
        if old is None:
            await self.unit.people.add(person)
        elif person != old:
            await self.unit.people.save(person)
        return old is None

    async def _group(self, name: str, faculty: str) -> Group:
        found = await self.unit.groups.by_name(name)
        if found is None:
            return await self.unit.groups.add(Group(id=NEW_GROUP, name=name, faculty=faculty))
        return found

    # -- schedule ------------------------------------------------------------------

    async def _exam(self, table: ImportedTable, row: TableRow) -> bool:
        subject = self._read(table, row, "subject", cells.words)
        kind = self._read(table, row, "kind", cells.kind)
        day = self._read(table, row, "date", cells.day)
        clock = self._read(table, row, "time", cells.clock)
        starts_at = datetime.combine(day, clock, ASTANA).astimezone(self.now.tzinfo)
        if starts_at <= self.now:
            raise self._fault(table, row, "date", "in_past")
        groups = await self._groups(table, row)
        proctors = await self._proctors(table, row, "proctors")
        chief = await self._proctors(table, row, "chief", needed=False)
        minutes = self._maybe(
            table, row, "minutes", lambda cell: cells.whole(cell, low=1, high=MOST_MINUTES)
        )
        host = self._maybe(table, row, "host", cells.words)
        ids = tuple(group.id for group in groups)
        self._once(table, row, "subject", subject.casefold(), str(sorted(ids)))
        old = await self._draft(subject, ids)
        allowed = timedelta(minutes=minutes) if minutes else WRITING_TIME
        exam = Exam(
            id=old.id if old else NEW_EXAM,
            subject=subject,
            kind=kind,
            starts_at=starts_at,
            groups=ids,
            proctors=proctors,
            chief=chief[0] if chief else proctors[0],
            faculty=groups[0].faculty,
            host=host or self.default_host,
            allowed=allowed,
            version=old.version if old else 0,
        )
        await self._no_clash(table, row, exam)
        if old is None:
            exam = await self.unit.exams.add(exam)
        else:
            await self.unit.exams.save(exam)
        await self._attempts(exam)
        return old is None

    async def _groups(self, table: ImportedTable, row: TableRow) -> list[Group]:
        found = []
        for name in self._read(table, row, "groups", cells.listed):
            group = await self.unit.groups.by_name(name)
            if group is None:
                raise self._fault(table, row, "groups", "unknown_group")
            found.append(group)
        return found

    async def _proctors(
        self, table: ImportedTable, row: TableRow, column: str, *, needed: bool = True
    ) -> tuple[PersonId, ...]:
        if needed:
            numbers = self._read(table, row, column, cells.listed)
        else:
            numbers = self._maybe(table, row, column, cells.listed) or ()
        found = []
        for number in numbers:
            person = await self.unit.people.by_number(number)
            if person is None or Role.PROCTOR not in person.roles:
                raise self._fault(table, row, column, "unknown_person")
            found.append(person.id)
        return tuple(found)

    async def _draft(self, subject: str, groups: tuple[GroupId, ...]) -> Exam | None:
        """Return the draft which a row means: the same subject and groups."""
        for exam in await self.unit.exams.in_stages((ExamStage.DRAFT,)):
            same = exam.subject.casefold() == subject.casefold()
            if same and sorted(exam.groups) == sorted(groups):
                return exam
        return None

    async def _no_clash(self, table: ImportedTable, row: TableRow, exam: Exam) -> None:
        ends_at = exam.starts_at + exam.allowed
        for other in await self.unit.exams.all():
            gone = other.id == exam.id or other.stage is ExamStage.CANCELLED
            apart = other.starts_at >= ends_at or other.starts_at + other.allowed <= exam.starts_at
            if not gone and not apart and set(other.groups) & set(exam.groups):
                raise self._fault(table, row, "time", "clash")

    async def _attempts(self, exam: Exam) -> None:
        wanted = {
            person.id: person
            for group in exam.groups
            for person in await self.unit.people.of_group(group)
        }
        have = {a.student_id: a for a in await self.unit.attempts.of_exam(exam.id)}
        for person in wanted.values():
            allowed = exam.allowed * (100 + person.extra_time) / 100
            old = have.get(person.id)
            if old is None:
                await self.unit.attempts.add(
                    Attempt(
                        id=NEW_ATTEMPT,
                        exam_id=exam.id,
                        student_id=person.id,
                        clock=ClockLedger(allowed=allowed),
                    )
                )
            elif old.clock.allowed != allowed:
                await self.unit.attempts.save(replace(old, clock=ClockLedger(allowed=allowed)))

    # -- tickets and ratings ------------------------------------------------------------

    async def _ticket(self, table: ImportedTable, row: TableRow) -> bool:
        subject = self._read(table, row, "subject", cells.words)
        number = self._read(
            table, row, "ticket", lambda cell: cells.whole(cell, low=1, high=MOST_TICKETS)
        )
        self._once(table, row, "ticket", subject.casefold(), str(number))
        questions = [
            self._maybe(
                table,
                row,
                column,
                lambda cell: cells.words(cell, longest=cells.LONGEST_QUESTION),
            )
            for column in QUESTIONS
        ]
        asked = tuple(question for question in questions if question)
        if not asked:
            raise self._fault(table, row, "question_1", "missing")
        exams = await self._of_subject(subject)
        if not exams:
            raise self._fault(table, row, "subject", "unknown_exam")
        for exam in exams:
            self.decks.setdefault(exam.id, []).append((TicketNumber(number), asked))
        return True

    async def _of_subject(self, subject: str) -> list[Exam]:
        """Return the exams of a subject whose tickets may still be laid out anew."""
        coming = (ExamStage.DRAFT, ExamStage.PUBLISHED)
        return [
            exam
            for exam in await self.unit.exams.in_stages(coming)
            if exam.subject.casefold() == subject.casefold()
            and not await self.unit.decks.taken(exam.id)
        ]

    async def _lay_decks(self) -> None:
        for exam, tickets in self.decks.items():
            await self.unit.decks.lay_out(lay_out(exam, self.shuffler.shuffled(tickets)))

    async def _rating(self, table: ImportedTable, row: TableRow) -> bool:
        number = self._read(table, row, "number", cells.words)
        subject = self._read(table, row, "subject", cells.words)
        self._once(table, row, "number", number, subject.casefold())
        rating = self._read(
            table, row, "rating", lambda cell: cells.whole(cell, low=0, high=HIGHEST)
        )
        person = await self.unit.people.by_number(number)
        if person is None:
            raise self._fault(table, row, "number", "unknown_person")
        for exam in await self._of_subject(subject):
            attempt = await self.unit.attempts.of(person.id, exam.id)
            if attempt is None:
                continue
            rated = replace(attempt, rating=rating)
            if rating < LOW_RATING and not rated.over:
                rated = rated.bar(frozenset({Role.REGISTRAR}), reason=REASON_BARRED)
                await self._barred(rated)
            await self.unit.attempts.save(rated)
            return attempt.rating is None
        raise self._fault(table, row, "subject", "unknown_exam")

    async def _barred(self, attempt: Attempt) -> None:
        await self.unit.events.append(
            Happening(
                exam_id=attempt.exam_id,
                at=self.now,
                actor=self.actor,
                role=Role.REGISTRAR,
                act=Act.BAR.value,
                attempt_id=attempt.id,
                before=Stage.SCHEDULED.value,
                after=attempt.stage.value,
                reason=REASON_BARRED,
            )
        )


@dataclass(frozen=True, slots=True)
class GiveImportHelp:
    """A registrar wants to know how to import."""

    files: Files
    tables: ImportFiles

    async def __call__(self, actor: Actor) -> ImportHelp:
        """Return the workbook to fill in."""
        actor.require(*IMPORTERS)
        digest = await self.files.put(await self.tables.template())
        media = Media(kind="document", digest=digest, name="emtihan-import.xlsx")
        return ImportHelp(media=(media,))


@dataclass(frozen=True, slots=True)
class PreviewImport:
    """A registrar sent a file: what would it change, or which cells are wrong?"""

    units: Units
    clock: Clock
    shuffler: Shuffler
    files: Files
    tables: ImportFiles
    default_host: str

    async def tried(self, unit: Unit, actor: Actor, tables: Iterable[ImportedTable]) -> "_Taker":
        """Take tables into a unit; whether it is committed is the caller's decision."""
        taker = _Taker(
            unit=unit,
            now=self.clock.now(),
            actor=actor.id,
            shuffler=self.shuffler,
            default_host=self.default_host,
        )
        await taker.take(tables)
        return taker

    async def __call__(self, actor: Actor, data: bytes, name: str) -> ImportPreview:
        """Try the whole import in a transaction that is then undone.

        Raises:
            FileUnreadable, UnknownTable: the file is no table we know.
        """
        actor.require(*IMPORTERS)
        tables = await self.tables.read(data, name)
        digest = await self.files.put(data)
        async with self.units() as unit:
            taker = await self.tried(unit, actor, tables)
        token = self.shuffler.code(10)
        if not taker.faults:
            async with self.units() as unit:
                pending = Pending(
                    token=token,
                    person_id=actor.id,
                    kind="import",
                    payload=f"{digest} {name}",
                    at=self.clock.now(),
                )
                await unit.pendings.put(pending)
                await unit.commit()
        return _preview(taker, token, name)


def _tables(taker: _Taker) -> tuple[tuple[str, int, int], ...]:
    return tuple((kind, new, changed) for kind, (new, changed) in taker.counts.items())


def _preview(taker: _Taker, token: str, name: str) -> ImportPreview:
    return ImportPreview(
        token=token,
        name=name,
        tables=_tables(taker),
        faults=tuple(taker.faults[:SHOWN_FAULTS]),
        more=max(len(taker.faults) - SHOWN_FAULTS, 0),
    )


@dataclass(frozen=True, slots=True)
class ImportAtOnce:
    """A file is taken in without a preview: from the command line, or once it was confirmed."""

    preview: PreviewImport

    async def __call__(self, actor: Actor, data: bytes, name: str) -> ImportDone | ImportPreview:
        """Take everything in; or nothing, and show which cells are wrong.

        Raises:
            FileUnreadable, UnknownTable: the file is no table we know.
        """
        actor.require(*IMPORTERS)
        tables = await self.preview.tables.read(data, name)
        digest = await self.preview.files.put(data)
        async with self.preview.units() as unit:
            taker = await self.preview.tried(unit, actor, tables)
            if taker.faults:
                return _preview(taker, "", name)
            await unit.events.append(
                Happening(
                    exam_id=UNIVERSITY,
                    at=self.preview.clock.now(),
                    sent_at=actor.sent_at,
                    actor=actor.id,
                    role=next(role for role in IMPORTERS if role in actor.roles),
                    act="import",
                    facts={"file": digest, **{kind: sum(n) for kind, n in taker.counts.items()}},
                )
            )
            await unit.commit()
        return ImportDone(tables=_tables(taker))


@dataclass(frozen=True, slots=True)
class ConfirmImport:
    """A registrar confirmed a preview."""

    at_once: ImportAtOnce

    async def __call__(self, actor: Actor, token: str) -> ImportDone | ImportPreview:
        """Take everything in, or nothing; a file that has become wrong is shown again.

        Raises:
            NothingToConfirm: confirmed already, dropped, or replaced by a newer file.
        """
        actor.require(*IMPORTERS)
        preview = self.at_once.preview
        async with preview.units() as unit:
            pending = await unit.pendings.take(actor.id, "import", token)
            if pending is None:
                raise NothingToConfirm
            digest, _, name = pending.payload.partition(" ")
            await unit.commit()
        return await self.at_once(actor, await preview.files.get(Digest(digest)), name)


@dataclass(frozen=True, slots=True)
class DropImport:
    """A registrar does not want the previewed file after all."""

    units: Units

    async def __call__(self, actor: Actor, token: str) -> None:
        """Forget the preview; a second tap changes nothing."""
        actor.require(*IMPORTERS)
        async with self.units() as unit:
            await unit.pendings.take(actor.id, "import", token)
            await unit.commit()
