"""The acts of a computer test: when it starts, finishes, is handed in and expires."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from exams.domain import computer_test as sitting
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.booklet import Booklet, BookletRules, write
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId
from exams.domain.questions import Answer
from exams.domain.refusals.computer_tests import NotTicked, QuestionsOpen
from exams.domain.refusals.moments import TooEarly, TooLate, WrongStage
from exams.domain.refusals.people import NotAllowed
from tests import make

EXAM = make.exam(kind=Kind.TEST)
FORTY = timedelta(minutes=40)


def running(stage: Stage = Stage.RUNNING, **changes: Any) -> Attempt:
    clock = ClockLedger(allowed=FORTY, started_at=make.START)
    return replace(make.attempt(stage, clock=clock), **changes)


def booklet(*, complete: bool = True, ticked: bool = False) -> Booklet:
    one = write(AttemptId(1), [make.question()], "SEED", BookletRules())
    if complete:
        one = one.answer(
            1, make.question(), Answer(chosen=(0,)), at=make.START, ends_at=make.at(40)
        )
    return replace(one, ticked=ticked)


def test_the_test_starts_with_its_window_and_the_clock_with_it() -> None:
    shown = sitting.show_information(make.attempt(Stage.ADMITTED), make.PROCTOR)
    started = sitting.start(shown, EXAM, make.STUDENT, at=make.at(2))

    assert (started.stage, started.clock.started_at) == (Stage.RUNNING, make.at(2))


def test_it_does_not_start_before_the_exam_does() -> None:
    shown = make.attempt(Stage.INFO_SHOWN)
    for exam, at in (
        (EXAM, make.at(-1)),
        (make.exam(ExamStage.CHECKIN_OPEN, kind=Kind.TEST), make.at(1)),
    ):
        with pytest.raises(TooEarly):
            sitting.start(shown, exam, make.STUDENT, at=at)
    with pytest.raises(WrongStage):
        sitting.start(shown, make.exam(), make.STUDENT, at=make.at(1))
    with pytest.raises(NotAllowed):
        sitting.start(shown, EXAM, make.PROCTOR, at=make.at(1))


def test_finishing_needs_an_answer_to_every_question() -> None:
    with pytest.raises(QuestionsOpen):
        sitting.finish(running(), booklet(complete=False), make.STUDENT, at=make.at(9))
    assert sitting.finish(running(), booklet(), make.STUDENT, at=make.at(9)).stage is Stage.REVIEW


def test_the_test_is_handed_in_only_with_the_tick() -> None:
    review = running(Stage.REVIEW)
    with pytest.raises(NotTicked):
        sitting.submit(review, booklet(), make.STUDENT, at=make.at(9))
    with pytest.raises(QuestionsOpen):
        sitting.submit(review, booklet(complete=False), make.STUDENT, at=make.at(9))

    done = sitting.submit(review, booklet(ticked=True), make.STUDENT, at=make.at(9))
    assert done.stage is Stage.SUBMITTED
    assert sitting.go_back(review, make.STUDENT, at=make.at(9)).stage is Stage.RUNNING


@pytest.mark.parametrize("act", [sitting.finish, sitting.submit])
def test_three_seconds_after_the_end_nothing_is_finished_any_more(act: object) -> None:
    stage = Stage.RUNNING if act is sitting.finish else Stage.REVIEW
    last = make.at(40, seconds=3)
    assert act(running(stage), booklet(ticked=True), make.STUDENT, at=last)  # type: ignore[operator]
    with pytest.raises(TooLate):
        act(  # type: ignore[operator]
            running(stage), booklet(ticked=True), make.STUDENT, at=last + timedelta(milliseconds=1)
        )
    with pytest.raises(TooLate):
        sitting.go_back(running(Stage.REVIEW), make.STUDENT, at=make.at(41))


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.INTERRUPTED, Stage.SUBMITTED])
def test_who_does_not_sit_the_test_has_no_end_of_time(stage: Stage) -> None:
    with pytest.raises(WrongStage) as refused:
        sitting.ends_at(running(stage), "answer", at=make.at(1))
    assert refused.value.facts == {"act": "answer", "stage": stage.value, "own": False}
    assert sitting.ends_at(running(), Act.SUBMIT, at=make.at(1)) == make.at(40)


@pytest.mark.parametrize("stage", [Stage.RUNNING, Stage.REVIEW])
def test_it_expires_when_the_last_late_answer_has_had_its_time(stage: Stage) -> None:
    with pytest.raises(TooEarly):
        sitting.expire(running(stage), at=make.at(40, seconds=3))
    expired = sitting.expire(running(stage), at=make.at(40, seconds=3.001))
    assert expired.stage is Stage.EXPIRED


def test_a_test_whose_clock_stands_does_not_expire() -> None:
    clock = ClockLedger(allowed=FORTY, started_at=make.START, stopped_at=make.at(10))
    with pytest.raises(TooEarly):
        sitting.expire(running(clock=clock), at=make.at(100))


def test_who_is_paused_in_the_test_is_still_in_it() -> None:
    assert sitting.sits(running())
    assert sitting.sits(running(Stage.PAUSED, before=Stage.REVIEW))
    assert not sitting.sits(make.attempt(Stage.PAUSED))
    assert not sitting.sits(running(Stage.SUBMITTED))
