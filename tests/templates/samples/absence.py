"""The notices of an absence with data as it will really be, and with the longest expected."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from exams.domain.absence.case import Reason
from exams.domain.absence.table import CaseStage, PlanStage
from exams.domain.exam import Check
from exams.domain.ids import CaseId, Digest, ExamId, OrderId
from exams.notices import absence, additional, orders
from exams.notices.base import Media, Notice
from exams.notices.lines import Clash, Fix
from exams.services.absence.absences import TIMELINE

TEN = datetime(2027, 5, 19, 5, 0, tzinfo=UTC)  # 10:00 in Astana
LATER = TEN + timedelta(days=2, hours=1)
SUBJECT = "Деректер құрылымы және алгоритмдер"
NAME = "Серікова Айгерім Болатқызы"
LONG_NAME = "Нұрмұхамедова-Константинопольская Жанна Абдрахманқызы"
TEXT = "Ауылда жарық сөніп қалды <кешке дейін>, & телефон да отырып қалды."
CASE, EXAM = CaseId(501), ExamId(900)
PAPER = (Media(kind="document", digest=Digest("a" * 64), name="order-12-2027.pdf"),)

FORM = absence.AbsenceForm(
    case=CASE,
    name="",
    subject=SUBJECT,
    starts_at=TEN,
    reason=Reason.POWER_CUT.value,
    happened_at=TEN + timedelta(minutes=40),
    text=TEXT,
    pages=2,
    until=LATER,
    drafted=False,
)
STATUS = absence.AbsenceStatus(
    case=CASE,
    subject=SUBJECT,
    starts_at=TEN,
    stage=CaseStage.SUBMITTED.value,
    step=CaseStage.SUBMITTED.value,
    reason=Reason.ILLNESS.value,
    pages=1,
    waits_until=LATER,
    decision="",
    order="",
    additional=None,
    starts_at_anew=None,
)
LINES = tuple(
    absence.CaseLine(
        case=CaseId(501 + number),
        name=name,
        subject=SUBJECT,
        starts_at=TEN,
        stage=stage,
        reason=Reason.NO_INTERNET.value,
        pages=number,
        decide_by=LATER,
    )
    for number, (name, stage) in enumerate(
        ((NAME, "submitted"), (LONG_NAME, "needs_proof"), ("Ким Виктория", "submitted"))
    )
)
QUEUE = absence.AbsenceQueue(
    cases=LINES,
    page=0,
    pages=4,
    marked=(CASE,),
    waiting=21,
    unproven=3,
    to_order=5,
    to_plan=2,
    plans=1,
    can_decide=True,
)
CARD = absence.AbsenceCard(
    case=CASE,
    name=LONG_NAME,
    number="21B00457",
    group="ЕТ-101",
    subject=SUBJECT,
    starts_at=TEN,
    stage=CaseStage.SUBMITTED.value,
    reason=Reason.POWER_CUT.value,
    happened_at=TEN + timedelta(minutes=40),
    text=TEXT,
    on_behalf=True,
    reconsidered=True,
    pages=3,
    confirmed_at=LATER,
    decide_by=LATER,
    decision="Анықтама керек",
    order="12/2027",
    starts_at_anew=LATER,
    timeline=tuple(
        absence.Moment(at=TEN + timedelta(minutes=n), act=act)
        for n, act in enumerate(sorted(TIMELINE))
    ),
    earlier=2,
    cut_together=7,
    sitting=25,
    outage=absence.RegionOutage(region="Талғар <ауданы>", cut_off=3, exams=2, applied=5),
    can=("approve", "refuse", "ask_proof"),
)
ORDER = orders.OrderShown(
    order=OrderId(4),
    number=12,
    year=2027,
    issued_at=TEN,
    people=((NAME, SUBJECT), (LONG_NAME, SUBJECT)),
    cancels="",
    cancelled=False,
    can_cancel=True,
    media=PAPER,
)
ORDER_LINE = orders.OrderLine(
    order=OrderId(4), number=12, year=2027, issued_at=TEN, people=3, cancels=False, cancelled=True
)
CANCEL = orders.CancelOrderAsked(order=OrderId(4), number=12, year=2027, people=ORDER.people)
PLAN = additional.PlanCard(
    exam=EXAM,
    subject=SUBJECT,
    kind="written",
    missed_at=TEN,
    starts_at=LATER,
    stage=PlanStage.PROPOSED.value,
    names=(NAME, LONG_NAME),
    proctor="Төлегенова Сәуле",
    host="exams@university.example",
    tickets=8,
    checks=tuple(Fix(code=check.value, holds=check is not Check.TICKETS) for check in Check),
    ready=False,
    can=("adjust", "drop"),
)

HEARD = replace(PLAN, kind="oral", members=(LONG_NAME, NAME))

ALL: tuple[Notice, ...] = (
    HEARD,
    replace(HEARD, members=(), lacks_commission=True),
    replace(
        HEARD,
        checks=(),
        clashes=(
            Clash(
                check="staff", subject=SUBJECT, starts_at=TEN, until=LATER, names=(NAME, LONG_NAME)
            ),
        ),
    ),
    FORM,
    replace(FORM, name=LONG_NAME, begun_by=NAME),
    replace(FORM, name=LONG_NAME, reason="", text="", pages=0, drafted=True),
    *(replace(STATUS, stage=stage.value) for stage in CaseStage),
    replace(
        STATUS,
        stage=CaseStage.SCHEDULED.value,
        waits_until=None,
        decision="Растама дұрыс",
        order="12/2027",
        additional=EXAM,
        starts_at_anew=LATER,
    ),
    replace(STATUS, reason="", waits_until=None, pages=0),
    absence.MyAbsences(cases=LINES),
    absence.MyAbsences(cases=()),
    absence.AbsencePaper(case=CASE, name=LONG_NAME, media=PAPER),
    *(
        absence.AbsenceArrived(
            case=CASE,
            what=what,
            name=NAME,
            subject=SUBJECT,
            reason=Reason.ILLNESS.value,
            decide_by=LATER,
        )
        for what in ("new", "proof", "unproven", "again", "remind", "silent")
    ),
    QUEUE,
    replace(
        QUEUE, cases=(), pages=1, marked=(), waiting=0, unproven=0, to_order=0, to_plan=0, plans=0
    ),
    absence.AbsenceEvidence(case=CASE, name=NAME, pages=3, media=PAPER),
    CARD,
    replace(
        CARD,
        stage=CaseStage.OPENED.value,
        reason="",
        text="",
        group="",
        on_behalf=False,
        reconsidered=False,
        confirmed_at=None,
        decide_by=None,
        decision="",
        order="",
        starts_at_anew=None,
        timeline=(),
        cut_together=0,
        outage=None,
    ),
    replace(CARD, outage=absence.RegionOutage(region="")),
    replace(CARD, outage=absence.RegionOutage(region="Талғар")),
    replace(CARD, outage=absence.RegionOutage(region="Талғар", cut_off=1, exams=1)),
    replace(CARD, outage=absence.RegionOutage(region="Талғар", applied=21)),
    absence.MissedList(
        exam=EXAM,
        subject=SUBJECT,
        starts_at=TEN,
        students=((1, NAME, "no_show"), (2, LONG_NAME, "technical_fail")),
    ),
    absence.MissedList(exam=EXAM, subject=SUBJECT, starts_at=TEN, students=()),
    orders.OrderPreview(people=ORDER.people, seal="9f86d081884c"),
    orders.OrderPreview(people=ORDER.people[:1], seal="9f86d081884c"),
    ORDER,
    replace(ORDER, cancels="11/2027", cancelled=True, can_cancel=False),
    orders.OrderList(orders=(ORDER_LINE, replace(ORDER_LINE, cancels=True, cancelled=False))),
    orders.OrderList(orders=()),
    orders.StudentsExcused(
        exam=EXAM, subject=SUBJECT, starts_at=TEN, order="12/2027", names=(NAME, LONG_NAME)
    ),
    CANCEL,
    PLAN,
    replace(PLAN, proctor="", host="", checks=(), ready=True, stage=PlanStage.CONFIRMED.value),
    additional.PlanSent(
        exam=EXAM, subject=SUBJECT, starts_at=LATER, people=3, dean=LONG_NAME, media=PAPER
    ),
    additional.PlanSentBack(exam=EXAM, subject=SUBJECT, starts_at=LATER, note="Проктор бос емес"),
    additional.PlanList(
        plans=tuple(
            additional.PlanLine(
                exam=EXAM, subject=SUBJECT, starts_at=LATER, people=3, stage=stage.value
            )
            for stage in PlanStage
        )
    ),
    additional.PlanList(plans=()),
    additional.AdditionalAnnounced(
        exam=EXAM, subject=SUBJECT, starts_at=LATER, names=(NAME, LONG_NAME)
    ),
    additional.AdditionalPosted(subject=SUBJECT, kind="oral", starts_at=LATER),
    absence.FoundCases(words="Сер", cases=LINES),
    absence.FoundCases(words="жоқ", cases=()),
    absence.AbsenceExport(since=TEN, until=LATER, cases=21, orders=4, exams=2, media=PAPER),
)
