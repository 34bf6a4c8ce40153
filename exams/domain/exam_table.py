"""What may be done to an exam, from which stage, by whom (rules A).

One table for all: a change of the rules is a change of one line here.
"""

from enum import Enum
from typing import Final

from exams.domain.people import Role
from exams.domain.transitions import Table, rule


class ExamStage(Enum):
    """Where an exam is between the plan and the archive."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CHECKIN_OPEN = "checkin_open"
    RUNNING = "running"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    MARKING = "marking"
    RESULTS_PUBLISHED = "results_published"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


TO_BE_HELD: Final = frozenset(
    {ExamStage.PUBLISHED, ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED}
)
"""Everybody was told of such an exam, and it is not over."""


class ExamAct(Enum):
    """What can be done to an exam."""

    PUBLISH = "publish"
    OPEN_CHECKIN = "open_checkin"
    BEGIN = "begin"
    SUSPEND = "suspend"
    GO_ON = "go_on"
    CLOSE = "close"
    START_MARKING = "start_marking"
    PUBLISH_RESULTS = "publish_results"
    ARCHIVE = "archive"
    MOVE = "move"
    CANCEL = "cancel"
    TAKE_BACK = "take_back"


E = ExamStage
EXAM_TABLE: Final[Table[ExamAct, ExamStage]] = {
    ExamAct.PUBLISH: (rule({E.DRAFT}, E.PUBLISHED, Role.REGISTRAR, Role.DEAN),),
    ExamAct.OPEN_CHECKIN: (rule({E.PUBLISHED}, E.CHECKIN_OPEN, Role.SYSTEM),),
    ExamAct.BEGIN: (rule({E.CHECKIN_OPEN}, E.RUNNING, Role.PROCTOR, Role.CHIEF),),
    ExamAct.SUSPEND: (rule({E.RUNNING}, E.SUSPENDED, Role.CHIEF),),
    ExamAct.GO_ON: (rule({E.SUSPENDED}, E.RUNNING, Role.CHIEF),),
    ExamAct.CLOSE: (rule({E.RUNNING, E.CHECKIN_OPEN}, E.CLOSED, Role.SYSTEM, Role.CHIEF),),
    ExamAct.START_MARKING: (
        rule({E.CLOSED}, E.MARKING, Role.SYSTEM, Role.PROCTOR, Role.CHIEF, Role.EXAMINER),
    ),
    ExamAct.PUBLISH_RESULTS: (
        rule({E.MARKING}, E.RESULTS_PUBLISHED, Role.PROCTOR, Role.CHIEF, Role.EXAMINER),
        rule({E.MARKING}, E.RESULTS_PUBLISHED, Role.SYSTEM),  # every grade of a test is out
    ),
    ExamAct.ARCHIVE: (rule({E.RESULTS_PUBLISHED}, E.ARCHIVED, Role.SYSTEM, Role.REGISTRAR),),
    ExamAct.MOVE: (rule({E.PUBLISHED, E.CHECKIN_OPEN}, E.PUBLISHED, Role.REGISTRAR, Role.DEAN),),
    ExamAct.CANCEL: (
        rule(
            {E.DRAFT, E.PUBLISHED, E.CHECKIN_OPEN, E.RUNNING, E.SUSPENDED}, E.CANCELLED, Role.DEAN
        ),
    ),
    ExamAct.TAKE_BACK: (rule({E.DRAFT}, E.CANCELLED, Role.REGISTRAR, Role.ADMIN),),
}
