"""Attempts, in SQL."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.attempt import ON_THE_WAY, TESTING, Attempt
from exams.domain.attempt_table import ACTIVE, OVER, Stage
from exams.domain.beforehand import NO_FX
from exams.domain.booklet import GRACE
from exams.domain.clash import NEAR
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.interruptions import TECHNICAL_FAIL_AFTER
from exams.domain.refusals.base import Stale
from storage.names import alphabetical
from storage.rows import first_come, new_id, require_one, values_of
from storage.tables import event_log, roster, sitting

ELSEWHERE: Final = frozenset({"id", "clock", "version"})
CLOCK: Final = ("allowed", "started_at", "extra", "paused", "stopped_at", "held_at")
COUNTDOWN: Final = timedelta(hours=1)
WITH_WINDOW: Final = (Stage.PENS_DOWN, Stage.ANSWERED, Stage.UPLOADING, Stage.RESHOOT)
NOT_SAT: Final = (ExamStage.DRAFT, ExamStage.CANCELLED)

columns = sitting.attempts.c

NEEDED: Final = columns.outcome_reason.is_distinct_from(NO_FX)
"""Not those of a resit's groups who need none."""

# Built once: putting thirty columns together anew costs as much as the write itself.
SAVE: Final = update(sitting.attempts).where(
    columns.id == bindparam("its_id"), columns.version == bindparam("its_version")
)


@dataclass(frozen=True, slots=True)
class SqlAttempts:
    """Attempts in the `attempts` table."""

    connection: AsyncConnection

    async def get(self, attempt: AttemptId) -> Attempt | None:
        """Return an attempt by id."""
        return await self._one(columns.id == attempt)

    async def of(self, student: PersonId, exam: ExamId) -> Attempt | None:
        """Return a student's attempt at an exam."""
        return await self._one((columns.student_id == student) & (columns.exam_id == exam))

    async def of_exam(self, *exams: ExamId) -> tuple[Attempt, ...]:
        """Return the attempts at an exam, or at several, by the students' names.

        Of a resit, of those who need it.
        """
        return await self._named(columns.exam_id.in_(exams) & NEEDED)

    async def without_clock(self, *exams: ExamId) -> tuple[Attempt, ...]:
        """Return those of these exams who drew a ticket, and whose clock has not started."""
        return await self._all(
            and_(
                columns.exam_id.in_(exams),
                columns.ticket.is_not(None),
                columns.started_at.is_(None),
            )
        )

    async def going_on(self, *exams: ExamId, but: frozenset[Stage] = frozenset()) -> set[ExamId]:
        """Return those of these exams in which something is expected of somebody."""
        return set(
            await self.connection.scalars(
                select(columns.exam_id)
                .where(columns.exam_id.in_(exams), columns.stage.not_in(OVER | but), NEEDED)
                .distinct()
            )
        )

    async def of_groups(self, exam: ExamId) -> tuple[Attempt, ...]:
        """Return the same, and those of a resit's groups who need none."""
        return await self._named(columns.exam_id == exam)

    async def _named(self, where: ColumnElement[bool]) -> tuple[Attempt, ...]:
        rows = await self.connection.execute(
            select(sitting.attempts, roster.people.c.name).join(roster.people).where(where)
        )
        named = [(alphabetical(row["name"]), attempt_of(row)) for row in rows.mappings()]
        named.sort(key=lambda line: (line[0], line[1].id))
        return tuple(attempt for _, attempt in named)

    async def of_student(self, student: PersonId) -> tuple[Attempt, ...]:
        """Return a student's attempts, by the exams' start; no resit that is not needed."""
        rows = await self.connection.execute(
            select(sitting.attempts)
            .join(sitting.exams)
            .where(columns.student_id == student, NEEDED)
            .order_by(sitting.exams.c.starts_at, columns.id)
        )
        return tuple(attempt_of(row) for row in rows.mappings())

    async def by_registrant(self, exam: ExamId, registrant: str) -> Attempt | None:
        """Return the attempt whose personal link has this owner."""
        return await self._one((columns.exam_id == exam) & (columns.registrant == registrant))

    async def newcomers(self, *exams: ExamId) -> tuple[Attempt, ...]:
        """Return those of these exams who may come, and are not asked in yet or have no link."""
        return await self._all(
            and_(
                columns.exam_id.in_(exams),
                columns.stage.not_in(OVER),
                or_(columns.stage == Stage.SCHEDULED, columns.link.is_(None)),
            )
        )

    async def count(self, exam: ExamId) -> int:
        """Return how many attempts an exam has."""
        return (await self.counts([exam]))[exam]

    async def counts(self, exams: Iterable[ExamId]) -> Mapping[ExamId, int]:
        """Return how many attempts each of these exams has; none is 0."""
        found = dict.fromkeys(exams, 0)
        rows = await self.connection.execute(
            select(columns.exam_id, func.count())
            .where(columns.exam_id.in_(list(found)), NEEDED)
            .group_by(columns.exam_id)
        )
        return found | dict(rows.all())

    async def sat_near(self, exam: Exam) -> Mapping[ExamId, int]:
        """Return which exams of the day before and after its students sit: how many of them.

        Drafts do not count: whichever of two is published second is the one that clashes.
        """
        students = select(columns.student_id).where(columns.exam_id == exam.id, NEEDED)
        other = sitting.exams.c
        rows = await self.connection.execute(
            select(columns.exam_id, func.count(columns.student_id.distinct()))
            .join(sitting.exams)
            .where(
                columns.student_id.in_(students),
                NEEDED,
                columns.exam_id != exam.id,
                other.stage.not_in(NOT_SAT),
                other.starts_at < exam.starts_at + NEAR,
                other.ends_at > exam.starts_at - NEAR,
            )
            .group_by(columns.exam_id)
        )
        return dict(rows.all())

    async def left_waiting(
        self, stages: Collection[Stage], since: datetime
    ) -> tuple[tuple[Attempt, datetime], ...]:
        """Return who is at one of these stages since a moment or longer: since when."""
        events = event_log.events.c
        began = (
            select(func.max(events.at))
            .where(
                events.attempt_id == columns.id,
                events.exam_id == columns.exam_id,
                events.before != events.after,
            )
            .scalar_subquery()
        )
        rows = await self.connection.execute(
            select(sitting.attempts, began.label("began")).where(
                columns.stage.in_(stages), began <= since
            )
        )
        found = [dict(row) for row in rows.mappings()]
        waits = [row.pop("began") for row in found]
        return tuple(zip(map(attempt_of, found), waits, strict=True))

    async def due(self, now: datetime) -> tuple[Attempt, ...]:
        """Return the attempts for which a moment has passed.

        Writing whose deadline is reached; computer tests past theirs and the seconds of grace;
        pens down, uploading or reshooting whose window has closed, some seconds ago; and
        interruptions of 30 minutes.
        """
        return await self._all(
            or_(
                and_(columns.stage == Stage.WRITING, columns.deadline_at <= now),
                and_(columns.stage.in_(TESTING), columns.deadline_at < now - GRACE),
                and_(columns.stage.in_(WITH_WINDOW), columns.upload_until <= now - ON_THE_WAY),
                and_(
                    columns.stage == Stage.INTERRUPTED,
                    columns.interrupted_at <= now - TECHNICAL_FAIL_AFTER,
                ),
            )
        )

    async def counting_down(self, now: datetime) -> tuple[Attempt, ...]:
        """Return those who write, or sit a test, with an hour or less left."""
        return await self._all(
            and_(
                columns.stage.in_({Stage.WRITING, *TESTING}),
                columns.deadline_at <= now + COUNTDOWN,
            )
        )

    async def without_document(self, now: datetime) -> tuple[Attempt, ...]:
        """Return those who were to show a document by now, and have not, the longest due first.

        In the order of ids, SQLite would look through every attempt there ever was.
        """
        due = columns.document_due
        rows = await self.connection.execute(
            select(sitting.attempts).where(due <= now).order_by(due, columns.id)
        )
        return tuple(attempt_of(row) for row in rows.mappings())

    async def away(self, since: datetime) -> tuple[Attempt, ...]:
        """Return the active attempts whose student left the conference before this moment."""
        return await self._all(and_(columns.left_at < since, columns.stage.in_(ACTIVE)))

    async def add(self, attempt: Attempt) -> Attempt:
        """Store a new attempt.

        Raises:
            Stale: the student has one at this exam, or the link has another owner.
        """
        with first_come():
            done = await self.connection.execute(
                insert(sitting.attempts), _columns(attempt) | {"version": attempt.version}
            )
        return replace(attempt, id=new_id(done))

    async def add_all(self, attempts: Sequence[Attempt]) -> None:
        """Store many new attempts at once.

        Raises:
            Stale: a student has one at the exam already.
        """
        if attempts:
            with first_come():
                rows = [_columns(one) | {"version": one.version} for one in attempts]
                await self.connection.execute(insert(sitting.attempts), rows)

    async def save(self, attempt: Attempt) -> None:
        """Write a changed attempt if its version is still the stored one.

        Raises:
            Stale: it is not.
        """
        with first_come():
            require_one(await self.connection.execute(SAVE, _changed(attempt)))

    async def save_all(self, attempts: Sequence[Attempt]) -> None:
        """Write many changed attempts at once, if all their versions are still the stored ones.

        Raises:
            Stale: one is not.
        """
        if attempts:
            with first_come():
                done = await self.connection.execute(SAVE, [_changed(one) for one in attempts])
            if done.rowcount != len(attempts):
                raise Stale

    async def _one(self, where: ColumnElement[bool]) -> Attempt | None:
        rows = await self.connection.execute(select(sitting.attempts).where(where))
        row = rows.mappings().one_or_none()
        return None if row is None else attempt_of(row)

    async def _all(self, where: ColumnElement[bool]) -> tuple[Attempt, ...]:
        rows = await self.connection.execute(
            select(sitting.attempts).where(where).order_by(columns.id)
        )
        return tuple(attempt_of(row) for row in rows.mappings())

    async def _number(self, query: Any) -> int:
        return int((await self.connection.execute(query)).scalar_one())


def _changed(attempt: Attempt) -> dict[str, Any]:
    guard = {"its_id": attempt.id, "its_version": attempt.version}
    return _columns(attempt) | {"version": attempt.version + 1} | guard


def _columns(attempt: Attempt) -> dict[str, Any]:
    clock = attempt.clock
    running = clock.started_at is not None and not (clock.stopped_at or clock.held_at)
    deadline = clock.deadline(clock.started_at) if running and clock.started_at else None
    return values_of(attempt, without=ELSEWHERE) | values_of(clock) | {"deadline_at": deadline}


def attempt_of(row: Any) -> Attempt:
    """Return the attempt of a row; a name that was read along with it is left out."""
    values = dict(row)
    clock = ClockLedger(**{name: values.pop(name) for name in CLOCK})
    del values["deadline_at"]
    values.pop("name", None)
    return Attempt(clock=clock, **values)
