"""The tables of closed tickets."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.columns import Items
from storage.tables.base import HASH, metadata, needed, whole

cards = Table(
    "cards",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True),
    Column("language", String(2), primary_key=True, server_default=""),  # empty: everybody's
    Column("position", Integer, primary_key=True),
    needed("number", Integer),
    Column("sealed", LargeBinary),
    Column("questions", Items),  # what an earlier release left open, until it is sealed
    needed("pictures", Items, server_default="[]"),
    Column("taken_by", ForeignKey("people.id")),
    needed("burnt", Boolean),
    needed("version", Integer),
    Index(
        "uq_cards_exam_id_taken_by",
        "exam_id",
        "taken_by",
        unique=True,
        sqlite_where=text("NOT burnt"),
    ),
    UniqueConstraint("exam_id", "language", "number"),
    CheckConstraint("(sealed IS NULL) <> (questions IS NULL)", name="sealed"),
    CheckConstraint("position > 0", name="position"),
    CheckConstraint("number > 0", name="number"),
    whole("version"),
)

draw_commitments = Table(
    "draw_commitments",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True),
    Column("language", String(2), primary_key=True, server_default=""),  # as of the cards
    needed("secret", LargeBinary),
    needed("fingerprint", HASH),
    CheckConstraint("length(secret) = 32", name="secret"),
    CheckConstraint("length(fingerprint) = 64", name="fingerprint"),
)
