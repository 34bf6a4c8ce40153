"""The tables of exams and of each student's part in them."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from exams.domain.attempt import Camera, Seen
from exams.domain.attempt_table import Stage
from exams.domain.exam import Kind
from exams.domain.exam_table import ExamStage
from exams.domain.talk import RemarkKind
from storage.columns import Items, Named, NamedSet, Span, Utc
from storage.tables.base import HASH, NAME, metadata, needed, own_id, whole

exams = Table(
    "exams",
    metadata,
    own_id(),
    needed("subject", NAME),
    needed("kind", Named(Kind)),
    needed("starts_at", Utc),
    needed("ends_at", Utc),  # starts_at + allowed; `exams.domain.clash` knows better of oral ones
    Column("chief", ForeignKey("people.id")),
    Column("reserve", Integer),  # a person; SQLite adds no foreign key to a table that is there
    needed("faculty", NAME),
    needed("host", NAME),
    needed("allowed", Span),
    needed("stage", Named(ExamStage)),
    Column("room_id", NAME),
    Column("room_host", NAME),
    Column("room_join_url", Text),
    needed("schedule_version", Integer),
    Column("began_at", Utc),
    Column("suspended_at", Utc),
    Column("closed_at", Utc),
    Column("door_until", Utc),
    needed("equal_preparation", Boolean, server_default=false()),
    needed("answer_time", Span, server_default=text("600000000")),
    Column("picking_opened_at", Utc),
    Column("oral_opens_at", Utc),
    needed("parts", JSON, server_default="[]"),
    needed("shows_answers", Boolean, server_default=false()),
    needed("done", Items),
    needed("version", Integer),
    Index("ix_exams_stage_starts_at", "stage", "starts_at"),
    CheckConstraint("allowed > 0", name="allowed"),
    CheckConstraint("ends_at > starts_at", name="ends_at"),
    CheckConstraint("(room_id IS NULL) = (room_join_url IS NULL)", name="room"),
    CheckConstraint("schedule_version > 0", name="schedule_version"),
    whole("version"),
    sqlite_autoincrement=True,
)

exam_groups = Table(
    "exam_groups",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True),
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
    needed("place", Integer),
)

exam_proctors = Table(
    "exam_proctors",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True, index=True),
    needed("place", Integer),
)

attempts = Table(
    "attempts",
    metadata,
    own_id(),
    needed("exam_id", ForeignKey("exams.id")),
    needed("student_id", ForeignKey("people.id"), index=True),
    needed("stage", Named(Stage)),
    Column("before", Named(Stage)),
    Column("rating", Integer),
    Column("camera", Named(Camera)),
    Column("link", Text),
    Column("registrant", NAME),
    needed("present", Boolean),
    Column("left_at", Utc),
    needed("seen", NamedSet(Seen)),
    needed("id_tries", Integer),
    Column("document_due", Utc),
    needed("rules_read", Integer),
    Column("rules_version", Integer),
    Column("rules_agreed_at", Utc),
    Column("ticket", Integer),
    Column("drawn_at", Utc),
    Column("interrupted_at", Utc),
    Column("told_left", Integer),
    Column("upload_until", Utc),
    needed("asked_again", Items),
    needed("warnings", Integer),
    Column("outcome_reason", Text),
    Column("released_at", Utc),
    Column("pick_from", Utc),
    Column("turn", Integer),
    needed("skipped", Boolean, server_default=false()),
    Column("called_at", Utc),
    Column("answering_at", Utc),
    Column("answered_at", Utc),
    needed("version", Integer),
    needed("allowed", Span),
    Column("started_at", Utc),
    needed("extra", Span),
    needed("paused", Span),
    Column("stopped_at", Utc),
    Column("held_at", Utc),
    Column("deadline_at", Utc),  # while the clock runs; so that what is due is a query
    UniqueConstraint("exam_id", "student_id"),
    UniqueConstraint("exam_id", "registrant"),
    Index("ix_attempts_stage_deadline_at", "stage", "deadline_at"),
    Index("ix_attempts_stage_upload_until", "stage", "upload_until"),
    Index("ix_attempts_stage_interrupted_at", "stage", "interrupted_at"),
    Index("ix_attempts_left_at", "left_at"),
    Index("ix_attempts_document_due", "document_due"),
    CheckConstraint("rating BETWEEN 0 AND 100", name="rating"),
    CheckConstraint("ticket > 0", name="ticket"),
    CheckConstraint("allowed > 0", name="allowed"),
    CheckConstraint("stopped_at IS NULL OR deadline_at IS NULL", name="deadline_at"),
    whole("id_tries"),
    whole("warnings"),
    whole("version"),
    sqlite_autoincrement=True,
)

remarks = Table(
    "remarks",
    metadata,
    own_id(),
    needed("attempt_id", ForeignKey("attempts.id"), index=True),
    needed("at", Utc),
    needed("kind", Named(RemarkKind)),
    needed("text", Text),
    Column("voice", HASH),
    sqlite_autoincrement=True,
)
