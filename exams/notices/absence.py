"""Absence: the application and how it stands, the dean's queue, the register."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import CaseId, ExamId
from exams.notices.base import Notice, WithMedia


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One absence case in a list.

    Attributes:
        starts_at: of the missed exam.
        stage: as in `CaseStage`.
        reason: as in `Reason`, empty in a draft.
        decide_by: None where nothing is to be decided.
    """

    case: CaseId
    name: str
    subject: str
    starts_at: datetime
    stage: str
    reason: str = ""
    pages: int = 0
    decide_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened in the missed attempt: when, and a code of `timeline`."""

    at: datetime
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceForm(Notice):
    """The application while it is being written; also as the bot or the office drafted it.

    Attributes:
        name: of the student for whom the office writes, else empty.
        reason: empty until it is chosen.
        pages: of evidence so far.
        until: until when it can be sent.
        drafted: the bot has filled it in after an outage.
        begun_by: who has begun it, where that is neither the reader nor the bot.
        exam: where the office writes, the missed one, to whose students it can go back.
    """

    template = "absence_form"
    case: CaseId
    name: str
    subject: str
    starts_at: datetime
    reason: str
    happened_at: datetime
    text: str
    pages: int
    until: datetime
    drafted: bool
    begun_by: str = ""
    exam: ExamId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceStatus(Notice):
    """How a student's case stands, and what comes next; said again at every change.

    Attributes:
        waits_until: for the stage's own moment: decision, proof, or asking once more.
        decision: the dean's words, where there are any.
        order: number and year, empty before there is one.
        step: what comes next: the stage, or ordered, or announced, where it has gone further;
            lapsed, where nobody has sent it in time.
        additional: the exam, None until its time is planned; starts_at_anew: its time, once it
            is approved.
    """

    template = "absence_status"
    case: CaseId
    subject: str
    starts_at: datetime
    stage: str
    step: str
    reason: str
    pages: int
    waits_until: datetime | None
    decision: str
    order: str
    additional: ExamId | None
    starts_at_anew: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MyAbsences(Notice):
    """A student's cases, the newest first."""

    template = "my_absences"
    cases: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencePaper(WithMedia):
    """The application as a paper to print."""

    template = "absence_paper"
    case: CaseId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceArrived(Notice):
    """Tell the dean's office of a case: `what` is new, proof, unproven, again, remind, silent."""

    template = "absence_arrived"
    case: CaseId
    what: str
    name: str
    subject: str
    reason: str
    decide_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceQueue(Notice):
    """The cases which the dean's office has before it.

    Attributes:
        cases: those of this page.
        page: from 0; pages: how many there are.
        marked: of the cases of this page.
        waiting, unproven, to_order, to_plan: how many cases wait for what.
        plans: additional exams that wait for the dean, or for the registrar.
        can_decide: the reader is of the dean's office.
    """

    template = "absence_queue"
    cases: tuple[CaseLine, ...]
    page: int
    pages: int
    marked: tuple[CaseId, ...]
    waiting: int
    unproven: int
    to_order: int
    to_plan: int
    plans: int
    can_decide: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceEvidence(WithMedia):
    """The evidence of a case, above its card."""

    template = "absence_evidence"
    case: CaseId
    name: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionOutage:
    """What else is known of an outage in a student's region.

    Attributes:
        region: empty where the roster does not know it.
        cut_off: how many other students of the region lost the connection within minutes.
        exams: in how many exams.
        applied: how many others of it wrote of a power cut or no Internet within hours.
    """

    region: str
    cut_off: int = 0
    exams: int = 0
    applied: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceCard(Notice):
    """A case as the dean's office and the registrar see it.

    Attributes:
        timeline: what the attempt's log tells.
        earlier: the student's other cases.
        cut_together: students of the exam cut off within minutes of this one, of `sitting`.
        outage: what the region tells; None where the reason strikes one person only.
        confirmed_at: when the applicant confirmed.
        can: approve, refuse, ask_proof, order, plan, as the stage and the reader allow.
    """

    template = "absence_card"
    case: CaseId
    name: str
    number: str
    group: str
    subject: str
    starts_at: datetime
    stage: str
    reason: str
    happened_at: datetime
    text: str
    on_behalf: bool
    reconsidered: bool
    pages: int
    confirmed_at: datetime | None
    decide_by: datetime | None
    decision: str
    order: str
    starts_at_anew: datetime | None
    timeline: tuple[Moment, ...]
    earlier: int
    cut_together: int
    sitting: int
    outage: RegionOutage | None
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedList(Notice):
    """Who missed an exam, for the office to write for.

    Attributes:
        students: attempt, name, stage.
    """

    template = "missed_list"
    exam: ExamId
    subject: str
    starts_at: datetime
    students: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCases(Notice):
    """The cases of students whose name or number was searched for."""

    template = "found_cases"
    words: str
    cases: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceExport(WithMedia):
    """Cases, orders and additional exams of a period as a workbook."""

    template = "absence_export"
    since: datetime
    until: datetime
    cases: int
    orders: int
    exams: int
