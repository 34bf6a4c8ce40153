"""The guided tour of an exam day of each kind, and what the clock brings next.

A step is done when the database or the chat says so, whoever did it and in whatever order.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, Final

from exams.domain.attempt import ON_THE_WAY, TESTING, Attempt
from exams.domain.attempt_table import OVER, Stage
from exams.domain.exam import LATE_ARRIVAL, LINK_LEAD, REMINDERS, ROOM_LEAD, Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.oral import ABSENT, HEARD, PICK_WINDOW
from exams.domain.people import Locale
from exams.services.clock.clockwork import ALARMS
from exams.services.clock.deadlines import COUNTDOWN
from sandbox.stage import Stage as Sandbox
from templates.renderer import Renderer

Text = Mapping[str, str]
"""The same in kk, ru and en."""

TEXTS: Final[Mapping[str, Mapping[str, Text]]] = tomllib.loads(
    files("sandbox").joinpath("tour.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What the tour asks about."""

    exam: Exam | None
    attempts: Sequence[Attempt]
    tickets: int
    linked: bool
    questions: int = 0
    pages: int = 0

    @property
    def steps(self) -> Sequence["Step"]:
        """Return the steps of the exam whose schedule was sent; before it of a written one."""
        return STEPS_OF.get(self.exam.kind, STEPS) if self.exam is not None else STEPS

    def reached(self, *stages: ExamStage) -> bool:
        """Return whether the exam is at one of the stages or beyond."""
        order = list(ExamStage)
        first = min(order.index(stage) for stage in stages)
        return self.exam is not None and order.index(self.exam.stage) >= first


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do, on whose phone, and how to see that it is done."""

    id: str
    phone: str
    done: Callable[[Day], bool]


def some(test: Callable[[Attempt], bool]) -> Callable[[Day], bool]:
    """Return a question: has a student come so far?"""
    return lambda day: any(test(attempt) for attempt in day.attempts)


_SHEETS: Final = frozenset({Stage.SHEETS_OK, Stage.ACCEPTED, Stage.RELEASED})
_AFTER_PENS: Final = _SHEETS | {Stage.PENS_DOWN, Stage.UPLOADING, Stage.SHEETS_CHECKING}

STEPS: Final = (
    Step(id="import", phone="registrar", done=lambda day: day.tickets > 0),
    Step(id="link", phone="group", done=lambda day: day.linked),
    Step(id="publish", phone="dean", done=lambda day: day.reached(ExamStage.PUBLISHED)),
    Step(id="equipment", phone="student", done=some(lambda a: a.camera is not None)),
    Step(id="here", phone="student", done=some(lambda a: a.rules_agreed)),
    Step(id="admit", phone="proctor", done=lambda day: day.reached(ExamStage.RUNNING)),
    Step(id="draw", phone="student", done=some(lambda a: a.ticket is not None)),
    Step(id="pens_down", phone="student", done=some(lambda a: a.stage in _AFTER_PENS)),
    Step(id="sheets", phone="student", done=some(lambda a: a.stage in _SHEETS)),
    Step(id="release", phone="proctor", done=some(lambda a: a.stage is Stage.RELEASED)),
    Step(id="results", phone="proctor", done=lambda day: day.reached(ExamStage.RESULTS_PUBLISHED)),
)

_ANSWERED: Final = HEARD - {Stage.NO_ANSWER}
ORAL_STEPS: Final = (
    *STEPS[:6],
    Step(
        id="open_picking",
        phone="proctor",
        done=lambda day: day.exam is not None and day.exam.picking_opened_at is not None,
    ),
    Step(id="draw_oral", phone="student", done=some(lambda a: a.turn is not None)),
    Step(id="call", phone="proctor", done=some(lambda a: a.called_at is not None)),
    Step(id="mark", phone="proctor", done=some(lambda a: a.stage in _ANSWERED)),
    *STEPS[8:10],
)
"""The same until everybody is admitted, and from the sheets on."""

_HANDED_IN: Final = frozenset({Stage.SUBMITTED, Stage.EXPIRED})
TEST_STEPS: Final = (
    Step(id="import_test", phone="registrar", done=lambda day: day.questions > 0),
    *STEPS[2:6],
    Step(id="begin_test", phone="student", done=some(lambda a: a.clock.started_at is not None)),
    Step(id="on_page", phone="student", done=lambda day: day.pages > 0),
    Step(id="warn_test", phone="proctor", done=some(lambda a: a.warnings > 0)),
    Step(id="hand_in_test", phone="student", done=some(lambda a: a.stage in _HANDED_IN)),
)
STEPS_OF: Final = {Kind.ORAL: ORAL_STEPS, Kind.TEST: TEST_STEPS}


async def day_of(sandbox: Sandbox) -> Day:
    """Read how far the day has come."""
    async with sandbox.units.reading() as unit:
        exams = await unit.exams.all()
        exam = exams[0] if exams else None
        group = await unit.groups.by_name(sandbox.group_name)
        attempts = await unit.attempts.of_exam(exam.id) if exam else ()
        deck = await unit.decks.of(exam.id) if exam else None
        shelves = await unit.questions.shelves(exam.id) if exam else {}
        pages = await unit.pages.of_exam(exam.id) if exam else {}
    return Day(
        exam=exam,
        attempts=attempts,
        tickets=len(deck.cards) if deck else 0,
        linked=group is not None and group.chat_id is not None,
        questions=sum(map(len, shelves.values())),
        pages=len(pages),
    )


def told(text: Text, words: Renderer) -> dict[str, str]:
    """Return a text with the buttons it names called as they are on the phones.

    Raises:
        KeyError: it names a button that does not exist.
    """
    return {locale.value: _named(text[locale.value], locale, words) for locale in Locale}


def _named(said: str, locale: Locale, words: Renderer) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: words.label(f"button.{name[1]}", locale), said)


async def steps(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Return the tour for the page: each step with the phone on which it happens."""
    day = await day_of(sandbox)
    phones = {
        "student": sandbox.students[0].phone.id,
        "proctor": sandbox.proctor.phone.id,
        "dean": sandbox.dean.phone.id,
        "registrar": sandbox.registrar.phone.id,
        "group": sandbox.group.id,
    }
    return [
        {
            "id": step.id,
            "phone": phones[step.phone],
            "text": told(TEXTS["step"][step.id], sandbox.words),
            "done": step.done(day),
        }
        for step in day.steps
    ]


async def next_moment(sandbox: Sandbox) -> tuple[datetime, Text] | None:
    """Return when something happens next by the clock, and what; None when nothing is planned."""
    day = await day_of(sandbox)
    if day.exam is None:
        return None
    now = sandbox.clock.now()
    coming = [*_of_exam(day.exam), *(m for a in day.attempts for m in _of_attempt(a, now))]
    ahead = [(at, name) for at, name in coming if at > now]
    if not ahead:
        return None
    at, name = min(ahead)
    return at, TEXTS["moment"][name]


def _of_exam(exam: Exam) -> list[tuple[datetime, str]]:
    if exam.stage in {ExamStage.DRAFT, ExamStage.CANCELLED}:
        return []
    due = exam.results_due_at
    if due is not None:
        waiting = exam.stage in {ExamStage.CLOSED, ExamStage.MARKING}
        return [(due - lead, "due") for lead in ALARMS if waiting]
    return [
        *((exam.starts_at - lead, "reminder") for lead in REMINDERS),
        (exam.starts_at - ROOM_LEAD, "room"),
        (exam.starts_at - LINK_LEAD, "link"),
        (exam.starts_at, "start"),
        (exam.starts_at + LATE_ARRIVAL, "late"),
        *([(exam.oral_opens_at, "answers")] if exam.oral_opens_at else []),
    ]


def _of_attempt(attempt: Attempt, now: datetime) -> list[tuple[datetime, str]]:
    if attempt.stage in OVER:
        return []
    deadline = attempt.clock.deadline(now)
    if attempt.stage in {Stage.WRITING, *TESTING} and deadline is not None:
        left = [(deadline - timedelta(minutes=minutes), "left") for minutes in COUNTDOWN]
        return [*left, (deadline, "pens_down")]
    if attempt.stage is Stage.PICKING and attempt.pick_from is not None:
        return [(attempt.pick_from + PICK_WINDOW, "picking")]
    if attempt.stage is Stage.CALLED and attempt.called_at is not None:
        return [(attempt.called_at + ABSENT, "absent")]
    return [(attempt.upload_until + ON_THE_WAY, "upload")] if attempt.upload_until else []
