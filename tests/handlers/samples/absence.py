"""Absence, orders and additional exams: what differs where the buttons do."""

from exams.domain.absence.table import CaseStage
from exams.domain.ids import CaseId, ExamId, OrderId
from exams.notices.absence import (
    AbsenceCard,
    AbsenceForm,
    AbsenceQueue,
    AbsenceStatus,
    CaseLine,
    FoundCases,
    MissedList,
    MyAbsences,
)
from exams.notices.additional import PlanCard, PlanLine, PlanList
from exams.notices.orders import OrderLine, OrderList, OrderPreview, OrderShown
from tests import make
from tests.handlers.samples.base import ATTEMPT, CASE, EXAM, Variants

CASES = tuple(
    CaseLine(
        case=CaseId(CASE - n),
        name=make.NAMES[who],
        subject="Тарих",
        starts_at=make.START,
        stage=("submitted", "needs_proof")[n % 5 == 4],
        reason="illness",
    )
    for n, who in enumerate(make.STUDENTS)
)

IDS = tuple(line.case for line in CASES if line.stage == "submitted")

VARIANTS: Variants = {
    AbsenceForm: [
        {"reason": "", "exam": None},
        {"reason": "", "exam": 7},
        {"reason": "illness", "pages": 0, "exam": None},
        {"reason": "other", "exam": 7},
    ],
    AbsenceStatus: [
        *({"stage": stage.value, "waits_until": make.START} for stage in CaseStage),
        {"stage": "refused", "waits_until": None},
    ],
    MyAbsences: [{}, {"cases": CASES}],
    FoundCases: [{}, {"cases": CASES}],
    AbsenceQueue: [
        {"cases": CASES, "page": 1, "pages": 3, "marked": IDS[:-1]},
        {"cases": CASES, "page": 99, "pages": 200, "marked": IDS},
        {"cases": CASES, "can_decide": False},
        {"waiting": 0, "page": 0, "pages": 1},
    ],
    AbsenceCard: [
        {"can": ("approve", "refuse", "ask_proof")},
        {"can": ("order",)},
        {"can": ("plan",)},
    ],
    MissedList: [{}, {"students": ((ATTEMPT, make.NAMES[make.AIGERIM], "no_show"),)}],
    OrderPreview: [{}],
    OrderShown: [{"can_cancel": True}, {"can_cancel": False}],
    OrderList: [
        {
            "orders": tuple(
                OrderLine(
                    order=OrderId(CASE - n),
                    number=n,
                    year=2026,
                    issued_at=make.START,
                    people=3,
                    cancels=False,
                    cancelled=False,
                )
                for n in range(1, 60)
            )
        }
    ],
    PlanCard: [
        {"can": ("approve", "adjust", "drop", "confirm", "send_back", "commission")},
        {"can": ("confirm", "send_back")},
        {"can": ()},
    ],
    PlanList: [
        {
            "plans": tuple(
                PlanLine(
                    exam=ExamId(EXAM - n),
                    subject="Тарих",
                    starts_at=make.START,
                    people=3,
                    stage="proposed",
                )
                for n in range(40)
            )
        }
    ],
}
