"""The proctor: exams, board, cards, alerts."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import AttemptId, ExamId
from exams.notices.base import Notice, WithMedia
from exams.notices.lines import ExamLine, StudentLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ProctorExams(Notice):
    """A proctor's exams, today's first (D7).

    Attributes:
        heard: those of which the reader is only a member of the commission.
    """

    template = "proctor_exams"
    exams: tuple[ExamLine, ...]
    heard: tuple[ExamLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProctorCalled(Notice):
    """Tell a proctor that the exam is about to begin, with the link to start the room.

    Attributes:
        people: how many students come.
        members: names of those who come in as the commission, and are to be let in.
        anew: the room before this one went, and its links open nothing any more.
    """

    template = "proctor_called"
    exam: ExamId
    subject: str
    starts_at: datetime
    url: str
    people: int
    members: tuple[str, ...] = ()
    anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionComes(Notice):
    """Tell a proctor whose room is open already whom to let in as the commission."""

    template = "commission_comes"
    exam: ExamId
    subject: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProctorAbsent(Notice):
    """Call the reserve or the chief proctor in place of those who have not come (B9).

    Attributes:
        names: of the others who were called; empty where whoever reads this is the only proctor.
    """

    template = "proctor_absent"
    exam: ExamId
    subject: str
    starts_at: datetime
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProctorCame(Notice):
    """Tell whoever was called in place of the absent that somebody has come.

    Attributes:
        name: who; empty where only the conference tells that it was opened.
    """

    template = "proctor_came"
    exam: ExamId
    subject: str
    starts_at: datetime
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomMissing(Notice):
    """Alert: the conference service gives no room, so nobody has a link yet.

    Attributes:
        lost: there was a room, it was deleted at the service, and no link opens any more.
    """

    template = "room_missing"
    exam: ExamId
    subject: str
    starts_at: datetime
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProctorBoard(Notice):
    """The live board of a room: one message that stays current (B15).

    Attributes:
        kind: written, oral or test.
        stage: of the exam.
        students: first who has asked something or lost the connection, then who else waits for
            the proctor, last whose exam is over; each part by name.
        unreached: names of those whom the link did not reach (B8).
        at: when it was drawn.
        answers_from: when the questioning of an oral exam begins, as far as it is known.
        next_name: who is called next; empty where nobody can be.
        can: what the reader may do with the room besides: open_picking, close_picking, call_next,
            chief_desk, commission.
    """

    template = "proctor_board"
    exam: ExamId
    subject: str
    stage: str
    starts_at: datetime
    kind: str
    students: tuple[StudentLine, ...]
    unreached: tuple[str, ...]
    at: datetime
    answers_from: datetime | None = None
    next_name: str = ""
    can: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentCard(Notice):
    """One student before the proctor: checks, clock, sheets, and what may be done.

    Attributes:
        extra_time: percent of additional time at every exam.
        given: minutes of extra time that were given at this one.
        conditions: what else is agreed on for the student's health: no_room_scan, scribe.
        left_early: left the conference before being released; flagged, not voided.
        unproven: admitted without a document, which is to be shown yet.
        can: the acts that are possible now: document, face, room, desk, identify, admit,
            admit_in_order, fail_id, admit_provisionally, prove, overrule_id, reinstate, void,
            fail_technically, ask_end, open_review, take_aside, warn, message, extra_time, pause,
            pause_clock, unpause, return, return_counted, accept, ask_again, release, sheets, end,
            reopen, accept_shown, revert_no_show, assign; in an oral exam pick_again, call, answer,
            skip, no_answer, end_answer, swap, mark, call_following.
        turn: place in the queue of an oral exam.
        about: when about it comes.
        points: the mark of an oral answer.
        left: how often the page of a computer test was left.
        away_since: when, if nobody has looked at it since.
        moves: how often the page went on on another device.
        likeness: whether the photographs of face and document show one person: same, review or
            different; empty where none were compared. A proposal: the proctor decides.
        likely: its probability in per cent.
        poor: what is poor about the photographs, as values of `PortraitFault`.
        apart: called to answer in a conference whose rooms the proctor opens by hand.
        stands: whether the clock of a paused student stands; None without a pause or a clock.
        following, following_name: who waits for the proctor next, if anybody does; in an oral exam
            whoever is to be called, while nobody is.
        outdated: the tap came to nothing: something else was done since the card was shown.
    """

    template = "student_card"
    exam: ExamId
    attempt: AttemptId
    name: str
    number: str
    stage: str
    camera: str
    present: bool
    document: bool
    face: bool
    room: bool
    desk: bool
    rules: bool
    ticket: int | None
    deadline: datetime | None
    warnings: int
    sheets: int
    aside: int
    suspicious: int
    extra_time: int
    conditions: tuple[str, ...]
    unproven: bool
    left_early: bool
    can: tuple[str, ...]
    turn: int | None = None
    about: datetime | None = None
    points: int | None = None
    left: int = 0
    away_since: datetime | None = None
    moves: int = 0
    likeness: str = ""
    likely: int | None = None
    poor: tuple[str, ...] = ()
    apart: bool = False
    given: int = 0
    stands: bool | None = None
    following: AttemptId | None = None
    following_name: str = ""
    outdated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Notice):
    """A student's message to the proctor."""

    template = "question"
    exam: ExamId
    attempt: AttemptId
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(Notice):
    """Something the proctor should look at.

    Attributes:
        what: outage, outage_waiting, outage_suspended, left, back, technical_fail, new_phone,
            same_sheet, late_sheet, lost_sheet, sheets_missing, third_warning, pick_late,
            no_document, second_device, faces_differ.
        chief: the reader decides as chief proctor; the others learn that the chief does.
    """

    template = "alert"
    exam: ExamId
    attempt: AttemptId
    name: str
    what: str
    at: datetime
    chief: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StillWaiting(Notice):
    """Remind the staff of students who are done, and of whom nobody has taken care for an hour.

    Attributes:
        names: of those who wait for their sheets to be accepted, or to be let go.
        missing: names of those who sent no sheets, of whom the chief decides.
        until: when the first one's wait ends by itself.
    """

    template = "still_waiting"
    exam: ExamId
    subject: str
    names: tuple[str, ...]
    missing: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StillPaused(Notice):
    """Remind the staff of students whose pause nobody has ended.

    Attributes:
        names: of whose `attempts` these are.
        since: when each pause began, or the exam went on after it.
        until: when the first of the pauses ends by itself.
    """

    template = "still_paused"
    exam: ExamId
    subject: str
    attempts: tuple[AttemptId, ...]
    names: tuple[str, ...]
    since: tuple[datetime, ...]
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached(Notice):
    """Whom the link has not reached, at T-15 and T-5 (B8).

    Attributes:
        names: of students.
        members: names of the commission's members whom no message reaches.
    """

    template = "unreached"
    exam: ExamId
    subject: str
    names: tuple[str, ...]
    minutes: int
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn(WithMedia):
    """A student's sheets as one PDF, to accept or to ask for again."""

    template = "handed_in"
    exam: ExamId
    attempt: AttemptId
    name: str
    pages: int
    aside: int
