"""How the questions of a test are drawn, and whether its answers are shown afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "question_draw"
down_revision = "marking_plans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("exams", sa.Column("parts", sa.JSON(), server_default="[]", nullable=False))
    op.add_column(
        "exams",
        sa.Column("shows_answers", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("exams", "shows_answers")
    op.drop_column("exams", "parts")
