"""Commissions of oral exams, and what their members gave."""

import sqlalchemy as sa
from alembic import op

revision = "commissions"
down_revision = "sealed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commissions",
        sa.Column("exam_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("way", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_commissions_exam_id")),
        sa.PrimaryKeyConstraint("exam_id", name=op.f("pk_commissions")),
    )
    op.create_table(
        "commission_members",
        sa.Column("exam_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exam_id"], ["commissions.exam_id"], name=op.f("fk_commission_members_exam_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_commission_members_person_id")
        ),
        sa.PrimaryKeyConstraint("exam_id", "person_id", name=op.f("pk_commission_members")),
        sa.UniqueConstraint("exam_id", "place", name=op.f("uq_commission_members_exam_id_place")),
    )
    op.create_table(
        "commission_marks",
        sa.Column("attempt_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name=op.f("ck_commission_marks_points")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_commission_marks_attempt_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_commission_marks_person_id")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "person_id", name=op.f("pk_commission_marks")),
    )


def downgrade() -> None:
    op.drop_table("commission_marks")
    op.drop_table("commission_members")
    op.drop_table("commissions")
