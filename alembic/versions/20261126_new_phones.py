"""Codes by which a student goes on with another phone."""

import sqlalchemy as sa
from alembic import op

revision = "new_phones"
down_revision = "arrivals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invites", sa.Column("until", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "invites", sa.Column("rebinds", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("invites", "rebinds")
    op.drop_column("invites", "until")
