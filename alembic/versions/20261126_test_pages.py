"""Pages on which computer tests are sat."""

import sqlalchemy as sa
from alembic import op

revision = "test_pages"
down_revision = "gradebook"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_sessions",
        sa.Column("attempt_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("leaves", sa.Integer(), nullable=False),
        sa.Column("away_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("leaves >= 0", name=op.f("ck_page_sessions_leaves")),
        sa.CheckConstraint("moves >= 0", name=op.f("ck_page_sessions_moves")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_page_sessions_version")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_page_sessions_attempt_id")
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_page_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_page_sessions_token_hash")),
    )
    op.create_table(
        "launches",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_launches")),
    )
    with op.batch_alter_table("launches", schema=None) as batch_op:
        batch_op.create_index("ix_launches_at", ["at"], unique=False)

    op.create_table(
        "sent_answers",
        sa.Column("attempt_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place > 0", name=op.f("ck_sent_answers_place")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_sent_answers_attempt_id")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "key", name=op.f("pk_sent_answers")),
    )


def downgrade() -> None:
    op.drop_table("sent_answers")
    with op.batch_alter_table("launches", schema=None) as batch_op:
        batch_op.drop_index("ix_launches_at")

    op.drop_table("launches")
    op.drop_table("page_sessions")
