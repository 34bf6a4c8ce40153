"""Absence cases, orders, plans of additional exams."""

import sqlalchemy as sa
from alembic import op

revision = "absence"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("faculty", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("cancels", sa.Integer(), nullable=True),
        sa.Column("cancelled_by", sa.Integer(), nullable=True),
        sa.Column("paper", sa.String(length=64), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_orders_number")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_orders_by")),
        sa.ForeignKeyConstraint(
            ["cancelled_by"], ["orders.id"], name=op.f("fk_orders_cancelled_by")
        ),
        sa.ForeignKeyConstraint(["cancels"], ["orders.id"], name=op.f("fk_orders_cancels")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("cancelled_by", name=op.f("uq_orders_cancelled_by")),
        sa.UniqueConstraint("cancels", name=op.f("uq_orders_cancels")),
        sa.UniqueConstraint(
            "faculty", "year", "number", name=op.f("uq_orders_faculty_year_number")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_orders_without_paper",
            ["id"],
            unique=False,
            sqlite_where=sa.text("paper IS NULL"),
            postgresql_where=sa.text("paper IS NULL"),
        )

    op.create_table(
        "plans",
        sa.Column("exam_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("missed_id", sa.Integer(), nullable=False),
        sa.Column("faculty", sa.String(length=200), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workbook", sa.String(length=64), nullable=True),
        sa.Column("paper", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_plans_version")),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_plans_approved_by")),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["people.id"], name=op.f("fk_plans_confirmed_by")
        ),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_plans_exam_id")),
        sa.ForeignKeyConstraint(["missed_id"], ["exams.id"], name=op.f("fk_plans_missed_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["people.id"], name=op.f("fk_plans_proposed_by")),
        sa.PrimaryKeyConstraint("exam_id", name=op.f("pk_plans")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plans_missed_id"), ["missed_id"], unique=False)
        batch_op.create_index("ix_plans_stage", ["stage"], unique=False)

    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("faculty", sa.String(length=200), nullable=False),
        sa.Column("missed_as", sa.String(length=32), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("apply_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proof_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reconsider_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reconsidered", sa.Boolean(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("additional_id", sa.Integer(), nullable=True),
        sa.Column("attempt_anew", sa.Integer(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(additional_id IS NULL) = (attempt_anew IS NULL)", name=op.f("ck_cases_anew")
        ),
        sa.CheckConstraint(
            "additional_id IS NULL OR order_id IS NOT NULL", name=op.f("ck_cases_ordered")
        ),
        sa.CheckConstraint("reminders >= 0", name=op.f("ck_cases_reminders")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_cases_version")),
        sa.ForeignKeyConstraint(
            ["additional_id"], ["exams.id"], name=op.f("fk_cases_additional_id")
        ),
        sa.ForeignKeyConstraint(
            ["attempt_anew"], ["attempts.id"], name=op.f("fk_cases_attempt_anew")
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_cases_attempt_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_cases_decided_by")),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_cases_exam_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_cases_order_id")),
        sa.ForeignKeyConstraint(["student_id"], ["people.id"], name=op.f("fk_cases_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("attempt_anew", name=op.f("uq_cases_attempt_anew")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_cases_attempt_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cases_additional_id"), ["additional_id"], unique=False
        )
        batch_op.create_index(
            "ix_cases_faculty_stage_decide_by",
            ["faculty", "stage", "decide_by", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_cases_order_id"), ["order_id"], unique=False)
        batch_op.create_index("ix_cases_stage_decide_by", ["stage", "decide_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_student_id"), ["student_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("picture", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_evidence_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint(
            "case_id", "message", "page", name=op.f("uq_evidence_case_id_message_page")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_order_lines_case_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")),
        sa.PrimaryKeyConstraint("order_id", "case_id", name=op.f("pk_order_lines")),
    )
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_lines_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_lines_case_id"))

    op.drop_table("order_lines")
    op.drop_table("evidence")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cases_student_id"))
        batch_op.drop_index("ix_cases_stage_decide_by")
        batch_op.drop_index(batch_op.f("ix_cases_order_id"))
        batch_op.drop_index("ix_cases_faculty_stage_decide_by")
        batch_op.drop_index(batch_op.f("ix_cases_additional_id"))

    op.drop_table("cases")
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index("ix_plans_stage")
        batch_op.drop_index(batch_op.f("ix_plans_missed_id"))

    op.drop_table("plans")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_orders_without_paper",
            sqlite_where=sa.text("paper IS NULL"),
            postgresql_where=sa.text("paper IS NULL"),
        )

    op.drop_table("orders")
