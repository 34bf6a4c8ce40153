"""The tables of invitations, and of what waits for its confirmation."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, Text, false

from storage.columns import Utc
from storage.tables.base import CHAT, HASH, metadata, needed, own_id

invites = Table(
    "invites",
    metadata,
    Column("hash", HASH, primary_key=True),
    needed("person_id", ForeignKey("people.id"), index=True),
    needed("made_at", Utc),
    Column("used_at", Utc),
    Column("until", Utc),
    needed("rebinds", Boolean, server_default=false()),
)

invite_tries = Table(
    "invite_tries",
    metadata,
    own_id(),
    needed("account", CHAT),
    needed("at", Utc),
    Index("ix_invite_tries_account_at", "account", "at"),
)

pendings = Table(
    "pendings",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("kind", String(32), primary_key=True),
    needed("token", String(64)),
    needed("payload", Text),
    needed("at", Utc),
)
