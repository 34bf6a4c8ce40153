"""Comments of examiners on pages."""

import sqlalchemy as sa
from alembic import op

revision = "page_comments"
down_revision = "new_phones"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("spot", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_page_comments_attempt_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_page_comments_by")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["sheets.id"], name=op.f("fk_page_comments_sheet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_comments")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_page_comments_attempt_id"), "page_comments", ["attempt_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_page_comments_attempt_id"), table_name="page_comments")
    op.drop_table("page_comments")
