"""Rows of a schedule become exams in the plan."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain import cells, spelling
from exams.domain.clash import clash, over_by
from exams.domain.exam import ASTANA, WRITING_TIME, Check, Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId, GroupId, PersonId
from exams.domain.people import Group, Role
from exams.notices.lines import Clash, ExamLine
from exams.records.exams import NEW_EXAM
from exams.records.unit import Unit
from exams.services.cards import exam_line
from exams.services.office.lines import Line, Taken
from exams.services.office.roster_rows import RosterRows

MOST_MINUTES: Final = 480
TO_COME: Final = frozenset({ExamStage.PUBLISHED, ExamStage.CHECKIN_OPEN})


@dataclass(slots=True, kw_only=True)
class ScheduleRows:
    """Takes exams row by row.

    Attributes:
        known: every exam that is not archived, as it stands after the rows taken so far.
        default_host: the conference account of an exam whose row names none.
        again: exams to come of which a row plans another one, at another time.
        sizes: how many are in each group, once somebody has asked.
        planned: the exams of the rows as they stood before, None for a new one.
    """

    unit: Unit
    now: datetime
    roster: RosterRows
    known: dict[ExamId, Exam]
    default_host: str
    seen: set[tuple[str, ...]] = field(default_factory=set)
    again: list[ExamLine] = field(default_factory=list)
    planned: dict[ExamId, Exam | None] = field(default_factory=dict)
    sizes: Counter[GroupId] = field(default_factory=Counter)

    async def take(self, line: Line) -> Taken:
        """Plan an exam, or plan a draft of it anew."""
        wanted = self._wanted(line)
        ids = [str(group) for group in sorted(wanted.groups)]
        line.once(self.seen, "subject", spelling.alike(wanted.subject), *ids)
        alike = self._alike(wanted)
        old = _meant(wanted, alike)
        exam = _planned_anew(old or replace(wanted, host=self.default_host), wanted)
        if exam == old:
            return Taken.SAME
        if exam.starts_at <= self.now:
            raise line.fault("date", "in_past")
        if old is not None and old.stage is not ExamStage.DRAFT:
            raise line.fault("subject", "published")
        self._refuse_clash(line, exam)
        if old is None:
            self.again += [exam_line(one, 0) for one in alike if one.stage in TO_COME]
            exam = await self.unit.exams.add(exam)
        else:
            await self.unit.exams.save(exam)
            exam = replace(exam, version=exam.version + 1)
        self.known[exam.id] = exam
        self.planned[exam.id] = old
        self.roster.grown.update(exam.groups)
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
            group = self.roster.groups.find(name)
            if group is None:
                raise line.fault("groups", "unknown_group")
            found.append(group)
        return found

    def _proctors(self, line: Line, column: str, numbers: Iterable[str]) -> tuple[PersonId, ...]:
        found = []
        for number in numbers:
            person = self.roster.by_number.find(number)
            if person is None:
                raise line.fault(column, "unknown_person")
            if Role.PROCTOR not in person.roles:
                raise line.fault(column, "not_a_proctor")
            found.append(person.id)
        return tuple(found)

    def _alike(self, wanted: Exam) -> list[Exam]:
        """Return the exams of the subject and the groups of a row that were not cancelled."""
        subject, groups = spelling.alike(wanted.subject), sorted(wanted.groups)
        return [
            exam
            for exam in self.known.values()
            if sorted(exam.groups) == groups
            and spelling.alike(exam.subject) == subject
            and exam.stage is not ExamStage.CANCELLED
        ]

    def _refuse_clash(self, line: Line, exam: Exam) -> None:
        for other in self.known.values():
            gone = other.id == exam.id or other.stage is ExamStage.CANCELLED
            if gone or not set(other.groups) & set(exam.groups):
                continue
            students = {one.id: self._size(one) for one in (exam, other)}
            if clash(exam, other, students):
                found = Clash(
                    check=Check.CLASH.value,
                    subject=other.subject,
                    starts_at=other.starts_at,
                    until=over_by(other, students),
                )
                raise line.fault("time", "clash", clash=found)

    def _size(self, exam: Exam) -> int:
        """Return how many are in the groups of an exam."""
        if not self.sizes:
            people = self.roster.by_number.exact.values()
            self.sizes.update(one.group_id for one in people if one.group_id is not None)
        return sum(self.sizes[group] for group in exam.groups)


def _meant(wanted: Exam, alike: Sequence[Exam]) -> Exam | None:
    """Return the exam which a row means: the same one as planned, else a draft of it."""
    at_that_time = (exam for exam in alike if exam.starts_at == wanted.starts_at)
    drafts = (exam for exam in alike if exam.stage is ExamStage.DRAFT)
    return next(at_that_time, None) or next(drafts, None)


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
