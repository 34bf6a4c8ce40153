"""Messages on their way: the queue which the deliverer works off."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.delivery import AfterCrash, DeliveryState
from exams.domain.ids import ChatId, GroupId, PersonId
from exams.domain.people import Locale
from exams.records.outbox import Delivery, Envelope, SentMessage
from storage import slots
from storage.database import Database
from storage.letters import Unreadable, delivery_of
from storage.tables import messages, roster

UNDER_WAY: Final = (DeliveryState.CLAIMED, DeliveryState.SENDING)
FREE: Final[dict[str, Any]] = {
    "state": DeliveryState.DUE,
    "worker": None,
    "lease_until": None,
}

columns = messages.outbox.c


class Recipient(NamedTuple):
    """Where a message goes and in which language.

    Attributes:
        chat: None for somebody who has not bound an account, or a group without a chat.
        reachable: False for somebody who has blocked the bot.
    """

    chat: ChatId | None
    locale: Locale
    reachable: bool


@dataclass(frozen=True, slots=True)
class OutboxQueue:
    """The `outbox` table as the deliverer sees it; each method is one transaction.

    A message goes due > claimed > sending > sent. SENDING is committed before the messenger is
    called, by the claim whose fence is still the row's; so a worker who lost the lease writes
    nothing, and only rows found dead in SENDING may have gone out or not.
    """

    database: Database

    async def claim(
        self,
        worker: str,
        now: datetime,
        *,
        limit: int,
        lease: timedelta,
        served: Collection[Envelope] = (),
    ) -> tuple[Delivery, ...]:
        """Take the next messages: by priority, then by the moment they were due.

        One recipient's are taken one at a time, so that they stay in order and whoever is sent
        many at once, and takes one a second, keeps nobody waiting. A message waits while an
        earlier one of its slot is being sent, or is out in part. One that cannot be read any more
        (its text is gone from this release) fails here and holds nobody up.

        Args:
            worker: who takes them.
            now: what is due later stays.
            limit: at most so many.
            lease: for how long they are the worker's.
            served: what the worker has in hand; its recipients get nothing else meanwhile.
        """
        async with self._writing() as connection:
            while True:
                ids = await _next(connection, now, limit=limit, served=served)
                taken, lost = await _take(connection, ids, worker=worker, until=now + lease)
                if taken or not lost:
                    return taken

    async def sending(self, delivery: Delivery, now: datetime) -> bool:
        """Write that the messenger is about to be called; False if the claim is void."""
        return await self._move(
            delivery,
            columns.state == DeliveryState.CLAIMED,
            columns.lease_until > now,
            state=DeliveryState.SENDING,
            tries=columns.tries + 1,
        )

    async def part_out(
        self, delivery: Delivery, messages: tuple[int, ...], lease_until: datetime
    ) -> bool:
        """Write which messages of its parts are out by now; False if the claim is void.

        Whatever happens then, it goes on with the next part; the lease begins anew.
        """
        return await self._move(
            delivery,
            columns.state == DeliveryState.SENDING,
            out=messages,
            lease_until=lease_until,
        )

    async def sent(self, delivery: Delivery, now: datetime, message: SentMessage | None) -> bool:
        """Write that the messenger has taken it, and where the message of its slot stands.

        What was sent in the slot before is forgotten: it stands nowhere any more, and a board
        that is edited every few seconds would fill the disk.
        """
        async with self._writing() as connection:
            done = await _write(
                connection,
                delivery,
                columns.state == DeliveryState.SENDING,
                state=DeliveryState.SENT,
                sent_at=now,
                lease_until=None,
            )
            if done and delivery.envelope.slot:
                await slots.forget_replaced(connection, delivery)
                if message is not None:
                    await slots.keep(connection, delivery.envelope.slot, message.chat, message)
        return done

    async def later(self, delivery: Delivery, at: datetime) -> bool:
        """Put it back until then; a newer message of its slot takes its place.

        Not where some of its parts are out: it goes on first, and then the newer one.
        """
        async with self._writing() as connection:
            done = await _write(
                connection, delivery, columns.state.in_(UNDER_WAY), **FREE, due_at=at
            )
            if delivery.envelope.slot:
                await slots.drop_overtaken(connection, columns.slot == delivery.envelope.slot)
        return done

    async def unreachable(self, delivery: Delivery) -> bool:
        """Write that the recipient cannot be written to."""
        return await self._move(
            delivery,
            columns.state.in_(UNDER_WAY),
            state=DeliveryState.UNREACHABLE,
            lease_until=None,
        )

    async def failed(self, delivery: Delivery, reason: str) -> bool:
        """Write that it will never go out, and the code of why."""
        return await self._move(
            delivery,
            columns.state.in_(UNDER_WAY),
            state=DeliveryState.FAILED,
            fault=reason,
            lease_until=None,
        )

    async def recover(self, now: datetime) -> int:
        """Free the messages whose worker is gone; return how many.

        What was only claimed has not gone out. What was being sent may have: it goes again,
        marked as repeated, or waits in doubt for a person's word. What is out in part goes on: its
        reader needs the rest.
        """
        sending = columns.state == DeliveryState.SENDING
        asks = and_(columns.after_crash == AfterCrash.ASK, columns.out.is_(None))
        ask = and_(sending, asks, or_(columns.fresh, ~slots.stands()))
        async with self._writing() as connection:
            done = await connection.execute(
                update(messages.outbox)
                .where(columns.state.in_(UNDER_WAY), columns.lease_until <= now)
                .values(
                    state=case(
                        (ask, _state(DeliveryState.IN_DOUBT)), else_=_state(DeliveryState.DUE)
                    ),
                    repeated=columns.repeated | sending,
                    worker=None,
                    lease_until=None,
                )
            )
            if done.rowcount:
                await slots.drop_overtaken(connection, columns.slot != "")
        return done.rowcount

    async def anything_due(self, now: datetime) -> bool:
        """Say whether a message waits to be taken; however many do, one is looked at."""
        async with self.database.reading() as connection:
            rows = await connection.execute(
                select(columns.id)
                .where(columns.state == DeliveryState.DUE, columns.due_at <= now)
                .limit(1)
            )
            return rows.first() is not None

    async def slot_message(self, slot: str, chat: ChatId) -> SentMessage | None:
        """Return where a slot's message stands in a chat."""
        async with self.database.reading() as connection:
            return await slots.standing(connection, slot, chat)

    async def recipient(self, delivery: Delivery) -> Recipient:
        """Return where a message goes now, and in which language."""
        people, groups = roster.people.c, roster.groups.c
        async with self.database.reading() as connection:
            if delivery.envelope.to is None:
                rows = await connection.execute(
                    select(groups.chat_id, groups.locale).where(
                        groups.id == delivery.envelope.chat
                    )
                )
                group = rows.one()
                return Recipient(group.chat_id, group.locale, reachable=True)
            rows = await connection.execute(
                select(people.account, people.locale, people.reachable).where(
                    people.id == delivery.envelope.to
                )
            )
            row = rows.one()
        return Recipient(row.account, row.locale or Locale.KK, row.reachable)

    async def mark_unreachable(self, person: PersonId) -> None:
        """Note that somebody has blocked the bot."""
        async with self._writing() as connection:
            await connection.execute(
                update(roster.people).where(roster.people.c.id == person).values(reachable=False)
            )

    async def counts(self) -> dict[DeliveryState, int]:
        """Return how many messages are in each state; states without any are left out."""
        async with self.database.reading() as connection:
            rows = await connection.execute(
                select(columns.state, func.count()).group_by(columns.state)
            )
            return {row[0]: row[1] for row in rows}

    async def _move(
        self, delivery: Delivery, *where: ColumnElement[bool], **values: object
    ) -> bool:
        async with self._writing() as connection:
            return await _write(connection, delivery, *where, **values)

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        async with self.database.writing() as connection:
            yield connection
            await connection.commit()


async def _write(
    connection: AsyncConnection,
    delivery: Delivery,
    *where: ColumnElement[bool],
    **values: object,
) -> bool:
    done = await connection.execute(
        update(messages.outbox)
        .where(columns.id == delivery.id, columns.fence == delivery.fence, *where)
        .values(**values)
    )
    return done.rowcount == 1


async def _next(
    connection: AsyncConnection, now: datetime, *, limit: int, served: Collection[Envelope]
) -> list[int]:
    """Return which messages are to be taken, in order: of each recipient the first.

    What they say is not read: one recipient may have many among those that wait.
    """
    rows = await connection.execute(
        select(columns.id, columns.person_id, columns.group_id)
        .where(
            columns.state == DeliveryState.DUE,
            columns.due_at <= now,
            ~slots.busy(),
            _other_than(served),
        )
        .order_by(columns.priority, columns.due_at, columns.id)
        .limit(limit)
    )
    first: dict[tuple[PersonId | None, GroupId | None], int] = {}
    for row in rows:
        first.setdefault((row.person_id, row.group_id), row.id)
    return list(first.values())


async def _take(
    connection: AsyncConnection, ids: Sequence[int], *, worker: str, until: datetime
) -> tuple[tuple[Delivery, ...], list[int]]:
    """Claim messages; return them in this order, and those that cannot be read and failed."""
    if not ids:
        return (), []
    rows = await connection.execute(
        update(messages.outbox)
        .where(columns.id.in_(ids))
        .values(
            state=DeliveryState.CLAIMED,
            worker=worker,
            lease_until=until,
            fence=columns.fence + 1,
        )
        .returning(messages.outbox)
    )
    taken: dict[int, Delivery] = {}
    for row in rows.mappings():
        with suppress(Unreadable):
            taken[row["id"]] = delivery_of(row)
    lost = [one for one in ids if one not in taken]
    if lost:
        await connection.execute(
            update(messages.outbox)
            .where(columns.id.in_(lost))
            .values(state=DeliveryState.FAILED, fault="unreadable", worker=None, lease_until=None)
        )
    return tuple(taken[one] for one in ids if one in taken), lost


def _state(state: DeliveryState) -> ColumnElement[DeliveryState]:
    return literal(state, columns.state.type)  # in a CASE nothing else tells the type


def _other_than(served: Collection[Envelope]) -> ColumnElement[bool]:
    people = [envelope.to for envelope in served if envelope.to is not None]
    groups = [envelope.chat for envelope in served if envelope.chat is not None]
    return and_(
        or_(columns.person_id.is_(None), columns.person_id.not_in(people)),
        or_(columns.group_id.is_(None), columns.group_id.not_in(groups)),
    )
