"""The tables around sheets: what an examiner's desk keeps besides them."""

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from exams.domain.page_comment import Spot
from storage.columns import Named, Utc
from storage.tables import metadata

lost_sheets: Final = Table(
    "lost_sheets",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True, autoincrement=False),
    Column("page", Integer, nullable=False),
    Column("until", Utc, nullable=False),
    Column("by", ForeignKey("people.id"), nullable=False),
    CheckConstraint("page > 0", name="page"),
)

marking_plans: Final = Table(
    "marking_plans",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True, autoincrement=False),
    Column("secret", LargeBinary, nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("share", Integer, nullable=False),
    Column("first", ForeignKey("people.id")),
    Column("second", ForeignKey("people.id")),
    Column("third", ForeignKey("people.id")),
    Column("version", Integer, nullable=False),
    CheckConstraint("length(secret) = 32", name="secret"),
    CheckConstraint("share BETWEEN 0 AND 100", name="share"),
    CheckConstraint("share = 0 OR third IS NOT NULL", name="third"),
    CheckConstraint("NOT anonymous OR first IS NOT NULL", name="first"),
    CheckConstraint("version > 0", name="version"),
)

markings: Final = Table(
    "markings",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True, autoincrement=False),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("points", Integer, nullable=False),
    Column("by", ForeignKey("people.id"), nullable=False),
    Column("at", Utc, nullable=False),
    CheckConstraint("turn BETWEEN 1 AND 3", name="turn"),
    CheckConstraint("points BETWEEN 0 AND 100", name="points"),
    UniqueConstraint("attempt_id", "by"),
)

page_comments: Final = Table(
    "page_comments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sheet_id", ForeignKey("sheets.id"), nullable=False),
    Column("attempt_id", ForeignKey("attempts.id"), nullable=False, index=True),
    Column("by", ForeignKey("people.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Column("text", Text, nullable=False),
    Column("spot", Named(Spot)),
    Column("withdrawn_at", Utc),
    sqlite_autoincrement=True,
)
