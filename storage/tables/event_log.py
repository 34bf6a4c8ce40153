"""The tables of the event log."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.columns import Utc
from storage.tables.base import HASH, metadata, needed, own_id

# The log outlives what it tells about, and chain 0 belongs to no exam: no foreign keys.
events = Table(
    "events",
    metadata,
    own_id(),
    needed("exam_id", Integer),
    needed("sequence", Integer),
    needed("at", Utc),
    Column("sent_at", Utc),
    needed("actor", Integer),
    needed("role", String(32)),
    needed("act", String(64)),
    Column("attempt_id", Integer),
    needed("before", String(32)),
    needed("after", String(32)),
    needed("reason", Text),
    needed("facts", JSON),
    needed("previous", HASH),
    needed("hash", HASH),
    UniqueConstraint("exam_id", "sequence"),
    Index("ix_events_attempt_id", "attempt_id"),
    Index(
        "ix_events_interrupted_at",
        "at",
        sqlite_where=text("act = 'interrupt'"),
    ),
    CheckConstraint("sequence > 0", name="sequence"),
    CheckConstraint("length(previous) = 64 AND length(hash) = 64", name="hash"),
    sqlite_autoincrement=True,
)

event_heads = Table(
    "event_heads",
    metadata,
    Column("exam_id", Integer, primary_key=True, autoincrement=False),
    needed("sequence", Integer),
    needed("hash", HASH),
)
