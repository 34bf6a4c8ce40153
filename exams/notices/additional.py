"""Additional exams: planned, approved, confirmed, announced (S30)."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId
from exams.notices.base import Notice, WithMedia
from exams.notices.lines import Clash, Fix


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One additional exam in a list; `stage` as in `PlanStage`."""

    exam: ExamId
    subject: str
    starts_at: datetime
    people: int
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCard(Notice):
    """The plan of an additional exam, with its checks and, where they fail, their fixes.

    Attributes:
        members: names of the commission, the chair first; none where the proctor marks alone.
        lacks_commission: the missed exam had one, and this has none.
        clashes: what takes its time; proctor or members who are needed at both only warn.
        can: approve, adjust, drop, confirm, send_back, commission, as stage and reader allow.
    """

    template = "plan_card"
    exam: ExamId
    subject: str
    kind: str
    missed_at: datetime
    starts_at: datetime
    stage: str
    names: tuple[str, ...]
    proctor: str
    host: str
    tickets: int
    checks: tuple[Fix, ...]
    ready: bool
    can: tuple[str, ...]
    members: tuple[str, ...] = ()
    lacks_commission: bool = False
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSent(WithMedia):
    """Hand the approved additional schedule to the registrar, as workbook and paper (S30)."""

    template = "plan_sent"
    exam: ExamId
    subject: str
    starts_at: datetime
    people: int
    dean: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSentBack(Notice):
    """Tell the dean that the registrar wants another plan, and why."""

    template = "plan_sent_back"
    exam: ExamId
    subject: str
    starts_at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanList(Notice):
    """Additional exams that are planned, by start."""

    template = "plan_list"
    plans: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionalAnnounced(WithMedia):
    """Tell the staff that an additional exam takes place, with a file for their calendars."""

    template = "additional_announced"
    exam: ExamId
    subject: str
    starts_at: datetime
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionalPosted(Notice):
    """Tell a group's chat of an additional exam, without anybody's name."""

    template = "additional_posted"
    subject: str
    kind: str
    starts_at: datetime
