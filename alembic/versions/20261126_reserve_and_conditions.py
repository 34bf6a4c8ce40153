"""The reserve proctor of an exam, and what is agreed on for a student's health."""

import sqlalchemy as sa
from alembic import op

revision = "conditions"
down_revision = "document_due"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("exams", sa.Column("reserve", sa.Integer(), nullable=True))
    op.add_column(
        "people",
        sa.Column("conditions", sa.String(length=200), server_default="", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("people", "conditions")
    op.drop_column("exams", "reserve")
