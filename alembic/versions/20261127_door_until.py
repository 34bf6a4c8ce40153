"""Until when the door of an exam is open after the bot was away."""

import sqlalchemy as sa
from alembic import op

revision = "door_until"
down_revision = "whose_updates_wait"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("exams", sa.Column("door_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("exams", "door_until")
