"""How an exam is marked: anonymous works, several markers."""

import sqlalchemy as sa
from alembic import op

revision = "marking_plans"
down_revision = "ticket_pictures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "marking_plans",
        sa.Column("exam_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("second", sa.Integer(), nullable=True),
        sa.Column("third", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(secret) = 32", name=op.f("ck_marking_plans_secret")),
        sa.CheckConstraint("share BETWEEN 0 AND 100", name=op.f("ck_marking_plans_share")),
        sa.CheckConstraint(
            "share = 0 OR third IS NOT NULL", name=op.f("ck_marking_plans_third")
        ),
        sa.CheckConstraint(
            "NOT anonymous OR first IS NOT NULL", name=op.f("ck_marking_plans_first")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_marking_plans_version")),
        sa.ForeignKeyConstraint(
            ["exam_id"], ["exams.id"], name=op.f("fk_marking_plans_exam_id")
        ),
        sa.ForeignKeyConstraint(["first"], ["people.id"], name=op.f("fk_marking_plans_first")),
        sa.ForeignKeyConstraint(["second"], ["people.id"], name=op.f("fk_marking_plans_second")),
        sa.ForeignKeyConstraint(["third"], ["people.id"], name=op.f("fk_marking_plans_third")),
        sa.PrimaryKeyConstraint("exam_id", name=op.f("pk_marking_plans")),
    )
    op.create_table(
        "markings",
        sa.Column("attempt_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("turn BETWEEN 1 AND 3", name=op.f("ck_markings_turn")),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name=op.f("ck_markings_points")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_markings_attempt_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_markings_by")),
        sa.PrimaryKeyConstraint("attempt_id", "turn", name=op.f("pk_markings")),
        sa.UniqueConstraint("attempt_id", "by", name=op.f("uq_markings_attempt_id_by")),
    )


def downgrade() -> None:
    op.drop_table("markings")
    op.drop_table("marking_plans")
