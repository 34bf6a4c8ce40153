"""Trouble and talk: outages, warnings, messages, short confirmations."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId
from exams.notices.base import Notice, WithMedia


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageNoted(Notice):
    """The student's outage is stamped; says what happens next (B6).

    Attributes:
        until: when the student may come back alone.
        minutes: how many there will be for that once a suspended exam goes on; 0 where it is too
            late. Neither for who only waits for the proctor, paused or handed in.
    """

    template = "outage_noted"
    exam: ExamId
    at: datetime
    until: datetime | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeBack(Notice):
    """The student goes on after an interruption or a pause.

    Attributes:
        deadline: of the writing, while there is one.
        until: until when sheets are taken, once they are.
        since: what is over: outage, pause or removal.
        stage: at which the student goes on.
    """

    template = "welcome_back"
    exam: ExamId
    deadline: datetime | None
    until: datetime | None = None
    since: str = "outage"
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Notice):
    """The proctor paused the student.

    Attributes:
        clock_stopped: None in an oral exam, which has a queue and no clock.
    """

    template = "paused"
    exam: ExamId
    reason: str
    clock_stopped: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseLasts(Notice):
    """A pause lasts long, and the staff was reminded of it.

    Attributes:
        until: when it ends by itself.
        sheets: they are all that is left to do, and can be sent then.
    """

    template = "pause_lasts"
    exam: ExamId
    until: datetime
    sheets: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned(WithMedia):
    """A warning, in words or by voice (S16)."""

    template = "warned"
    exam: ExamId
    reason: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FromProctor(Notice):
    """A message of the proctor's to a student."""

    template = "from_proctor"
    exam: ExamId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedExam(Notice):
    """The student did not sit the exam; the dean's office can be asked within a day (S29).

    Attributes:
        until: until when it can be asked.
        came: the student came, and never began.
    """

    template = "missed_exam"
    exam: ExamId | None = None
    subject: str
    starts_at: datetime
    until: datetime
    came: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptEnded(Notice):
    """The attempt ended out of turn: terminated, technical_fail or annulled."""

    template = "attempt_ended"
    exam: ExamId | None = None
    subject: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteMessage(Notice):
    """Ask somebody to type or record something.

    Attributes:
        purpose: question (to the proctor), reply (to a student), warning, id_failed, extra_time,
            marks, correction, ask_again, end, spoil, new_time, message_all, time_all, appeal,
            uphold, change_mark, ask_end, mend_key, void, review, annul.
        about: the student's name where one is meant, else empty.
        again: what was written could not be read.
    """

    template = "write_message"
    purpose: str
    about: str
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Notice):
    """Confirm in a few words.

    Attributes:
        what: message_sent, warning_sent, extra_time_given, sheets_accepted, released, asked_again,
            cancelled_form, exam_begun, paused, resumed, id_failed, published, unbound, ended,
            exam_cancelled, checks_ok, move_acknowledged, downtime_credited, end_asked,
            back_noted.
        exam: in which a student sits, so that help and outage stay at hand; else None.
    """

    template = "done"
    what: str
    exam: ExamId | None = None
