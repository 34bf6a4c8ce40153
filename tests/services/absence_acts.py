"""Every use case of absences, as it is called; and what there is to call it about."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from exams.domain.absence.case import Reason
from exams.domain.ids import AttemptId, CaseId, ExamId, OrderId
from exams.domain.people import Actor
from exams.services import UseCases
from tests.make import START


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """An exam that Bolat missed, his case, its order, and the additional exam proposed for him."""

    exam: ExamId
    attempt: AttemptId
    case: CaseId
    order: OrderId
    plan: ExamId


Act = Callable[[UseCases, Actor, Missed], Awaitable[Any]]

APPLICANTS_ACTS: Final[Mapping[str, Act]] = {
    "apply": lambda use, who, of: use.apply(who, of.exam),
    "fill_in": lambda use, who, of: use.fill_in(who, of.case, reason=Reason.OTHER),
    "add_proof": lambda use, who, of: use.add_proof(who, of.case, b"", (1, 0)),
    "send_application": lambda use, who, of: use.send_application(who, of.case, proof_later=False),
    "reconsider": lambda use, who, of: use.reconsider(who, of.case, "қате"),
    "my_absence": lambda use, who, of: use.my_absence(who, of.case),
    "print_application": lambda use, who, of: use.print_application(who, of.case),
}
DEANS_ACTS: Final[Mapping[str, Act]] = {
    "apply_for": lambda use, who, of: use.apply_for(who, of.attempt),
    "absence": lambda use, who, of: use.absence(who, of.case),
    "approve_absence": lambda use, who, of: use.approve_absence(who, of.case),
    "approve_marked": lambda use, who, of: use.approve_marked(who, (of.case,), 0),
    "refuse_absence": lambda use, who, of: use.refuse_absence(who, of.case, "дәлел жоқ"),
    "ask_proof": lambda use, who, of: use.ask_proof(who, of.case, "анықтама"),
    "missed_list": lambda use, who, of: use.missed_list(who, of.exam),
    "cancel_order": lambda use, who, of: use.cancel_order(who, of.order),
    "order": lambda use, who, of: use.order(who, of.order),
    "plan": lambda use, who, of: use.plan(who, of.plan),
    "adjust_plan": lambda use, who, of: use.adjust_plan(
        who, of.plan, to=START + timedelta(days=9)
    ),
    "approve_plan": lambda use, who, of: use.approve_plan(who, of.plan),
    "drop_plan": lambda use, who, of: use.drop_plan(who, of.plan),
    "confirm_plan": lambda use, who, of: use.confirm_plan(who, of.plan),
    "send_back_plan": lambda use, who, of: use.send_back_plan(who, of.plan, "уақыты"),
}
OFFICE_LISTS: Final[Mapping[str, Act]] = {
    "absence_queue": lambda use, who, _: use.absence_queue(who),
    "preview_order": lambda use, who, _: use.preview_order(who),
    "issue_order": lambda use, who, _: use.issue_order(who),
    "orders": lambda use, who, _: use.orders(who),
    "plans": lambda use, who, _: use.plans(who),
    "propose_additional": lambda use, who, _: use.propose_additional(who),
    "find_absences": lambda use, who, _: use.find_absences(who, "Тарих"),
    "export_absences": lambda use, who, _: use.export_absences(
        who, START, START + timedelta(days=9)
    ),
}
OWN_LIST: Final[Mapping[str, Act]] = {
    "my_absences": lambda use, who, _: use.my_absences(who),
}
ALL_ACTS: Final = {*APPLICANTS_ACTS, *DEANS_ACTS, *OFFICE_LISTS, *OWN_LIST}
