"""Pages turned by an examiner, and permissions to send a lost sheet."""

import sqlalchemy as sa
from alembic import op

revision = "sheet_desk"
down_revision = "regions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lost_sheets",
        sa.Column("attempt_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.CheckConstraint("page > 0", name=op.f("ck_lost_sheets_page")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_lost_sheets_attempt_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_lost_sheets_by")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_lost_sheets")),
    )
    op.add_column(
        "sheets", sa.Column("turned", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("sheets", sa.Column("shown", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("sheets", "shown")
    op.drop_column("sheets", "turned")
    op.drop_table("lost_sheets")
