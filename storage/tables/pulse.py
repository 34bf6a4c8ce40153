"""The tables of signs of life."""

from sqlalchemy import CheckConstraint, Column, Integer, Table

from storage.columns import Utc
from storage.tables.base import metadata, needed

pulse = Table(
    "pulse",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    needed("at", Utc),
    CheckConstraint("id = 1", name="one"),
)

nights = Table(
    "nights",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    needed("at", Utc),
    CheckConstraint("id = 1", name="one"),
)
