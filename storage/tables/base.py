"""What every table is made with: one metadata, the names of constraints, kinds of columns."""

from typing import Any, Final

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, MetaData, String

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

NAME: Final = String(200)
HASH: Final = String(64)
CHAT: Final = BigInteger


def own_id() -> Column[int]:
    """Return the column of ids that the database gives."""
    # SQLite numbers rows by itself only in a column that is INTEGER to the letter.
    return Column("id", Integer, primary_key=True)


def needed(name: str, kind: Any, *more: Any, **options: Any) -> Column[Any]:
    """Return a column that is never empty."""
    return Column(name, kind, *more, nullable=False, **options)


def whole(name: str) -> CheckConstraint:
    """Return the rule that a number is never below 0."""
    return CheckConstraint(f"{name} >= 0", name=name)
