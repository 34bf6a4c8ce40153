"""Booklets of computer tests, their answers, and what was said."""

import sqlalchemy as sa
from alembic import op

revision = "booklets"
down_revision = "suspension"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booklets",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("at_expiry", sa.String(length=32), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("flagged", sa.JSON(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("ticked", sa.Boolean(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("answered BETWEEN 0 AND questions", name=op.f("ck_booklets_answered")),
        sa.CheckConstraint("place BETWEEN 1 AND questions", name=op.f("ck_booklets_place")),
        sa.CheckConstraint("questions > 0", name=op.f("ck_booklets_questions")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_booklets_version")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_booklets_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_booklets")),
    )
    with op.batch_alter_table("booklets", schema=None) as batch_op:
        batch_op.create_index("ix_booklets_shown_at", ["shown_at"], unique=False)

    op.create_table(
        "remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("voice", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_remarks_attempt_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remarks_attempt_id"), ["attempt_id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place > 0", name=op.f("ck_answers_place")),
        sa.CheckConstraint("turn > 0", name=op.f("ck_answers_turn")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["booklets.attempt_id"], name=op.f("fk_answers_attempt_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint(
            "attempt_id", "place", "turn", name=op.f("uq_answers_attempt_id_place_turn")
        ),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("answers")
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remarks_attempt_id"))

    op.drop_table("remarks")
    with op.batch_alter_table("booklets", schema=None) as batch_op:
        batch_op.drop_index("ix_booklets_shown_at")

    op.drop_table("booklets")
