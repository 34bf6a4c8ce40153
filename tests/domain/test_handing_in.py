"""The window for sheets, and the leave gate."""

import pytest

from exams.domain import handing_in
from exams.domain.attempt import Camera
from exams.domain.attempt_table import Stage
from exams.domain.refusals.moments import TooEarly
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.sheets import NoSheets, PagesDiffer, SheetsNotAccepted
from tests import make
from tests.domain.moments import AFTER, BEFORE, ON


@pytest.mark.parametrize(("said", "accepted"), [(1, 2), (3, 2), (0, 2)])
def test_all_sent_needs_the_right_number_of_pages(said: int, accepted: int) -> None:
    with pytest.raises(PagesDiffer) as refused:
        handing_in.hand_in(
            make.attempt(Stage.UPLOADING), said=said, accepted=accepted, held=make.STUDENT
        )

    assert refused.value.facts == {"said": said, "accepted": accepted}


@pytest.mark.parametrize("said", [0, 1])
def test_nothing_accepted_is_not_handed_in(said: int) -> None:
    with pytest.raises(NoSheets):
        handing_in.hand_in(make.attempt(Stage.UPLOADING), said=said, accepted=0, held=make.STUDENT)


def test_handing_in_closes_the_window_and_nothing_is_asked_for_any_more() -> None:
    asked = make.attempt(Stage.RESHOOT, asked_again=(2,), upload_until=make.at(145))

    handed = handing_in.hand_in(asked, said=2, accepted=2, held=make.STUDENT)

    assert (handed.stage, handed.upload_until, handed.asked_again) == (Stage.SHEETS_OK, None, ())


@pytest.mark.parametrize("stage", [Stage.UPLOADING, Stage.RESHOOT])
@pytest.mark.parametrize(("ms", "closes"), [(BEFORE, False), (ON, True), (AFTER, True)])
@pytest.mark.parametrize("accepted", [0, 2])
def test_the_window_for_sheets_closes_at_its_end(
    stage: Stage, ms: int, accepted: int, *, closes: bool
) -> None:
    sending = make.attempt(stage, upload_until=make.at(135))

    if closes:
        closed = handing_in.close_upload(sending, accepted=accepted, at=make.at(135, ms=ms))
        assert closed.stage is (Stage.SHEETS_CHECKING if accepted else Stage.SHEETS_MISSING)
        assert closed.upload_until is None
    else:
        with pytest.raises(TooEarly):
            handing_in.close_upload(sending, accepted=accepted, at=make.at(135, ms=ms))


def test_sending_begins_with_fifteen_minutes_unless_pens_down_has_set_them() -> None:
    written = make.attempt(Stage.PENS_DOWN, upload_until=make.at(135))
    oral = make.attempt(Stage.ANSWERED)

    assert handing_in.start_upload(written, make.STUDENT, at=make.at(125)).upload_until == make.at(
        135
    )
    assert handing_in.start_upload(oral, make.STUDENT, at=make.at(125)).upload_until == make.at(
        140
    )


def test_who_was_filmed_by_the_only_phone_gets_three_minutes_more_after_an_oral_answer() -> None:
    phone = make.attempt(Stage.ANSWERED, camera=Camera.PHONE)

    assert handing_in.start_upload(phone, make.STUDENT, at=make.at(125)).upload_until == make.at(
        143
    )


@pytest.mark.parametrize(("pages", "until"), [((2,), 145), ((1, 3), 150), ((3, 1, 3), 150)])
def test_each_page_asked_for_again_gives_five_minutes(pages: tuple[int, ...], until: int) -> None:
    asked = handing_in.ask_again(
        make.attempt(Stage.SHEETS_OK), pages, make.PROCTOR, at=make.at(140)
    )

    assert asked.asked_again == tuple(sorted(set(pages)))
    assert asked.upload_until == make.at(until)


@pytest.mark.parametrize("pages", [(), (0,), (-1, 2)])
def test_pages_that_cannot_be_are_not_asked_for_again(pages: tuple[int, ...]) -> None:
    with pytest.raises(Unknown):
        handing_in.ask_again(make.attempt(Stage.SHEETS_OK), pages, make.PROCTOR, at=make.at(140))


def test_the_chief_gives_another_window_to_who_sent_nothing() -> None:
    again = handing_in.reopen_upload(
        make.attempt(Stage.SHEETS_MISSING), make.CHIEF, at=make.at(150)
    )

    assert (again.stage, again.upload_until) == (Stage.UPLOADING, make.at(165))


@pytest.mark.parametrize(
    "stage", [Stage.UPLOADING, Stage.SHEETS_CHECKING, Stage.SHEETS_OK, Stage.RESHOOT]
)
def test_nobody_leaves_before_the_sheets_are_accepted(stage: Stage) -> None:
    with pytest.raises(SheetsNotAccepted):
        handing_in.release(make.attempt(stage), make.PROCTOR, at=make.at(140))


def test_who_may_release_nobody_is_not_told_of_sheets() -> None:
    with pytest.raises(NotAllowed):
        handing_in.release(make.attempt(Stage.SHEETS_OK), make.STUDENT, at=make.at(140))


def test_accepted_sheets_end_the_window_and_what_was_asked_for() -> None:
    sent = make.attempt(Stage.SHEETS_OK, asked_again=(1,), upload_until=make.at(145))

    accepted = handing_in.accept_sheets(sent, make.PROCTOR)

    assert (accepted.stage, accepted.asked_again, accepted.upload_until) == (
        Stage.ACCEPTED,
        (),
        None,
    )


def test_leaving_is_stamped() -> None:
    free = handing_in.accept_sheets(make.attempt(Stage.SHEETS_OK), make.PROCTOR)

    assert handing_in.release(free, make.PROCTOR, at=make.at(141)).released_at == make.at(141)


def test_a_student_does_not_release_herself() -> None:
    with pytest.raises(NotAllowed):
        handing_in.release(make.attempt(Stage.ACCEPTED), make.STUDENT, at=make.at(141))


def test_the_chiefs_word_about_missing_sheets_is_kept() -> None:
    missing = make.attempt(Stage.SHEETS_MISSING)

    shown = handing_in.accept_shown(missing, make.CHIEF, reason=" камераға көрсетті ")
    void = handing_in.void(missing, make.CHIEF, reason="парақ жоқ")

    assert (shown.stage, shown.outcome_reason) == (Stage.ACCEPTED, "камераға көрсетті")
    assert (void.stage, void.outcome_reason) == (Stage.ANNULLED, "парақ жоқ")
