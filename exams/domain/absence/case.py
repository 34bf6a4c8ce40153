"""An absence case: applied for, decided by the dean, up to an additional exam (S29-S31)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from exams.domain.absence.evidence import MOST_PAGES
from exams.domain.absence.table import CASE_TABLE, CaseAct, CaseStage
from exams.domain.attempt_table import Stage
from exams.domain.ids import AttemptId, CaseId, ExamId, OrderId, PersonId
from exams.domain.people import Role
from exams.domain.refusals.absence import (
    AlreadyReconsidered,
    ApplyTooLate,
    CaseIncomplete,
    CaseMoved,
    EvidenceFull,
    NotYet,
    NotYourTurn,
)
from exams.domain.refusals.moments import TooEarly, TooLate, WrongStage
from exams.domain.transitions import step
from exams.domain.words import fitting, said

APPLY_WITHIN: Final = timedelta(hours=24)  # rules B: an absence case may follow for 24 hours
DECIDE_DAYS: Final = 1  # rules F: working days
PROOF_DAYS: Final = 3  # working days to send what was not at hand, and to ask to reconsider
REMIND_BEFORE: Final = timedelta(hours=3)  # the decision is due: the dean is reminded
LONGEST_TEXT: Final = 1500  # characters that fit the application's one page
LONGEST_ADDITION: Final = 500  # characters with which to ask once more; both fit one message


class Reason(Enum):
    """Why a student could not sit (rules F)."""

    NO_INTERNET = "no_internet"
    POWER_CUT = "power_cut"
    ILLNESS = "illness"
    OTHER = "other"


OUTAGES: Final = frozenset({Reason.NO_INTERNET, Reason.POWER_CUT})
"""Reasons that strike a whole region at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A student's case about one attempt; every change returns a new value.

    Attributes:
        faculty: the student's own; its dean decides.
        missed_as: at what stage the attempt stood, so that a cancelled order can restore it.
        reason: None until somebody has chosen it.
        happened_at: when the trouble began.
        text: the applicant's own words, may be empty unless the reason is OTHER.
        by: who opened it; 0 is the clock.
        on_behalf: the dean's office wrote it for a student who could not.
        apply_until: until when the student may apply.
        submitted_at: when the student (or the office) confirmed the application.
        decide_by: until when the dean has to decide; then the deputy may.
        proof_until: until when proof is waited for; then the case goes to the dean as it is.
        decided_by, decided_at, decision: who decided, when, and in which words.
        reconsider_until: until when a refused student may ask once more.
        reconsidered: the student has.
        order_id: the order that excuses the attempt.
        additional_id: the additional exam; attempt_anew: the attempt in it.
        reminders: how often the dean was reminded of this decision.
        version: grows by one with each saved change; guards against lost updates.
    """

    id: CaseId
    attempt_id: AttemptId
    exam_id: ExamId
    student_id: PersonId
    faculty: str
    missed_as: Stage
    by: PersonId
    opened_at: datetime
    apply_until: datetime
    happened_at: datetime
    stage: CaseStage = CaseStage.OPENED
    on_behalf: bool = False
    reason: Reason | None = None
    text: str = ""
    submitted_at: datetime | None = None
    decide_by: datetime | None = None
    proof_until: datetime | None = None
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    decision: str = ""
    reconsider_until: datetime | None = None
    reconsidered: bool = False
    order_id: OrderId | None = None
    additional_id: ExamId | None = None
    attempt_anew: AttemptId | None = None
    reminders: int = 0
    closed_at: datetime | None = None
    version: int = 0

    # -- the application -----------------------------------------------------------

    @property
    def complete(self) -> bool:
        """Return whether the application says why; "other" says so in words."""
        return self.reason is not None and (self.reason is not Reason.OTHER or bool(self.text))

    @property
    def lapsed(self) -> bool:
        """Return whether its time ran out before anybody had sent it."""
        return self.stage is CaseStage.CLOSED and self.submitted_at is None

    def fill_in(
        self,
        held: frozenset[Role],
        *,
        reason: Reason | None = None,
        text: str | None = None,
        happened_at: datetime | None = None,
        at: datetime,
    ) -> "Case":
        """Write into the application what is given, and leave the rest.

        Raises:
            ApplyTooLate: a student after the deadline.
            NotYet: a time that has not come yet.
            TextTooLong: more words than fit the application.
        """
        self._take(CaseAct.FILL_IN, held)
        self._in_time(held, at)
        if happened_at is not None and happened_at > at:
            raise NotYet(now=at)
        return replace(
            self,
            reason=reason or self.reason,
            text=self.text if text is None else fitting(text, most=LONGEST_TEXT),
            happened_at=happened_at or self.happened_at,
        )

    def add_proof(self, held: frozenset[Role], *, pages: int, more: int) -> None:
        """Let pages of evidence be added.

        Raises:
            CaseMoved: the dean has decided.
            EvidenceFull: more pages than a case takes.
        """
        self._take(CaseAct.ADD_PROOF, held)
        if pages + more > MOST_PAGES:
            raise EvidenceFull(limit=MOST_PAGES)

    def submit(
        self,
        held: frozenset[Role],
        *,
        at: datetime,
        decide_by: datetime,
        proof_until: datetime | None = None,
    ) -> "Case":
        """Confirm the application and hand it to the dean.

        Args:
            held: of the student, or of the dean's office that writes for one.
            at: now; the confirmation is recorded with it.
            decide_by: one working day later.
            proof_until: given where the proof is still to come.

        Raises:
            CaseIncomplete: no reason, or "other" without a word.
            ApplyTooLate: a student after the deadline.
        """
        act = CaseAct.SUBMIT if proof_until is None else CaseAct.SUBMIT_UNPROVEN
        submitted = self._take(act, held)
        self._in_time(held, at)
        if not self.complete:
            raise CaseIncomplete
        return replace(
            submitted, submitted_at=at, decide_by=decide_by, proof_until=proof_until, reminders=0
        )

    def proof_sent(self, held: frozenset[Role], *, decide_by: datetime) -> "Case":
        """Hand the case to the dean: the proof is there, or its time is over."""
        sent = self._take(CaseAct.PROOF_SENT, held)
        return replace(sent, decide_by=decide_by, proof_until=None, reminders=0)

    def lapse(self, held: frozenset[Role], *, at: datetime) -> "Case":
        """Close what nobody has submitted in time.

        Raises:
            TooEarly: the time is not over.
        """
        lapsed = self._take(CaseAct.LAPSE, held)
        if at <= self.apply_until:
            raise TooEarly(opens_at=self.apply_until)
        return replace(lapsed, closed_at=at)

    def revive(self, held: frozenset[Role], *, by: PersonId, at: datetime) -> "Case":
        """Open again what lapsed: the office writes for a student who could not.

        Raises:
            CaseMoved: it did not lapse.
        """
        revived = self._take(CaseAct.REVIVE, held)
        if not self.lapsed:
            raise CaseMoved(stage=self.stage.value)
        return replace(
            revived, by=by, on_behalf=True, apply_until=at + APPLY_WITHIN, closed_at=None
        )

    # -- the decision ----------------------------------------------------------------

    def ask_proof(
        self, held: frozenset[Role], *, note: str, at: datetime, proof_until: datetime
    ) -> "Case":
        """Ask for proof, in words."""
        asked = self._take(CaseAct.ASK_PROOF, held)
        self.my_turn(held, at)
        return replace(asked, decision=said(note, most=LONGEST_TEXT), proof_until=proof_until)

    def approve(self, held: frozenset[Role], *, by: PersonId, at: datetime) -> "Case":
        """Find the reason valid."""
        approved = self._take(CaseAct.APPROVE, held)
        self.my_turn(held, at)
        return replace(approved, decided_by=by, decided_at=at, decision="")

    def refuse(
        self,
        held: frozenset[Role],
        *,
        reason: str,
        by: PersonId,
        at: datetime,
        reconsider_until: datetime,
    ) -> "Case":
        """Find it not valid, in words; the student may ask once more."""
        refused = self._take(CaseAct.REFUSE, held)
        self.my_turn(held, at)
        return replace(
            refused,
            decided_by=by,
            decided_at=at,
            decision=said(reason, most=LONGEST_TEXT),
            reconsider_until=None if self.reconsidered else reconsider_until,
        )

    def reconsider(
        self, held: frozenset[Role], *, text: str, at: datetime, decide_by: datetime
    ) -> "Case":
        """Ask the dean once more, with what was not said before.

        Raises:
            AlreadyReconsidered: it was asked once.
            TooLate: the time for it is over.
            TextTooLong: more words than can be added.
        """
        again = self._take(CaseAct.RECONSIDER, held)
        if self.reconsidered:
            raise AlreadyReconsidered
        if self.reconsider_until is not None and at > self.reconsider_until:
            raise TooLate(closed_at=self.reconsider_until)
        return replace(
            again,
            text=f"{self.text}\n\n{said(text, most=LONGEST_ADDITION)}".strip(),
            reconsidered=True,
            reconsider_until=None,
            decide_by=decide_by,
            reminders=0,
        )

    # -- order and additional exam ------------------------------------------------------

    def order(self, held: frozenset[Role], order: OrderId, *, at: datetime) -> "Case":
        """Stand in an order.

        Raises:
            CaseMoved: it stands in one already.
        """
        self._take(CaseAct.ORDER, held)
        self.my_turn(held, at)
        if self.order_id is not None:
            raise CaseMoved(stage=self.stage.value)
        return replace(self, order_id=order)

    def cancel_order(self, held: frozenset[Role], *, decide_by: datetime) -> "Case":
        """Go back to the dean: the order that named this case was cancelled.

        Raises:
            CaseMoved: no order names it, or an additional exam is planned.
        """
        cancelled = self._take(CaseAct.CANCEL_ORDER, held)
        if self.order_id is None or self.additional_id is not None:
            raise CaseMoved(stage=self.stage.value)
        return replace(
            cancelled,
            order_id=None,
            decided_by=None,
            decided_at=None,
            decide_by=decide_by,
            reminders=0,
        )

    def plan(self, held: frozenset[Role], *, exam: ExamId, anew: AttemptId) -> "Case":
        """Have a seat in an additional exam that is being planned.

        Raises:
            CaseMoved: no order names the case yet, or an exam is planned already.
        """
        self._take(CaseAct.PLAN, held)
        if self.order_id is None or self.additional_id is not None:
            raise CaseMoved(stage=self.stage.value)
        return replace(self, additional_id=exam, attempt_anew=anew)

    def unplan(self, held: frozenset[Role]) -> "Case":
        """Wait for another additional exam: this one does not take place."""
        waiting = self._take(CaseAct.UNPLAN, held)
        return replace(waiting, additional_id=None, attempt_anew=None)

    def schedule(self, held: frozenset[Role]) -> "Case":
        """Have an additional exam which the dean has approved.

        Raises:
            CaseMoved: none is planned.
        """
        scheduled = self._take(CaseAct.SCHEDULE, held)
        if self.additional_id is None:
            raise CaseMoved(stage=self.stage.value)
        return scheduled

    def unschedule(self, held: frozenset[Role]) -> "Case":
        """Wait: the registrar has sent the plan back."""
        return self._take(CaseAct.UNSCHEDULE, held)

    def close(self, held: frozenset[Role], *, at: datetime) -> "Case":
        """End: the additional exam is over, or nobody asked to reconsider in time."""
        return replace(self._take(CaseAct.CLOSE, held), closed_at=at)

    # -- inside -----------------------------------------------------------------------------

    def _take(self, act: CaseAct, held: frozenset[Role]) -> "Case":
        try:
            return replace(self, stage=step(CASE_TABLE, act, self.stage, held))
        except WrongStage:
            raise CaseMoved(stage=self.stage.value) from None

    def _in_time(self, held: frozenset[Role], at: datetime) -> None:
        """The office may write later what a student on paper, or by phone, said in time."""
        if not held & {Role.DEAN, Role.DEPUTY} and at > self.apply_until:
            raise ApplyTooLate(closed_at=self.apply_until)

    def my_turn(self, held: frozenset[Role], at: datetime) -> None:
        """Let the deputy act only after the dean has been silent.

        Raises:
            NotYourTurn: the dean still has time.
        """
        if Role.DEAN not in held and (self.decide_by is None or at < self.decide_by):
            raise NotYourTurn(opens_at=self.decide_by or at)
