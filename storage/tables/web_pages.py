"""The tables of the pages: on which tests are sat, and where students check in."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from exams.domain.likeness import Sameness
from storage.columns import Items, Named, Utc
from storage.tables.base import HASH, metadata

DEVICE = String(64)
KEY = String(64)

page_sessions = Table(
    "page_sessions",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True, autoincrement=False),
    Column("token_hash", HASH, nullable=False, unique=True),
    Column("device", DEVICE, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("moves", Integer, nullable=False),
    Column("leaves", Integer, nullable=False),
    Column("away_since", Utc),
    Column("version", Integer, nullable=False),
    CheckConstraint("moves >= 0", name="moves"),
    CheckConstraint("leaves >= 0", name="leaves"),
    CheckConstraint("version >= 0", name="version"),
)

launches = Table(
    "launches",
    metadata,
    Column("digest", HASH, primary_key=True),
    Column("at", Utc, nullable=False),
    Index("ix_launches_at", "at"),
)

sent_answers = Table(
    "sent_answers",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True, autoincrement=False),
    Column("key", KEY, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("given_at", Utc),
    Column("at", Utc, nullable=False),
    CheckConstraint("place > 0", name="place"),
)

photographs = Table(
    "photographs",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True, autoincrement=False),
    Column("consent_version", Integer, nullable=False),
    Column("consented_at", Utc, nullable=False),
    Column("pictures", Integer, nullable=False),
    Column("sameness", Named(Sameness)),
    Column("score", Integer),
    Column("faults", Items, nullable=False),
    Column("compared_at", Utc),
    Column("version", Integer, nullable=False),
    CheckConstraint("pictures >= 0", name="pictures"),
    CheckConstraint("score BETWEEN 0 AND 100", name="score"),
    CheckConstraint("version >= 0", name="version"),
)
