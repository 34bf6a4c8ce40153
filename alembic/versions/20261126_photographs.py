"""Consent to photographs at checking in, and what their comparison proposes."""

import sqlalchemy as sa
from alembic import op

revision = "photographs"
down_revision = "question_draw"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photographs",
        sa.Column("attempt_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pictures", sa.Integer(), nullable=False),
        sa.Column("sameness", sa.String(length=32), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("pictures >= 0", name=op.f("ck_photographs_pictures")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_photographs_score")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_photographs_version")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_photographs_attempt_id")
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_photographs")),
    )


def downgrade() -> None:
    op.drop_table("photographs")
