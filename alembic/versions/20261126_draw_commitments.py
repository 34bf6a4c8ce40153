"""What is committed to each deck before the draw."""

import sqlalchemy as sa
from alembic import op

revision = "0002_draws"
down_revision = "absence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draw_commitments",
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(secret) = 32", name=op.f("ck_draw_commitments_secret")),
        sa.CheckConstraint(
            "length(fingerprint) = 64", name=op.f("ck_draw_commitments_fingerprint")
        ),
        sa.ForeignKeyConstraint(
            ["exam_id"], ["exams.id"], name=op.f("fk_draw_commitments_exam_id")
        ),
        sa.PrimaryKeyConstraint("exam_id", name=op.f("pk_draw_commitments")),
    )


def downgrade() -> None:
    op.drop_table("draw_commitments")
