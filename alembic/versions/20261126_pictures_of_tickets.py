"""The pictures of a ticket's questions."""

import sqlalchemy as sa
from alembic import op

revision = "ticket_pictures"
down_revision = "languages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "cards", sa.Column("pictures", sa.JSON(), server_default="[]", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("cards", "pictures")
