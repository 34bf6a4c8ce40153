"""Oral exams: picking, queue, answers."""

import sqlalchemy as sa
from alembic import op

revision = "0003_oral"
down_revision = "booklets"
branch_labels = None
depends_on = None

MOMENTS = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "exams",
        sa.Column("equal_preparation", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "exams",
        sa.Column(
            "answer_time", sa.BigInteger(), server_default=sa.text("600000000"), nullable=False
        ),
    )
    for name in ("picking_opened_at", "oral_opens_at"):
        op.add_column("exams", sa.Column(name, MOMENTS, nullable=True))
    op.add_column("attempts", sa.Column("pick_from", MOMENTS, nullable=True))
    op.add_column("attempts", sa.Column("turn", sa.Integer(), nullable=True))
    op.add_column(
        "attempts", sa.Column("skipped", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    for name in ("called_at", "answering_at", "answered_at"):
        op.add_column("attempts", sa.Column(name, MOMENTS, nullable=True))


def downgrade() -> None:
    for name in ("answered_at", "answering_at", "called_at", "skipped", "turn", "pick_from"):
        op.drop_column("attempts", name)
    for name in ("oral_opens_at", "picking_opened_at", "answer_time", "equal_preparation"):
        op.drop_column("exams", name)
