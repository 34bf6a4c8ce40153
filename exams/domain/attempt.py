"""One student's part in one exam.

The acts on it stand beside this file, by what they are about: `beforehand`, `checking_in`,
`writing`, `handing_in`, `interruptions`, `rulings`, `oral`, `computer_test`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from exams.domain.attempt_table import ATTEMPT_TABLE, OVER, SAT, Act, Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.ids import AttemptId, ExamId, PersonId, TicketNumber
from exams.domain.people import Condition, Role
from exams.domain.transitions import step

RULES_VERSION: Final = 2  # the text of templates/<locale>/rules; grows when the text changes
UPLOAD_TIME: Final = timedelta(minutes=15)  # rules D
ON_THE_WAY: Final = timedelta(seconds=5)  # what was sent in the last second may still come
CLOCKS_APART: Final = timedelta(seconds=5)  # the conference tells whole seconds of its own clock
HAND_OVER_TIME: Final = timedelta(minutes=3)  # the one phone leaves the tripod to scan


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


TESTING: Final = frozenset({Stage.RUNNING, Stage.REVIEW})
LEAVING: Final = frozenset(
    {
        Stage.SHEETS_CHECKING,
        Stage.SHEETS_OK,
        Stage.RESHOOT,
        Stage.SHEETS_MISSING,
        Stage.ACCEPTED,
        Stage.RELEASED,
        Stage.UNDER_REVIEW,
        Stage.CLEARED,
    }
)
"""The sheets are in, or should be: leaving without a word from the proctor is noted."""
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

    @property
    def over(self) -> bool:
        """Return whether nothing is expected of the student any more."""
        return self.stage in OVER

    @property
    def sat(self) -> bool:
        """Return whether the attempt earns a mark."""
        return self.stage in SAT

    @property
    def goes_on_at(self) -> Stage:
        """Return where the student is, or will be after a pause or an interruption."""
        stopped = self.stage in {Stage.PAUSED, Stage.INTERRUPTED}
        return self.before or self.stage if stopped else self.stage

    @property
    def left_early(self) -> bool:
        """Return whether the student left the conference before being released (rules D).

        That is flagged, and voids nothing.
        """
        if self.stage not in LEAVING or self.present or self.left_at is None:
            return False
        return self.released_at is None or self.left_at + CLOCKS_APART < self.released_at

    @property
    def rules_agreed(self) -> bool:
        """Return whether the student agreed to the rules that hold now (S6)."""
        return self.rules_version == RULES_VERSION

    @property
    def on_phone(self) -> bool:
        """Return whether the phone is the camera, and must be handed over to scan (B10)."""
        return self.camera is Camera.PHONE

    def joined(self) -> "Attempt":
        """Note that the student is in the conference."""
        return replace(self, present=True, left_at=None)

    def left(self, *, at: datetime) -> "Attempt":
        """Note that the student left the conference; of two moments the later holds.

        An interruption that began with the leaving began then, too.
        """
        left = max(self.left_at or at, at)
        by_that = self.interrupted_at is not None and self.interrupted_at == self.left_at
        cut = left if by_that else self.interrupted_at
        return replace(self, present=False, left_at=left, interrupted_at=cut)

    def take(self, act: Act, held: frozenset[Role]) -> "Attempt":
        """Do an act of the table that has no guard but state and role."""
        return replace(self, stage=step(ATTEMPT_TABLE, act, self.stage, held))

    @property
    def hand_over_time(self) -> timedelta:
        """Return the time that the one phone takes from the tripod to the sheets."""
        return HAND_OVER_TIME if self.on_phone else timedelta()
