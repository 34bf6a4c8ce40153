"""The tables of marks, of who gives them, of appeals, and of grades on their way."""

from typing import Final

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
    Text,
    UniqueConstraint,
)

from exams.domain.appeal import AppealStage
from exams.domain.gradebook import RowState
from exams.domain.grades import MarkStatus
from storage.columns import Named, Utc
from storage.tables.base import metadata, needed, whole

marks = Table(
    "marks",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True),
    needed("points", Integer),
    needed("status", Named(MarkStatus)),
    needed("by", ForeignKey("people.id")),
    needed("at", Utc),
    needed("reason", Text),
    Column("published_at", Utc),
    Column("was", Integer),
    needed("version", Integer),
    CheckConstraint("points BETWEEN 0 AND 100", name="points"),
    CheckConstraint("version > 0", name="version"),
)

grade_rows = Table(
    "grade_rows",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    needed("exam_id", ForeignKey("exams.id"), index=True),
    needed("student_id", ForeignKey("people.id")),
    needed("points", Integer),
    needed("letter", String(32)),
    needed("gpa", String(32)),
    Column("final", Integer),
    needed("final_letter", String(32)),
    Column("corrects", Integer),
    needed("published_at", Utc),
    needed("due_at", Utc),
    needed("state", Named(RowState)),
    needed("tries", Integer),
    needed("reason", Text),
    Column("sent_at", Utc),
    Column("answered_at", Utc),
    needed("version", Integer),
    Index("ix_grade_rows_state_due_at", "state", "due_at"),
    CheckConstraint("points BETWEEN 0 AND 100", name="points"),
    CheckConstraint("revision > 0", name="revision"),
    whole("tries"),
    whole("version"),
)

appeals = Table(
    "appeals",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True),
    needed("exam_id", ForeignKey("exams.id"), index=True),
    needed("text", Text),
    needed("against", Integer),
    needed("marked_by", ForeignKey("people.id")),
    needed("filed_at", Utc),
    needed("decide_by", Utc),
    needed("remind_at", Utc),
    needed("stage", Named(AppealStage)),
    Column("points", Integer),
    needed("reason", Text),
    Column("decided_by", ForeignKey("people.id")),
    Column("decided_at", Utc),
    needed("version", Integer),
    Index("ix_appeals_stage_remind_at", "stage", "remind_at"),
    CheckConstraint("points BETWEEN 0 AND 100", name="points"),
    CheckConstraint("(stage = 'open') = (decided_at IS NULL)", name="decided_at"),
    CheckConstraint("(stage = 'open') = (decided_by IS NULL)", name="decided_by"),
    whole("version"),
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
