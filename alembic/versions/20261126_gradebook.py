"""Grades on their way to the university's own system."""

import sqlalchemy as sa
from alembic import op

revision = "gradebook"
down_revision = "conditions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grade_rows",
        sa.Column("attempt_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=32), nullable=False),
        sa.Column("gpa", sa.String(length=32), nullable=False),
        sa.Column("final", sa.Integer(), nullable=True),
        sa.Column("final_letter", sa.String(length=32), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name=op.f("ck_grade_rows_points")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_grade_rows_revision")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_grade_rows_tries")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_grade_rows_version")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_grade_rows_attempt_id")
        ),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_grade_rows_exam_id")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["people.id"], name=op.f("fk_grade_rows_student_id")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "revision", name=op.f("pk_grade_rows")),
    )
    with op.batch_alter_table("grade_rows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grade_rows_exam_id"), ["exam_id"], unique=False)
        batch_op.create_index("ix_grade_rows_state_due_at", ["state", "due_at"], unique=False)


def downgrade() -> None:
    op.drop_table("grade_rows")
