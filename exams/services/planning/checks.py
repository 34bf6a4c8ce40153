"""What stands in the way of publishing an exam."""

from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain.attempt_table import Stage
from exams.domain.deck import served
from exams.domain.exam import Check, Exam, ExamStage, Kind
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Locale, Role
from exams.notices.lines import DeckLine, Fix
from exams.notices.office import ExamChecks
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import VIEWERS, plan
from exams.services.writing.decks import languages_of

SEE_TICKETS = frozenset({Role.REGISTRAR, Role.ADMIN})


async def _host_free(unit: Unit, exam: Exam) -> bool:
    """Return whether the conference host has no other exam at an overlapping time."""
    if not exam.host:
        return True
    busy = {ExamStage.PUBLISHED, ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED}
    return not any(
        other.id != exam.id and other.host == exam.host and exam.overlaps(other)
        for other in await unit.exams.in_stages(busy)
    )


async def checks_of(unit: Unit, exam: Exam, *, now: datetime) -> ExamChecks:
    """Return an exam with its checks, each failing one to be shown with its fix."""
    groups = [await unit.groups.get(group) for group in exam.groups]
    people = await unit.people.many(exam.proctors)
    attempts = await unit.attempts.of_exam(exam.id)
    languages = await languages_of(unit, [attempt.student_id for attempt in attempts])
    decks, without = served(await unit.decks.all(exam.id), list(languages.values()))
    shelves = await unit.questions.shelves(exam.id) if exam.kind is Kind.TEST else {}
    questions = {shelf: len(ids) for shelf, ids in shelves.items()}
    failed = exam.checks(
        now=now,
        students=len(attempts),
        decks=decks,
        questions=questions,
        clashes=await unit.attempts.clashes(exam),
        groups_linked=all(group is not None and group.chat_id for group in groups),
        host_free=await _host_free(unit, exam),
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
        barred=sum(attempt.stage is Stage.BARRED for attempt in attempts),
        checks=tuple(Fix(code=check.value, holds=check not in failed) for check in Check),
        ready=not failed,
    )


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
            checks = await checks_of(unit, found, now=self.clock.now())
        sees = bool(checks.tickets) and not actor.roles.isdisjoint(SEE_TICKETS)
        return replace(checks, can_print=sees)
