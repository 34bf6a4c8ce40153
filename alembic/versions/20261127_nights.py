"""When the work of the night was done last."""

import sqlalchemy as sa
from alembic import op

revision = "nights"
down_revision = "erasure"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nights",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_nights_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nights")),
    )


def downgrade() -> None:
    op.drop_table("nights")
