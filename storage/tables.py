"""The tables. Whatever rule can be a UNIQUE or a CHECK is one here, besides its domain code."""

from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from exams.domain.absence import Reason
from exams.domain.absence_table import CaseStage, PlanStage
from exams.domain.appeal import AppealStage
from exams.domain.attempt import Camera, Seen
from exams.domain.attempt_table import Stage
from exams.domain.booklet import Unanswered
from exams.domain.delivery import AfterCrash, DeliveryState
from exams.domain.exam import ExamStage, Kind
from exams.domain.gradebook import RowState
from exams.domain.grades import MarkStatus
from exams.domain.people import Condition, Locale, Role
from exams.domain.questions import QuestionKind
from exams.domain.sheets import SheetStatus
from exams.domain.talk import RemarkKind
from storage.columns import Items, Named, NamedSet, Span, Utc

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

NAME: Final = String(200)
HASH: Final = String(64)
CHAT: Final = BigInteger


def _id() -> Column[int]:
    # SQLite numbers rows by itself only in a column that is INTEGER to the letter.
    return Column("id", Integer, primary_key=True)


def _needed(name: str, kind: Any, *more: Any, **options: Any) -> Column[Any]:
    return Column(name, kind, *more, nullable=False, **options)


def _whole(name: str) -> CheckConstraint:
    return CheckConstraint(f"{name} >= 0", name=name)


groups = Table(
    "groups",
    metadata,
    _id(),
    _needed("name", NAME, unique=True),
    _needed("faculty", NAME),
    Column("chat_id", CHAT, unique=True),
    _needed("locale", Named(Locale)),
    Column("language", Named(Locale)),
    sqlite_autoincrement=True,
)

people = Table(
    "people",
    metadata,
    _id(),
    _needed("name", NAME),
    _needed("number", String(64), unique=True),
    _needed("roles", NamedSet(Role)),
    _needed("faculty", NAME),
    Column("group_id", ForeignKey("groups.id"), index=True),
    Column("phone", String(32), index=True),
    Column("locale", Named(Locale)),
    Column("account", CHAT, unique=True),
    _needed("reachable", Boolean),
    _needed("extra_time", Integer),
    _needed("conditions", NamedSet(Condition), server_default=""),
    _needed("region", NAME, server_default=""),
    _whole("extra_time"),
    sqlite_autoincrement=True,
)

exams = Table(
    "exams",
    metadata,
    _id(),
    _needed("subject", NAME),
    _needed("kind", Named(Kind)),
    _needed("starts_at", Utc),
    _needed("ends_at", Utc),  # starts_at + allowed, so that overlaps are a comparison
    Column("chief", ForeignKey("people.id")),
    Column("reserve", Integer),  # a person; SQLite adds no foreign key to a table that is there
    _needed("faculty", NAME),
    _needed("host", NAME),
    _needed("allowed", Span),
    _needed("stage", Named(ExamStage)),
    Column("room_id", NAME),
    Column("room_host", NAME),
    Column("room_join_url", Text),
    _needed("schedule_version", Integer),
    Column("began_at", Utc),
    Column("suspended_at", Utc),
    Column("closed_at", Utc),
    _needed("equal_preparation", Boolean, server_default=false()),
    _needed("answer_time", Span, server_default=text("600000000")),
    Column("picking_opened_at", Utc),
    Column("oral_opens_at", Utc),
    _needed("parts", JSON, server_default="[]"),
    _needed("shows_answers", Boolean, server_default=false()),
    _needed("done", Items),
    _needed("version", Integer),
    Index("ix_exams_stage_starts_at", "stage", "starts_at"),
    CheckConstraint("allowed > 0", name="allowed"),
    CheckConstraint("ends_at > starts_at", name="ends_at"),
    CheckConstraint("(room_id IS NULL) = (room_join_url IS NULL)", name="room"),
    CheckConstraint("schedule_version > 0", name="schedule_version"),
    _whole("version"),
    sqlite_autoincrement=True,
)

exam_groups = Table(
    "exam_groups",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True),
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
    _needed("place", Integer),
)

exam_proctors = Table(
    "exam_proctors",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True, index=True),
    _needed("place", Integer),
)

attempts = Table(
    "attempts",
    metadata,
    _id(),
    _needed("exam_id", ForeignKey("exams.id")),
    _needed("student_id", ForeignKey("people.id"), index=True),
    _needed("stage", Named(Stage)),
    Column("before", Named(Stage)),
    Column("rating", Integer),
    Column("camera", Named(Camera)),
    Column("link", Text),
    Column("registrant", NAME),
    _needed("present", Boolean),
    Column("left_at", Utc),
    _needed("seen", NamedSet(Seen)),
    _needed("id_tries", Integer),
    Column("document_due", Utc),
    _needed("rules_read", Integer),
    Column("rules_version", Integer),
    Column("rules_agreed_at", Utc),
    Column("ticket", Integer),
    Column("drawn_at", Utc),
    Column("interrupted_at", Utc),
    Column("told_left", Integer),
    Column("upload_until", Utc),
    _needed("asked_again", Items),
    _needed("warnings", Integer),
    Column("outcome_reason", Text),
    Column("released_at", Utc),
    Column("pick_from", Utc),
    Column("turn", Integer),
    _needed("skipped", Boolean, server_default=false()),
    Column("called_at", Utc),
    Column("answering_at", Utc),
    Column("answered_at", Utc),
    _needed("version", Integer),
    _needed("allowed", Span),
    Column("started_at", Utc),
    _needed("extra", Span),
    _needed("paused", Span),
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
    _whole("id_tries"),
    _whole("warnings"),
    _whole("version"),
    sqlite_autoincrement=True,
)

cards = Table(
    "cards",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True),
    Column("language", String(2), primary_key=True, server_default=""),  # empty: everybody's
    Column("position", Integer, primary_key=True),
    _needed("number", Integer),
    Column("sealed", LargeBinary),
    Column("questions", Items),  # what an earlier release left open, until it is sealed
    _needed("pictures", Items, server_default="[]"),
    Column("taken_by", ForeignKey("people.id")),
    _needed("burnt", Boolean),
    _needed("version", Integer),
    Index(
        "uq_cards_exam_id_taken_by",
        "exam_id",
        "taken_by",
        unique=True,
        sqlite_where=text("NOT burnt"),
        postgresql_where=text("NOT burnt"),
    ),
    UniqueConstraint("exam_id", "language", "number"),
    CheckConstraint("(sealed IS NULL) <> (questions IS NULL)", name="sealed"),
    CheckConstraint("position > 0", name="position"),
    CheckConstraint("number > 0", name="number"),
    _whole("version"),
)

questions = Table(
    "questions",
    metadata,
    _id(),
    _needed("exam_id", ForeignKey("exams.id")),
    _needed("place", Integer),
    _needed("name", NAME),
    _needed("kind", Named(QuestionKind)),
    _needed("text", Text),
    Column("picture", HASH),
    _needed("options", JSON),
    _needed("lines", Items),
    _needed("key", JSON),
    _needed("topic", NAME),
    _needed("difficulty", Integer),
    _needed("points", Integer),
    _needed("shuffled", Boolean),
    _needed("version", Integer),
    UniqueConstraint("exam_id", "place"),
    UniqueConstraint("exam_id", "name"),
    CheckConstraint("difficulty BETWEEN 1 AND 3", name="difficulty"),
    CheckConstraint("points > 0", name="points"),
    _whole("version"),
    sqlite_autoincrement=True,
)

draw_commitments = Table(
    "draw_commitments",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True),
    Column("language", String(2), primary_key=True, server_default=""),  # as of the cards
    _needed("secret", LargeBinary),
    _needed("fingerprint", HASH),
    CheckConstraint("length(secret) = 32", name="secret"),
    CheckConstraint("length(fingerprint) = 64", name="fingerprint"),
)

booklets = Table(
    "booklets",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True),
    _needed("seed", String(64)),
    _needed("items", JSON),
    _needed("questions", Integer),
    _needed("at_expiry", Named(Unanswered)),
    _needed("answered", Integer),
    _needed("flagged", Items),
    _needed("place", Integer),
    _needed("ticked", Boolean),
    Column("shown_at", Utc),
    _needed("version", Integer),
    Index("ix_booklets_shown_at", "shown_at"),
    CheckConstraint("questions > 0", name="questions"),
    CheckConstraint("answered BETWEEN 0 AND questions", name="answered"),
    CheckConstraint("place BETWEEN 1 AND questions", name="place"),
    _whole("version"),
)

answers = Table(
    "answers",
    metadata,
    _id(),
    _needed("attempt_id", ForeignKey("booklets.attempt_id")),
    _needed("place", Integer),
    _needed("turn", Integer),
    _needed("chosen", Items),
    _needed("typed", Text),
    _needed("complete", Boolean),
    _needed("late", Boolean),
    _needed("at", Utc),
    UniqueConstraint("attempt_id", "place", "turn"),
    CheckConstraint("place > 0", name="place"),
    CheckConstraint("turn > 0", name="turn"),
    sqlite_autoincrement=True,
)

remarks = Table(
    "remarks",
    metadata,
    _id(),
    _needed("attempt_id", ForeignKey("attempts.id"), index=True),
    _needed("at", Utc),
    _needed("kind", Named(RemarkKind)),
    _needed("text", Text),
    Column("voice", HASH),
    sqlite_autoincrement=True,
)

sheets = Table(
    "sheets",
    metadata,
    _id(),
    _needed("attempt_id", ForeignKey("attempts.id")),
    _needed("message", BigInteger),
    _needed("page", Integer),
    _needed("place_message", BigInteger),
    _needed("place_page", Integer),
    _needed("upload", HASH),
    _needed("picture", HASH),
    _needed("straightened", HASH),
    _needed("status", Named(SheetStatus)),
    _needed("reasons", Items),
    _needed("advice", Items),
    _needed("fingerprint", LargeBinary),
    Column("same_as", ForeignKey("sheets.id")),
    _needed("turned", Integer, server_default=text("0")),
    Column("shown", HASH),
    _needed("received_at", Utc),
    UniqueConstraint("attempt_id", "message", "page"),
    sqlite_autoincrement=True,
)

marks = Table(
    "marks",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True),
    _needed("points", Integer),
    _needed("status", Named(MarkStatus)),
    _needed("by", ForeignKey("people.id")),
    _needed("at", Utc),
    _needed("reason", Text),
    Column("published_at", Utc),
    Column("was", Integer),
    _needed("version", Integer),
    CheckConstraint("points BETWEEN 0 AND 100", name="points"),
    CheckConstraint("version > 0", name="version"),
)

grade_rows = Table(
    "grade_rows",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    _needed("exam_id", ForeignKey("exams.id"), index=True),
    _needed("student_id", ForeignKey("people.id")),
    _needed("points", Integer),
    _needed("letter", String(32)),
    _needed("gpa", String(32)),
    Column("final", Integer),
    _needed("final_letter", String(32)),
    Column("corrects", Integer),
    _needed("published_at", Utc),
    _needed("due_at", Utc),
    _needed("state", Named(RowState)),
    _needed("tries", Integer),
    _needed("reason", Text),
    Column("sent_at", Utc),
    Column("answered_at", Utc),
    _needed("version", Integer),
    Index("ix_grade_rows_state_due_at", "state", "due_at"),
    CheckConstraint("points BETWEEN 0 AND 100", name="points"),
    CheckConstraint("revision > 0", name="revision"),
    _whole("tries"),
    _whole("version"),
)

appeals = Table(
    "appeals",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True),
    _needed("exam_id", ForeignKey("exams.id"), index=True),
    _needed("text", Text),
    _needed("against", Integer),
    _needed("marked_by", ForeignKey("people.id")),
    _needed("filed_at", Utc),
    _needed("decide_by", Utc),
    _needed("remind_at", Utc),
    _needed("stage", Named(AppealStage)),
    Column("points", Integer),
    _needed("reason", Text),
    Column("decided_by", ForeignKey("people.id")),
    Column("decided_at", Utc),
    _needed("version", Integer),
    Index("ix_appeals_stage_remind_at", "stage", "remind_at"),
    CheckConstraint("points BETWEEN 0 AND 100", name="points"),
    CheckConstraint("(stage = 'open') = (decided_at IS NULL)", name="decided_at"),
    CheckConstraint("(stage = 'open') = (decided_by IS NULL)", name="decided_by"),
    _whole("version"),
)

orders = Table(
    "orders",
    metadata,
    _id(),
    _needed("faculty", NAME),
    _needed("year", Integer),
    _needed("number", Integer),
    _needed("issued_at", Utc),
    _needed("by", ForeignKey("people.id")),
    Column("cancels", ForeignKey("orders.id"), unique=True),
    Column("cancelled_by", ForeignKey("orders.id"), unique=True),
    Column("paper", HASH),
    UniqueConstraint("faculty", "year", "number"),
    CheckConstraint("number > 0", name="number"),
    Index(
        "ix_orders_without_paper",
        "id",
        sqlite_where=text("paper IS NULL"),
        postgresql_where=text("paper IS NULL"),
    ),
    sqlite_autoincrement=True,
)

plans = Table(
    "plans",
    metadata,
    Column("exam_id", ForeignKey("exams.id"), primary_key=True, autoincrement=False),
    _needed("missed_id", ForeignKey("exams.id"), index=True),
    _needed("faculty", NAME),
    _needed("proposed_by", ForeignKey("people.id")),
    _needed("proposed_at", Utc),
    _needed("stage", Named(PlanStage)),
    Column("approved_by", ForeignKey("people.id")),
    Column("approved_at", Utc),
    Column("confirmed_by", ForeignKey("people.id")),
    Column("confirmed_at", Utc),
    Column("workbook", HASH),
    Column("paper", HASH),
    _needed("version", Integer),
    Index("ix_plans_stage", "stage"),
    _whole("version"),
)

# Whoever opens a case may be the clock, which is nobody on the roster: no foreign key.
cases = Table(
    "cases",
    metadata,
    _id(),
    _needed("attempt_id", ForeignKey("attempts.id")),
    _needed("exam_id", ForeignKey("exams.id")),
    _needed("student_id", ForeignKey("people.id"), index=True),
    _needed("faculty", NAME),
    _needed("missed_as", Named(Stage)),
    _needed("by", Integer),
    _needed("opened_at", Utc),
    _needed("apply_until", Utc),
    _needed("happened_at", Utc),
    _needed("stage", Named(CaseStage)),
    _needed("on_behalf", Boolean),
    Column("reason", Named(Reason)),
    _needed("text", Text),
    Column("submitted_at", Utc),
    Column("decide_by", Utc),
    Column("proof_until", Utc),
    Column("decided_by", ForeignKey("people.id")),
    Column("decided_at", Utc),
    _needed("decision", Text),
    Column("reconsider_until", Utc),
    _needed("reconsidered", Boolean),
    Column("order_id", ForeignKey("orders.id"), index=True),
    Column("additional_id", ForeignKey("exams.id"), index=True),
    Column("attempt_anew", ForeignKey("attempts.id"), unique=True),
    _needed("reminders", Integer),
    Column("closed_at", Utc),
    _needed("version", Integer),
    UniqueConstraint("attempt_id"),
    Index("ix_cases_faculty_stage_decide_by", "faculty", "stage", "decide_by", "id"),
    Index("ix_cases_stage_decide_by", "stage", "decide_by"),
    Index("ix_cases_happened_at", "happened_at"),
    CheckConstraint("(additional_id IS NULL) = (attempt_anew IS NULL)", name="anew"),
    CheckConstraint("additional_id IS NULL OR order_id IS NOT NULL", name="ordered"),
    _whole("reminders"),
    _whole("version"),
    sqlite_autoincrement=True,
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True, autoincrement=False),
    Column("case_id", ForeignKey("cases.id"), primary_key=True, autoincrement=False, index=True),
    _needed("place", Integer),
)

evidence = Table(
    "evidence",
    metadata,
    _id(),
    _needed("case_id", ForeignKey("cases.id")),
    _needed("message", BigInteger),
    _needed("page", Integer),
    _needed("picture", HASH),
    _needed("received_at", Utc),
    UniqueConstraint("case_id", "message", "page"),
    sqlite_autoincrement=True,
)

# The log outlives what it tells about, and chain 0 belongs to no exam: no foreign keys.
events = Table(
    "events",
    metadata,
    _id(),
    _needed("exam_id", Integer),
    _needed("sequence", Integer),
    _needed("at", Utc),
    Column("sent_at", Utc),
    _needed("actor", Integer),
    _needed("role", String(32)),
    _needed("act", String(64)),
    Column("attempt_id", Integer),
    _needed("before", String(32)),
    _needed("after", String(32)),
    _needed("reason", Text),
    _needed("facts", JSON),
    _needed("previous", HASH),
    _needed("hash", HASH),
    UniqueConstraint("exam_id", "sequence"),
    Index(
        "ix_events_interrupted_at",
        "at",
        sqlite_where=text("act = 'interrupt'"),
        postgresql_where=text("act = 'interrupt'"),
    ),
    CheckConstraint("sequence > 0", name="sequence"),
    CheckConstraint("length(previous) = 64 AND length(hash) = 64", name="hash"),
    sqlite_autoincrement=True,
)

event_heads = Table(
    "event_heads",
    metadata,
    Column("exam_id", Integer, primary_key=True, autoincrement=False),
    _needed("sequence", Integer),
    _needed("hash", HASH),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _needed("key", String(300), unique=True),
    _needed("template", String(64)),
    _needed("notice", Text),
    Column("person_id", ForeignKey("people.id")),
    Column("group_id", ForeignKey("groups.id")),
    _needed("priority", Integer),
    _needed("slot", NAME),
    _needed("fresh", Boolean),
    _needed("due_at", Utc),
    _needed("after_crash", Named(AfterCrash)),
    Column("exam_id", ForeignKey("exams.id")),
    Column("attempt_id", ForeignKey("attempts.id")),
    _needed("state", Named(DeliveryState)),
    _needed("fence", Integer),
    _needed("repeated", Boolean),
    _needed("tries", Integer),
    Column("worker", NAME),
    Column("lease_until", Utc),
    Column("sent_at", Utc),
    Column("fault", Text),
    Index("ix_outbox_state_priority", "state", "priority", "due_at", "id"),
    Index("ix_outbox_exam_id_template", "exam_id", "template"),
    Index(
        "ix_outbox_slot",
        "slot",
        sqlite_where=text("slot <> ''"),
        postgresql_where=text("slot <> ''"),
    ),
    CheckConstraint("(person_id IS NULL) <> (group_id IS NULL)", name="recipient"),
    CheckConstraint(
        "state NOT IN ('claimed', 'sending') OR lease_until IS NOT NULL", name="lease"
    ),
    _whole("fence"),
    _whole("tries"),
    sqlite_autoincrement=True,
)

slots = Table(
    "slots",
    metadata,
    Column("slot", NAME, primary_key=True),
    Column("chat", CHAT, primary_key=True, autoincrement=False),
    _needed("message_id", BigInteger),
    _needed("has_media", Boolean),
)

invites = Table(
    "invites",
    metadata,
    Column("hash", HASH, primary_key=True),
    _needed("person_id", ForeignKey("people.id"), index=True),
    _needed("made_at", Utc),
    Column("used_at", Utc),
    Column("until", Utc),
    _needed("rebinds", Boolean, server_default=false()),
)

invite_tries = Table(
    "invite_tries",
    metadata,
    _id(),
    _needed("account", CHAT),
    _needed("at", Utc),
    Index("ix_invite_tries_account_at", "account", "at"),
)

pendings = Table(
    "pendings",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("kind", String(32), primary_key=True),
    _needed("token", String(64)),
    _needed("payload", Text),
    _needed("at", Utc),
)

pulse = Table(
    "pulse",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _needed("at", Utc),
    CheckConstraint("id = 1", name="one"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    _needed("key", NAME),
    _needed("payload", Text),
    _needed("at", Utc),
    Column("done_at", Utc),
    _needed("tries", Integer),
    Column("error", String(200)),
    Index(
        "ix_inbox_unfinished",
        "update_id",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
    Index("ix_inbox_done_at", "done_at"),
)

forms = Table(
    "forms",
    metadata,
    Column("key", NAME, primary_key=True),
    Column("state", NAME),
    _needed("data", JSON),
)
