"""The tables around sheets: what an examiner's desk keeps besides them."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table

from storage.columns import Utc
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
