"""Rows on their way to the university's system."""

from datetime import timedelta

import pytest

from exams.domain.gradebook import GradeRow, RowState
from exams.domain.ids import AttemptId
from exams.domain.refusals.moments import WrongStage
from tests.make import AIGERIM, EXAM, START

MINUTE = timedelta(minutes=1)


def row() -> GradeRow:
    return GradeRow(
        attempt_id=AttemptId(7),
        exam_id=EXAM,
        student_id=AIGERIM,
        revision=2,
        points=66,
        letter="C",
        gpa="2.0",
        final=None,
        final_letter="",
        corrects=61,
        published_at=START,
        due_at=START,
    )


def test_a_row_has_one_name_for_ever() -> None:
    assert row().key == row().sent(at=START).put_off(at=START, reason="timeout").key == "7-2"


def test_a_row_is_sent_answered_and_told_apart() -> None:
    sent = row().sent(at=START)
    recorded = sent.answered(recorded=True, at=START, reason="ignored")
    rejected = sent.answered(recorded=False, at=START, reason="no such student")
    assert (recorded.state, recorded.reason) == (RowState.RECORDED, "")
    assert (rejected.state, rejected.reason) == (RowState.REJECTED, "no such student")
    assert recorded.answered(recorded=True, at=START, reason="") is recorded
    later = rejected.answered(recorded=True, at=START, reason="")
    assert later.state is RowState.RECORDED  # the system has thought better of it


def test_nothing_is_answered_that_was_never_sent_or_is_recorded_or_replaced() -> None:
    recorded = row().sent(at=START).answered(recorded=True, at=START, reason="")
    for one in (row(), recorded, row().replaced()):
        with pytest.raises(WrongStage):
            one.answered(recorded=False, at=START, reason="too late")
    for one in (recorded, row().sent(at=START), row().replaced()):
        with pytest.raises(WrongStage):
            one.again(at=START)
    with pytest.raises(WrongStage):
        recorded.sent(at=START)


def test_pauses_grow_from_a_minute_to_an_hour() -> None:
    one, pauses = row(), []
    for _ in range(9):
        one = one.put_off(at=START, reason="timeout")
        pauses.append((one.due_at - START) // timedelta(minutes=1))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert one.again(at=START).tries == 0


def test_each_step_of_a_row_is_stamped_counted_and_forgets_an_earlier_fault() -> None:
    waiting = row().put_off(at=START, reason="timeout")
    assert (waiting.tries, waiting.reason) == (1, "timeout")

    sent = waiting.sent(at=START + MINUTE)
    assert (sent.sent_at, sent.tries, sent.reason) == (START + MINUTE, 2, "")

    rejected = sent.answered(recorded=False, at=START + 2 * MINUTE, reason="no such student")
    assert rejected.answered_at == START + 2 * MINUTE

    again = rejected.again(at=START + 3 * MINUTE)
    assert (again.state, again.due_at, again.reason) == (
        RowState.WAITING,
        START + 3 * MINUTE,
        "",
    )
