"""An oral exam of three students, as the tests of its picking and of its queue begin."""

from typing import Any

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import WRITING_TIME, Exam, Kind
from exams.domain.ids import PersonId, TicketNumber
from tests import make

A, B, C = make.AIGERIM, make.BOLAT, make.KANAT


def exam(**changes: Any) -> Exam:
    facts: dict[str, Any] = {"kind": Kind.ORAL, "picking_opened_at": make.at(1)}
    return make.exam(**(facts | changes))


def prepared(
    student: PersonId, turn: int, shown: float, stage: Stage = Stage.PREPARING, **changes: Any
) -> Attempt:
    """Return somebody who drew, and was shown the ticket so many minutes after the start."""
    clock = ClockLedger(allowed=WRITING_TIME, started_at=make.at(shown))
    facts = {"turn": turn, "ticket": TicketNumber(turn), "clock": clock, "pick_from": make.at(1)}
    return make.attempt(stage, student=student, **(facts | changes))


THREE = (prepared(A, 1, 2), prepared(B, 2, 3), prepared(C, 3, 5))
