"""One message of each kind, and those variants whose buttons differ."""

import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

from exams.domain.absence.table import CaseStage
from exams.domain.attempt_table import Stage
from exams.domain.exam import ExamStage
from exams.domain.ids import AttemptId, CaseId, ExamId, OrderId
from exams.domain.questions import QuestionKind
from exams.notices import ALL
from exams.notices.absence import (
    AbsenceCard,
    AbsenceForm,
    AbsenceQueue,
    AbsenceStatus,
    CaseLine,
    FoundCases,
    MissedList,
    MyAbsences,
)
from exams.notices.additional import PlanCard, PlanLine, PlanList
from exams.notices.appeals import AppealCard, Appeals
from exams.notices.arrival import ArrivalShown
from exams.notices.banks import BankPreview, BankQuestion
from exams.notices.base import Notice
from exams.notices.before import ConferenceLink, ExamDetails, MyExams
from exams.notices.booklet import BookletPage, BookletScale, FinishBooklet
from exams.notices.checking_in import CheckIn, PhotographsOffered, RulesPage
from exams.notices.chief import ChiefDesk, ReviewOpened, WideOutage
from exams.notices.commission import AnswerToMark, CommissionCard
from exams.notices.composing import PoolPreview, TicketsComposed
from exams.notices.deck import TicketsPrinted
from exams.notices.entrance import Help, Menu
from exams.notices.gradebook import GradeRecords, RejectedRow
from exams.notices.group import DrawCommitted, DrawOpened, LinkGroup
from exams.notices.lines import AppealLine, ExamLine, OptionLine, PartnerLine, StudentLine
from exams.notices.marking import MarkingCard, ToMark, WorkLine, WorkList, WorkMarked, WorkPage
from exams.notices.marks import MarkPad, MarkReview, OverdueLine, OverdueResults
from exams.notices.office import (
    Drafts,
    ExamChecks,
    Exported,
    GroupList,
    GroupPage,
    ImportPreview,
    Planned,
)
from exams.notices.oral import SwapChoices
from exams.notices.orders import OrderLine, OrderList, OrderShown
from exams.notices.proctor import ProctorBoard, ProctorCalled, ProctorExams, StudentCard
from exams.notices.results import (
    ResultsDue,
    ResultsPreview,
    UnpostedLine,
    UnpostedResults,
    YourGrade,
)
from exams.notices.sheet_desk import OwnPage, PageCommented, SheetPage
from exams.notices.sheets import SheetsSoFar
from exams.notices.writing import Board
from tests import make

EXAM = ExamId(1_234_567_890)
ATTEMPT = AttemptId(9_876_543_210)
CASE = 2_147_483_647
"""As long as ids may ever become."""

CAN = (
    "document", "face", "room", "desk", "admit", "fail_id", "overrule_id", "warn", "message",
    "extra_time", "pause", "pause_clock", "unpause", "return", "accept", "ask_again", "release",
    "sheets", "end", "reopen", "accept_shown", "revert_no_show", "spoil",
    "assign", "pick_again", "call",
    "answer", "skip", "no_answer", "end_answer", "swap", "mark", "admit_provisionally",
    "prove", "reinstate", "void", "fail_technically", "ask_end", "open_review", "take_aside",
    "new_phone",
)  # fmt: skip


def value(hint: Any) -> Any:
    """Return some value of a field's type."""
    if hasattr(hint, "__supertype__"):
        ids = {"ExamId": EXAM, "AttemptId": ATTEMPT, "CaseId": CASE, "OrderId": CASE}
        return ids.get(hint.__name__, hint.__supertype__(7))
    if get_origin(hint) in (Union, types.UnionType):
        return value(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return ()
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{field.name: value(hints[field.name]) for field in fields(hint)})
    return {int: 3, str: "сөз", bool: True, datetime: make.START}[hint]


def plain(kind: type[Notice]) -> Any:
    """Return a message of a kind with something in each field."""
    hints = get_type_hints(kind)
    facts = {field.name: value(hints[field.name]) for field in fields(kind)}
    if kind is ResultsPreview:
        facts["privacy"] = "names"
    if kind is Exported:
        facts["what"] = "statement"
    return kind(**facts)


def line(number: int = 1) -> ExamLine:
    """Return an exam in a list."""
    return ExamLine(
        exam=ExamId(EXAM - number),
        subject="Деректер қоры және ақпараттық қауіпсіздік негіздері",
        kind="written",
        starts_at=make.START,
        stage="published",
    )


def student(place: int, stage: Stage = Stage.WRITING) -> StudentLine:
    """Return a student on a board."""
    name = make.NAMES[make.STUDENTS[place % len(make.STUDENTS)]]
    return StudentLine(place=place, attempt=AttemptId(place), name=name, stage=stage.value)


OPTIONS = tuple(
    OptionLine(index=n, letter="ABCDEFGHIJKL"[n], text="true" if n % 2 else "false", chosen=n < 2)
    for n in range(12)
)
LINES = tuple(line(number) for number in range(60))


WORK = WorkLine(attempt=ATTEMPT, who="07", points=100, open=True)
LISTS: Sequence[Mapping[str, Any]] = ({}, {"exams": LINES})
ROLES = ("student", "proctor", "chief", "examiner", "dean", "registrar", "admin")
MANY_GROUPS = tuple((n, f"АЖ-21-{n}") for n in range(1, 40))
ROOM = tuple(student(place) for place in range(1, 61))
DONE = (student(1, Stage.ACCEPTED), student(2, Stage.RELEASED))

APPEALS = tuple(
    AppealLine(attempt=AttemptId(n), subject="Тарих", name=make.NAMES[who], decide_by=make.START)
    for n, who in enumerate(make.STUDENTS * 5)
)

LATE = tuple(
    OverdueLine(
        exam=ExamId(EXAM - n),
        subject="Деректер қоры және ақпараттық қауіпсіздік негіздері",
        examiners=(),
        due=make.START,
        missing=n,
        late=True,
        reminded_at=None,
    )
    for n in range(40)
)

CASES = tuple(
    CaseLine(
        case=CaseId(CASE - n),
        name=make.NAMES[who],
        subject="Тарих",
        starts_at=make.START,
        stage=("submitted", "needs_proof")[n % 5 == 4],
        reason="illness",
    )
    for n, who in enumerate(make.STUDENTS)
)
IDS = tuple(line.case for line in CASES if line.stage == "submitted")

VARIANTS: Mapping[type[Notice], Sequence[Mapping[str, Any]]] = {
    MyExams: LISTS,
    ProctorExams: LISTS,
    Drafts: LISTS,
    Planned: LISTS,
    ExamDetails: [{"stage": stage.value} for stage in Stage],
    CheckIn: [
        *({"stage": stage.value} for stage in Stage),
        {"rules": False},
        {"stage": "id_failed", "tries_left": 0},
    ],
    PhotographsOffered: [{"page": "https://exam.example/photograph/1"}],
    RulesPage: [{"page": page, "pages": 3} for page in (1, 2, 3)],
    BookletPage: [
        {"kind": kind.value, "options": OPTIONS, "place": 2, "questions": 25, "flagged": flagged}
        for kind in QuestionKind
        for flagged in (True, False)
    ]
    + [
        {"kind": "matching", "options": OPTIONS, "lines": (PartnerLine(text="1NF", letter="A"),)},
        {"kind": "single", "place": 25, "questions": 25, "answered": 25},
        {"kind": "single", "place": 1, "questions": 25},
    ],
    BookletScale: [
        {"questions": 90, "answered": tuple(range(1, 91)), "flagged": (5, 90)},
        {"questions": 90},
    ],
    FinishBooklet: [{"ticked": True}, {"ticked": False}],
    Board: [{"free": tuple(range(1, 13)), "taken": (13, 14)}],
    SwapChoices: [{"others": ROOM[:3]}],
    SheetsSoFar: [{}, {"accepted": 0}],
    Menu: [{"roles": (role,)} for role in ROLES],
    Help: [{}, {"exam": None}],
    MarkingCard: [
        {"can": ("anonymous", "share", "markers"), "anonymous": on, "share": 20}
        for on in (True, False)
    ]
    + [{"can": ("check",)}],
    ToMark: LISTS,
    WorkList: [
        {"anonymous": on, "works": tuple(replace(WORK, who=f"{n:02d}") for n in range(120))}
        for on in (True, False)
    ],
    WorkPage: [{"can": ("mark",)}, {"can": (), "before": None, "after": None}],
    WorkMarked: [{}, {"following": None}],
    SheetPage: [
        {"can": ("turn", "move", "ask_lost", "original", "comment"), "undo": 17, "awaited": None},
        {"can": ("original",), "original": False, "undo": 0, "before": None, "after": None},
    ],
    PageCommented: [{"spot": "top", "withdrawn": False}, {"spot": "", "withdrawn": True}],
    OwnPage: [{"page": 1, "pages": 3}, {"page": 3, "pages": 3}, {"page": 1, "pages": 1}],
    StudentCard: [{"can": CAN}, {"can": CAN, "face": False, "room": False}, {}],
    ChiefDesk: [{"stage": "running"}, {"stage": "suspended"}],
    ReviewOpened: [{"stage": s} for s in ("under_review", "cleared", "annulled")],
    WideOutage: [{"chief": True}, {"chief": False}],
    ProctorCalled: [{"url": "https://zoom.example/s/900"}, {"url": ""}],
    ProctorBoard: [
        {"students": ROOM, "can": ("open_picking", "close_picking", "call_next")},
        *({"stage": stage.value, "students": DONE} for stage in ExamStage),
    ],
    MarkPad: [
        {"before": None, "after": None, "sheets": 0},
        {"undo_who": "Әбдірахманова Гүлнұр", "undo_at": 1_900_000_000_000},
        {"undo": None},
    ],
    MarkReview: [
        {"missing": ("Айгерім",), "letters": (("A", 1),)},
        {"missing": (), "writing": 0, "confirmed": False},
        {"missing": (), "writing": 0, "confirmed": True},
    ],
    ArrivalShown: [
        {"state": state, "arrival": CASE} for state in ("waiting", "taken", "refused", "dropped")
    ],
    ResultsDue: [{"office": True}, {"office": False}],
    OverdueResults: [{}, {"exams": LATE}],
    ResultsPreview: [{"privacy": privacy} for privacy in ("names", "digits", "private")],
    AppealCard: [{"stage": "open"}, {"stage": "changed"}, {"stage": "open", "sheets": 0}],
    Appeals: [{}, {"appeals": APPEALS}],
    YourGrade: [{"appeal_until": make.START}, {"appeal_until": None, "comments": 0}],
    GradeRecords: [
        {},
        {"held_up": "timeout"},
        {"rejected": (RejectedRow(name="Айгерім", points=66, reason="404"),), "held_up": ""},
    ],
    ExamChecks: [
        *({"stage": stage.value, "ready": True} for stage in ExamStage),
        {"stage": "draft", "ready": False},
    ],
    ImportPreview: [{"token": "T" * 32}, {"token": ""}],
    GroupList: [{"groups": ((0, "", 4, 4), *((n, name, 25, 20) for n, name in MANY_GROUPS))}],
    BankPreview: [
        {"token": "T" * 32, "subjects": ((EXAM, "Деректер қоры"),)},
        {"token": ""},
    ],
    BankQuestion: [{"token": "T" * 32, "place": place, "count": 3} for place in (1, 2, 3)],
    GroupPage: [{"students": MANY_GROUPS}],
    Exported: [
        {"what": what, "language": language, "of": of}
        for what in ("statement", "journal", "transcript")
        for language in ("kk", "ru", "en")
        for of in (0, EXAM)
    ],
    AbsenceForm: [{"reason": ""}, {"reason": "illness", "pages": 0}, {"reason": "other"}],
    AbsenceStatus: [
        *({"stage": stage.value, "waits_until": make.START} for stage in CaseStage),
        {"stage": "refused", "waits_until": None},
    ],
    MyAbsences: [{}, {"cases": CASES}],
    FoundCases: [{}, {"cases": CASES}],
    AbsenceQueue: [
        {"cases": CASES, "page": 1, "pages": 3, "marked": IDS[:-1]},
        {"cases": CASES, "page": 99, "pages": 200, "marked": IDS},
        {"cases": CASES, "can_decide": False},
        {"waiting": 0, "page": 0, "pages": 1},
    ],
    AbsenceCard: [
        {"can": ("approve", "refuse", "ask_proof")},
        {"can": ("order",)},
        {"can": ("plan",)},
    ],
    MissedList: [{}, {"students": ((ATTEMPT, make.NAMES[make.AIGERIM], "no_show"),)}],
    OrderShown: [{"can_cancel": True}, {"can_cancel": False}],
    OrderList: [
        {
            "orders": tuple(
                OrderLine(
                    order=OrderId(CASE - n),
                    number=n,
                    year=2026,
                    issued_at=make.START,
                    people=3,
                    cancels=False,
                    cancelled=False,
                )
                for n in range(1, 60)
            )
        }
    ],
    PlanCard: [
        {"can": ("approve", "adjust", "drop")},
        {"can": ("confirm", "send_back")},
        {"can": ()},
    ],
    PlanList: [
        {
            "plans": tuple(
                PlanLine(
                    exam=ExamId(EXAM - n),
                    subject="Тарих",
                    starts_at=make.START,
                    people=3,
                    stage="proposed",
                )
                for n in range(40)
            )
        }
    ],
    LinkGroup: [{"groups": MANY_GROUPS}],
    UnpostedResults: [
        {
            "exams": tuple(
                UnpostedLine(exam=one.exam, subject=one.subject, starts_at=one.starts_at)
                for one in LINES[:15]
            )
        }
    ],
    TicketsPrinted: [
        {"decks": ("", "kk", "ru", "en"), "deck": "kk", "language": "kk", "two": two}
        for two in (True, False)
    ],
    CommissionCard: [{"members": ("Айгерім", "Болат"), "can": can} for can in (True, False)],
    AnswerToMark: [
        {"own": 80, "proposal": 85, "absentees": ((2_147_483_647, "Болат"),), "told": None},
        {"can_mark": False, "can_confirm": False, "told": 85},
    ],
    PoolPreview: [{"token": "A" * 10, "subjects": ((EXAM, "Деректер қоры"),)}],
    TicketsComposed: [
        {
            "token": "A" * 10,
            "seed": "B" * 8,
            "count": 200,
            "size": 4,
            "place": 100,
            "can": ("more", "fewer", "longer", "shorter"),
        }
    ],
    DrawCommitted: [{"url": "https://exam.example/draw", "fingerprint": "5b" * 32}, {"url": ""}],
    DrawOpened: [
        {"url": "https://exam.example/draw", "order": tuple(range(1, 31)), "secret": "a7" * 32},
        {"url": ""},
    ],
    ConferenceLink: [{"url": "https://zoom.example/w/1?tk=x"}],
}
"""What differs where the buttons do."""


def variants(kind: type[Notice]) -> tuple[Any, ...]:
    """Return messages of a kind that together have every button it can have."""
    one = plain(kind)
    return tuple(replace(one, **change) for change in VARIANTS.get(kind, ({},)))


EVERY: tuple[Notice, ...] = tuple(each for kind in ALL.values() for each in variants(kind))
"""Every kind of message with every button there is."""
