"""The tables of photographed sheets, and of what an examiner notes on them."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from exams.domain.page_comment import Spot
from exams.domain.sheets import SheetStatus
from storage.columns import Items, Named, Utc
from storage.tables.base import HASH, metadata, needed, own_id

sheets = Table(
    "sheets",
    metadata,
    own_id(),
    needed("attempt_id", ForeignKey("attempts.id")),
    needed("message", BigInteger),
    needed("page", Integer),
    needed("place_message", BigInteger),
    needed("place_page", Integer),
    needed("upload", HASH),
    needed("picture", HASH),
    needed("straightened", HASH),
    needed("status", Named(SheetStatus)),
    needed("reasons", Items),
    needed("advice", Items),
    needed("fingerprint", LargeBinary),
    Column("same_as", ForeignKey("sheets.id")),
    needed("turned", Integer, server_default=text("0")),
    Column("shown", HASH),
    needed("received_at", Utc),
    Column("erased_at", Utc),
    UniqueConstraint("attempt_id", "message", "page"),
    sqlite_autoincrement=True,
)

lost_sheets: Final = Table(
    "lost_sheets",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True, autoincrement=False),
    Column("page", Integer, nullable=False),
    Column("until", Utc, nullable=False),
    Column("by", ForeignKey("people.id"), nullable=False),
    CheckConstraint("page > 0", name="page"),
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

exam_files: Final = Table(
    "exam_files",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True, autoincrement=False),
    Column("digest", HASH, primary_key=True),
)
"""What was made of an exam's sheets and tickets and shows a person: to be erased with them."""
