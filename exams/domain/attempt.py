"""One student's part in one exam: the acts, with their guards of time and fact."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from exams.domain.attempt_table import ATTEMPT_TABLE, OVER, SAT, Act, Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import Exam, ExamStage, Kind
from exams.domain.ids import AttemptId, ExamId, PersonId, TicketNumber
from exams.domain.people import Condition, Role
from exams.domain.refusals import (
    ChecksMissing,
    NoSheets,
    NotAllowed,
    PagesDiffer,
    PickingNotOpen,
    ReasonMissing,
    RulesNotAgreed,
    SheetsNotAccepted,
    TicketsShown,
    TooEarly,
    TooLate,
    Unknown,
    WrongStage,
)
from exams.domain.transitions import step

RULES_VERSION: Final = 1  # the text of templates/<locale>/rules; grows when the text changes
ID_TRIES: Final = 3  # rules B: at most three tries to be identified
SELF_RETURN: Final = timedelta(minutes=5)  # rules B: a student may come back alone within this
TECHNICAL_FAIL_AFTER: Final = timedelta(minutes=30)  # rules B: then the interruption is a failure
PAUSES_BY_PROCTOR: Final = timedelta(minutes=30)  # rules B: beyond this in all, the chief alone
UPLOAD_TIME: Final = timedelta(minutes=15)  # rules D
RESHOOT_TIME: Final = timedelta(minutes=5)  # rules D, for each sheet named
DOCUMENT_DUE: Final = timedelta(hours=24)  # edge cases: admitted without one, it is shown later
HAND_OVER_TIME: Final = timedelta(minutes=3)  # the one phone leaves the tripod to scan
WARNINGS_BEFORE_CHIEF: Final = 3  # rules B: the third prompts the chief


class Seen(Enum):
    """What the proctor ticks on the student's card (S7, S12)."""

    DOCUMENT = "document"
    FACE = "face"
    ROOM = "room"
    DESK = "desk"


class Camera(Enum):
    """With what the student is on camera (S1)."""

    WEBCAM = "webcam"
    PHONE = "phone"


def excused_by(conditions: frozenset[Condition]) -> frozenset[Seen]:
    """Return what need not be seen of a student, by what is agreed on for every exam."""
    return frozenset({Seen.ROOM}) if Condition.NO_ROOM_SCAN in conditions else frozenset()


EXAM_OPEN: Final = frozenset({ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED})
TESTING: Final = frozenset({Stage.RUNNING, Stage.REVIEW})
WRITING_DONE: Final = frozenset(
    {
        Stage.PENS_DOWN,
        Stage.UPLOADING,
        Stage.SHEETS_CHECKING,
        Stage.SHEETS_OK,
        Stage.RESHOOT,
        Stage.SHEETS_MISSING,
        Stage.ACCEPTED,
    }
)
IDENTITY: Final = frozenset({Seen.DOCUMENT, Seen.FACE})
ALL_SEEN: Final = frozenset(Seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One student's attempt at one exam; every change returns a new value.

    Attributes:
        before: where to return after an interruption, a pause, or a reversed ending.
        rating: admission rating of 0 to 100, None where it was not imported.
        camera: what the student said when asked about equipment.
        link: the personal conference link; registrant is its owner's name in conference events.
        present: whether the student is in the conference, as far as its events tell.
        left_at: since when the student has been away from the conference.
        seen: what the proctor has ticked.
        document_due: until when the identity document must be shown by a student whom the chief
            admitted without one; None once it was seen, or was not wanting.
        rules_read: the furthest page of the rules opened.
        rules_version, rules_agreed_at: which rules were agreed to and when.
        ticket: the number drawn; None until a card is turned over.
        drawn_at: when the card was turned; the clock starts later, see `show_ticket`.
        clock: the two hours.
        told_left: the last countdown, in minutes, of which the student was told.
        interrupted_at: since when the attempt has been interrupted.
        upload_until: until when sheets are taken.
        asked_again: pages, from 1, which the proctor wants anew.
        warnings: how many warnings were given (S10: number of violations).
        outcome_reason: why the attempt ended out of turn, or why it was barred.
        released_at: when the proctor let the student go.
        pick_from: since when, or from when, the student may choose a ticket of an oral exam.
        turn: the place in the queue of an oral exam, None before the draw.
        skipped: was called, was not there, and has been put last once.
        called_at, answering_at, answered_at: the moments of an oral answer.
        version: grows by one with each saved change; guards against lost updates.
    """

    id: AttemptId
    exam_id: ExamId
    student_id: PersonId
    clock: ClockLedger
    stage: Stage = Stage.SCHEDULED
    before: Stage | None = None
    rating: int | None = None
    camera: Camera | None = None
    link: str | None = None
    registrant: str | None = None
    present: bool = False
    left_at: datetime | None = None
    seen: frozenset[Seen] = frozenset()
    id_tries: int = 0
    document_due: datetime | None = None
    rules_read: int = 0
    rules_version: int | None = None
    rules_agreed_at: datetime | None = None
    ticket: TicketNumber | None = None
    drawn_at: datetime | None = None
    interrupted_at: datetime | None = None
    told_left: int | None = None
    upload_until: datetime | None = None
    asked_again: tuple[int, ...] = ()
    warnings: int = 0
    outcome_reason: str | None = None
    released_at: datetime | None = None
    pick_from: datetime | None = None
    turn: int | None = None
    skipped: bool = False
    called_at: datetime | None = None
    answering_at: datetime | None = None
    answered_at: datetime | None = None
    version: int = 0

    # -- what can be asked ---------------------------------------------------

    @property
    def over(self) -> bool:
        """Return whether nothing is expected of the student any more."""
        return self.stage in OVER

    @property
    def sat(self) -> bool:
        """Return whether the attempt earns a mark."""
        return self.stage in SAT

    @property
    def rules_agreed(self) -> bool:
        """Return whether the student agreed to the rules that hold now (S6)."""
        return self.rules_version == RULES_VERSION

    @property
    def on_phone(self) -> bool:
        """Return whether the phone is the camera, and must be handed over to scan (B10)."""
        return self.camera is Camera.PHONE

    # -- before the exam --------------------------------------------------------

    def choose_camera(self, camera: Camera) -> "Attempt":
        """Note what the student will use; may be changed until the end.

        Raises:
            WrongStage: the attempt is over.
        """
        if self.over:
            raise WrongStage(act="choose_camera", stage=self.stage.value)
        return replace(self, camera=camera)

    def invite(self, link: str | None, registrant: str | None) -> "Attempt":
        """Give the student the personal link."""
        invited = self.take(Act.INVITE, frozenset({Role.SYSTEM}))
        return replace(invited, link=link, registrant=registrant)

    def bar(self, held: frozenset[Role], *, reason: str) -> "Attempt":
        """Keep a student from the exam; the student is told why."""
        return replace(self.take(Act.BAR, held), outcome_reason=said(reason))

    def clear_bar(self, held: frozenset[Role], *, reason: str) -> "Attempt":
        """Let a barred student sit after all."""
        said(reason)
        return replace(self.take(Act.CLEAR_BAR, held), outcome_reason=None)

    def reschedule(self, held: frozenset[Role]) -> "Attempt":
        """Begin again after the exam was moved: old link, checks and agreement are void.

        Raises:
            TicketsShown: the student has seen a ticket; such an exam is not moved.
        """
        again = self.take(Act.RESCHEDULE, held)
        if self.ticket is not None:
            raise TicketsShown
        return Attempt(
            id=again.id,
            exam_id=again.exam_id,
            student_id=again.student_id,
            clock=again.clock,
            stage=again.stage,
            rating=again.rating,
            camera=again.camera,
            warnings=again.warnings,
            version=again.version,
        )

    def miss(self, exam: Exam, *, at: datetime) -> "Attempt":
        """Note that the student did not come.

        Raises:
            TooEarly: checking in is still open.
        """
        missed = self.take(Act.MISS, frozenset({Role.SYSTEM}))
        if at < exam.checkin_closes_at:
            raise TooEarly(opens_at=exam.checkin_closes_at)
        return missed

    # -- checking in ---------------------------------------------------------------

    def check_in(self, exam: Exam, held: frozenset[Role], *, at: datetime) -> "Attempt":
        """Say "I'm here", or be seen joining the conference.

        Raises:
            TooEarly, TooLate: outside the 15 minutes before and after the start.
        """
        arrived = self.take(Act.CHECK_IN, held)
        if at < exam.checkin_opens_at:
            raise TooEarly(opens_at=exam.checkin_opens_at)
        if at >= exam.checkin_closes_at:
            raise TooLate(closed_at=exam.checkin_closes_at)
        return arrived

    def read_rules(self, page: int) -> "Attempt":
        """Note the furthest page of the rules that was opened, from 1."""
        return replace(self, rules_read=max(self.rules_read, page))

    def agree(self, *, at: datetime) -> "Attempt":
        """Agree to the rules that hold now; agreeing twice keeps the first moment.

        Raises:
            WrongStage: the attempt is over.
        """
        if self.over:
            raise WrongStage(act="agree", stage=self.stage.value)
        if self.rules_agreed:
            return self
        return replace(self, rules_version=RULES_VERSION, rules_agreed_at=at)

    def tick(self, seen: Seen, held: frozenset[Role]) -> "Attempt":
        """Tick or untick what the proctor has seen.

        Raises:
            NotAllowed: not this exam's proctor.
            WrongStage: not while checking in.
        """
        if Role.PROCTOR not in held:
            raise NotAllowed
        if self.stage not in {Stage.CHECKING_IN, Stage.IDENTIFIED}:
            raise WrongStage(act="tick", stage=self.stage.value)
        ticked = replace(self, seen=self.seen ^ {seen})
        if ticked.stage is Stage.CHECKING_IN and ticked.seen >= IDENTITY:
            return ticked.take(Act.IDENTIFY, held)
        if ticked.stage is Stage.IDENTIFIED and not ticked.seen >= IDENTITY:
            return replace(ticked, stage=Stage.CHECKING_IN)
        return ticked

    def fail_id(self, held: frozenset[Role], *, reason: str) -> "Attempt":
        """Say that document and face do not prove who this is."""
        failed = self.take(Act.FAIL_ID, held)
        return replace(
            failed,
            id_tries=self.id_tries + 1,
            seen=self.seen - IDENTITY,
            outcome_reason=said(reason),
        )

    def retry_id(self, held: frozenset[Role]) -> "Attempt":
        """Try to be identified again.

        Raises:
            NotAllowed: three tries are used up; the chief proctor may overrule.
        """
        again = self.take(Act.RETRY_ID, held)
        if self.id_tries >= ID_TRIES:
            raise NotAllowed
        return replace(again, outcome_reason=None)

    def overrule_id(self, held: frozenset[Role]) -> "Attempt":
        """Let the chief proctor vouch for the student."""
        vouched = self.take(Act.OVERRULE_ID, held)
        return replace(vouched, seen=self.seen | IDENTITY, outcome_reason=None)

    def admit(
        self,
        exam: Exam,
        held: frozenset[Role],
        *,
        at: datetime,
        excused: frozenset[Seen] = frozenset(),
    ) -> "Attempt":
        """Let the student take part (S8).

        Args:
            exam: which.
            held: roles of who admits.
            at: now.
            excused: what need not be seen, by what is agreed on for the student.

        Raises:
            RulesNotAgreed: the rules come first.
            ChecksMissing: something was not ticked; the facts name what.
            TooLate: after the 15 minutes only the chief proctor admits.
        """
        admitted = self.take(Act.ADMIT, held)
        if not self.rules_agreed:
            raise RulesNotAgreed
        missing = sorted(seen.value for seen in ALL_SEEN - self.seen - excused)
        if missing:
            raise ChecksMissing(missing=tuple(missing))
        if at >= exam.checkin_closes_at and Role.CHIEF not in held:
            raise TooLate(closed_at=exam.checkin_closes_at)
        return admitted

    def admit_provisionally(
        self, held: frozenset[Role], *, at: datetime, excused: frozenset[Seen] = frozenset()
    ) -> "Attempt":
        """Let a student take part who has no document at hand; it is to be shown within a day.

        Raises:
            RulesNotAgreed: the rules come first.
            ChecksMissing: something else was not ticked; the facts name what.
        """
        admitted = self.take(Act.ADMIT_PROVISIONALLY, held)
        if not self.rules_agreed:
            raise RulesNotAgreed
        missing = sorted(seen.value for seen in ALL_SEEN - self.seen - excused - {Seen.DOCUMENT})
        if missing:
            raise ChecksMissing(missing=tuple(missing))
        return replace(admitted, document_due=at + DOCUMENT_DUE)

    def prove(self, held: frozenset[Role]) -> "Attempt":
        """Note that the document was seen after all.

        Raises:
            NotAllowed: not this exam's proctor.
            WrongStage: no document is wanting.
        """
        if not held & {Role.PROCTOR, Role.CHIEF}:
            raise NotAllowed
        if self.document_due is None:
            raise WrongStage(act="prove", stage=self.stage.value)
        return replace(self, document_due=None, seen=self.seen | {Seen.DOCUMENT})

    # -- ticket and writing ----------------------------------------------------------

    def open_board(self, exam: Exam, held: frozenset[Role], *, at: datetime) -> "Attempt":
        """Lay the closed tickets before the student (S20).

        A written exam's board opens by the student's own "Next", an oral one's by the proctor.

        Raises:
            TooEarly: the exam has not begun, or with equal preparation it is not the student's
                time to draw.
            PickingNotOpen: the proctor has not laid out the tickets of an oral exam.
            WrongStage: a computer test has no tickets.
        """
        opened = self.take(Act.OPEN_BOARD, held)
        if exam.kind is Kind.TEST:
            raise WrongStage(act=Act.OPEN_BOARD.value, stage=self.stage.value)
        if exam.began_at is None or at < exam.starts_at:
            raise TooEarly(opens_at=exam.starts_at)
        if exam.kind is not Kind.ORAL:
            return opened
        if exam.picking_opened_at is None:
            raise PickingNotOpen
        if exam.equal_preparation and (self.pick_from is None or at < self.pick_from):
            raise TooEarly(opens_at=self.pick_from or exam.picking_opened_at)
        return replace(opened, pick_from=at)

    def draw(self, ticket: TicketNumber, held: frozenset[Role], *, at: datetime) -> "Attempt":
        """Take the ticket that was turned over; the clock waits until it is shown."""
        return replace(self.take(Act.DRAW, held), ticket=ticket, drawn_at=at)

    def show_ticket(self, *, at: datetime) -> "Attempt":
        """Start the clock: the messenger acknowledged the ticket message (S24).

        A student who is paused just then loses no time: the clock stands until the pause ends.

        Raises:
            WrongStage: there is no ticket to show.
        """
        if self.ticket is None:
            raise WrongStage(act="show_ticket", stage=self.stage.value)
        if self.clock.started_at:
            return self
        clock = self.clock.start(at)
        return replace(self, clock=clock.stop(at) if self.stage is Stage.PAUSED else clock)

    def spoil_ticket(self, held: frozenset[Role], *, reason: str) -> "Attempt":
        """Take back a ticket that cannot be worked on; another one, and its two hours, follow.

        Raises:
            ReasonMissing: no word why.
        """
        back = self.take(Act.SPOIL_TICKET, held)
        said(reason)
        return replace(back, ticket=None, drawn_at=None, told_left=None, clock=self.clock.anew())

    def add_time(self, time: timedelta, held: frozenset[Role], *, reason: str) -> "Attempt":
        """Give extra time.

        Raises:
            NotAllowed: not this exam's proctor.
            WrongStage: the writing is over.
            ReasonMissing: no word why.
        """
        if not held & {Role.PROCTOR, Role.CHIEF}:
            raise NotAllowed
        if self.over or (self.before or self.stage) in WRITING_DONE:
            raise WrongStage(act="add_time", stage=self.stage.value)
        said(reason)
        return replace(self, clock=self.clock.add(time))

    def put_pens_down(self, held: frozenset[Role], *, at: datetime) -> "Attempt":
        """End the writing: the time is over, or the student is done.

        Raises:
            TooEarly: the clock, not the student, says so while time is left.
        """
        down = self.take(Act.PENS_DOWN, held)
        deadline = self.clock.deadline(at)
        if Role.SYSTEM in held and (deadline is None or at < deadline):
            raise TooEarly(opens_at=deadline or at)
        return replace(down, upload_until=at + UPLOAD_TIME + self._hand_over())

    # -- sheets and leaving -------------------------------------------------------------

    def start_upload(self, held: frozenset[Role], *, at: datetime) -> "Attempt":
        """Begin to send sheets; the first picture does this too."""
        started = self.take(Act.START_UPLOAD, held)
        until = self.upload_until or at + UPLOAD_TIME + self._hand_over()
        return replace(started, upload_until=until)

    def hand_in(self, *, said: int, accepted: int, held: frozenset[Role]) -> "Attempt":
        """Say "all sent": the number said must be the number accepted (rules D).

        Raises:
            NoSheets: nothing was accepted.
            PagesDiffer: the number said is not the number accepted.
        """
        handed = self.take(Act.HAND_IN, held)
        if accepted == 0:
            raise NoSheets
        if said != accepted:
            raise PagesDiffer(said=said, accepted=accepted)
        passed = handed.take(Act.PASS_SHEETS, frozenset({Role.SYSTEM}))
        return replace(passed, asked_again=(), upload_until=None)

    def close_upload(self, *, accepted: int, at: datetime) -> "Attempt":
        """End the upload window: what was accepted goes to the proctor, nothing is missing.

        Raises:
            TooEarly: the window is open.
        """
        system = frozenset({Role.SYSTEM})
        closed = self.take(Act.CLOSE_UPLOAD, system)
        if self.upload_until and at < self.upload_until:
            raise TooEarly(opens_at=self.upload_until)
        if accepted == 0:
            return self.take(Act.MISS_SHEETS, system)
        return replace(closed, upload_until=None)

    def ask_again(
        self, pages: tuple[int, ...], held: frozenset[Role], *, at: datetime
    ) -> "Attempt":
        """Ask for named pages anew, five minutes for each.

        Raises:
            Unknown: no page is named, or there cannot be such a page.
        """
        asked = self.take(Act.ASK_AGAIN, held)
        named = tuple(sorted(set(pages)))
        if not named or named[0] < 1:
            raise Unknown
        return replace(asked, asked_again=named, upload_until=at + RESHOOT_TIME * len(named))

    def reopen_upload(self, held: frozenset[Role], *, at: datetime) -> "Attempt":
        """Give another upload window to a student who sent nothing."""
        reopened = self.take(Act.REOPEN_UPLOAD, held)
        return replace(reopened, upload_until=at + UPLOAD_TIME)

    def accept_sheets(self, held: frozenset[Role]) -> "Attempt":
        """Accept what was sent (S28)."""
        return replace(self.take(Act.ACCEPT_SHEETS, held), asked_again=(), upload_until=None)

    def accept_shown(self, held: frozenset[Role], *, reason: str) -> "Attempt":
        """Accept pages that were shown to the camera instead of sent."""
        return replace(self.take(Act.ACCEPT_SHOWN, held), outcome_reason=said(reason))

    def void(self, held: frozenset[Role], *, reason: str) -> "Attempt":
        """Annul an attempt without sheets."""
        return replace(self.take(Act.VOID, held), outcome_reason=said(reason))

    def release(self, held: frozenset[Role], *, at: datetime) -> "Attempt":
        """Say "you may leave" (S28, D5).

        Raises:
            SheetsNotAccepted: sheets come first.
        """
        waiting = {Stage.UPLOADING, Stage.SHEETS_CHECKING, Stage.SHEETS_OK, Stage.RESHOOT}
        if self.stage in waiting and Role.PROCTOR in held:
            raise SheetsNotAccepted
        return replace(self.take(Act.RELEASE, held), released_at=at)

    # -- trouble ------------------------------------------------------------------------

    def stand_still(self, *, at: datetime) -> "Attempt":
        """Stop the clock because the whole exam is suspended."""
        return replace(self, clock=self.clock.hold(at))

    def run_on(self, *, since: datetime, at: datetime) -> "Attempt":
        """Go on with the exam: nothing of the time in between counts against the student.

        The windows for sheets, for choosing a ticket and for answering a call are longer by it,
        and an interruption as short as it was before.
        """
        stood = at - since
        cut_for = max(since - self.interrupted_at, timedelta()) if self.interrupted_at else None
        return replace(
            self,
            clock=self.clock.release(at),
            interrupted_at=None if cut_for is None else at - cut_for,
            left_at=at if self.left_at else None,
            upload_until=self.upload_until + stood if self.upload_until else None,
            pick_from=self.pick_from + stood if self.pick_from else None,
            called_at=self.called_at + stood
            if self.stage is Stage.CALLED and self.called_at
            else self.called_at,
        )

    def interrupt(self, held: frozenset[Role], *, at: datetime) -> "Attempt":
        """Note an outage: a recovery state, no guilt; the clock runs on until it is counted."""
        cut = self.take(Act.INTERRUPT, held)
        return replace(cut, before=self.stage, interrupted_at=at)

    def credit(self, time: timedelta) -> "Attempt":
        """Give back time that the bot itself was away: to the writing, then to the sheets."""
        if self.upload_until is not None:
            return replace(self, upload_until=self.upload_until + time)
        return replace(self, clock=self.clock.add(time))

    def come_back(self, held: frozenset[Role], *, at: datetime, counted: bool) -> "Attempt":
        """Go on where the interruption began.

        Args:
            held: roles of who says so; a student alone only within five minutes.
            at: now.
            counted: the chief proctor marked it technical and not the student's fault.

        Raises:
            TooLate: a student alone after five minutes.
            NotAllowed: counted, but not by the chief proctor.
        """
        self.take(Act.RETURN, held)
        # While the whole exam stands, nobody's interruption grows.
        at = min(at, max(self.clock.held_at or at, self.interrupted_at or at))
        since = self.interrupted_at or at
        if not held & {Role.PROCTOR, Role.CHIEF} and at > since + SELF_RETURN:
            raise TooLate(closed_at=since + SELF_RETURN)
        if counted and Role.CHIEF not in held:
            raise NotAllowed
        # The ticket may have been shown during the outage: before that there was no time to lose.
        lost_from = max(since, self.clock.started_at or since)
        clock = self.clock.stop(lost_from).go_on(at) if counted else self.clock
        back = self._back(at, lost=at - since if counted else timedelta())
        return replace(back, clock=clock, interrupted_at=None)

    def fail_technically(self, held: frozenset[Role], *, at: datetime) -> "Attempt":
        """End an interruption that lasted too long; an absence case may follow.

        Raises:
            TooEarly: the clock says so before 30 minutes have passed.
        """
        failed = self.take(Act.FAIL_TECHNICALLY, held)
        opens = (self.interrupted_at or at) + TECHNICAL_FAIL_AFTER
        if Role.SYSTEM in held and at < opens:
            raise TooEarly(opens_at=opens)
        return failed

    def pause(
        self, held: frozenset[Role], *, at: datetime, reason: str, stop_clock: bool
    ) -> "Attempt":
        """Stop the student's work, and the clock if the proctor chooses so.

        The clock of a computer test always stops.

        Raises:
            NotAllowed: beyond 30 minutes in all, only the chief proctor.
        """
        paused = self.take(Act.PAUSE, held)
        said(reason)
        if self.clock.paused >= PAUSES_BY_PROCTOR and Role.CHIEF not in held:
            raise NotAllowed
        clock = self.clock.stop(at) if stop_clock or self.stage in TESTING else self.clock
        return replace(paused, before=self.stage, clock=clock)

    def unpause(self, held: frozenset[Role], *, at: datetime) -> "Attempt":
        """Let the student work on."""
        self.take(Act.UNPAUSE, held)
        stood = at - self.clock.stopped_at if self.clock.stopped_at else timedelta()
        return replace(self._back(at, lost=stood), clock=self.clock.go_on(at))

    def warn(self, held: frozenset[Role]) -> "Attempt":
        """Count a warning (S10, S16)."""
        return replace(self.take(Act.WARN, held), warnings=self.warnings + 1)

    def terminate(self, held: frozenset[Role], *, reason: str) -> "Attempt":
        """Remove the student from the exam; what was handed in is kept."""
        ended = self.take(Act.TERMINATE, held)
        before = self.before if self.stage in {Stage.PAUSED, Stage.INTERRUPTED} else self.stage
        return replace(ended, before=before, outcome_reason=said(reason))

    def reinstate(self, exam: Exam, held: frozenset[Role]) -> "Attempt":
        """Reverse a removal while the exam is open; who was paused or cut off is so again.

        Raises:
            TooLate: the exam is closed.
            WrongStage: the exam is cancelled.
        """
        self.take(Act.REINSTATE, held)
        _still_open(exam, Act.REINSTATE)
        if self.clock.stopped_at is not None:
            return replace(self, stage=Stage.PAUSED, outcome_reason=None)
        if self.interrupted_at is not None:
            return replace(self, stage=Stage.INTERRUPTED, outcome_reason=None)
        back = self.before or self.stage
        return replace(self, stage=back, before=None, left_at=None, outcome_reason=None)

    def revert_no_show(self, exam: Exam, held: frozenset[Role]) -> "Attempt":
        """Let in somebody who came too late, while the exam runs.

        Raises:
            TooLate: the exam is closed.
            WrongStage: the exam is cancelled.
        """
        let_in = self.take(Act.REVERT_NO_SHOW, held)
        _still_open(exam, Act.REVERT_NO_SHOW)
        return let_in

    def end(self, act: Act, held: frozenset[Role], *, reason: str) -> "Attempt":
        """Take one of the acts that only change the verdict: review, clear, annul, excuse."""
        return replace(self.take(act, held), outcome_reason=said(reason))

    def revoke_excuse(self, held: frozenset[Role], *, missed_as: Stage) -> "Attempt":
        """Stand again as missed: the order that excused this attempt was cancelled."""
        self.take(Act.REVOKE_EXCUSE, held)
        return replace(self, stage=missed_as, outcome_reason=None)

    # -- presence -----------------------------------------------------------------------

    def joined(self) -> "Attempt":
        """Note that the student is in the conference."""
        return replace(self, present=True, left_at=None)

    def left(self, *, at: datetime) -> "Attempt":
        """Note that the student left the conference; who is away already left earlier."""
        return replace(self, present=False, left_at=self.left_at or at)

    # -- inside ---------------------------------------------------------------------------

    def take(self, act: Act, held: frozenset[Role]) -> "Attempt":
        """Do an act of the table that has no guard but state and role."""
        return replace(self, stage=step(ATTEMPT_TABLE, act, self.stage, held))

    def _back(self, at: datetime, *, lost: timedelta) -> "Attempt":
        """Go on; lost time is given back to the upload too, and absence counts from now."""
        stage = self.before or self.stage
        return replace(
            self,
            stage=stage,
            pick_from=at if stage is Stage.PICKING and self.pick_from else self.pick_from,
            called_at=at if stage is Stage.CALLED else self.called_at,
            before=None,
            left_at=at if self.left_at else None,
            upload_until=self.upload_until + lost if self.upload_until else None,
        )

    def _hand_over(self) -> timedelta:
        return HAND_OVER_TIME if self.on_phone else timedelta()


def _still_open(exam: Exam, act: Act) -> None:
    if exam.closed_at is not None:
        raise TooLate(closed_at=exam.closed_at)
    if exam.stage not in EXAM_OPEN:
        raise WrongStage(act=act.value, stage=exam.stage.value)


def said(reason: str) -> str:
    """Return a reason without spaces around it.

    Raises:
        ReasonMissing: there is no word.
    """
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
