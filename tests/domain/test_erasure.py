"""When the last doubt about a result has ended."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from exams.domain.appeal import Appeal, AppealStage
from exams.domain.attempt_table import Stage
from exams.domain.erasure import appeals_end, ranges
from exams.domain.exam import ASTANA
from exams.domain.exam_table import ExamStage
from exams.domain.grades import Mark, MarkStatus
from exams.domain.ids import AttemptId
from tests import make
from tests.make import EXAM, NURLAN, SERIK, at

OVER = at(150)
PUBLISHED = make.exam(ExamStage.RESULTS_PUBLISHED, closed_at=OVER)
END_OF_FRIDAY = datetime(2026, 1, 17, tzinfo=ASTANA)
SAT = make.attempt(Stage.RELEASED)


def works(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def mark(**changes: Any) -> Mark:
    plain = Mark(
        attempt_id=SAT.id, points=61, status=MarkStatus.PUBLISHED, by=NURLAN, at=at(160),
        published_at=at(170),
    )  # fmt: skip
    return replace(plain, **changes)


def appeal(**changes: Any) -> Appeal:
    plain = Appeal(
        attempt_id=SAT.id, exam_id=EXAM, text="неге?", against=61, marked_by=NURLAN,
        filed_at=at(200), decide_by=END_OF_FRIDAY, remind_at=END_OF_FRIDAY,
    )  # fmt: skip
    return replace(plain, **changes)


def end(**changes: Any) -> datetime | None:
    facts: dict[str, Any] = {
        "exam": PUBLISHED, "attempts": [SAT], "marks": {SAT.id: mark()}, "appeals": [],
        "events": [], "works": works,
    }  # fmt: skip
    return appeals_end(**facts | changes)


def test_the_last_working_day_for_an_appeal_counts() -> None:
    assert end() == END_OF_FRIDAY


def test_the_mark_that_was_published_last_counts() -> None:
    other = make.attempt(Stage.RELEASED, id=AttemptId(2))
    late = mark(attempt_id=other.id, published_at=at(170) + timedelta(days=7))

    ended = end(attempts=[SAT, other], marks={SAT.id: mark(), other.id: late})

    assert ended == END_OF_FRIDAY + timedelta(days=7)


@pytest.mark.parametrize(
    "waiting",
    [
        {"marks": {}},
        {"marks": {SAT.id: mark(status=MarkStatus.CONFIRMED, published_at=None)}},
        {"attempts": [make.attempt(Stage.UNDER_REVIEW)]},
        {"appeals": [appeal()]},
        {"exam": make.exam(ExamStage.RUNNING)},
    ],
)
def test_nothing_has_ended_while_a_result_is_open(waiting: dict[str, Any]) -> None:
    assert end(**waiting) is None


def test_a_decision_that_came_later_counts() -> None:
    decided = END_OF_FRIDAY + timedelta(days=3)
    upheld = appeal(stage=AppealStage.UPHELD, points=61, decided_at=decided, decided_by=SERIK)

    assert end(appeals=[upheld]) == decided


def test_what_the_dean_decided_about_a_doubt_counts_as_an_appeal_does() -> None:
    decided = END_OF_FRIDAY + timedelta(days=9)
    annulled = make.attempt(Stage.ANNULLED)
    act, later = make.event(act="annul", at=decided), make.event(act="note", at=at(10**6))

    assert end(attempts=[annulled], marks={}, events=[act, later]) == decided


def test_where_nobody_has_a_mark_the_end_of_the_exam_counts() -> None:
    assert end(attempts=[make.attempt(Stage.TERMINATED)], marks={}) == OVER


def test_an_exam_that_was_cancelled_ends_when_it_was_to_end() -> None:
    cancelled = make.exam(ExamStage.CANCELLED)

    assert end(exam=cancelled, attempts=[], marks={}) == at(120)


def test_numbers_are_written_shortly() -> None:
    assert ranges([5, 3, 4, 8, 10, 11]) == "3–5, 8, 10–11"
    assert ranges([]) == ""
