"""Which parts of a long message are out, and where the parts of a slot's message stand."""

import sqlalchemy as sa
from alembic import op

revision = "parts"
down_revision = "door_until"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("out", sa.JSON(), nullable=True))
    op.add_column("slots", sa.Column("above", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("slots", "above")
    op.drop_column("outbox", "out")
