"""One attempt's events are found without reading those of the whole exam."""

from alembic import op

revision = "events_of_an_attempt"
down_revision = "asked"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_attempt_id", ["attempt_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index("ix_events_attempt_id")
