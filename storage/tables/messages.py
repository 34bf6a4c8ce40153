"""The tables of messages: those that came, those that go, and what is being typed."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from exams.domain.delivery import AfterCrash, DeliveryState
from storage.columns import Items, Named, Utc
from storage.tables.base import CHAT, NAME, metadata, needed, own_id, whole

outbox = Table(
    "outbox",
    metadata,
    own_id(),
    needed("key", String(300), unique=True),
    needed("template", String(64)),
    needed("notice", Text),
    Column("person_id", ForeignKey("people.id")),
    Column("group_id", ForeignKey("groups.id")),
    needed("priority", Integer),
    needed("slot", NAME),
    needed("fresh", Boolean),
    needed("due_at", Utc),
    needed("after_crash", Named(AfterCrash)),
    Column("exam_id", ForeignKey("exams.id")),
    Column("attempt_id", ForeignKey("attempts.id")),
    needed("state", Named(DeliveryState)),
    needed("fence", Integer),
    needed("repeated", Boolean),
    needed("tries", Integer),
    Column("worker", NAME),
    Column("lease_until", Utc),
    Column("sent_at", Utc),
    Column("fault", Text),
    Column("asked_at", Utc),
    Column("out", Items),
    Index("ix_outbox_state_priority", "state", "priority", "due_at", "id"),
    Index("ix_outbox_exam_id_template", "exam_id", "template"),
    Index(
        "ix_outbox_slot",
        "slot",
        sqlite_where=text("slot <> ''"),
    ),
    CheckConstraint("(person_id IS NULL) <> (group_id IS NULL)", name="recipient"),
    CheckConstraint(
        "state NOT IN ('claimed', 'sending') OR lease_until IS NOT NULL", name="lease"
    ),
    whole("fence"),
    whole("tries"),
    sqlite_autoincrement=True,
)

slots = Table(
    "slots",
    metadata,
    Column("slot", NAME, primary_key=True),
    Column("chat", CHAT, primary_key=True, autoincrement=False),
    needed("message_id", BigInteger),
    needed("has_media", Boolean),
    Column("above", Items),
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    needed("key", NAME),
    needed("payload", Text),
    needed("at", Utc),
    Column("done_at", Utc),
    needed("tries", Integer),
    Column("error", String(200)),
    Index(
        "ix_inbox_unfinished",
        "key",
        "update_id",
        sqlite_where=text("done_at IS NULL"),
    ),
    Index("ix_inbox_done_at", "done_at"),
)

forms = Table(
    "forms",
    metadata,
    Column("key", NAME, primary_key=True),
    Column("state", NAME),
    needed("data", JSON),
)
