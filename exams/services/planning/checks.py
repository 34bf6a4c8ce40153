"""What stands in the way of publishing an exam, and what its reader may do with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.attempt_table import Stage
from exams.domain.beforehand import NO_FX
from exams.domain.clash import lasts
from exams.domain.deck import served
from exams.domain.exam import Check, Exam, Kind
from exams.domain.exam_table import EXAM_TABLE, ExamAct, ExamStage
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Locale, Role
from exams.domain.transitions import may
from exams.notices.lines import DeckLine, Fix
from exams.notices.office import ExamChecks
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.absence.absences import OFFICE as DEANS
from exams.services.computer_tests.measuring import ENDED, READERS
from exams.services.doors import PLANNERS, VIEWERS, plan
from exams.services.grades.recording import OFFICE as RECORDERS
from exams.services.grades.resits import can_be_resit
from exams.services.planning.clashes import clashes_of
from exams.services.previews import IMPORTERS
from exams.services.writing.decks import languages_of

BEFORE: Final = frozenset({ExamStage.DRAFT, ExamStage.PUBLISHED})
TOLD: Final = frozenset({ExamStage.RESULTS_PUBLISHED, ExamStage.ARCHIVED})
OVER: Final = TOLD | {ExamStage.CLOSED, ExamStage.MARKING}
UNMARKED: Final = frozenset(ExamStage) - TOLD - {ExamStage.CANCELLED}
CAN_BE_MISSED: Final = OVER - {ExamStage.ARCHIVED} | {
    ExamStage.CHECKIN_OPEN,
    ExamStage.RUNNING,
    ExamStage.SUSPENDED,
}


async def checks_of(unit: Unit, actor: Actor, exam: Exam, *, now: datetime) -> ExamChecks:
    """Return an exam with its checks, each with its fix, and what the reader may do."""
    groups = [await unit.groups.get(group) for group in exam.groups]
    people = await unit.people.many(exam.proctors)
    of_groups = await unit.attempts.of_groups(exam.id)
    attempts = [one for one in of_groups if one.outcome_reason != NO_FX]
    languages = await languages_of(unit, [attempt.student_id for attempt in attempts])
    decks, without = served(await unit.decks.all(exam.id), list(languages.values()))
    shelves = await unit.questions.shelves(exam.id) if exam.kind is Kind.TEST else {}
    questions = {shelf: len(ids) for shelf, ids in shelves.items()}
    clashes = await clashes_of(unit, exam) if exam.stage in BEFORE else ()
    failed = exam.checks(
        now=now,
        students=len(attempts),
        decks=decks,
        questions=questions,
        clashes=sum(one.students for one in clashes),
        groups_linked=all(group is not None and group.chat_id for group in groups),
        host_free=all(one.check != Check.HOST.value for one in clashes),
    )
    return ExamChecks(
        exam=exam.id,
        subject=exam.subject,
        kind=exam.kind.value,
        starts_at=exam.starts_at,
        stage=exam.stage.value,
        groups=tuple(group.name for group in groups if group is not None),
        proctors=tuple(people[p].name for p in exam.proctors if p in people),
        students=len(attempts),
        tickets=sum(deck.tickets for deck in decks),
        decks=tuple(
            DeckLine(language=_code(deck.language), tickets=deck.tickets, students=deck.students)
            for deck in decks
        ),
        without=tuple((_code(language), count) for language, count in without.items()),
        questions=sum(questions.values()),
        checks=tuple(Fix(code=check.value, holds=check not in failed) for check in exam.checked)
        if exam.stage in BEFORE
        else (),
        ready=not failed,
        clashes=clashes,
        until=exam.starts_at + lasts(exam, {exam.id: len(attempts)})
        if exam.kind is Kind.ORAL and exam.stage in BEFORE
        else None,
        can=_can(
            actor,
            exam,
            ready=not failed,
            additional=await unit.plans.get(exam.id) is not None,
            barred=any(attempt.stage is Stage.BARRED for attempt in of_groups),
            decks=bool(decks) and exam.kind is not Kind.TEST,
            tickets_shown=any(attempt.ticket is not None for attempt in attempts),
            measured=any(attempt.stage in ENDED for attempt in attempts),
            resit=Role.REGISTRAR in actor.roles
            and exam.stage is ExamStage.DRAFT
            and await can_be_resit(unit, exam),
        ),
    )


def _can(
    actor: Actor,
    exam: Exam,
    *,
    ready: bool,
    additional: bool,
    barred: bool,
    decks: bool,
    tickets_shown: bool,
    measured: bool,
    resit: bool,
) -> tuple[str, ...]:
    held, stage = exam.roles_of(actor), exam.stage
    plans = not held.isdisjoint(PLANNERS)
    oral_plans = plans and exam.kind is Kind.ORAL and stage in BEFORE
    publishes = may(EXAM_TABLE, ExamAct.PUBLISH, stage, held)
    holds = {
        "publish": publishes and ready and not additional,
        "plan": publishes and additional,
        "check_again": stage is ExamStage.DRAFT,
        "preparation": oral_plans,
        "commission": plans and exam.kind is Kind.ORAL and stage in UNMARKED,
        "marking": exam.kind is Kind.WRITTEN and stage is not ExamStage.CANCELLED,
        "question_draw": plans and exam.kind is Kind.TEST,
        "resits": resit,
        "barred": plans and barred,
        "print": decks and not held.isdisjoint(IMPORTERS),
        "statement": stage in OVER,
        "items": exam.kind is Kind.TEST and measured and not held.isdisjoint(READERS),
        "records": stage in TOLD and not held.isdisjoint(RECORDERS),
        "apply_for": stage in CAN_BE_MISSED and not held.isdisjoint(DEANS),
        "move": may(EXAM_TABLE, ExamAct.MOVE, stage, held) and not tickets_shown,
        "cancel": may(EXAM_TABLE, ExamAct.CANCEL, stage, held),
    }
    return tuple(name for name, is_so in holds.items() if is_so)


def _code(language: Locale | None) -> str:
    return "" if language is None else language.value


@dataclass(frozen=True, slots=True)
class CheckExam:
    """Dean or registrar opens an exam before publishing it."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> ExamChecks:
        """Return it with its checks."""
        async with self.units.reading() as unit:
            found = await plan(unit, actor, exam, *VIEWERS)
            return await checks_of(unit, actor, found, now=self.clock.now())
