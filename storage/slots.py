"""A slot is one place in a chat: what stands there, and what gives way to a newer message."""

from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.delivery import DeliveryState
from exams.domain.ids import ChatId
from exams.records.outbox import Delivery, SentMessage
from storage.tables import messages, roster

WAITING: Final = (DeliveryState.DUE, DeliveryState.CLAIMED)
"""Not yet begun: may be replaced or withdrawn; a claim on it is then void."""

columns = messages.outbox.c


async def standing(connection: AsyncConnection, slot: str, chat: ChatId) -> SentMessage | None:
    """Return where a slot's message stands in a chat."""
    told = messages.slots.c
    rows = await connection.execute(
        select(told.chat, told.message_id, told.has_media, told.above).where(
            told.slot == slot, told.chat == chat
        )
    )
    row = rows.mappings().one_or_none()
    return None if row is None else SentMessage(**{**row, "above": row["above"] or ()})


async def keep(connection: AsyncConnection, slot: str, chat: ChatId, message: SentMessage) -> None:
    """Note where the message of a slot stands in a chat."""
    where = {
        "message_id": message.message_id,
        "has_media": message.has_media,
        "above": message.above or None,
    }
    await connection.execute(
        insert(messages.slots)
        .values(slot=slot, chat=chat, **where)
        .on_conflict_do_update(index_elements=["slot", "chat"], set_=where)
    )


async def forget_replaced(connection: AsyncConnection, delivery: Delivery) -> None:
    """Delete what was sent in a message's slot before it: it stands nowhere any more."""
    own = messages.outbox.alias("own")
    await connection.execute(
        delete(messages.outbox).where(
            columns.slot == delivery.envelope.slot,
            columns.slot != "",  # said once more for the partial index
            columns.state == DeliveryState.SENT,
            columns.id < delivery.id,
            exists().where(own.c.id == delivery.id, _same_recipient(own.c)),
        )
    )


async def drop_overtaken(connection: AsyncConnection, slots: ColumnElement[bool]) -> None:
    """Delete what a newer message of its slot makes up for; to appear below all else stays."""
    older, newer = messages.outbox.alias("older"), messages.outbox.alias("newer")
    await connection.execute(
        update(messages.outbox)
        .where(
            slots,
            columns.state.in_(WAITING),
            exists().where(
                _same_recipient(older.c),
                older.c.id < columns.id,
                older.c.state == DeliveryState.DUE,
                older.c.out.is_(None),
                older.c.fresh,
            ),
        )
        .values(fresh=True)
    )
    await connection.execute(
        delete(messages.outbox).where(
            slots,
            columns.state == DeliveryState.DUE,
            columns.out.is_(None),  # else the half of it that is out would stay for ever
            exists().where(
                _same_recipient(newer.c), newer.c.id > columns.id, newer.c.state.in_(WAITING)
            ),
        )
    )


def stands() -> ColumnElement[bool]:
    """Whether the message of the slot stands in the group's chat, and is only changed."""
    told, groups = messages.slots.c, roster.groups.c
    return exists().where(
        groups.id == columns.group_id, told.slot == columns.slot, told.chat == groups.chat_id
    )


def busy() -> ColumnElement[bool]:
    """Whether a message has to wait: another one of its slot is being sent, or half out."""
    other = messages.outbox.alias("other")
    return and_(
        columns.slot != "",
        exists().where(
            _same_recipient(other.c),
            or_(
                other.c.state == DeliveryState.SENDING,
                and_(
                    other.c.state.in_(WAITING), other.c.out.is_not(None), other.c.id < columns.id
                ),
            ),
        ),
    )


def _same_recipient(other: Any) -> ColumnElement[bool]:
    return and_(
        other.slot == columns.slot,
        other.slot != "",  # said once more for the partial index
        or_(other.person_id == columns.person_id, other.group_id == columns.group_id),
    )
