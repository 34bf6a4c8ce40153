"""The buttons under messages of an absence: application, queue, card, orders, additional exams."""

from collections.abc import Iterable
from typing import Final

from aiogram.types import InlineKeyboardButton

from exams.domain.absence.case import Reason
from exams.domain.absence.table import CaseStage
from exams.domain.ids import CaseId
from exams.notices.absence import (
    AbsenceArrived,
    AbsenceCard,
    AbsenceExport,
    AbsenceForm,
    AbsencePaper,
    AbsenceQueue,
    AbsenceStatus,
    FoundCases,
    MissedList,
    MyAbsences,
)
from exams.notices.additional import PlanCard, PlanList, PlanSent, PlanSentBack
from exams.notices.orders import CancelOrderAsked, OrderList, OrderPreview, OrderShown
from handlers.buttons.absence import (
    CaseButton,
    IssueButton,
    OfCase,
    OfOrder,
    OrderButton,
    QueueButton,
    ReasonButton,
)
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.places import Go, Listing
from handlers.keyboards.commission import naming_of
from handlers.keyboards.keys import Keys, Row, Rows, dated, plain
from templates.filters import short_name

BESIDE_A_BOX: Final = 16  # characters of a name that fit into half a row
DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
CARD: Final = {
    "approve": ("approve_absence", OfCase.APPROVE),
    "refuse": ("refuse_absence", OfCase.REFUSE),
    "ask_proof": ("ask_proof", OfCase.ASK_PROOF),
}
PLAN: Final = {
    "approve": ("approve_plan", OfExam.APPROVE_PLAN),
    "confirm": ("confirm_plan", OfExam.CONFIRM_PLAN),
    "adjust": ("adjust_plan", OfExam.ADJUST_PLAN),
    "send_back": ("send_back_plan", OfExam.SEND_BACK_PLAN),
    "drop": ("drop_plan", OfExam.DROP_PLAN),
}


def packed(cases: Iterable[CaseId]) -> str:
    """Return ids as a button carries them: six of the largest fit."""
    return ".".join(_base36(case) for case in cases)


def unpacked(marked: str) -> tuple[CaseId, ...]:
    """Return the ids which a button carries; what is no number is none of ours."""
    parts = (part for part in marked.split(".") if part and set(part) <= set(DIGITS))
    return tuple(CaseId(int(part, 36)) for part in parts)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"


def _case(keys: Keys, key: str, do: OfCase, case: CaseId) -> InlineKeyboardButton:
    return keys.key(key, CaseButton(do=do, case=case))


# -- who writes ---------------------------------------------------------------------


def reasons(case: CaseId, keys: Keys) -> Rows:
    """The four reasons, a row each: side by side a narrow phone cuts them off."""
    return [
        [keys.key(f"reason_{reason.value}", ReasonButton(case=case, reason=reason))]
        for reason in Reason
    ]


def absence_form(notice: AbsenceForm, keys: Keys) -> Rows:
    """The reason first; then send it, now or with the proof to follow.

    Who writes for another goes back to those who missed the exam; what is written is kept.
    """
    back = [] if notice.exam is None else [keys.exam("back", OfExam.MISSED, notice.exam)]
    if not notice.reason:
        return [*reasons(notice.case, keys), back, [keys.go("help", Go.HELP)]]
    when = _case(keys, "absence_when", OfCase.WHEN, notice.case)
    why = _case(keys, "absence_reason", OfCase.REASONS, notice.case)
    later = _case(keys, "proof_later", OfCase.PROOF_LATER, notice.case)
    return [
        [_case(keys, "send_to_dean", OfCase.SEND, notice.case)],
        [] if notice.pages else [later],
        [when, why],
        back,
        [keys.go("help", Go.HELP)],
    ]


def absence_status(notice: AbsenceStatus, keys: Keys) -> Rows:
    """What the student can do at this step."""
    step: Rows = []
    if notice.stage == CaseStage.OPENED.value:
        step = [[_case(keys, "open_absence", OfCase.FORM, notice.case)]]
    elif notice.stage in {CaseStage.NEEDS_PROOF.value, CaseStage.SUBMITTED.value}:
        step = [[_case(keys, "send_proof", OfCase.PROOF, notice.case)]]
    elif notice.stage == CaseStage.REFUSED.value and notice.waits_until is not None:
        step = [[_case(keys, "reconsider", OfCase.RECONSIDER, notice.case)]]
    elif notice.stage == CaseStage.SCHEDULED.value:
        step = [[keys.go("my_exams", Go.MY_EXAMS), keys.go("calendar", Go.CALENDAR)]]
    paper = _case(keys, "application_pdf", OfCase.PAPER, notice.case)
    return [*step, [_case(keys, "refresh", OfCase.FORM, notice.case), paper],
            [keys.go("help", Go.HELP)]]  # fmt: skip


def my_absences(notice: MyAbsences, keys: Keys) -> Rows:
    """The cases."""
    rows: Rows = [
        [plain(line.subject, CaseButton(do=OfCase.FORM, case=line.case))] for line in notice.cases
    ]
    return [*keys.paged(rows, Listing.MY_ABSENCES), [keys.go("my_exams", Go.MY_EXAMS)]]


def absence_paper(notice: AbsencePaper, keys: Keys) -> Rows:
    """Back to the case."""
    return [[_case(keys, "open_absence", OfCase.FORM, notice.case)]]


def missed_list(notice: MissedList, keys: Keys) -> Rows:
    """Whom the office can write for."""
    rows: Rows = [
        [plain(name, AttemptButton(do=OfAttempt.APPLY_FOR, attempt=attempt))]
        for attempt, name, _ in notice.students
    ]
    return [*rows, [keys.exam("back", OfExam.CHECKS, notice.exam)]]


# -- who decides ---------------------------------------------------------------------


def absence_arrived(notice: AbsenceArrived, keys: Keys) -> Rows:
    """Open it."""
    return [[_case(keys, "open_absence", OfCase.OPEN, notice.case)], _desk(keys)]


def _desk(keys: Keys) -> Row:
    return [keys.go("absences", Go.ABSENCES)]


def absence_queue(notice: AbsenceQueue, keys: Keys) -> Rows:
    """Each case with its box, the pages, and what else waits."""
    marked = notice.marked
    rows: Rows = []
    for line in notice.cases:
        ticked = line.case in marked
        then = [case for case in marked if case != line.case] if ticked else [*marked, line.case]
        box = QueueButton(page=notice.page, marked=packed(then), approve=False)
        opened = CaseButton(do=OfCase.OPEN, case=line.case)
        if notice.can_decide and line.stage == CaseStage.SUBMITTED.value:
            name = plain(short_name(line.name, BESIDE_A_BOX), opened)
            rows.append([plain("☑" if ticked else "☐", box), name])
        else:
            rows.append([plain(line.name, opened)])
    if marked:
        yes = QueueButton(page=notice.page, marked=packed(marked), approve=True)
        rows.append([keys.key("approve_marked", yes)])
    turn = [
        keys.key(key, QueueButton(page=page, marked="", approve=False))
        for key, page in (("previous_page", notice.page - 1), ("next_page", notice.page + 1))
        if 0 <= page < notice.pages
    ]
    acts: Rows = []
    if notice.can_decide and notice.to_order:
        acts.append([keys.go("issue_order", Go.ISSUE_ORDER)])
    if notice.can_decide and notice.to_plan:
        acts.append([keys.go("propose_additional", Go.PROPOSE)])
    lists = [keys.go("orders", Go.ORDERS), keys.go("export_absences", Go.EXPORT_ABSENCES)]
    look = [keys.go("find_absences", Go.FIND_ABSENCES)]
    return [*rows, turn, *acts, [keys.go("plans", Go.PLANS)], lists, look]


def absence_card(notice: AbsenceCard, keys: Keys) -> Rows:
    """Decide in one tap, with everything in view."""
    decide = [_case(keys, *CARD[can], notice.case) for can in notice.can if can in CARD]
    rows = [decide[:1], decide[1:]]
    if "order" in notice.can:
        rows.append([keys.go("issue_order", Go.ISSUE_ORDER)])
    if "plan" in notice.can:
        rows.append([keys.go("propose_additional", Go.PROPOSE)])
    paper = _case(keys, "application_pdf", OfCase.PAPER, notice.case)
    return [*rows, [paper, *_desk(keys)]]


def found_cases(notice: FoundCases, keys: Keys) -> Rows:
    """What was found."""
    rows: Rows = [
        [
            plain(
                f"{short_name(line.name)} · {line.subject}",
                CaseButton(do=OfCase.OPEN, case=line.case),
            )
        ]
        for line in notice.cases
    ]
    return [*rows, [keys.go("find_absences", Go.FIND_ABSENCES), *_desk(keys)]]


def absence_export(_: AbsenceExport, keys: Keys) -> Rows:
    """Back."""
    return [_desk(keys)]


# -- orders and additional exams --------------------------------------------------------


def order_shown(notice: OrderShown, keys: Keys) -> Rows:
    """What follows an order: the additional exam; or its cancelling."""
    follow = [keys.go("propose_additional", Go.PROPOSE)] if notice.can_cancel else []
    cancel = keys.key("cancel_order", OrderButton(do=OfOrder.CANCEL, order=notice.order))
    return [
        follow,
        [cancel] if notice.can_cancel else [],
        [keys.go("orders", Go.ORDERS), *_desk(keys)],
    ]


def order_preview(notice: OrderPreview, keys: Keys) -> Rows:
    """Really?"""
    return [[keys.key("yes_issue_order", IssueButton(seal=notice.seal))], _desk(keys)]


def cancel_order_asked(notice: CancelOrderAsked, keys: Keys) -> Rows:
    """Really?"""
    yes = keys.key("yes_cancel_order", OrderButton(do=OfOrder.YES_CANCEL, order=notice.order))
    return [[yes], [keys.key("back", OrderButton(do=OfOrder.OPEN, order=notice.order))]]


def order_list(notice: OrderList, keys: Keys) -> Rows:
    """The orders."""
    rows: Rows = [
        [plain(f"📜 {line.number}/{line.year}", OrderButton(do=OfOrder.OPEN, order=line.order))]
        for line in notice.orders
    ]
    return [*keys.paged(rows, Listing.ORDER_LIST), _desk(keys)]


def plan_card(notice: PlanCard, keys: Keys) -> Rows:
    """What dean or registrar can do with a plan."""
    rows = [
        [
            keys.key(can, naming_of(notice.exam))
            if can == "commission"
            else keys.exam(*PLAN[can], notice.exam)
        ]
        for can in notice.can
    ]
    again = [keys.exam("check_again", OfExam.PLAN, notice.exam)] if notice.checks else []
    return [*rows, again, [keys.go("plans", Go.PLANS)]]


def plan_sent(notice: PlanSent, keys: Keys) -> Rows:
    """The registrar confirms, or sends back."""
    return [
        [keys.exam("confirm_plan", OfExam.CONFIRM_PLAN, notice.exam)],
        [keys.exam("send_back_plan", OfExam.SEND_BACK_PLAN, notice.exam)],
        [keys.exam("open_plan", OfExam.PLAN, notice.exam)],
    ]


def plan_sent_back(notice: PlanSentBack, keys: Keys) -> Rows:
    """Open it to adjust it."""
    return [[keys.exam("open_plan", OfExam.PLAN, notice.exam)]]


def plan_list(notice: PlanList, keys: Keys) -> Rows:
    """The additional exams."""
    rows: Rows = [
        [plain(dated(line.starts_at, line.subject), ExamButton(do=OfExam.PLAN, exam=line.exam))]
        for line in notice.plans
    ]
    return [*keys.paged(rows, Listing.PLAN_LIST), _desk(keys)]
