"""In which language a group studies, and a deck of tickets for each such language."""

import sqlalchemy as sa
from alembic import op

revision = "languages"
down_revision = "sheet_desk"
branch_labels = None
depends_on = None


def language() -> sa.Column[str]:
    """Empty: the deck of everybody who has none of the own language."""
    return sa.Column("language", sa.String(length=2), server_default="", nullable=False)


def index_holders() -> None:
    """Nobody holds two cards of an exam, in whatever deck."""
    op.create_index(
        "uq_cards_exam_id_taken_by",
        "cards",
        ["exam_id", "taken_by"],
        unique=True,
        sqlite_where=sa.text("NOT burnt"),
        postgresql_where=sa.text("NOT burnt"),
    )


def upgrade() -> None:
    op.add_column("groups", sa.Column("language", sa.String(length=32), nullable=True))
    op.drop_index("uq_cards_exam_id_taken_by", table_name="cards")
    with op.batch_alter_table("cards", recreate="always") as batch:
        batch.add_column(language(), insert_after="exam_id")
        batch.drop_constraint("uq_cards_exam_id_number", type_="unique")
        batch.create_unique_constraint(
            "uq_cards_exam_id_language_number", ["exam_id", "language", "number"]
        )
        batch.drop_constraint("pk_cards", type_="primary")
        batch.create_primary_key("pk_cards", ["exam_id", "language", "position"])
    index_holders()
    with op.batch_alter_table("draw_commitments", recreate="always") as batch:
        batch.add_column(language(), insert_after="exam_id")
        batch.drop_constraint("pk_draw_commitments", type_="primary")
        batch.create_primary_key("pk_draw_commitments", ["exam_id", "language"])


def downgrade() -> None:
    # The older release knows one deck an exam: those of a language are gone with it.
    op.execute("DELETE FROM cards WHERE language <> ''")
    op.execute("DELETE FROM draw_commitments WHERE language <> ''")
    with op.batch_alter_table("draw_commitments", recreate="always") as batch:
        batch.drop_column("language")
        batch.drop_constraint("pk_draw_commitments", type_="primary")
        batch.create_primary_key("pk_draw_commitments", ["exam_id"])
    op.drop_index("uq_cards_exam_id_taken_by", table_name="cards")
    with op.batch_alter_table("cards", recreate="always") as batch:
        batch.drop_constraint("uq_cards_exam_id_language_number", type_="unique")
        batch.drop_column("language")
        batch.create_unique_constraint("uq_cards_exam_id_number", ["exam_id", "number"])
        batch.drop_constraint("pk_cards", type_="primary")
        batch.create_primary_key("pk_cards", ["exam_id", "position"])
    index_holders()
    op.drop_column("groups", "language")
