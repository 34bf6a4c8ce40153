"""Suspended exams, and the bot's sign of life."""

import sqlalchemy as sa
from alembic import op

revision = "suspension"
down_revision = "appeals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_pulse_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse")),
    )
    op.add_column("attempts", sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("exams", sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("exams", "suspended_at")
    op.drop_column("attempts", "held_at")
    op.drop_table("pulse")
