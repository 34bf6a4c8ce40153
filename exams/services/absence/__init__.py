"""Absence: the application, the decision, the order."""

from dataclasses import dataclass

from exams.services.absence.application_paper import PrintApplication
from exams.services.absence.applying import (
    AddProof,
    Apply,
    ApplyFor,
    FillApplication,
    Reconsider,
    SendApplication,
)
from exams.services.absence.case_clock import ForgetEvidence
from exams.services.absence.deciding import (
    Approve,
    ApproveMarked,
    AskProof,
    ListMissed,
    OpenCase,
    OpenQueue,
    Refuse,
)
from exams.services.absence.order_preview import PreviewOrder
from exams.services.absence.orders import CancelOrder, IssueOrder, ListOrders, ShowOrder
from exams.services.absence.own_cases import ListMyCases, ShowCase
from exams.services.absence.register import ExportAbsences, FindCases


@dataclass(frozen=True, kw_only=True)
class AbsenceUseCases:
    """What student, dean's office and registrar do about an absence."""

    # the applicant
    apply: Apply
    apply_for: ApplyFor
    missed_list: ListMissed
    fill_in: FillApplication
    add_proof: AddProof
    send_application: SendApplication
    reconsider: Reconsider
    my_absences: ListMyCases
    my_absence: ShowCase
    print_application: PrintApplication
    # the dean's office and the registrar
    absence_queue: OpenQueue
    absence: OpenCase
    approve_absence: Approve
    approve_marked: ApproveMarked
    refuse_absence: Refuse
    ask_proof: AskProof
    preview_order: PreviewOrder
    issue_order: IssueOrder
    cancel_order: CancelOrder
    orders: ListOrders
    order: ShowOrder
    find_absences: FindCases
    export_absences: ExportAbsences
    forget_evidence: ForgetEvidence
