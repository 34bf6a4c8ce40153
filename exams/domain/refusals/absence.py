"""The ways in which an absence case, an order or an additional exam says no."""

from datetime import datetime

from exams.domain.refusals.base import Refusal
from exams.domain.refusals.moments import TooLate


class NotMissed(Refusal):
    """The attempt was not missed, so there is nothing to excuse."""

    code = "not_missed"


class AppliedAlready(Refusal):
    """There is an open case about this attempt; it is gone on with, not begun again."""

    code = "applied_already"


class ApplyTooLate(TooLate):
    """The student's own time to apply is over; the dean's office may apply yet."""

    code = "apply_too_late"


class CaseIncomplete(Refusal):
    """An application needs a reason, and "other" needs words."""

    code = "case_incomplete"


class CaseMoved(Refusal):
    """The absence case is at another step now; `stage` as in `CaseStage`."""

    code = "case_moved"

    def __init__(self, *, stage: str) -> None:
        super().__init__(stage=stage)


class AlreadyReconsidered(Refusal):
    """A refused case is reconsidered once."""

    code = "already_reconsidered"


class NotYourTurn(Refusal):
    """The dean still has time; then the deputy may act."""

    code = "not_your_turn"

    def __init__(self, *, opens_at: datetime) -> None:
        super().__init__(opens_at=opens_at)


class WrongEvidence(Refusal):
    """Evidence is a photograph, a picture or a PDF: no video, sticker, voice or archive."""

    code = "wrong_evidence"


class EvidenceFull(Refusal):
    """A case takes so many pages of evidence and no more."""

    code = "evidence_full"

    def __init__(self, *, limit: int) -> None:
        super().__init__(limit=limit)


class NothingApproved(Refusal):
    """No approved case waits for an order."""

    code = "nothing_approved"


class NoFreeTime(Refusal):
    """In the days looked at there is no time without a clash for an additional exam."""

    code = "no_free_time"

    def __init__(self, *, days: int) -> None:
        super().__init__(days=days)


class PlanMoved(Refusal):
    """The plan of an additional exam is at another step now; `stage` as in `PlanStage`."""

    code = "plan_moved"

    def __init__(self, *, stage: str) -> None:
        super().__init__(stage=stage)


class NotConfirmed(Refusal):
    """An additional exam is published when the registrar confirms what the dean approved."""

    code = "not_confirmed"


class NotYet(Refusal):
    """What an application tells of is said to begin at a time that has not come yet."""

    code = "not_yet"

    def __init__(self, *, now: datetime) -> None:
        super().__init__(now=now)


class NothingToPlan(Refusal):
    """No student who stands in an order waits for an additional exam."""

    code = "nothing_to_plan"


class PlanUnreadable(Refusal):
    """What was written is neither a date and time nor the number of a proctor."""

    code = "plan_unreadable"

    def __init__(self, *, given: str) -> None:
        super().__init__(given=given)


class OrderMoved(Refusal):
    """An order would name others than those who were looked at."""

    code = "order_moved"
