"""What stands on a ticket is sealed; what lies open is sealed when the process starts."""

import sqlalchemy as sa
from alembic import op

revision = "sealed"
down_revision = "page_comments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cards") as batch:
        batch.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))
        batch.alter_column("questions", existing_type=sa.JSON(), nullable=True)
        # What is read back of this default has brackets around it, and would keep them.
        batch.alter_column("language", existing_type=sa.String(2), server_default="")
        batch.create_check_constraint(
            op.f("ck_cards_sealed"), "(sealed IS NULL) <> (questions IS NULL)"
        )


def downgrade() -> None:
    # The older release has no key: what is sealed by now is imported again.
    op.execute("DELETE FROM cards WHERE sealed IS NOT NULL")
    with op.batch_alter_table("cards") as batch:
        batch.drop_constraint(op.f("ck_cards_sealed"), type_="check")
        batch.alter_column("questions", existing_type=sa.JSON(), nullable=False)
        batch.alter_column("language", existing_type=sa.String(2), server_default="")
        batch.drop_column("sealed")
