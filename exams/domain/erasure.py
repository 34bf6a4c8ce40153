"""Until when the pictures of an exam are kept: appeals have ended, and some time after (rules)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from exams.domain.appeal import Appeal, Works, appeal_until
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.grades import TOLD, Mark
from exams.domain.ids import AttemptId
from exams.domain.log import Event
from exams.domain.refusals.sheets import SheetsErased
from exams.domain.sheets import Sheet

ERASING: Final = "erasing"
"""Noted on an exam whose pictures nobody may look at any more: they are being deleted."""
ERASED: Final = "erased"
REVIEWED: Final = frozenset({Act.CLEAR.value, Act.ANNUL.value})


def require_kept(sheets: Iterable[Sheet]) -> None:
    """Let nobody ask for pictures that are gone.

    Raises:
        SheetsErased: they are.
    """
    for sheet in sheets:
        if sheet.erased_at is not None:
            raise SheetsErased(at=sheet.erased_at)


def appeals_end(
    exam: Exam,
    attempts: Iterable[Attempt],
    marks: Mapping[AttemptId, Mark],
    appeals: Iterable[Appeal],
    *,
    events: Iterable[Event],
    works: Works,
) -> datetime | None:
    """Return when nobody could doubt a result of an exam any more; None while somebody can.

    A cancelled exam has no results: its planned end stands for it. What the dean decided about a
    result in doubt counts as an appeal does.
    """
    appeals = tuple(appeals)
    over = exam.closed_at
    if exam.stage is ExamStage.CANCELLED:
        over = exam.starts_at + exam.allowed
    elif any(_open(one, marks.get(one.id)) for one in attempts):
        return None
    if over is None or any(one.open for one in appeals):
        return None
    ends = [over, *(event.at for event in events if event.act in REVIEWED)]
    ends += [end for mark in marks.values() if (end := appeal_until(mark, works)) is not None]
    ends += [one.decided_at for one in appeals if one.decided_at is not None]
    return max(ends)


def _open(attempt: Attempt, mark: Mark | None) -> bool:
    """Return whether an attempt still waits for its result."""
    told = mark is not None and mark.status in TOLD
    return attempt.stage is Stage.UNDER_REVIEW or (attempt.sat and not told)


def ranges(numbers: Iterable[int]) -> str:
    """Write numbers shortly, in order: 3–5, 8."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
