"""The tables of banks of questions, booklets and answers."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from exams.domain.booklet import Unanswered
from exams.domain.questions import QuestionKind
from storage.columns import Items, Named, Utc
from storage.tables.base import HASH, NAME, metadata, needed, own_id, whole

questions = Table(
    "questions",
    metadata,
    own_id(),
    needed("exam_id", ForeignKey("exams.id")),
    needed("place", Integer),
    needed("name", NAME),
    needed("kind", Named(QuestionKind)),
    needed("text", Text),
    Column("picture", HASH),
    needed("options", JSON),
    needed("lines", Items),
    needed("key", JSON),
    needed("topic", NAME),
    needed("difficulty", Integer),
    needed("points", Integer),
    needed("shuffled", Boolean),
    needed("version", Integer),
    UniqueConstraint("exam_id", "place"),
    UniqueConstraint("exam_id", "name"),
    CheckConstraint("difficulty BETWEEN 1 AND 3", name="difficulty"),
    CheckConstraint("points > 0", name="points"),
    whole("version"),
    sqlite_autoincrement=True,
)

booklets = Table(
    "booklets",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True),
    needed("seed", String(64)),
    needed("items", JSON),
    needed("questions", Integer),
    needed("at_expiry", Named(Unanswered)),
    needed("answered", Integer),
    needed("flagged", Items),
    needed("place", Integer),
    needed("ticked", Boolean),
    Column("shown_at", Utc),
    needed("version", Integer),
    Index("ix_booklets_shown_at", "shown_at"),
    CheckConstraint("questions > 0", name="questions"),
    CheckConstraint("answered BETWEEN 0 AND questions", name="answered"),
    CheckConstraint("place BETWEEN 1 AND questions", name="place"),
    whole("version"),
)

answers = Table(
    "answers",
    metadata,
    own_id(),
    needed("attempt_id", ForeignKey("booklets.attempt_id")),
    needed("place", Integer),
    needed("turn", Integer),
    needed("chosen", Items),
    needed("typed", Text),
    needed("complete", Boolean),
    needed("late", Boolean),
    needed("at", Utc),
    UniqueConstraint("attempt_id", "place", "turn"),
    CheckConstraint("place > 0", name="place"),
    CheckConstraint("turn > 0", name="turn"),
    sqlite_autoincrement=True,
)
