"""The steps of an absence case and of an additional exam, and who may take each (rules F)."""

from enum import Enum
from typing import Final

from exams.domain.people import Role
from exams.domain.transitions import Table, rule


class CaseStage(Enum):
    """Where an absence case is."""

    OPENED = "opened"
    NEEDS_PROOF = "needs_proof"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    SCHEDULED = "scheduled"
    CLOSED = "closed"


class CaseAct(Enum):
    """What can be done to an absence case."""

    FILL_IN = "fill_in"
    ADD_PROOF = "add_proof"
    SUBMIT = "submit"
    SUBMIT_UNPROVEN = "submit_unproven"
    PROOF_SENT = "proof_sent"
    ASK_PROOF = "ask_proof"
    APPROVE = "approve"
    REFUSE = "refuse"
    RECONSIDER = "reconsider"
    ORDER = "order"
    CANCEL_ORDER = "cancel_order"
    PLAN = "plan"
    UNPLAN = "unplan"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    CLOSE = "close"
    LAPSE = "lapse"
    REVIVE = "revive"


class PlanStage(Enum):
    """Where the plan of an additional exam is; the exam is a draft until it is confirmed."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class PlanAct(Enum):
    """What can be done to the plan of an additional exam."""

    ADJUST = "adjust"
    APPROVE = "approve"
    CONFIRM = "confirm"
    SEND_BACK = "send_back"
    DROP = "drop"


C, S = CaseAct, CaseStage
STUDENT, DEAN, DEPUTY = Role.STUDENT, Role.DEAN, Role.DEPUTY
REGISTRAR, SYSTEM = Role.REGISTRAR, Role.SYSTEM

CASE_TABLE: Final[Table[CaseAct, CaseStage]] = {
    C.FILL_IN: (rule({S.OPENED}, None, STUDENT, DEAN, DEPUTY),),
    C.ADD_PROOF: (rule({S.OPENED, S.NEEDS_PROOF, S.SUBMITTED}, None, STUDENT, DEAN, DEPUTY),),
    C.SUBMIT: (rule({S.OPENED}, S.SUBMITTED, STUDENT, DEAN, DEPUTY),),
    C.SUBMIT_UNPROVEN: (rule({S.OPENED}, S.NEEDS_PROOF, STUDENT, DEAN, DEPUTY),),
    C.PROOF_SENT: (rule({S.NEEDS_PROOF}, S.SUBMITTED, STUDENT, DEAN, DEPUTY, SYSTEM),),
    C.ASK_PROOF: (rule({S.SUBMITTED}, S.NEEDS_PROOF, DEAN, DEPUTY),),
    C.APPROVE: (rule({S.SUBMITTED}, S.APPROVED, DEAN, DEPUTY),),
    C.REFUSE: (rule({S.SUBMITTED}, S.REFUSED, DEAN, DEPUTY),),
    C.RECONSIDER: (rule({S.REFUSED}, S.SUBMITTED, STUDENT, DEAN, DEPUTY),),
    C.ORDER: (rule({S.APPROVED}, None, DEAN, DEPUTY),),
    C.CANCEL_ORDER: (rule({S.APPROVED}, S.SUBMITTED, DEAN, DEPUTY),),
    C.PLAN: (rule({S.APPROVED}, None, DEAN, DEPUTY),),
    C.UNPLAN: (
        rule({S.APPROVED}, None, DEAN, DEPUTY),
        rule({S.SCHEDULED}, S.APPROVED, DEAN, DEPUTY),
    ),
    C.SCHEDULE: (rule({S.APPROVED}, S.SCHEDULED, DEAN, DEPUTY),),
    C.UNSCHEDULE: (rule({S.SCHEDULED}, S.APPROVED, REGISTRAR),),
    C.CLOSE: (rule({S.SCHEDULED}, S.CLOSED, SYSTEM), rule({S.REFUSED}, S.CLOSED, SYSTEM)),
    C.LAPSE: (rule({S.OPENED}, S.CLOSED, SYSTEM),),
    C.REVIVE: (rule({S.CLOSED}, S.OPENED, DEAN, DEPUTY),),  # what lapsed, for the student
}

P = PlanStage
PLAN_TABLE: Final[Table[PlanAct, PlanStage]] = {
    PlanAct.ADJUST: (rule({P.PROPOSED}, None, DEAN, DEPUTY),),
    PlanAct.APPROVE: (rule({P.PROPOSED}, P.APPROVED, DEAN, DEPUTY),),
    PlanAct.CONFIRM: (rule({P.APPROVED}, P.CONFIRMED, REGISTRAR),),
    PlanAct.SEND_BACK: (rule({P.APPROVED}, P.PROPOSED, REGISTRAR),),
    PlanAct.DROP: (
        rule({P.PROPOSED, P.APPROVED}, P.DROPPED, DEAN, DEPUTY),
        rule({P.CONFIRMED}, P.DROPPED, DEAN),  # the exam was cancelled
    ),
}

WAITING: Final = frozenset({S.NEEDS_PROOF, S.SUBMITTED})
"""The dean has to decide, now or when the proof has come."""

OPEN: Final = frozenset({S.OPENED, *WAITING, S.APPROVED, S.SCHEDULED})
"""Something is still to happen."""
