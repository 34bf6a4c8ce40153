"""What happened in a scenario, counted from the database and from Telegram."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, fields
from typing import Final

from exams.domain.absence.order import Order
from exams.domain.absence.plan import Plan
from exams.domain.absence.table import PlanStage
from exams.domain.attempt import Attempt
from exams.domain.exam import Kind
from exams.domain.grades import final_points, grade_of
from exams.domain.log import verify
from exams.domain.proof import read_proof
from exams.domain.sheets import SheetStatus
from exams.records.unit import Unit
from exams.services.planning.proving import CheckDraw
from sandbox.stage import EXAM_AT, Stage

Grades = dict[str, str | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of a scenario, as `emtihan demo --headless --json` prints it.

    Attributes:
        refused_by_telegram: requests which Telegram would not have taken; must be 0.
        attempts: student number and final stage.
        sheets: how many were accepted, and how many had to be taken again.
        grades: points, letter and final grade of whoever has a mark, by student number.
        answers_lost: answers to questions that were acknowledged as saved and are not stored.
        appeals: student number and what became of the appeal, for those who made one.
        results_posted: group chats that have the results.
        event_log_ok: every chain of events verifies.
        draw_verified: what was opened in the group chat is what was published before the draw,
            and what everybody drew; a computer test has no draw.
    """

    scenario: str
    students: int
    messages_sent: int
    refused_by_telegram: int
    attempts: dict[str, str]
    sheets: dict[str, int]
    grades: dict[str, Grades]
    answers_lost: int
    appeals: dict[str, str]
    results_posted: int
    event_log_ok: bool
    draw_verified: bool
    wall_seconds: float

    def to_json(self) -> dict[str, object]:
        """Return what JSON can carry."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReport:
    """One order: number, year, student numbers, and whether its paper is there."""

    number: int
    year: int
    students: tuple[str, ...]
    printed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionalReport:
    """One additional exam: its stage, and the attempts in it beside those they stand for."""

    exam_stage: str
    plan_stage: str
    starts_at: str
    attempts: dict[str, str]
    instead_of: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceReport(Report):
    """The outcome of an absence.

    Attributes:
        orders: in the order of their numbers.
        additional_exams: by their start.
    """

    orders: tuple[OrderReport, ...]
    additional_exams: tuple[AdditionalReport, ...]


async def absence_report_of(stage: Stage, scenario: str, wall_seconds: float) -> AbsenceReport:
    """Count what happened in the exam that was missed, and in what followed."""
    last = stage.exam_at
    stage.exam_at = EXAM_AT
    report = await report_of(stage, scenario, wall_seconds)
    stage.exam_at = last
    async with stage.units.reading() as unit:
        orders = [await _order(unit, one) for one in await unit.orders.latest(limit=100)]
        plans = await unit.plans.in_stages(PlanStage)
        exams = [await _additional(unit, plan) for plan in plans]
    told = {field.name: getattr(report, field.name) for field in fields(report)}
    return AbsenceReport(**told, orders=tuple(orders[::-1]), additional_exams=tuple(exams))


async def _order(unit: Unit, order: Order) -> OrderReport:
    cases = await unit.cases.many(order.cases)
    people = await unit.people.many(case.student_id for case in cases)
    return OrderReport(
        number=order.number,
        year=order.year,
        students=tuple(sorted(person.number for person in people.values())),
        printed=order.paper is not None,
    )


async def _additional(unit: Unit, plan: Plan) -> AdditionalReport:
    exam = await unit.exams.get(plan.exam_id)
    if exam is None:
        raise RuntimeError("a plan without its exam")
    anew, old = {}, {}
    for case in await unit.cases.of_additional(plan.exam_id):
        student = await unit.people.get(case.student_id)
        missed = await unit.attempts.get(case.attempt_id)
        again = await unit.attempts.get(case.attempt_anew) if case.attempt_anew else None
        if student is None or missed is None or again is None:
            raise RuntimeError("a case without its attempts")
        anew[student.number] = again.stage.value
        old[student.number] = missed.stage.value
    return AdditionalReport(
        exam_stage=exam.stage.value,
        plan_stage=plan.stage.value,
        starts_at=exam.starts_at.isoformat(),
        attempts=anew,
        instead_of=old,
    )


async def report_of(stage: Stage, scenario: str, wall_seconds: float) -> Report:
    """Count what happened."""
    attempts = await stage.attempts()
    async with stage.units.reading() as unit:
        sheets = [
            sheet for attempt in attempts.values() for sheet in await unit.sheets.of(attempt.id)
        ]
        broken = [
            chain
            for chain in await unit.events.exams()
            if verify(await unit.events.of(chain), head=await unit.events.head(chain))
        ]
    return Report(
        scenario=scenario,
        students=len(attempts),
        messages_sent=stage.telegram.messages_sent,
        refused_by_telegram=len(stage.telegram.refusals),
        attempts={number: attempt.stage.value for number, attempt in attempts.items()},
        sheets={
            "accepted": sum(sheet.status is SheetStatus.ACCEPTED for sheet in sheets),
            "retaken": sum(sheet.status is SheetStatus.RETAKE for sheet in sheets),
        },
        grades=await _grades(stage, attempts),
        answers_lost=stage.answers_lost,
        appeals=await _appeals(stage, attempts),
        results_posted=await _posts(stage),
        event_log_ok=not broken,
        draw_verified=await _draw_verified(stage),
        wall_seconds=round(wall_seconds, 2),
    )


async def _grades(stage: Stage, attempts: dict[str, Attempt]) -> dict[str, Grades]:
    exam = await stage.exam()
    async with stage.units.reading() as unit:
        marks = await unit.marks.of_exam(exam.id)
    return {
        number: {
            "points": marks[one.id].points,
            "letter": grade_of(marks[one.id].points).letter,
            "final": final_points(rating=one.rating, exam=marks[one.id].points),
        }
        for number, one in attempts.items()
        if one.id in marks
    }


async def _appeals(stage: Stage, attempts: dict[str, Attempt]) -> dict[str, str]:
    exam = await stage.exam()
    async with stage.units.reading() as unit:
        found = await unit.appeals.of_exam(exam.id)
    return {
        number: found[one.id].stage.value for number, one in attempts.items() if one.id in found
    }


async def _posts(stage: Stage) -> int:
    """Count the messages of the group chat that carry results."""
    exam = await stage.exam()
    return sum(
        message.from_bot and message.text.startswith("📣") and exam.subject in message.text
        for message in stage.proctor.phone.messages(stage.group)
    )


async def _draw_verified(stage: Stage) -> bool:
    """Check the draw as a student would, from the group's messages, and against the database."""
    said = [m.text for m in stage.proctor.phone.messages(stage.group) if m.from_bot]
    published = {word for text in said if text.startswith("🔏") for word in text.split()}
    opened = [text for text in said if text.startswith("🔓")]
    exam = await stage.exam()
    if exam.kind is Kind.TEST:
        return not published and not opened
    if not opened:
        return False
    told = {read_proof(text).proof.fingerprint for text in opened}
    checked = await CheckDraw(stage.units)(exam.id)
    return told <= published and not any(deck.faults for deck in checked)


REPORTS: Final[dict[str, Callable[[Stage, str, float], Awaitable[Report]]]] = {
    "written": report_of,
    "written-hard": report_of,
    "oral": report_of,
    "test": report_of,
    "appeal": report_of,
    "absence": absence_report_of,
}
"""What is told of each scenario."""
