"""When somebody was asked to look for a message, beside why it failed."""

import sqlalchemy as sa
from alembic import op

revision = "asked"
down_revision = "nights"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE outbox SET asked_at = due_at, fault = NULL WHERE fault = 'asked'")


def downgrade() -> None:
    op.execute("UPDATE outbox SET state = 'failed', fault = 'asked' WHERE asked_at IS NOT NULL")
    op.drop_column("outbox", "asked_at")
