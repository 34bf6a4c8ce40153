"""Before the exam: a moved date, and being in the conference."""

import pytest

from exams.domain import beforehand
from exams.domain.attempt import Camera
from exams.domain.attempt_table import Stage
from exams.domain.refusals.planning import TicketsShown
from tests import make
from tests.domain.moments import ready


def test_after_a_move_link_checks_and_agreement_are_void() -> None:
    moved = beforehand.reschedule(
        ready(camera=Camera.PHONE, version=9, id_tries=2), make.REGISTRAR
    )

    assert moved == make.attempt(Stage.SCHEDULED, camera=Camera.PHONE, version=9)


def test_an_invitation_carries_the_own_link_and_a_bar_takes_it_away() -> None:
    invited = beforehand.invite(make.attempt(), "https://zoom.example/w/9", "r9")
    barred = beforehand.bar(
        make.attempt(link="https://zoom.example/w/9", registrant="r9"),
        make.REGISTRAR,
        reason="қарыз",
    )

    assert (invited.link, invited.registrant) == ("https://zoom.example/w/9", "r9")
    assert (barred.link, barred.registrant) == (None, None)


def test_a_student_who_has_seen_a_ticket_is_not_rescheduled() -> None:
    with pytest.raises(TicketsShown):
        beforehand.reschedule(make.attempt(Stage.INTERRUPTED), make.DEAN)


def test_absence_from_the_conference_is_counted_from_the_last_leaving() -> None:
    left = make.attempt(Stage.WRITING).left(at=make.at(11)).left(at=make.at(10))

    assert (left.present, left.left_at) == (False, make.at(11))
    assert (left.joined().present, left.joined().left_at) == (True, None)


def test_who_has_sat_and_who_has_not() -> None:
    assert {s for s in Stage if make.attempt(s).sat} == {
        Stage.RELEASED,
        Stage.SUBMITTED,
        Stage.EXPIRED,
        Stage.NO_ANSWER,
        Stage.CLEARED,
        Stage.UNDER_REVIEW,
    }
