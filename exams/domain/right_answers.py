"""When students may see what was right in a computer test (S19)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from exams.domain.absence.case import APPLY_WITHIN, Case
from exams.domain.absence.opening import MISSED
from exams.domain.absence.table import CaseStage
from exams.domain.attempt import Attempt
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.refusals.base import Refusal

OVER: Final = frozenset(
    {ExamStage.CLOSED, ExamStage.MARKING, ExamStage.RESULTS_PUBLISHED, ExamStage.ARCHIVED}
)


class AnswersHidden(Refusal):
    """The exam does not show what was right."""

    code = "answers_hidden"


class AnswersLater(Refusal):
    """Somebody may still be asked the same questions."""

    code = "answers_later"


def check_open(
    exam: Exam, attempts: Iterable[Attempt], cases: Iterable[Case], *, now: datetime
) -> None:
    """Let the right answers be shown only when nobody can be asked the same questions any more.

    Args:
        exam: which was sat.
        attempts: all of it.
        cases: about its absences; whoever is excused sits an additional exam of the same bank.
        now: the present moment.

    Raises:
        AnswersHidden: its examiner does not offer them.
        AnswersLater: somebody sits it, may still apply to the dean, or waits for another time.
    """
    if not exam.shows_answers:
        raise AnswersHidden
    known = {case.attempt_id: case for case in cases}
    applying = exam.closed_at is None or now <= exam.closed_at + APPLY_WITHIN
    missed = any(one.stage in MISSED and one.id not in known for one in attempts)
    waiting = any(case.stage is not CaseStage.CLOSED for case in known.values())
    if exam.stage not in OVER or waiting or (missed and applying):
        raise AnswersLater
