"""Makers of test data: each has defaults, so that a test states only what matters to it.

Everything happens around one exam that starts at `START`; `at` names moments relative to it.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from exams.domain.absence.case import Case, Reason
from exams.domain.absence.plan import Plan
from exams.domain.absence.table import CaseStage, PlanStage
from exams.domain.attempt import ALL_SEEN, RULES_VERSION, UPLOAD_TIME, Attempt
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.deck import Card, Deck, Ticket
from exams.domain.exam import WRITING_TIME, Exam, Kind, Room
from exams.domain.exam_table import ExamStage
from exams.domain.grades import Mark, MarkStatus
from exams.domain.ids import (
    AttemptId,
    CaseId,
    ChatId,
    Digest,
    ExamId,
    GroupId,
    OrderId,
    PersonId,
    QuestionId,
    SheetId,
    TicketNumber,
)
from exams.domain.log import GENESIS, Event, Fact, digest_of
from exams.domain.people import Actor, Group, Locale, Person, Role
from exams.domain.questions import TRUE_FALSE, Key, Near, Option, Question, QuestionKind
from exams.domain.sheets import Sheet, SheetStatus
from storage.seal import seal_of

START: Final = datetime(2026, 1, 15, 4, 0, tzinfo=UTC)
"""When the exam starts: nine in the morning in Astana."""

EXAM: Final = ExamId(1)
GROUP: Final = GroupId(1)
AIGERIM, BOLAT, KANAT, GULNUR, ULZHAN, DAUREN = (PersonId(n) for n in range(101, 107))
NURLAN: Final = PersonId(201)
"""The proctor."""
ZHANIYA: Final = PersonId(202)
"""The chief proctor."""
SERIK: Final = PersonId(203)
"""The dean."""
MADINA: Final = PersonId(204)
"""The registrar."""

NAMES: Final[Mapping[PersonId, str]] = {
    AIGERIM: "Сәрсенбаева Айгерім Қанатқызы",
    BOLAT: "Жұмабаев Болат Ерланұлы",
    KANAT: "Әбдіғалиев Қанат Мұхтарұлы",
    GULNUR: "Өтегенова Гүлнұр Бекболатқызы",
    ULZHAN: "Ыбыраева Ұлжан Төлегенқызы",
    DAUREN: "Ғабитов Дәурен Іңкәрбекұлы",
    NURLAN: "Төлегенов Нұрлан Сағынұлы",
    ZHANIYA: "Һамитова Жәния Дінмұхамедқызы",
    SERIK: "Оңғарбаев Серік Әліұлы",
    MADINA: "Қуанышева Мәдина Нұржанқызы",
}
KEY: Final = b64encode(bytes(range(32))).decode()
SEAL: Final = seal_of([KEY])
"""What tickets are sealed with."""
STUDENTS: Final = (AIGERIM, BOLAT, KANAT, GULNUR, ULZHAN, DAUREN)


def at(minutes: float = 0, *, seconds: float = 0, ms: int = 0) -> datetime:
    """Return a moment relative to the start of the exam."""
    return START + timedelta(minutes=minutes, seconds=seconds, milliseconds=ms)


def held(*roles: Role) -> frozenset[Role]:
    """Return roles as an act wants them."""
    return frozenset(roles)


STUDENT: Final = held(Role.STUDENT)
PROCTOR: Final = held(Role.PROCTOR, Role.EXAMINER)
CHIEF: Final = held(Role.PROCTOR, Role.CHIEF, Role.EXAMINER)
DEAN: Final = held(Role.DEAN)
DEPUTY: Final = held(Role.DEPUTY)
REGISTRAR: Final = held(Role.REGISTRAR)
CLOCK: Final = held(Role.SYSTEM)


# -- people ------------------------------------------------------------------


def group(**changes: Any) -> Group:
    """Make an academic group with a linked chat."""
    plain = Group(id=GROUP, name="АЖ-21-1", faculty="Ақпараттық жүйелер", chat_id=ChatId(-1001))
    return replace(plain, **changes)


def person(who: PersonId = AIGERIM, *roles: Role, **changes: Any) -> Person:
    """Make somebody on the roster, bound to an account; without roles a student."""
    plain = Person(
        id=who,
        name=NAMES.get(who, f"Студент {who}"),
        number=f"21B{who:05}",
        roles=frozenset(roles or {Role.STUDENT}),
        faculty="Ақпараттық жүйелер",
        group_id=None if roles else GROUP,
        phone=f"7701000{who:04}",
        locale=Locale.KK,
        account=ChatId(700_000 + who),
    )
    return replace(plain, **changes)


def actor(who: PersonId = AIGERIM, *roles: Role, locale: Locale = Locale.KK) -> Actor:
    """Make somebody who acts; without roles a student."""
    return Actor(id=who, roles=frozenset(roles or {Role.STUDENT}), locale=locale)


# -- exams and attempts --------------------------------------------------------


def exam(stage: ExamStage = ExamStage.RUNNING, **changes: Any) -> Exam:
    """Make a written exam that runs, or stands at another stage with what that implies."""
    planned = {ExamStage.DRAFT, ExamStage.PUBLISHED, ExamStage.CHECKIN_OPEN}
    finished = {
        ExamStage.CLOSED,
        ExamStage.MARKING,
        ExamStage.RESULTS_PUBLISHED,
        ExamStage.ARCHIVED,
    }
    plain = Exam(
        id=EXAM,
        subject="Деректер қоры",
        kind=Kind.WRITTEN,
        starts_at=START,
        groups=(GROUP,),
        proctors=(NURLAN,),
        chief=ZHANIYA,
        faculty="Ақпараттық жүйелер",
        host="host@example.kz",
        stage=stage,
        room=Room(id="900", host="host@example.kz", join_url="https://zoom.example/j/900"),
        began_at=None if stage in planned else START,
        closed_at=at(180) if stage in finished else None,
    )
    return replace(plain, **changes)


BEFORE_LINK: Final = frozenset({Stage.SCHEDULED, Stage.BARRED})
BEFORE_ADMISSION: Final = BEFORE_LINK | {
    Stage.INVITED,
    Stage.NO_SHOW,
    Stage.CHECKING_IN,
    Stage.ID_FAILED,
    Stage.IDENTIFIED,
}
BEFORE_TICKET: Final = BEFORE_ADMISSION | {
    Stage.ADMITTED,
    Stage.INFO_SHOWN,
    Stage.PICKING,
    Stage.RUNNING,
    Stage.REVIEW,
    Stage.SUBMITTED,
    Stage.EXPIRED,
}
ASIDE: Final = frozenset({Stage.INTERRUPTED, Stage.PAUSED, Stage.TERMINATED, Stage.TECHNICAL_FAIL})


def attempt(
    stage: Stage = Stage.SCHEDULED, *, student: PersonId = AIGERIM, **changes: Any
) -> Attempt:
    """Make an attempt at any stage, with what must have happened before.

    Who has a ticket (number 7) was shown it at the start; who is interrupted, paused or removed
    was writing and has been so since ten minutes after the start.
    """
    linked = stage not in BEFORE_LINK
    admitted = stage not in BEFORE_ADMISSION
    drawn = stage not in BEFORE_TICKET
    plain = Attempt(
        id=AttemptId(1000 + student),
        exam_id=EXAM,
        student_id=student,
        clock=ClockLedger(allowed=WRITING_TIME, started_at=START if drawn else None),
        stage=stage,
        before=Stage.WRITING if stage in ASIDE else None,
        rating=80,
        link=f"https://zoom.example/w/{student}" if linked else None,
        registrant=f"r{student}" if linked else None,
        present=admitted,
        seen=ALL_SEEN if admitted else frozenset(),
        rules_read=3 if admitted else 0,
        rules_version=RULES_VERSION if admitted else None,
        rules_agreed_at=at(-5) if admitted else None,
        ticket=TicketNumber(7) if drawn else None,
        drawn_at=START if drawn else None,
        interrupted_at=at(10) if stage in {Stage.INTERRUPTED, Stage.TECHNICAL_FAIL} else None,
        upload_until=at(120) + UPLOAD_TIME
        if stage in {Stage.PENS_DOWN, Stage.UPLOADING, Stage.RESHOOT}
        else None,
        released_at=at(140) if stage is Stage.RELEASED else None,
    )
    return replace(plain, **changes)


# -- questions of a computer test --------------------------------------------------


def question(
    number: int = 1, kind: QuestionKind = QuestionKind.SINGLE, **changes: Any
) -> Question:
    """Make a question of any kind; the first options are the right ones."""
    choice = tuple(Option(text=f"{number}-{letter}") for letter in "абвг")
    shapes: Mapping[QuestionKind, Mapping[str, Any]] = {
        QuestionKind.SINGLE: {"options": choice, "key": Key(chosen=(0,))},
        QuestionKind.MULTIPLE: {"options": choice, "key": Key(chosen=(0, 1))},
        QuestionKind.TRUE_FALSE: {
            "options": TRUE_FALSE,
            "key": Key(chosen=(0,)),
            "shuffled": False,
        },
        QuestionKind.MATCHING: {
            "options": choice,
            "lines": ("Астана", "Семей", "Алматы"),
            "key": Key(chosen=(0, 1, 2)),
        },
        QuestionKind.SHORT: {"key": Key(texts=("нормал форма", "НФ"))},
        QuestionKind.NUMERIC: {
            "key": Key(numbers=(Near(value=Decimal("9.8"), within=Decimal("0.05")),))
        },
    }
    plain = Question(
        id=QuestionId(number),
        name=f"С{number}",
        kind=kind,
        text=f"{number}-сұрақ",
        topic="Кестелер" if number % 2 else "Индекстер",
        **shapes[kind],
    )
    return replace(plain, **changes)


# -- tickets and sheets ------------------------------------------------------------


def tickets(*numbers: int, questions: tuple[str, ...] = ("?",)) -> tuple[Ticket, ...]:
    """Make tickets with these numbers; a sign {} in a question stands for the number."""
    return tuple(
        Ticket(number=TicketNumber(n), questions=tuple(q.replace("{}", str(n)) for q in questions))
        for n in numbers
    )


def deck(count: int = 6, **changes: Any) -> Deck:
    """Make a deck whose card at position n is ticket n."""
    cards = tuple(Card(position=n, number=TicketNumber(n)) for n in range(1, count + 1))
    return replace(Deck(exam_id=EXAM, cards=cards), **changes)


def digest(mark: int = 0) -> Digest:
    """Make something that looks like the SHA-256 of a file."""
    return Digest(f"{mark:064x}")


def sheet(number: int = 1, **changes: Any) -> Sheet:
    """Make an accepted sheet; the number orders it, and its place follows its order."""
    plain = Sheet(
        id=SheetId(number),
        attempt_id=AttemptId(1000 + AIGERIM),
        place=changes.get("order", (number, 0)),
        order=(number, 0),
        upload=digest(number),
        picture=digest(100 + number),
        straightened=digest(200 + number),
        status=SheetStatus.ACCEPTED,
        received_at=at(121),
    )
    return replace(plain, **changes)


def mark(points: int = 85, *, student: PersonId = AIGERIM, **changes: Any) -> Mark:
    """Make a mark that is not published yet."""
    plain = Mark(
        attempt_id=AttemptId(1000 + student),
        points=points,
        status=MarkStatus.DRAFT,
        by=NURLAN,
        at=at(300),
    )
    return replace(plain, **changes)


# -- absence -----------------------------------------------------------------------


def case(stage: CaseStage = CaseStage.OPENED, **changes: Any) -> Case:
    """Make a student's case about a no-show, at any stage with what must have happened before.

    It was opened 20 minutes after the start and submitted half an hour after it; the dean has
    a day from then.
    """
    applied = stage is not CaseStage.OPENED
    decided = stage in {CaseStage.APPROVED, CaseStage.REFUSED, CaseStage.SCHEDULED}
    scheduled = stage in {CaseStage.SCHEDULED, CaseStage.CLOSED}
    plain = Case(
        id=CaseId(501),
        attempt_id=AttemptId(1000 + AIGERIM),
        exam_id=EXAM,
        student_id=AIGERIM,
        faculty="Ақпараттық жүйелер",
        missed_as=Stage.NO_SHOW,
        by=AIGERIM,
        opened_at=at(20),
        apply_until=at(15) + timedelta(hours=24),
        happened_at=START,
        stage=stage,
        reason=Reason.POWER_CUT if applied else None,
        submitted_at=at(30) if applied else None,
        decide_by=at(30) + timedelta(hours=24) if applied else None,
        proof_until=at(30) + timedelta(hours=72) if stage is CaseStage.NEEDS_PROOF else None,
        decided_by=SERIK if decided else None,
        decided_at=at(60) if decided else None,
        reconsider_until=at(60) + timedelta(hours=72) if stage is CaseStage.REFUSED else None,
        order_id=OrderId(1) if scheduled else None,
        additional_id=ExamId(900) if scheduled else None,
        attempt_anew=AttemptId(9000) if scheduled else None,
    )
    return replace(plain, **changes)


def plan(stage: PlanStage = PlanStage.PROPOSED, **changes: Any) -> Plan:
    """Make the plan of an additional exam."""
    plain = Plan(
        exam_id=ExamId(900),
        missed_id=EXAM,
        faculty="Ақпараттық жүйелер",
        proposed_by=SERIK,
        proposed_at=at(70),
        stage=stage,
    )
    return replace(plain, **changes)


# -- events ------------------------------------------------------------------------


def event(last: Event | None = None, /, **changes: Any) -> Event:
    """Make the event that follows another one in its chain; the first one without."""
    facts: Mapping[str, Fact] = {}
    plain = Event(
        exam_id=EXAM,
        sequence=last.sequence + 1 if last else 1,
        at=START,
        sent_at=None,
        actor=NURLAN,
        role=Role.PROCTOR.value,
        act="warn",
        attempt_id=AttemptId(1000 + AIGERIM),
        before="",
        after="",
        reason="",
        facts=facts,
        previous=last.hash if last else GENESIS,
        hash="",
    )
    changed = replace(plain, **changes)
    return replace(changed, hash=digest_of(changed))


def chain(reasons: Iterable[str]) -> tuple[Event, ...]:
    """Make one event for each reason, linked one to the next."""
    events: list[Event] = []
    for reason in reasons:
        last = events[-1] if events else None
        events.append(event(last, reason=reason, at=at(len(events))))
    return tuple(events)
