"""Guards of time and fact on an attempt, each bound tried a millisecond to each side."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from exams.domain.attempt import ALL_SEEN, IDENTITY, RULES_VERSION, Attempt, Camera, Seen
from exams.domain.attempt_table import OVER, Act, Stage
from exams.domain.exam import ExamStage, Kind
from exams.domain.ids import TicketNumber
from exams.domain.people import Role
from exams.domain.refusals import (
    ChecksMissing,
    NoSheets,
    NotAllowed,
    PagesDiffer,
    PickingNotOpen,
    ReasonMissing,
    Refusal,
    RulesNotAgreed,
    SheetsNotAccepted,
    TicketsShown,
    TooEarly,
    TooLate,
    Unknown,
    WrongStage,
)
from tests import make

BEFORE, ON, AFTER = -1, 0, 1  # milliseconds
MINUTE = timedelta(minutes=1)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


# -- checking in ------------------------------------------------


@pytest.mark.parametrize(
    ("around", "ms", "refusal"),
    [
        (-15, BEFORE, TooEarly),
        (-15, ON, None),
        (-15, AFTER, None),
        (15, BEFORE, None),
        (15, ON, TooLate),
        (15, AFTER, TooLate),
    ],
)
@pytest.mark.parametrize("by", [make.STUDENT, make.CLOCK], ids=["tap", "joined"])
def test_checking_in_is_open_from_15_minutes_before_to_15_after_the_start(
    around: int, ms: int, refusal: type[Refusal] | None, by: frozenset[Role]
) -> None:
    invited = make.attempt(Stage.INVITED)

    if refusal is None:
        assert invited.check_in(make.exam(), by, at=make.at(around, ms=ms)).stage is (
            Stage.CHECKING_IN
        )
    else:
        with pytest.raises(refusal):
            invited.check_in(make.exam(), by, at=make.at(around, ms=ms))


@pytest.mark.parametrize(("ms", "missed"), [(BEFORE, False), (ON, True), (AFTER, True)])
def test_a_student_is_absent_from_the_moment_on_at_which_checking_in_ends(
    ms: int, *, missed: bool
) -> None:
    invited = make.attempt(Stage.INVITED)

    if missed:
        assert invited.miss(make.exam(), at=make.at(15, ms=ms)).stage is Stage.NO_SHOW
    else:
        with pytest.raises(TooEarly) as refused:
            invited.miss(make.exam(), at=make.at(15, ms=ms))
        assert refused.value.facts == {"opens_at": make.at(15)}


def ready(**changes: Any) -> Attempt:
    facts: dict[str, Any] = {
        "seen": ALL_SEEN,
        "rules_version": RULES_VERSION,
        "rules_agreed_at": make.at(-5),
    }
    return make.attempt(Stage.IDENTIFIED, **(facts | changes))


@pytest.mark.parametrize(
    ("ms", "by", "admitted"),
    [
        (BEFORE, make.PROCTOR, True),
        (ON, make.PROCTOR, False),
        (AFTER, make.PROCTOR, False),
        (BEFORE, make.CHIEF, True),
        (ON, make.CHIEF, True),
        (AFTER, make.CHIEF, True),
    ],
)
def test_late_arrivals_are_admitted_by_the_chief_proctor_alone(
    ms: int, by: frozenset[Role], *, admitted: bool
) -> None:
    if admitted:
        assert ready().admit(make.exam(), by, at=make.at(15, ms=ms)).stage is Stage.ADMITTED
    else:
        with pytest.raises(TooLate):
            ready().admit(make.exam(), by, at=make.at(15, ms=ms))


def test_a_late_arrival_gets_no_compensating_time() -> None:
    late = ready().admit(make.exam(), make.CHIEF, at=make.at(40))

    assert late.clock == ready().clock


@pytest.mark.parametrize("unseen", list(Seen))
def test_nobody_is_admitted_before_everything_was_seen(unseen: Seen) -> None:
    with pytest.raises(ChecksMissing) as refused:
        ready(seen=ALL_SEEN - {unseen}).admit(make.exam(), make.PROCTOR, at=make.at())

    assert refused.value.facts == {"missing": (unseen.value,)}


@pytest.mark.parametrize("version", [None, RULES_VERSION - 1])
def test_nobody_is_admitted_who_has_not_agreed_to_the_rules_that_hold_now(
    version: int | None,
) -> None:
    with pytest.raises(RulesNotAgreed):
        ready(rules_version=version).admit(make.exam(), make.PROCTOR, at=make.at())


def test_agreeing_notes_version_and_moment_and_a_second_time_keeps_the_first() -> None:
    once = make.attempt(Stage.CHECKING_IN).agree(at=make.at(-5))
    twice = once.agree(at=make.at(-4))

    assert (once.rules_version, once.rules_agreed_at) == (RULES_VERSION, make.at(-5))
    assert twice == once


def test_agreeing_to_older_rules_does_not_count_as_agreeing() -> None:
    old = make.attempt(Stage.CHECKING_IN, rules_version=0, rules_agreed_at=make.at(-900))

    assert not old.rules_agreed
    assert old.agree(at=make.at(-5)).rules_agreed_at == make.at(-5)


@pytest.mark.parametrize("stage", [s for s in Stage if s in OVER])
def test_who_is_done_neither_agrees_nor_chooses_a_camera(stage: Stage) -> None:
    done = make.attempt(stage)

    with pytest.raises(WrongStage):
        done.agree(at=make.at())
    with pytest.raises(WrongStage):
        done.choose_camera(Camera.PHONE)


def test_the_camera_is_what_the_student_said_last() -> None:
    invited = make.attempt(Stage.INVITED).choose_camera(Camera.WEBCAM)

    assert invited.choose_camera(Camera.PHONE).camera is Camera.PHONE


def test_the_furthest_page_of_the_rules_is_kept() -> None:
    assert make.attempt(Stage.CHECKING_IN).read_rules(2).read_rules(1).rules_read == 2


def test_document_and_face_together_identify_and_taking_one_back_undoes_it() -> None:
    here = make.attempt(Stage.CHECKING_IN)

    document = here.tick(Seen.DOCUMENT, make.PROCTOR)
    both = document.tick(Seen.FACE, make.PROCTOR)
    again = both.tick(Seen.DOCUMENT, make.PROCTOR)

    assert [a.stage for a in (document, both, again)] == [
        Stage.CHECKING_IN,
        Stage.IDENTIFIED,
        Stage.CHECKING_IN,
    ]
    assert again.seen == {Seen.FACE}


def test_room_and_desk_alone_do_not_identify() -> None:
    here = make.attempt(Stage.CHECKING_IN)

    seen = here.tick(Seen.ROOM, make.PROCTOR).tick(Seen.DESK, make.PROCTOR)

    assert seen.stage is Stage.CHECKING_IN


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROCTOR])
def test_only_the_proctor_ticks(role: Role) -> None:
    with pytest.raises(NotAllowed):
        make.attempt(Stage.CHECKING_IN).tick(Seen.FACE, make.held(role))


@pytest.mark.parametrize(
    "stage", [s for s in Stage if s not in {Stage.CHECKING_IN, Stage.IDENTIFIED}]
)
def test_nothing_is_ticked_but_while_checking_in(stage: Stage) -> None:
    with pytest.raises(WrongStage):
        make.attempt(stage).tick(Seen.FACE, make.PROCTOR)


def test_three_tries_to_be_identified_and_then_only_the_chief_vouches() -> None:
    attempt = make.attempt(Stage.CHECKING_IN)
    for _ in range(2):
        attempt = attempt.fail_id(make.PROCTOR, reason="бейне анық емес").retry_id(make.STUDENT)
    third = attempt.fail_id(make.PROCTOR, reason="бейне анық емес")

    for by in (make.STUDENT, make.PROCTOR, make.CHIEF):
        with pytest.raises(NotAllowed):
            third.retry_id(by)
    vouched = third.overrule_id(make.CHIEF)
    assert (third.id_tries, third.outcome_reason) == (3, "бейне анық емес")
    assert vouched.stage is Stage.IDENTIFIED
    assert vouched.seen >= IDENTITY
    assert vouched.outcome_reason is None


def test_a_failed_try_takes_back_document_and_face_but_not_the_room() -> None:
    seen = make.attempt(Stage.CHECKING_IN, seen=frozenset({Seen.DOCUMENT, Seen.ROOM}))

    assert seen.fail_id(make.PROCTOR, reason="басқа адам").seen == {Seen.ROOM}


# -- the exam is moved ------------------------------------------


def test_after_a_move_link_checks_and_agreement_are_void() -> None:
    moved = ready(camera=Camera.PHONE, version=9, id_tries=2).reschedule(make.REGISTRAR)

    assert moved == make.attempt(Stage.SCHEDULED, camera=Camera.PHONE, version=9)


def test_a_student_who_has_seen_a_ticket_is_not_rescheduled() -> None:
    with pytest.raises(TicketsShown):
        make.attempt(Stage.INTERRUPTED).reschedule(make.DEAN)


# -- ticket and writing -----------------------------------------


@pytest.mark.parametrize(("ms", "opens"), [(BEFORE, False), (ON, True), (AFTER, True)])
def test_the_board_opens_with_the_exam(ms: int, *, opens: bool) -> None:
    admitted = make.attempt(Stage.ADMITTED)
    begun_early = make.exam(began_at=make.at(-5))

    if opens:
        opened = admitted.open_board(begun_early, make.STUDENT, at=make.at(ms=ms))
        assert opened.stage is Stage.PICKING
    else:
        with pytest.raises(TooEarly):
            admitted.open_board(begun_early, make.STUDENT, at=make.at(ms=ms))


def test_the_board_stays_closed_until_the_proctor_has_begun_the_exam() -> None:
    with pytest.raises(TooEarly):
        make.attempt(Stage.ADMITTED).open_board(
            make.exam(ExamStage.CHECKIN_OPEN), make.STUDENT, at=make.at(5)
        )


def test_an_oral_exams_board_opens_once_the_proctor_has_laid_out_the_tickets() -> None:
    oral = make.exam(kind=Kind.ORAL)
    admitted = make.attempt(Stage.ADMITTED)

    for by in (make.STUDENT, make.PROCTOR, make.CLOCK):
        with pytest.raises(PickingNotOpen):
            admitted.open_board(oral, by, at=make.at(1))
    laid_out = replace(oral, picking_opened_at=make.at(1))
    opened = admitted.open_board(laid_out, make.STUDENT, at=make.at(2))
    assert (opened.stage, opened.pick_from) == (Stage.PICKING, make.at(2))


def test_with_equal_preparation_a_board_opens_at_the_students_own_time() -> None:
    oral = make.exam(kind=Kind.ORAL, equal_preparation=True, picking_opened_at=make.at(0))
    admitted = make.attempt(Stage.ADMITTED, pick_from=make.at(10))

    with pytest.raises(TooEarly):
        admitted.open_board(oral, make.STUDENT, at=make.at(10, ms=-1))
    assert admitted.open_board(oral, make.STUDENT, at=make.at(10)).stage is Stage.PICKING


def test_who_was_cut_off_while_choosing_or_called_gets_the_whole_time_again() -> None:
    picking = make.attempt(Stage.INTERRUPTED, before=Stage.PICKING, pick_from=make.at(9))
    called = make.attempt(Stage.INTERRUPTED, before=Stage.CALLED, called_at=make.at(9))

    back = picking.come_back(make.STUDENT, at=make.at(12), counted=False)
    called = called.come_back(make.STUDENT, at=make.at(12), counted=False)

    assert (back.stage, back.pick_from) == (Stage.PICKING, make.at(12))
    assert (called.stage, called.called_at) == (Stage.CALLED, make.at(12))


def test_a_computer_test_has_no_board() -> None:
    with pytest.raises(WrongStage):
        make.attempt(Stage.ADMITTED).open_board(
            make.exam(kind=Kind.TEST), make.PROCTOR, at=make.at(1)
        )


def test_drawing_does_not_start_the_clock_but_showing_the_ticket_does() -> None:
    drawn = make.attempt(Stage.PICKING).draw(TicketNumber(3), make.STUDENT, at=make.at(1))
    shown = drawn.show_ticket(at=make.at(2))

    assert (drawn.ticket, drawn.drawn_at, drawn.clock.started_at) == (3, make.at(1), None)
    assert shown.clock.deadline(make.at(2)) == make.at(122)
    assert shown.show_ticket(at=make.at(50)) == shown


def test_no_ticket_is_shown_that_was_not_drawn() -> None:
    with pytest.raises(WrongStage):
        make.attempt(Stage.PICKING).show_ticket(at=make.at(1))


def test_a_ticket_that_arrives_during_a_pause_costs_no_time() -> None:
    drawn = make.attempt(Stage.PICKING).draw(TicketNumber(3), make.STUDENT, at=make.at(1))
    paused = drawn.pause(make.PROCTOR, at=make.at(2), reason="байланыс", stop_clock=True)

    on = paused.show_ticket(at=make.at(5)).unpause(make.PROCTOR, at=make.at(9))

    assert on.clock.deadline(make.at(9)) == make.at(9 + 120)


@pytest.mark.parametrize(("ms", "down"), [(BEFORE, False), (ON, True), (AFTER, True)])
def test_the_clock_says_pens_down_at_the_deadline_and_not_before(ms: int, *, down: bool) -> None:
    writing = make.attempt(Stage.WRITING)

    if down:
        ended = writing.put_pens_down(make.CLOCK, at=make.at(120, ms=ms))
        assert ended.upload_until == make.at(135, ms=ms)
    else:
        with pytest.raises(TooEarly) as refused:
            writing.put_pens_down(make.CLOCK, at=make.at(120, ms=ms))
        assert refused.value.facts == {"opens_at": make.at(120)}


def test_the_clock_never_ends_a_writing_that_has_not_begun() -> None:
    unseen = make.attempt(Stage.PICKING).draw(TicketNumber(3), make.STUDENT, at=make.at(1))

    with pytest.raises(TooEarly):
        unseen.put_pens_down(make.CLOCK, at=make.at(600))


def test_a_student_may_be_done_at_any_time() -> None:
    assert make.attempt(Stage.WRITING).put_pens_down(make.STUDENT, at=make.at(30)).stage is (
        Stage.PENS_DOWN
    )


def test_one_phone_for_camera_and_scanning_gets_three_minutes_to_be_handed_over() -> None:
    phone = make.attempt(Stage.WRITING, camera=Camera.PHONE)

    assert phone.put_pens_down(make.STUDENT, at=make.at(100)).upload_until == make.at(118)


def test_extra_time_moves_the_deadline_by_as_much() -> None:
    writing = make.attempt(Stage.WRITING).add_time(minutes(10), make.PROCTOR, reason="дыбыс")

    assert writing.clock.deadline(make.at(1)) == make.at(130)


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.PROCTOR, Role.CHIEF}])
def test_only_proctors_give_extra_time(role: Role) -> None:
    with pytest.raises(NotAllowed):
        make.attempt(Stage.WRITING).add_time(MINUTE, make.held(role), reason="дыбыс")


AFTER_WRITING = (
    Stage.PENS_DOWN,
    Stage.UPLOADING,
    Stage.SHEETS_CHECKING,
    Stage.SHEETS_OK,
    Stage.RESHOOT,
    Stage.SHEETS_MISSING,
    Stage.ACCEPTED,
    *(stage for stage in Stage if stage in OVER),
)


@pytest.mark.parametrize("stage", AFTER_WRITING)
def test_no_extra_time_is_given_when_the_writing_is_over(stage: Stage) -> None:
    with pytest.raises(WrongStage):
        make.attempt(stage).add_time(MINUTE, make.PROCTOR, reason="дыбыс")


def test_no_extra_time_is_given_to_who_was_cut_off_while_sending_sheets() -> None:
    cut = make.attempt(Stage.UPLOADING).interrupt(make.STUDENT, at=make.at(125))

    with pytest.raises(WrongStage):
        cut.add_time(MINUTE, make.PROCTOR, reason="дыбыс")


def test_time_is_never_taken_away() -> None:
    for time in (timedelta(), -MINUTE):
        with pytest.raises(ValueError, match="positive"):
            make.attempt(Stage.WRITING).add_time(time, make.PROCTOR, reason="дыбыс")


# -- reasons ----------------------------------------------------


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_what_needs_a_reason_is_not_done_without_one(reason: str) -> None:
    doings: list[Callable[[], Attempt]] = [
        lambda: make.attempt(Stage.SCHEDULED).bar(make.REGISTRAR, reason=reason),
        lambda: make.attempt(Stage.BARRED).clear_bar(make.REGISTRAR, reason=reason),
        lambda: make.attempt(Stage.CHECKING_IN).fail_id(make.PROCTOR, reason=reason),
        lambda: make.attempt(Stage.WRITING).add_time(MINUTE, make.PROCTOR, reason=reason),
        lambda: make.attempt(Stage.WRITING).pause(
            make.PROCTOR, at=make.at(1), reason=reason, stop_clock=False
        ),
        lambda: make.attempt(Stage.WRITING).terminate(make.CHIEF, reason=reason),
        lambda: make.attempt(Stage.SHEETS_MISSING).accept_shown(make.CHIEF, reason=reason),
        lambda: make.attempt(Stage.SHEETS_MISSING).void(make.CHIEF, reason=reason),
        lambda: make.attempt(Stage.UNDER_REVIEW).end(Act.ANNUL, make.DEAN, reason=reason),
    ]
    for doing in doings:
        with pytest.raises(ReasonMissing):
            doing()


# -- sheets and leaving -----------------------------------------


@pytest.mark.parametrize(("said", "accepted"), [(1, 2), (3, 2), (0, 2)])
def test_all_sent_needs_the_right_number_of_pages(said: int, accepted: int) -> None:
    with pytest.raises(PagesDiffer) as refused:
        make.attempt(Stage.UPLOADING).hand_in(said=said, accepted=accepted, held=make.STUDENT)

    assert refused.value.facts == {"said": said, "accepted": accepted}


@pytest.mark.parametrize("said", [0, 1])
def test_nothing_accepted_is_not_handed_in(said: int) -> None:
    with pytest.raises(NoSheets):
        make.attempt(Stage.UPLOADING).hand_in(said=said, accepted=0, held=make.STUDENT)


def test_handing_in_closes_the_window() -> None:
    handed = make.attempt(Stage.UPLOADING).hand_in(said=2, accepted=2, held=make.STUDENT)

    assert (handed.stage, handed.upload_until) == (Stage.SHEETS_OK, None)


@pytest.mark.parametrize("stage", [Stage.UPLOADING, Stage.RESHOOT])
@pytest.mark.parametrize(("ms", "closes"), [(BEFORE, False), (ON, True), (AFTER, True)])
@pytest.mark.parametrize("accepted", [0, 2])
def test_the_window_for_sheets_closes_at_its_end(
    stage: Stage, ms: int, accepted: int, *, closes: bool
) -> None:
    sending = make.attempt(stage, upload_until=make.at(135))

    if closes:
        closed = sending.close_upload(accepted=accepted, at=make.at(135, ms=ms))
        assert closed.stage is (Stage.SHEETS_CHECKING if accepted else Stage.SHEETS_MISSING)
    else:
        with pytest.raises(TooEarly):
            sending.close_upload(accepted=accepted, at=make.at(135, ms=ms))


def test_sending_begins_with_fifteen_minutes_unless_pens_down_has_set_them() -> None:
    written = make.attempt(Stage.PENS_DOWN, upload_until=make.at(135))
    oral = make.attempt(Stage.ANSWERED)

    assert written.start_upload(make.STUDENT, at=make.at(125)).upload_until == make.at(135)
    assert oral.start_upload(make.STUDENT, at=make.at(125)).upload_until == make.at(140)


@pytest.mark.parametrize(("pages", "until"), [((2,), 145), ((1, 3), 150), ((3, 1, 3), 150)])
def test_each_page_asked_for_again_gives_five_minutes(pages: tuple[int, ...], until: int) -> None:
    asked = make.attempt(Stage.SHEETS_OK).ask_again(pages, make.PROCTOR, at=make.at(140))

    assert asked.asked_again == tuple(sorted(set(pages)))
    assert asked.upload_until == make.at(until)


@pytest.mark.parametrize("pages", [(), (0,), (-1, 2)])
def test_pages_that_cannot_be_are_not_asked_for_again(pages: tuple[int, ...]) -> None:
    with pytest.raises(Unknown):
        make.attempt(Stage.SHEETS_OK).ask_again(pages, make.PROCTOR, at=make.at(140))


def test_the_chief_gives_another_window_to_who_sent_nothing() -> None:
    again = make.attempt(Stage.SHEETS_MISSING).reopen_upload(make.CHIEF, at=make.at(150))

    assert (again.stage, again.upload_until) == (Stage.UPLOADING, make.at(165))


@pytest.mark.parametrize(
    "stage", [Stage.UPLOADING, Stage.SHEETS_CHECKING, Stage.SHEETS_OK, Stage.RESHOOT]
)
def test_nobody_leaves_before_the_sheets_are_accepted(stage: Stage) -> None:
    with pytest.raises(SheetsNotAccepted):
        make.attempt(stage).release(make.PROCTOR, at=make.at(140))


def test_leaving_is_stamped() -> None:
    free = make.attempt(Stage.SHEETS_OK).accept_sheets(make.PROCTOR)

    assert free.release(make.PROCTOR, at=make.at(141)).released_at == make.at(141)


def test_a_student_does_not_release_herself() -> None:
    with pytest.raises(NotAllowed):
        make.attempt(Stage.ACCEPTED).release(make.STUDENT, at=make.at(141))


# -- trouble ----------------------------------------------------


@pytest.mark.parametrize(("ms", "returns"), [(BEFORE, True), (ON, True), (AFTER, False)])
@pytest.mark.parametrize(
    "by", [make.STUDENT, make.held(Role.STUDENT, Role.ADMIN)], ids=["student", "admin_too"]
)
def test_a_student_comes_back_alone_within_five_minutes(
    ms: int, by: frozenset[Role], *, returns: bool
) -> None:
    cut = make.attempt(Stage.WRITING).interrupt(make.CLOCK, at=make.at(10))

    if returns:
        back = cut.come_back(by, at=make.at(15, ms=ms), counted=False)
        assert (back.stage, back.before, back.interrupted_at) == (Stage.WRITING, None, None)
        assert back.clock == cut.clock
    else:
        with pytest.raises(TooLate):
            cut.come_back(by, at=make.at(15, ms=ms), counted=False)


@pytest.mark.parametrize("by", [make.PROCTOR, make.CHIEF])
def test_later_a_proctor_lets_the_student_go_on(by: frozenset[Role]) -> None:
    cut = make.attempt(Stage.UPLOADING).interrupt(make.STUDENT, at=make.at(125))

    assert cut.come_back(by, at=make.at(150), counted=False).stage is Stage.UPLOADING


def test_only_the_chief_counts_an_outage_and_then_the_deadline_moves_by_it() -> None:
    cut = make.attempt(Stage.WRITING).interrupt(make.STUDENT, at=make.at(10))

    for by in (make.STUDENT, make.PROCTOR):
        with pytest.raises(NotAllowed):
            cut.come_back(by, at=make.at(14), counted=True)
    counted = cut.come_back(make.CHIEF, at=make.at(22), counted=True)
    assert counted.clock.deadline(make.at(22)) == make.at(132)


def test_an_outage_before_the_ticket_came_counts_from_the_ticket_on() -> None:
    drawn = make.attempt(Stage.PICKING).draw(TicketNumber(3), make.STUDENT, at=make.at(1))
    shown = drawn.interrupt(make.STUDENT, at=make.at(2)).show_ticket(at=make.at(6))

    back = shown.come_back(make.CHIEF, at=make.at(10), counted=True)

    assert back.clock.deadline(make.at(10)) == make.at(130)


def test_a_counted_outage_before_any_ticket_moves_nothing() -> None:
    cut = make.attempt(Stage.ADMITTED).interrupt(make.STUDENT, at=make.at(2))

    assert cut.come_back(make.CHIEF, at=make.at(9), counted=True).clock == cut.clock


@pytest.mark.parametrize(("ms", "fails"), [(BEFORE, False), (ON, True), (AFTER, True)])
def test_an_interruption_of_thirty_minutes_is_a_technical_failure(ms: int, *, fails: bool) -> None:
    cut = make.attempt(Stage.INTERRUPTED, interrupted_at=make.at(10))

    if fails:
        assert cut.fail_technically(make.CLOCK, at=make.at(40, ms=ms)).over
    else:
        with pytest.raises(TooEarly):
            cut.fail_technically(make.CLOCK, at=make.at(40, ms=ms))


def test_the_chief_need_not_wait_for_thirty_minutes() -> None:
    cut = make.attempt(Stage.INTERRUPTED, interrupted_at=make.at(10))

    assert cut.fail_technically(make.CHIEF, at=make.at(11)).stage is Stage.TECHNICAL_FAIL


def test_a_pause_stops_the_clock_of_a_written_exam_only_if_the_proctor_says_so() -> None:
    def after_pause(*, stop_clock: bool) -> Attempt:
        paused = make.attempt(Stage.WRITING).pause(
            make.PROCTOR, at=make.at(10), reason="камера өшті", stop_clock=stop_clock
        )
        return paused.unpause(make.PROCTOR, at=make.at(25))

    assert after_pause(stop_clock=True).clock.deadline(make.at(25)) == make.at(135)
    assert after_pause(stop_clock=False).clock.deadline(make.at(25)) == make.at(120)


def test_a_pause_always_stops_the_clock_of_a_computer_test() -> None:
    clock = make.attempt(Stage.WRITING).clock
    paused = make.attempt(Stage.RUNNING, clock=clock).pause(
        make.PROCTOR, at=make.at(10), reason="камера өшті", stop_clock=False
    )

    on = paused.unpause(make.PROCTOR, at=make.at(12))

    assert (on.stage, on.clock.deadline(make.at(12))) == (Stage.RUNNING, make.at(122))


@pytest.mark.parametrize(("ms", "allowed"), [(BEFORE, True), (ON, False), (AFTER, False)])
def test_beyond_thirty_minutes_of_pauses_only_the_chief_pauses(ms: int, *, allowed: bool) -> None:
    once = make.attempt(Stage.WRITING).pause(
        make.PROCTOR, at=make.at(10), reason="камера", stop_clock=True
    )
    on = once.unpause(make.PROCTOR, at=make.at(40, ms=ms))

    def again(by: frozenset[Role]) -> Attempt:
        return on.pause(by, at=make.at(50), reason="камера", stop_clock=True)

    assert again(make.CHIEF).stage is Stage.PAUSED
    if allowed:
        assert again(make.PROCTOR).stage is Stage.PAUSED
    else:
        with pytest.raises(NotAllowed):
            again(make.PROCTOR)


def test_warnings_are_counted() -> None:
    assert make.attempt(Stage.WRITING).warn(make.PROCTOR).warn(make.PROCTOR).warnings == 2


def test_a_removal_is_reversed_to_where_the_student_was() -> None:
    removed = make.attempt(Stage.WRITING).terminate(make.CHIEF, reason="телефон")

    back = removed.reinstate(make.exam(), make.CHIEF)

    assert (removed.over, removed.outcome_reason) == (True, "телефон")
    assert back == make.attempt(Stage.WRITING)


def test_a_removal_during_a_pause_is_reversed_to_the_pause_and_its_clock_goes_on_later() -> None:
    paused = make.attempt(Stage.WRITING).pause(
        make.PROCTOR, at=make.at(10), reason="камера", stop_clock=True
    )

    back = paused.terminate(make.CHIEF, reason="телефон").reinstate(make.exam(), make.CHIEF)

    assert back == paused
    on = back.unpause(make.PROCTOR, at=make.at(20))
    assert (on.stage, on.clock.deadline(make.at(90))) == (Stage.WRITING, make.at(130))


def test_a_removal_during_an_outage_is_reversed_to_the_outage() -> None:
    cut = make.attempt(Stage.WRITING).interrupt(make.STUDENT, at=make.at(10))

    back = cut.terminate(make.CHIEF, reason="телефон").reinstate(make.exam(), make.CHIEF)

    assert back == cut
    assert back.come_back(make.PROCTOR, at=make.at(30), counted=False).stage is Stage.WRITING


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
        assert removed.reinstate(exam, make.CHIEF).stage is Stage.WRITING
        assert absent.revert_no_show(exam, make.CHIEF).stage is Stage.CHECKING_IN
    else:
        with pytest.raises(refusal):
            removed.reinstate(exam, make.CHIEF)
        with pytest.raises(refusal):
            absent.revert_no_show(exam, make.CHIEF)


def test_a_bar_says_why_and_clearing_it_forgets_that() -> None:
    barred = make.attempt().bar(make.REGISTRAR, reason=" рейтинг 42 ")

    assert barred.outcome_reason == "рейтинг 42"
    assert barred.clear_bar(make.REGISTRAR, reason="қайта есептелді").outcome_reason is None


# -- presence ---------------------------------------------------


def test_absence_from_the_conference_is_counted_from_the_first_leaving() -> None:
    left = make.attempt(Stage.WRITING).left(at=make.at(10)).left(at=make.at(11))

    assert (left.present, left.left_at) == (False, make.at(10))
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
