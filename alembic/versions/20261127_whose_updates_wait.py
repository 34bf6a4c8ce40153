"""What one person has sent and is not handled is found without reading everybody's."""

import sqlalchemy as sa
from alembic import op

revision = "whose_updates_wait"
down_revision = "events_of_an_attempt"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _index(["key", "update_id"])


def downgrade() -> None:
    _index(["update_id"])


def _index(names: list[str]) -> None:
    unfinished = sa.text("done_at IS NULL")
    op.drop_index("ix_inbox_unfinished", table_name="inbox")
    op.create_index(
        "ix_inbox_unfinished",
        "inbox",
        names,
        sqlite_where=unfinished,
        postgresql_where=unfinished,
    )
