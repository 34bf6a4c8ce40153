"""Where students sit exams, and interruptions in the order of time."""

import sqlalchemy as sa
from alembic import op

revision = "regions"
down_revision = "test_pages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "people", sa.Column("region", sa.String(length=200), server_default="", nullable=False)
    )
    op.create_index(
        "ix_events_interrupted_at",
        "events",
        ["at"],
        unique=False,
        sqlite_where=sa.text("act = 'interrupt'"),
        postgresql_where=sa.text("act = 'interrupt'"),
    )
    op.create_index("ix_cases_happened_at", "cases", ["happened_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_cases_happened_at", "cases")
    op.drop_index("ix_events_interrupted_at", "events")
    op.drop_column("people", "region")
