"""Pictures whose time is over: what was made of sheets is known by exam, erased sheets say so."""

import sqlalchemy as sa
from alembic import op

revision = "erasure"
down_revision = "commissions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exam_files",
        sa.Column("exam_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_exam_files_exam_id")),
        sa.PrimaryKeyConstraint("exam_id", "digest", name=op.f("pk_exam_files")),
    )
    op.add_column("sheets", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("sheets", "erased_at")
    op.drop_table("exam_files")
