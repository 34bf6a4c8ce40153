"""Takes imported tables into a unit of work row by row; whether it is kept, the caller decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain import beforehand, cells
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import ASTANA, WRITING_TIME, Exam, ExamStage
from exams.domain.grades import HIGHEST, PASSED
from exams.domain.ids import ExamId, GroupId, PersonId
from exams.domain.people import Actor, Group, Locale, Person, Role
from exams.notices.lines import RowFault
from exams.ports.chance import Shuffler
from exams.ports.tables import ImportedTable
from exams.records.attempts import NEW_ATTEMPT
from exams.records.exams import NEW_EXAM
from exams.records.people import NEW_GROUP, NEW_PERSON
from exams.records.unit import Unit
from exams.services.doors import keep_place
from exams.services.office.lines import BadLine, Line
from exams.services.office.ticket_rows import COMING, Taken, TicketRows
from exams.services.people.announcing import announce
from exams.services.people.entrance import normal_phone

ORDER: Final = ("people", "schedule", "tickets", "ratings")
MOST_MINUTES: Final = 480
MOST_EXTRA: Final = 200  # percent
REASON_BARRED: Final = "low_rating"
REASON_MOVED: Final = "transferred"
REASON_CLEARED: Final = "rating_raised"
STUDENT: Final = frozenset({Role.STUDENT})


@dataclass
class Taker:
    """Takes tables into a unit, noting faults.

    Attributes:
        counts: by table, how many rows were new, changed something, and changed nothing.
        known: every exam that is not archived, as it stands after the rows taken so far.
        roster: everybody by number; a row is looked up here, for thousands of queries would keep
            every other writer waiting.
        moved: students who came from another group, and their group now.
        grown: groups whose students may have no attempt yet, or another time allowed.
        told: the language of study which the rows so far give a group.
        kept_out: how many students have no resit left in the subject of an exam they are in.
    """

    unit: Unit
    now: datetime
    actor: Actor
    shuffler: Shuffler
    default_host: str
    faults: list[RowFault] = field(default_factory=list)
    counts: dict[str, list[int]] = field(default_factory=dict)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    known: dict[ExamId, Exam] = field(default_factory=dict)
    roster: dict[str, Person] = field(default_factory=dict)
    newcomers: list[Person] = field(default_factory=list)
    seats: dict[ExamId, dict[PersonId, Attempt]] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    moved: dict[PersonId, GroupId | None] = field(default_factory=dict)
    grown: set[GroupId] = field(default_factory=set)
    told: dict[GroupId, Locale] = field(default_factory=dict)
    kept_out: int = 0

    def __post_init__(self) -> None:
        """Let tickets be taken for the same exams."""
        self.tickets = TicketRows(unit=self.unit, shuffler=self.shuffler, known=self.known)

    async def take(self, tables: Sequence[ImportedTable]) -> None:
        """Take all tables: people before the schedule, the schedule before its tickets."""
        self.known |= {exam.id: exam for exam in await self.unit.exams.all()}
        self.groups = {group.name: group for group in await self.unit.groups.all()}
        await self._read_roster()
        by_kind = {kind: [table for table in tables if table.kind == kind] for kind in ORDER}
        await self._take_all(by_kind["people"])
        await self.unit.people.add_all(self.newcomers)
        await self._read_roster()
        await self._take_all(by_kind["schedule"])
        await self._seat_students()
        await self._leave_old_exams()
        await self._take_all([*by_kind["tickets"], *by_kind["ratings"]])
        await self.tickets.lay()

    async def _read_roster(self) -> None:
        for role in Role:
            self.roster |= {one.number: one for one in await self.unit.people.with_role(role)}

    async def _take_all(self, tables: Iterable[ImportedTable]) -> None:
        for table in tables:
            await self._take(table)

    async def _take(self, table: ImportedTable) -> None:
        takers = {
            "people": self._person,
            "schedule": self._exam,
            "tickets": self.tickets.take,
            "ratings": self._rating,
        }
        counts = self.counts.setdefault(table.kind, [0, 0, 0])
        for row in table.rows:
            try:
                taken = await takers[table.kind](Line(table, row, self.faults))
            except BadLine:
                continue
            counts[taken.value] += 1

    def _once(self, line: Line, column: str, *key: str) -> None:
        if (line.table.kind, *key) in self.seen:
            raise line.fault(column, "duplicate")
        self.seen.add((line.table.kind, *key))

    # -- people -----------------------------------------------------------------

    async def _person(self, line: Line) -> Taken:
        number = line.read("number", cells.number)
        self._once(line, "number", number)
        old = self.roster.get(number)
        name = line.read("name", cells.words)
        # What a row leaves out, stays: a list of phones takes nobody's role away.
        plain = old or Person(id=NEW_PERSON, name=name, number=number, roles=STUDENT)
        roles = line.maybe("roles", cells.roles) or plain.roles
        if Role.ADMIN in roles - plain.roles and Role.ADMIN not in self.actor.roles:
            raise line.fault("roles", "not_yours")  # only an admin makes admins
        faculty = line.maybe("faculty", cells.words) or plain.faculty
        region = line.maybe("region", cells.words) or plain.region
        phone = line.maybe("phone", cells.phone)
        extra = line.maybe("extra_time", lambda cell: cells.whole(cell, low=0, high=MOST_EXTRA))
        conditions = line.maybe("conditions", cells.conditions)
        person = replace(
            plain,
            name=name,
            roles=roles,
            faculty=faculty,
            region=region,
            group_id=await self._academic_group(line, plain) if Role.STUDENT in roles else None,
            phone=normal_phone(phone) if phone else plain.phone,
            extra_time=plain.extra_time if extra is None else extra,
            conditions=plain.conditions if conditions is None else conditions,
        )
        learned = await self._learns(line, person.group_id)
        if person == old:
            return Taken.CHANGED if learned else Taken.SAME
        if person.group_id is not None:
            self.grown.add(person.group_id)
        if old is not None and old.group_id not in {None, person.group_id}:
            self.moved[person.id] = person.group_id
        if old is None:
            self.newcomers.append(person)
            return Taken.NEW
        await self.unit.people.save(person)
        return Taken.CHANGED

    async def _academic_group(self, line: Line, person: Person) -> GroupId:
        name = line.maybe("group", cells.words)
        if name is None and person.group_id is not None:
            return person.group_id
        name = line.read("group", cells.words)
        faculty = line.maybe("faculty", cells.words) or ""
        group = self.groups.get(name)
        if group is None:
            made = Group(id=NEW_GROUP, name=name, faculty=faculty)
            group = self.groups[name] = await self.unit.groups.add(made)
        elif faculty and not group.faculty:
            group = self.groups[name] = replace(group, faculty=faculty)
            await self.unit.groups.save(group)
        return group.id

    async def _learns(self, line: Line, group_id: GroupId | None) -> bool:
        """Take in which language a group studies; return whether that is news."""
        language = line.maybe("language", cells.language)
        group = next((one for one in self.groups.values() if one.id == group_id), None)
        if language is None or group is None:
            return False
        if self.told.setdefault(group.id, language) is not language:
            raise line.fault("language", "two_languages")
        if group.language is language:
            return False
        self.groups[group.name] = replace(group, language=language)
        await self.unit.groups.save(self.groups[group.name])
        return True

    # -- schedule ------------------------------------------------------------------

    async def _exam(self, line: Line) -> Taken:
        wanted = self._wanted(line)
        ids = [str(group) for group in sorted(wanted.groups)]
        self._once(line, "subject", wanted.subject.casefold(), *ids)
        old = self._meant(wanted)
        exam = _planned_anew(old or replace(wanted, host=self.default_host), wanted)
        if exam == old:
            return Taken.SAME
        if exam.starts_at <= self.now:
            raise line.fault("date", "in_past")
        if old is not None and old.stage is not ExamStage.DRAFT:
            raise line.fault("subject", "clash")  # published: it is moved or cancelled instead
        self._refuse_clash(line, exam)
        if old is None:
            exam = await self.unit.exams.add(exam)
        else:
            await self.unit.exams.save(exam)
            exam = replace(exam, version=exam.version + 1)
        self.known[exam.id] = exam
        self.grown.update(exam.groups)
        return Taken.NEW if old is None else Taken.CHANGED

    def _wanted(self, line: Line) -> Exam:
        """Return the exam which a row describes, as a new one."""
        subject = line.read("subject", cells.words)
        kind = line.read("kind", cells.kind)
        day = line.read("date", cells.day)
        clock = line.read("time", cells.clock)
        groups = self._groups(line)
        proctors = self._proctors(line, "proctors", line.read("proctors", cells.listed))
        chief = self._proctors(line, "chief", line.maybe("chief", cells.listed) or ())
        reserve = self._proctors(line, "reserve", line.maybe("reserve", cells.listed) or ())
        minutes = line.maybe("minutes", lambda cell: cells.whole(cell, low=1, high=MOST_MINUTES))
        return Exam(
            id=NEW_EXAM,
            subject=subject,
            kind=kind,
            starts_at=datetime.combine(day, clock, ASTANA).astimezone(self.now.tzinfo),
            groups=tuple(group.id for group in groups),
            proctors=proctors,
            chief=(chief or proctors)[0],
            reserve=reserve[0] if reserve else None,
            faculty=groups[0].faculty,
            host=line.maybe("host", cells.words) or "",
            allowed=timedelta(minutes=minutes) if minutes else WRITING_TIME,
        )

    def _groups(self, line: Line) -> list[Group]:
        found = []
        for name in line.read("groups", cells.listed):
            group = self.groups.get(name)
            if group is None:
                raise line.fault("groups", "unknown_group")
            found.append(group)
        return found

    def _proctors(self, line: Line, column: str, numbers: Iterable[str]) -> tuple[PersonId, ...]:
        found = []
        for number in numbers:
            person = self.roster.get(number)
            if person is None or Role.PROCTOR not in person.roles:
                raise line.fault(column, "unknown_person")
            found.append(person.id)
        return tuple(found)

    def _meant(self, wanted: Exam) -> Exam | None:
        """Return the exam which a row means: the same one as planned, else a draft of it."""
        alike = [
            exam
            for exam in self.known.values()
            if exam.subject.casefold() == wanted.subject.casefold()
            and sorted(exam.groups) == sorted(wanted.groups)
            and exam.stage is not ExamStage.CANCELLED
        ]
        at_that_time = (exam for exam in alike if exam.starts_at == wanted.starts_at)
        drafts = (exam for exam in alike if exam.stage is ExamStage.DRAFT)
        return next(at_that_time, None) or next(drafts, None)

    def _refuse_clash(self, line: Line, exam: Exam) -> None:
        ends_at = exam.starts_at + exam.allowed
        for other in self.known.values():
            gone = other.id == exam.id or other.stage is ExamStage.CANCELLED
            apart = other.starts_at >= ends_at or other.starts_at + other.allowed <= exam.starts_at
            if not gone and not apart and set(other.groups) & set(exam.groups):
                raise line.fault("time", "clash")

    async def _seat_students(self) -> None:
        """Give every student of a coming exam an attempt, with the time that is theirs."""
        members: dict[GroupId, list[Person]] = {}
        for person in self.roster.values():
            if person.group_id in self.grown:
                members.setdefault(person.group_id, []).append(person)
        fresh = []
        for exam in self.known.values():
            if exam.stage not in COMING or not self.grown & set(exam.groups):
                continue
            have = await self._seats_of(exam.id)
            for person in (one for group in exam.groups for one in members.get(group, ())):
                allowed = exam.allowed * (100 + person.extra_time) / 100
                old = have.get(person.id)
                if old is None:
                    fresh.append(_place(exam, person, allowed))
                elif old.clock.allowed != allowed and old.clock.started_at is None:
                    timed = replace(old, clock=replace(old.clock, allowed=allowed))
                    await self.unit.attempts.save(timed)
        await self.unit.attempts.add_all(fresh)
        for late in fresh:
            await announce(self.unit, self.known[late.exam_id], late.student_id)
        self.seats.clear()

    async def _leave_old_exams(self) -> None:
        """Keep those who moved to another group from the old group's coming exams.

        Who moves back is let in again. An additional exam is a student's own, and stays.
        """
        for person, group in self.moved.items():
            for attempt in await self.unit.attempts.of_student(person):
                exam = self.known.get(attempt.exam_id)
                if exam is None or exam.stage not in COMING or not exam.groups:
                    continue
                await self._stay_or_leave(exam, attempt, stays=group in exam.groups)

    async def _stay_or_leave(self, exam: Exam, attempt: Attempt, *, stays: bool) -> None:
        held = frozenset({Role.REGISTRAR})
        kept_out = attempt.stage is Stage.BARRED and attempt.outcome_reason == REASON_MOVED
        if not stays and attempt.stage is Stage.SCHEDULED:
            barred = beforehand.bar(attempt, held, reason=REASON_MOVED)
            await self._keep(attempt, barred, Act.BAR, REASON_MOVED)
            await announce(self.unit, exam, attempt.student_id, barred=REASON_MOVED)
        elif stays and kept_out:
            back = beforehand.clear_bar(attempt, held, reason=REASON_MOVED)
            await self._keep(attempt, back, Act.CLEAR_BAR, REASON_MOVED)
            await announce(self.unit, exam, attempt.student_id, anew=":moved_back")

    async def _seats_of(self, exam: ExamId) -> dict[PersonId, Attempt]:
        if exam not in self.seats:
            found = await self.unit.attempts.of_exam(exam)
            self.seats[exam] = {attempt.student_id: attempt for attempt in found}
        return self.seats[exam]

    # -- ratings ------------------------------------------------------------------------

    async def _rating(self, line: Line) -> Taken:
        number = line.read("number", cells.number)
        subject = line.read("subject", cells.words)
        self._once(line, "number", number, subject.casefold())
        rating = line.read("rating", lambda cell: cells.whole(cell, low=0, high=HIGHEST))
        person = self.roster.get(number)
        if person is None:
            raise line.fault("number", "unknown_person")
        taken = []
        for exam in self.tickets.of_subject(subject):
            attempt = (await self._seats_of(exam.id)).get(person.id)
            if attempt is not None and attempt.rating == rating:
                taken.append(Taken.SAME)
            elif attempt is not None and await self.tickets.untouched(exam):
                await self._rate(exam, attempt, rating)
                taken.append(Taken.NEW if attempt.rating is None else Taken.CHANGED)
        if not taken:
            raise line.fault("subject", "unknown_exam")
        return min(taken, key=lambda one: one.value)

    async def _rate(self, exam: Exam, attempt: Attempt, rating: int) -> None:
        rated = replace(attempt, rating=rating)
        registrar = frozenset({Role.REGISTRAR})
        if rating < PASSED and rated.stage is Stage.SCHEDULED:
            barred = beforehand.bar(rated, registrar, reason=REASON_BARRED)
            await self._keep(attempt, barred, Act.BAR, REASON_BARRED)
            await announce(self.unit, exam, attempt.student_id, barred=REASON_BARRED)
        elif rating >= PASSED and rated.outcome_reason == REASON_BARRED:
            cleared = beforehand.clear_bar(rated, registrar, reason=REASON_CLEARED)
            await self._keep(attempt, cleared, Act.CLEAR_BAR, REASON_CLEARED)
            await announce(self.unit, exam, attempt.student_id, anew=":cleared")
        else:
            await self.unit.attempts.save(rated)

    async def _keep(self, before: Attempt, after: Attempt, act: Act, reason: str) -> None:
        await keep_place(self.unit, self.actor, before, after, act, at=self.now, reason=reason)


def _place(exam: Exam, person: Person, allowed: timedelta) -> Attempt:
    return Attempt(
        id=NEW_ATTEMPT,
        exam_id=exam.id,
        student_id=person.id,
        clock=ClockLedger(allowed=allowed),
    )


def _planned_anew(old: Exam, wanted: Exam) -> Exam:
    """Return an exam as a row plans it, with everything else as it was."""
    return replace(
        old,
        subject=wanted.subject,
        kind=wanted.kind,
        starts_at=wanted.starts_at,
        groups=wanted.groups,
        proctors=wanted.proctors,
        chief=wanted.chief,
        reserve=wanted.reserve,
        faculty=old.faculty or wanted.faculty,
        host=wanted.host or old.host,
        allowed=wanted.allowed,
    )
