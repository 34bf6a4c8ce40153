"""Messages on their way, in SQL: what a use case puts into the outbox, with what causes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, exists, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.delivery import DeliveryState
from exams.domain.ids import ChatId, ExamId, GroupId, PersonId
from exams.records.outbox import Envelope, SentMessage
from storage import slots
from storage.letters import columns_of
from storage.outbox import FREE, columns
from storage.slots import WAITING
from storage.tables import messages

UNSURE: Final = (DeliveryState.IN_DOUBT, DeliveryState.FAILED)
NOT_TAKEN: Final = (*UNSURE, DeliveryState.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class SqlOutbox:
    """The `outbox` table inside a unit of work."""

    connection: AsyncConnection

    async def put(self, envelope: Envelope) -> bool:
        """Store a message; False when one with this key is there already.

        One that waits in the same slot for the same recipient gives its place to the newer, unless
        some of its parts are out.
        """
        values = columns_of(envelope)
        if envelope.slot and await self._replace(envelope, values):
            return True
        done = await self.connection.execute(
            insert(messages.outbox)
            .values(values | FREE | {"fence": 0, "repeated": False, "tries": 0})
            .on_conflict_do_nothing(index_elements=["key"])
        )
        return done.rowcount == 1

    async def drop(self, exam: ExamId, *, kinds: Sequence[str]) -> int:
        """Withdraw an exam's waiting messages of these templates; return how many."""
        done = await self.connection.execute(
            delete(messages.outbox).where(
                columns.exam_id == exam,
                columns.template.in_(list(kinds)),
                columns.state.in_(WAITING),
            )
        )
        return done.rowcount

    async def standing(self, group: GroupId, chat: ChatId, slots: Sequence[str]) -> set[str]:
        """Return which slots have a message in a group's chat, or one on its way to it.

        One whose last change was not taken shows what is no longer so, and does not count.
        """
        told, coming = messages.slots.c, (*WAITING, DeliveryState.SENDING)
        newer = messages.outbox.alias("newer")
        newest = ~exists().where(
            newer.c.group_id == group, newer.c.slot == columns.slot, newer.c.id > columns.id
        )
        behind = exists().where(
            columns.group_id == group,
            columns.slot == told.slot,
            columns.state.in_(NOT_TAKEN),
            newest,
        )
        there = select(told.slot).where(told.chat == chat, told.slot.in_(slots), ~behind)
        under_way = select(columns.slot).where(
            columns.group_id == group, columns.slot.in_(slots), columns.state.in_(coming)
        )
        return set(await self.connection.scalars(there.union(under_way)))

    async def move(self, slot: str, message: SentMessage) -> SentMessage | None:
        """Let a slot's message be this one from now on; return which other one it was."""
        old = await slots.standing(self.connection, slot, message.chat)
        if old == message:
            return None
        await slots.keep(self.connection, slot, message.chat, message)
        return None if old is None or old.message_id == message.message_id else old

    async def reached(
        self, template: str, *exams: ExamId
    ) -> dict[tuple[ExamId, PersonId], DeliveryState]:
        """Return how far each person's message of a kind came; the newest counts."""
        rows = await self.connection.execute(
            select(columns.exam_id, columns.person_id, columns.state)
            .where(
                columns.exam_id.in_(exams),
                columns.template == template,
                columns.person_id.is_not(None),
            )
            .order_by(columns.id)
        )
        return {(row.exam_id, row.person_id): row.state for row in rows}

    async def not_surely_there(self, template: str) -> tuple[tuple[ExamId, GroupId], ...]:
        """Return what a group may not have got, and nobody was asked about: exam and group."""
        rows = await self.connection.execute(
            select(columns.exam_id, columns.group_id)
            .where(_unsure(template))
            .group_by(columns.exam_id, columns.group_id)
            .order_by(columns.exam_id, columns.group_id)
        )
        return tuple((row.exam_id, row.group_id) for row in rows)

    async def asked(self, template: str, at: datetime) -> None:
        """Note that somebody is asked about all of these; why they failed stays."""
        await self.connection.execute(
            update(messages.outbox).where(_unsure(template)).values(asked_at=at)
        )

    async def _replace(self, envelope: Envelope, values: dict[str, Any]) -> bool:
        known = select(columns.id).where(columns.key == envelope.key)
        to = columns.person_id if envelope.to is not None else columns.group_id
        done = await self.connection.execute(
            update(messages.outbox)
            .where(
                columns.slot == envelope.slot,
                to == (envelope.chat if envelope.to is None else envelope.to),
                columns.state.in_(WAITING),
                columns.out.is_(None),
                # In a derived table, for a statement may not read what it writes everywhere.
                ~exists(select(known.subquery().c.id)),
            )
            .values(
                values
                | FREE
                # What was to appear below everything else still is.
                | {"fresh": columns.fresh | envelope.fresh}
                | {"repeated": False, "tries": 0}
            )
        )
        return done.rowcount > 0


def _unsure(template: str) -> ColumnElement[bool]:
    return and_(
        columns.template == template, columns.state.in_(UNSURE), columns.asked_at.is_(None)
    )
