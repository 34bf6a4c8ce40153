"""The table of what came from the university's own system."""

from typing import Final

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Integer, String, Table

from exams.domain.arrival import ArrivalState
from storage.columns import Named, Utc
from storage.tables.base import HASH, metadata

arrivals: Final = Table(
    "arrivals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("digest", HASH, nullable=False),
    Column("came_at", Utc, nullable=False),
    Column("state", Named(ArrivalState), nullable=False),
    Column("faults", JSON, nullable=False),
    Column("decided_by", ForeignKey("people.id")),
    Column("decided_at", Utc),
    Column("answered_at", Utc),
    Column("version", Integer, nullable=False),
    CheckConstraint("version >= 0", name="version"),
)
