"""Exams, in SQL."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    and_,
    delete,
    insert,
    literal,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.exam import Exam, Room
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId, GroupId, PersonId
from exams.domain.question_draw import Part
from storage.rows import new_id, require_one, values_of
from storage.tables import sitting
from storage.tables.commission import commission_members

ELSEWHERE: Final = frozenset({"id", "groups", "proctors", "room", "done", "parts", "version"})


@dataclass(frozen=True, slots=True)
class SqlExams:
    """Exams in the `exams` table, their groups and proctors in two more."""

    connection: AsyncConnection

    async def get(self, exam: ExamId) -> Exam | None:
        """Return an exam by id."""
        found = await self._all(sitting.exams.c.id == exam)
        return found[0] if found else None

    async def many(self, exams: Iterable[ExamId]) -> dict[ExamId, Exam]:
        """Return those of the exams which exist, in one reading."""
        found = await self._all(sitting.exams.c.id.in_(list(exams)))
        return {exam.id: exam for exam in found}

    async def in_stages(
        self,
        stages: Iterable[ExamStage],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[Exam, ...]:
        """Return the exams at one of these stages, by start: those that start then."""
        starts_at = sitting.exams.c.starts_at
        since_then = true() if since is None else starts_at >= since
        until_then = true() if until is None else starts_at <= until
        return await self._all(
            and_(sitting.exams.c.stage.in_(list(stages)), since_then, until_then)
        )

    async def of_proctor(self, proctor: PersonId) -> tuple[Exam, ...]:
        """Return the exams which somebody invigilates or leads, by start."""
        invigilated = select(sitting.exam_proctors.c.exam_id).where(
            sitting.exam_proctors.c.person_id == proctor
        )
        return await self._all(
            sitting.exams.c.id.in_(invigilated)
            | (sitting.exams.c.chief == proctor)
            | (sitting.exams.c.reserve == proctor)
        )

    async def of_member(self, member: PersonId) -> tuple[Exam, ...]:
        """Return the exams of whose commission somebody is a member, by start."""
        heard = select(commission_members.c.exam_id).where(
            commission_members.c.person_id == member
        )
        return await self._all(sitting.exams.c.id.in_(heard))

    async def all(self) -> tuple[Exam, ...]:
        """Return every exam that is not archived, by start."""
        return await self._all(sitting.exams.c.stage != ExamStage.ARCHIVED)

    async def add(self, exam: Exam) -> Exam:
        """Store a new exam."""
        done = await self.connection.execute(
            insert(sitting.exams), _columns(exam) | {"version": exam.version}
        )
        added = replace(exam, id=new_id(done))
        await self._write_members(added)
        return added

    async def save(self, exam: Exam) -> None:
        """Write a changed exam if its version is still the stored one.

        Raises:
            Stale: it is not.
        """
        done = await self.connection.execute(
            update(sitting.exams)
            .where(sitting.exams.c.id == exam.id, sitting.exams.c.version == exam.version)
            .values(_columns(exam) | {"version": exam.version + 1})
        )
        require_one(done)
        stored = (await self._members(sitting.exams.c.id == exam.id)).get(exam.id, ((), ()))
        if stored != (exam.groups, exam.proctors):
            for table in (sitting.exam_groups, sitting.exam_proctors):
                await self.connection.execute(delete(table).where(table.c.exam_id == exam.id))
            await self._write_members(exam)

    async def _all(self, where: ColumnElement[bool]) -> tuple[Exam, ...]:
        rows = await self.connection.execute(
            select(sitting.exams)
            .where(where)
            .order_by(sitting.exams.c.starts_at, sitting.exams.c.id)
        )
        found = rows.mappings().all()
        if not found:
            return ()
        members = await self._members(where)
        return tuple(_exam(row, *members.get(row["id"], ((), ()))) for row in found)

    async def _members(
        self, where: ColumnElement[bool]
    ) -> dict[ExamId, tuple[tuple[GroupId, ...], tuple[PersonId, ...]]]:
        groups, proctors = sitting.exam_groups, sitting.exam_proctors
        rows = await self.connection.execute(
            union_all(
                select(
                    literal(0).label("kind"), groups.c.exam_id, groups.c.group_id, groups.c.place
                )
                .join(sitting.exams)
                .where(where),
                select(literal(1), proctors.c.exam_id, proctors.c.person_id, proctors.c.place)
                .join(sitting.exams, sitting.exams.c.id == proctors.c.exam_id)
                .where(where),
            ).order_by("kind", "place")
        )
        members: dict[ExamId, tuple[list[GroupId], list[PersonId]]] = {}
        for kind, exam, member, _ in rows:
            members.setdefault(exam, ([], []))[kind].append(member)
        return {exam: (tuple(both[0]), tuple(both[1])) for exam, both in members.items()}

    async def _write_members(self, exam: Exam) -> None:
        groups = [
            {"exam_id": exam.id, "group_id": group, "place": place}
            for place, group in enumerate(exam.groups)
        ]
        proctors = [
            {"exam_id": exam.id, "person_id": person, "place": place}
            for place, person in enumerate(exam.proctors)
        ]
        if groups:
            await self.connection.execute(insert(sitting.exam_groups), groups)
        if proctors:
            await self.connection.execute(insert(sitting.exam_proctors), proctors)


def _columns(exam: Exam) -> dict[str, Any]:
    room = exam.room
    return values_of(exam, without=ELSEWHERE) | {
        "ends_at": exam.starts_at + exam.allowed,
        "room_id": room.id if room else None,
        "room_host": room.host if room else None,
        "room_join_url": room.join_url if room else None,
        "done": tuple(sorted(exam.done)),
        "parts": [[part.topic, part.count, part.difficulty] for part in exam.parts],
    }


def _exam(row: Any, groups: tuple[GroupId, ...], proctors: tuple[PersonId, ...]) -> Exam:
    values = dict(row)
    del values["ends_at"]
    id_, host, join_url = (values.pop(f"room_{name}") for name in ("id", "host", "join_url"))
    room = None if id_ is None else Room(id=id_, host=host, join_url=join_url)
    values["done"] = frozenset(values["done"])
    values["parts"] = tuple(
        Part(topic=topic, count=count, difficulty=difficulty)
        for topic, count, difficulty in values["parts"]
    )
    return Exam(groups=groups, proctors=proctors, room=room, **values)
