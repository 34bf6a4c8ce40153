"""Appeals; when a mark was published, and which one it replaced."""

import sqlalchemy as sa
from alembic import op

revision = "appeals"
down_revision = "0002_draws"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appeals",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name=op.f("ck_appeals_points")),
        sa.CheckConstraint(
            "(stage = 'open') = (decided_at IS NULL)", name=op.f("ck_appeals_decided_at")
        ),
        sa.CheckConstraint(
            "(stage = 'open') = (decided_by IS NULL)", name=op.f("ck_appeals_decided_by")
        ),
        sa.CheckConstraint("version >= 0", name=op.f("ck_appeals_version")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_appeals_attempt_id")
        ),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_appeals_exam_id")),
        sa.ForeignKeyConstraint(["marked_by"], ["people.id"], name=op.f("fk_appeals_marked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_appeals_decided_by")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_appeals")),
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeals_exam_id"), ["exam_id"], unique=False)
        batch_op.create_index(
            "ix_appeals_stage_remind_at", ["stage", "remind_at"], unique=False
        )
    with op.batch_alter_table("marks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("was", sa.Integer(), nullable=True))
    # "at" is a word of SQL on some databases, "by" on all.
    op.execute("""UPDATE marks SET published_at = "at" WHERE status <> 'draft'""")


def downgrade() -> None:
    with op.batch_alter_table("marks", schema=None) as batch_op:
        batch_op.drop_column("was")
        batch_op.drop_column("published_at")
    op.drop_table("appeals")
