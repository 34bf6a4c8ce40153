"""Until when a student admitted without a document must show one."""

import sqlalchemy as sa
from alembic import op

revision = "document_due"
down_revision = "0003_oral"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempts", sa.Column("document_due", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_attempts_document_due", "attempts", ["document_due"])


def downgrade() -> None:
    op.drop_index("ix_attempts_document_due", table_name="attempts")
    op.drop_column("attempts", "document_due")
