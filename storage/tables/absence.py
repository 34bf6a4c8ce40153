"""The tables of absence cases, orders and plans of additional exams."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from exams.domain.absence.case import Reason
from exams.domain.absence.table import CaseStage, PlanStage
from exams.domain.attempt_table import Stage
from storage.columns import Named, Utc
from storage.tables.base import HASH, NAME, metadata, needed, own_id, whole

orders = Table(
    "orders",
    metadata,
    own_id(),
    needed("faculty", NAME),
    needed("year", Integer),
    needed("number", Integer),
    needed("issued_at", Utc),
    needed("by", ForeignKey("people.id")),
    Column("cancels", ForeignKey("orders.id"), unique=True),
    Column("cancelled_by", ForeignKey("orders.id"), unique=True),
    Column("paper", HASH),
    UniqueConstraint("faculty", "year", "number"),
    CheckConstraint("number > 0", name="number"),
    Index(
        "ix_orders_without_paper",
        "id",
        sqlite_where=text("paper IS NULL"),
    ),
    sqlite_autoincrement=True,
)

plans = Table(
    "plans",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True, autoincrement=False),
    needed("missed_id", ForeignKey("exams.id"), index=True),
    needed("faculty", NAME),
    needed("proposed_by", ForeignKey("people.id")),
    needed("proposed_at", Utc),
    needed("stage", Named(PlanStage)),
    Column("approved_by", ForeignKey("people.id")),
    Column("approved_at", Utc),
    Column("confirmed_by", ForeignKey("people.id")),
    Column("confirmed_at", Utc),
    Column("workbook", HASH),
    Column("paper", HASH),
    needed("version", Integer),
    Index("ix_plans_stage", "stage"),
    whole("version"),
)

# Whoever opens a case may be the clock, which is nobody on the roster: no foreign key.
cases = Table(
    "cases",
    metadata,
    own_id(),
    needed("attempt_id", ForeignKey("attempts.id")),
    needed("exam_id", ForeignKey("exams.id")),
    needed("student_id", ForeignKey("people.id"), index=True),
    needed("faculty", NAME),
    needed("missed_as", Named(Stage)),
    needed("by", Integer),
    needed("opened_at", Utc),
    needed("apply_until", Utc),
    needed("happened_at", Utc),
    needed("stage", Named(CaseStage)),
    needed("on_behalf", Boolean),
    Column("reason", Named(Reason)),
    needed("text", Text),
    Column("submitted_at", Utc),
    Column("decide_by", Utc),
    Column("proof_until", Utc),
    Column("decided_by", ForeignKey("people.id")),
    Column("decided_at", Utc),
    needed("decision", Text),
    Column("reconsider_until", Utc),
    needed("reconsidered", Boolean),
    Column("order_id", ForeignKey("orders.id"), index=True),
    Column("additional_id", ForeignKey("exams.id"), index=True),
    Column("attempt_anew", ForeignKey("attempts.id"), unique=True),
    needed("reminders", Integer),
    Column("closed_at", Utc),
    needed("version", Integer),
    UniqueConstraint("attempt_id"),
    Index("ix_cases_faculty_stage_decide_by", "faculty", "stage", "decide_by", "id"),
    Index("ix_cases_stage_decide_by", "stage", "decide_by"),
    Index("ix_cases_happened_at", "happened_at"),
    CheckConstraint("(additional_id IS NULL) = (attempt_anew IS NULL)", name="anew"),
    CheckConstraint("additional_id IS NULL OR order_id IS NOT NULL", name="ordered"),
    whole("reminders"),
    whole("version"),
    sqlite_autoincrement=True,
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True, autoincrement=False),
    Column("case_id", ForeignKey("cases.id"), primary_key=True, autoincrement=False, index=True),
    needed("place", Integer),
)

evidence = Table(
    "evidence",
    metadata,
    own_id(),
    needed("case_id", ForeignKey("cases.id")),
    needed("message", BigInteger),
    needed("page", Integer),
    needed("picture", HASH),
    needed("received_at", Utc),
    UniqueConstraint("case_id", "message", "page"),
    sqlite_autoincrement=True,
)
