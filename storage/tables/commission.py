"""The tables of commissions."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, UniqueConstraint

from exams.domain.commission import Way
from storage.columns import Named, Utc
from storage.tables.base import metadata

commissions: Final = Table(
    "commissions",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True, autoincrement=False),
    Column("way", Named(Way), nullable=False),
    Column("version", Integer, nullable=False),
)

commission_members: Final = Table(
    "commission_members",
    metadata,
    Column("exam_id", ForeignKey("commissions.exam_id"), primary_key=True, autoincrement=False),
    Column("person_id", ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("place", Integer, nullable=False),
    UniqueConstraint("exam_id", "place"),
)

commission_marks: Final = Table(
    "commission_marks",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True, autoincrement=False),
    Column("person_id", ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("points", Integer),  # none: was absent
    Column("at", Utc, nullable=False),
    CheckConstraint("points BETWEEN 0 AND 100", name="points"),
)
