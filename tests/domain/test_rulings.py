"""Warnings, removals and what takes them back; nothing without a reason."""

from collections.abc import Callable

import pytest

from exams.domain import beforehand, checking_in, handing_in, interruptions, rulings, writing
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.exam_table import ExamStage
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.moments import TooLate, WrongStage
from exams.domain.refusals.words import ReasonMissing
from tests import make
from tests.domain.moments import MINUTE


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_what_needs_a_reason_is_not_done_without_one(reason: str) -> None:
    doings: list[Callable[[], Attempt]] = [
        lambda: beforehand.bar(make.attempt(Stage.SCHEDULED), make.REGISTRAR, reason=reason),
        lambda: beforehand.clear_bar(make.attempt(Stage.BARRED), make.REGISTRAR, reason=reason),
        lambda: checking_in.fail_id(make.attempt(Stage.CHECKING_IN), make.PROCTOR, reason=reason),
        lambda: writing.add_time(make.attempt(Stage.WRITING), MINUTE, make.PROCTOR, reason=reason),
        lambda: interruptions.pause(
            make.attempt(Stage.WRITING),
            make.PROCTOR,
            at=make.at(1),
            reason=reason,
            stop_clock=False,
        ),
        lambda: rulings.terminate(make.attempt(Stage.WRITING), make.CHIEF, reason=reason),
        lambda: handing_in.accept_shown(
            make.attempt(Stage.SHEETS_MISSING), make.CHIEF, reason=reason
        ),
        lambda: handing_in.void(make.attempt(Stage.SHEETS_MISSING), make.CHIEF, reason=reason),
        lambda: rulings.end(make.attempt(Stage.UNDER_REVIEW), Act.ANNUL, make.DEAN, reason=reason),
    ]
    for doing in doings:
        with pytest.raises(ReasonMissing):
            doing()


def test_warnings_are_counted() -> None:
    once = rulings.warn(make.attempt(Stage.WRITING), make.PROCTOR)

    assert rulings.warn(once, make.PROCTOR).warnings == 2


def test_a_removal_is_reversed_to_where_the_student_was() -> None:
    removed = rulings.terminate(make.attempt(Stage.WRITING), make.CHIEF, reason="телефон")

    back = rulings.reinstate(removed, make.exam(), make.CHIEF)

    assert (removed.over, removed.outcome_reason) == (True, "телефон")
    assert back == make.attempt(Stage.WRITING)


def test_a_removal_during_a_pause_is_reversed_to_the_pause_and_its_clock_goes_on_later() -> None:
    paused = interruptions.pause(
        make.attempt(Stage.WRITING), make.PROCTOR, at=make.at(10), reason="камера", stop_clock=True
    )

    back = rulings.reinstate(
        rulings.terminate(paused, make.CHIEF, reason="телефон"), make.exam(), make.CHIEF
    )

    assert back == paused
    on = interruptions.unpause(back, make.PROCTOR, at=make.at(20))
    assert (on.stage, on.clock.deadline(make.at(90))) == (Stage.WRITING, make.at(130))


def test_a_removal_during_an_outage_is_reversed_to_the_outage() -> None:
    cut = interruptions.interrupt(make.attempt(Stage.WRITING), make.STUDENT, at=make.at(10))

    back = rulings.reinstate(
        rulings.terminate(cut, make.CHIEF, reason="телефон"), make.exam(), make.CHIEF
    )

    assert back == cut
    assert (
        interruptions.come_back(back, make.PROCTOR, at=make.at(30), counted=False).stage
        is Stage.WRITING
    )


@pytest.mark.parametrize(
    ("stage", "refusal"),
    [
        (ExamStage.CHECKIN_OPEN, None),
        (ExamStage.RUNNING, None),
        (ExamStage.SUSPENDED, None),
        (ExamStage.CLOSED, TooLate),
        (ExamStage.MARKING, TooLate),
        (ExamStage.CANCELLED, WrongStage),
    ],
)
def test_removal_and_absence_are_reversed_only_while_the_exam_is_open(
    stage: ExamStage, refusal: type[Refusal] | None
) -> None:
    exam = make.exam(stage)
    removed, absent = make.attempt(Stage.TERMINATED), make.attempt(Stage.NO_SHOW)

    if refusal is None:
        assert rulings.reinstate(removed, exam, make.CHIEF).stage is Stage.WRITING
        assert rulings.revert_no_show(absent, exam, make.CHIEF).stage is Stage.CHECKING_IN
    else:
        with pytest.raises(refusal):
            rulings.reinstate(removed, exam, make.CHIEF)
        with pytest.raises(refusal):
            rulings.revert_no_show(absent, exam, make.CHIEF)


def test_a_bar_says_why_and_clearing_it_forgets_that() -> None:
    barred = beforehand.bar(make.attempt(), make.REGISTRAR, reason=" рейтинг 42 ")

    assert barred.outcome_reason == "рейтинг 42"
    assert (
        beforehand.clear_bar(barred, make.REGISTRAR, reason="қайта есептелді").outcome_reason
        is None
    )
