"""Invitations and previews that wait for confirmation, in SQL."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import ChatId, PersonId
from exams.records.entrance import Invite, Pending
from storage.rows import values_of
from storage.tables import entrance


@dataclass(frozen=True, slots=True)
class SqlInvites:
    """Invitations in the `invites` table, failed tries in `invite_tries`."""

    connection: AsyncConnection

    async def put(self, invite: Invite) -> None:
        """Store an invite; earlier unused ones of the same person are withdrawn."""
        invites = entrance.invites
        await self.connection.execute(
            delete(invites).where(
                invites.c.person_id == invite.person_id, invites.c.used_at.is_(None)
            )
        )
        await self.connection.execute(insert(invites), values_of(invite))

    async def use(self, code_hash: str, at: datetime) -> Invite | None:
        """Mark an unused invite as used and return it; None if there is none."""
        rows = await self.connection.execute(
            update(entrance.invites)
            .where(entrance.invites.c.hash == code_hash, entrance.invites.c.used_at.is_(None))
            .values(used_at=at)
            .returning(*entrance.invites.c)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else Invite(**row)

    async def tries(self, account: ChatId, since: datetime) -> int:
        """Return how often an account failed since then."""
        tried = entrance.invite_tries.c
        rows = await self.connection.execute(
            select(func.count()).where(tried.account == account, tried.at >= since)
        )
        return int(rows.scalar_one())

    async def note_try(self, account: ChatId, at: datetime) -> None:
        """Note a failed try."""
        await self.connection.execute(
            insert(entrance.invite_tries), {"account": account, "at": at}
        )


@dataclass(frozen=True, slots=True)
class SqlPendings:
    """Previews in the `pendings` table, one of each kind for a person."""

    connection: AsyncConnection

    async def put(self, pending: Pending) -> None:
        """Store a preview in place of the person's earlier one of this kind."""
        values = values_of(pending)
        await self.connection.execute(
            insert(entrance.pendings)
            .values(values)
            .on_conflict_do_update(
                index_elements=["person_id", "kind"],
                set_={name: values[name] for name in ("token", "payload", "at")},
            )
        )

    async def take(self, person: PersonId, kind: str, token: str) -> Pending | None:
        """Remove and return a preview; None if it is not there (any more)."""
        pendings = entrance.pendings
        rows = await self.connection.execute(
            delete(pendings)
            .where(
                pendings.c.person_id == person,
                pendings.c.kind == kind,
                pendings.c.token == token,
            )
            .returning(*pendings.c)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else Pending(**row)
