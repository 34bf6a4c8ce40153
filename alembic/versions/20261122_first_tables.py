"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_heads",
        sa.Column("exam_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("exam_id", name=op.f("pk_event_heads")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("actor", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.String(length=32), nullable=False),
        sa.Column("after", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "length(previous) = 64 AND length(hash) = 64", name=op.f("ck_events_hash")
        ),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_events_sequence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("exam_id", "sequence", name=op.f("uq_events_exam_id_sequence")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "forms",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_forms")),
    )
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("faculty", sa.String(length=200), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("locale", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_groups_chat_id")),
        sa.UniqueConstraint("name", name=op.f("uq_groups_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_done_at", ["done_at"], unique=False)
        batch_op.create_index(
            "ix_inbox_unfinished",
            ["update_id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "invite_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite_tries")),
    )
    with op.batch_alter_table("invite_tries", schema=None) as batch_op:
        batch_op.create_index("ix_invite_tries_account_at", ["account", "at"], unique=False)

    op.create_table(
        "slots",
        sa.Column("slot", sa.String(length=200), nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("has_media", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slot", "chat", name=op.f("pk_slots")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("roles", sa.String(length=200), nullable=False),
        sa.Column("faculty", sa.String(length=200), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("locale", sa.String(length=32), nullable=True),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("extra_time", sa.Integer(), nullable=False),
        sa.CheckConstraint("extra_time >= 0", name=op.f("ck_people_extra_time")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_people_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("account", name=op.f("uq_people_account")),
        sa.UniqueConstraint("number", name=op.f("uq_people_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_phone"), ["phone"], unique=False)

    op.create_table(
        "exams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chief", sa.Integer(), nullable=True),
        sa.Column("faculty", sa.String(length=200), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("allowed", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=200), nullable=True),
        sa.Column("room_host", sa.String(length=200), nullable=True),
        sa.Column("room_join_url", sa.Text(), nullable=True),
        sa.Column("schedule_version", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(room_id IS NULL) = (room_join_url IS NULL)", name=op.f("ck_exams_room")
        ),
        sa.CheckConstraint("allowed > 0", name=op.f("ck_exams_allowed")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_exams_ends_at")),
        sa.CheckConstraint("schedule_version > 0", name=op.f("ck_exams_schedule_version")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_exams_version")),
        sa.ForeignKeyConstraint(["chief"], ["people.id"], name=op.f("fk_exams_chief")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exams")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("exams", schema=None) as batch_op:
        batch_op.create_index("ix_exams_stage_starts_at", ["stage", "starts_at"], unique=False)

    op.create_table(
        "invites",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invites_person_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_invites")),
    )
    with op.batch_alter_table("invites", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invites_person_id"), ["person_id"], unique=False)

    op.create_table(
        "pendings",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pendings_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_pendings")),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("camera", sa.String(length=32), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("registrant", sa.String(length=200), nullable=True),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen", sa.String(length=200), nullable=False),
        sa.Column("id_tries", sa.Integer(), nullable=False),
        sa.Column("rules_read", sa.Integer(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=True),
        sa.Column("rules_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ticket", sa.Integer(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("interrupted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_left", sa.Integer(), nullable=True),
        sa.Column("upload_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_again", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("outcome_reason", sa.Text(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extra", sa.BigInteger(), nullable=False),
        sa.Column("paused", sa.BigInteger(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("allowed > 0", name=op.f("ck_attempts_allowed")),
        sa.CheckConstraint("id_tries >= 0", name=op.f("ck_attempts_id_tries")),
        sa.CheckConstraint("rating BETWEEN 0 AND 100", name=op.f("ck_attempts_rating")),
        sa.CheckConstraint(
            "stopped_at IS NULL OR deadline_at IS NULL", name=op.f("ck_attempts_deadline_at")
        ),
        sa.CheckConstraint("ticket > 0", name=op.f("ck_attempts_ticket")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_attempts_version")),
        sa.CheckConstraint("warnings >= 0", name=op.f("ck_attempts_warnings")),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_attempts_exam_id")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["people.id"], name=op.f("fk_attempts_student_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("exam_id", "registrant", name=op.f("uq_attempts_exam_id_registrant")),
        sa.UniqueConstraint("exam_id", "student_id", name=op.f("uq_attempts_exam_id_student_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index("ix_attempts_left_at", ["left_at"], unique=False)
        batch_op.create_index(
            "ix_attempts_stage_deadline_at", ["stage", "deadline_at"], unique=False
        )
        batch_op.create_index(
            "ix_attempts_stage_interrupted_at", ["stage", "interrupted_at"], unique=False
        )
        batch_op.create_index(
            "ix_attempts_stage_upload_until", ["stage", "upload_until"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attempts_student_id"), ["student_id"], unique=False)

    op.create_table(
        "cards",
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("burnt", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_cards_number")),
        sa.CheckConstraint("position > 0", name=op.f("ck_cards_position")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_cards_version")),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_cards_exam_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name=op.f("fk_cards_taken_by")),
        sa.PrimaryKeyConstraint("exam_id", "position", name=op.f("pk_cards")),
        sa.UniqueConstraint("exam_id", "number", name=op.f("uq_cards_exam_id_number")),
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.create_index(
            "uq_cards_exam_id_taken_by",
            ["exam_id", "taken_by"],
            unique=True,
            sqlite_where=sa.text("NOT burnt"),
            postgresql_where=sa.text("NOT burnt"),
        )

    op.create_table(
        "exam_groups",
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_exam_groups_exam_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_exam_groups_group_id")),
        sa.PrimaryKeyConstraint("exam_id", "group_id", name=op.f("pk_exam_groups")),
    )
    op.create_table(
        "exam_proctors",
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_exam_proctors_exam_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_exam_proctors_person_id")
        ),
        sa.PrimaryKeyConstraint("exam_id", "person_id", name=op.f("pk_exam_proctors")),
    )
    with op.batch_alter_table("exam_proctors", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exam_proctors_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "marks",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name=op.f("ck_marks_points")),
        sa.CheckConstraint("version > 0", name=op.f("ck_marks_version")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_marks_attempt_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_marks_by")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_marks")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=200), nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_crash", sa.String(length=32), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=True),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=200), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('claimed', 'sending') OR lease_until IS NOT NULL",
            name=op.f("ck_outbox_lease"),
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_outbox_recipient")
        ),
        sa.CheckConstraint("fence >= 0", name=op.f("ck_outbox_fence")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_outbox_tries")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_outbox_attempt_id")
        ),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_outbox_exam_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_outbox_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outbox_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_exam_id_template", ["exam_id", "template"], unique=False)
        batch_op.create_index(
            "ix_outbox_slot",
            ["slot"],
            unique=False,
            sqlite_where=sa.text("slot <> ''"),
            postgresql_where=sa.text("slot <> ''"),
        )
        batch_op.create_index(
            "ix_outbox_state_priority", ["state", "priority", "due_at", "id"], unique=False
        )

    op.create_table(
        "sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("place_message", sa.BigInteger(), nullable=False),
        sa.Column("place_page", sa.Integer(), nullable=False),
        sa.Column("upload", sa.String(length=64), nullable=False),
        sa.Column("picture", sa.String(length=64), nullable=False),
        sa.Column("straightened", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("advice", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("same_as", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_sheets_attempt_id")
        ),
        sa.ForeignKeyConstraint(["same_as"], ["sheets.id"], name=op.f("fk_sheets_same_as")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheets")),
        sa.UniqueConstraint(
            "attempt_id", "message", "page", name=op.f("uq_sheets_attempt_id_message_page")
        ),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("sheets")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_state_priority")
        batch_op.drop_index(
            "ix_outbox_slot",
            sqlite_where=sa.text("slot <> ''"),
            postgresql_where=sa.text("slot <> ''"),
        )
        batch_op.drop_index("ix_outbox_exam_id_template")

    op.drop_table("outbox")
    op.drop_table("marks")
    with op.batch_alter_table("exam_proctors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exam_proctors_person_id"))

    op.drop_table("exam_proctors")
    op.drop_table("exam_groups")
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_cards_exam_id_taken_by",
            sqlite_where=sa.text("NOT burnt"),
            postgresql_where=sa.text("NOT burnt"),
        )

    op.drop_table("cards")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempts_student_id"))
        batch_op.drop_index("ix_attempts_stage_upload_until")
        batch_op.drop_index("ix_attempts_stage_interrupted_at")
        batch_op.drop_index("ix_attempts_stage_deadline_at")
        batch_op.drop_index("ix_attempts_left_at")

    op.drop_table("attempts")
    op.drop_table("pendings")
    with op.batch_alter_table("invites", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invites_person_id"))

    op.drop_table("invites")
    with op.batch_alter_table("exams", schema=None) as batch_op:
        batch_op.drop_index("ix_exams_stage_starts_at")

    op.drop_table("exams")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_phone"))
        batch_op.drop_index(batch_op.f("ix_people_group_id"))

    op.drop_table("people")
    op.drop_table("slots")
    with op.batch_alter_table("invite_tries", schema=None) as batch_op:
        batch_op.drop_index("ix_invite_tries_account_at")

    op.drop_table("invite_tries")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_inbox_unfinished",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index("ix_inbox_done_at")

    op.drop_table("inbox")
    op.drop_table("groups")
    op.drop_table("forms")
    op.drop_table("events")
    op.drop_table("event_heads")
