"""Checking in, to the millisecond: the hours of the door, what must be seen, who admits."""

from typing import Any

import pytest

from exams.domain import beforehand, checking_in
from exams.domain.attempt import ALL_SEEN, IDENTITY, RULES_VERSION, Attempt, Camera, Seen
from exams.domain.attempt_table import OVER, Stage
from exams.domain.people import Role
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.checking_in import ChecksMissing, RulesNotAgreed
from exams.domain.refusals.moments import TooEarly, TooLate, WrongStage
from exams.domain.refusals.people import ChiefAlone, NotAllowed
from tests import make
from tests.domain.moments import AFTER, BEFORE, ON, ready


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
        assert checking_in.check_in(invited, make.exam(), by, at=make.at(around, ms=ms)).stage is (
            Stage.CHECKING_IN
        )
    else:
        with pytest.raises(refusal):
            checking_in.check_in(invited, make.exam(), by, at=make.at(around, ms=ms))


@pytest.mark.parametrize(("ms", "missed"), [(BEFORE, False), (ON, True), (AFTER, True)])
def test_a_student_is_absent_from_the_moment_on_at_which_checking_in_ends(
    ms: int, *, missed: bool
) -> None:
    invited = make.attempt(Stage.INVITED)

    if missed:
        assert (
            beforehand.miss(
                invited,
                make.exam(),
                at=make.at(15, ms=ms),
            ).stage
            is Stage.NO_SHOW
        )
    else:
        with pytest.raises(TooEarly) as refused:
            beforehand.miss(
                invited,
                make.exam(),
                at=make.at(15, ms=ms),
            )
        assert refused.value.facts == {"opens_at": make.at(15)}


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
        assert (
            checking_in.admit(ready(), make.exam(), by, at=make.at(15, ms=ms)).stage
            is Stage.ADMITTED
        )
    else:
        with pytest.raises(ChiefAlone):
            checking_in.admit(ready(), make.exam(), by, at=make.at(15, ms=ms))


def test_a_late_arrival_gets_no_compensating_time() -> None:
    late = checking_in.admit(ready(), make.exam(), make.CHIEF, at=make.at(40))

    assert late.clock == ready().clock


@pytest.mark.parametrize("unseen", list(Seen))
def test_nobody_is_admitted_before_everything_was_seen(unseen: Seen) -> None:
    with pytest.raises(ChecksMissing) as refused:
        checking_in.admit(ready(seen=ALL_SEEN - {unseen}), make.exam(), make.PROCTOR, at=make.at())

    assert refused.value.facts == {"missing": (unseen.value,)}


@pytest.mark.parametrize("version", [None, RULES_VERSION - 1])
def test_nobody_is_admitted_who_has_not_agreed_to_the_rules_that_hold_now(
    version: int | None,
) -> None:
    with pytest.raises(RulesNotAgreed):
        checking_in.admit(ready(rules_version=version), make.exam(), make.PROCTOR, at=make.at())


def test_agreeing_notes_version_and_moment_and_a_second_time_keeps_the_first() -> None:
    once = checking_in.agree(make.attempt(Stage.CHECKING_IN), at=make.at(-5))
    twice = checking_in.agree(once, at=make.at(-4))

    assert (once.rules_version, once.rules_agreed_at) == (RULES_VERSION, make.at(-5))
    assert twice == once


def test_agreeing_to_older_rules_does_not_count_as_agreeing() -> None:
    old = make.attempt(Stage.CHECKING_IN, rules_version=0, rules_agreed_at=make.at(-900))

    assert not old.rules_agreed
    assert checking_in.agree(old, at=make.at(-5)).rules_agreed_at == make.at(-5)


@pytest.mark.parametrize("stage", [s for s in Stage if s in OVER])
def test_who_is_done_neither_agrees_nor_chooses_a_camera(stage: Stage) -> None:
    done = make.attempt(stage)

    with pytest.raises(WrongStage):
        checking_in.agree(done, at=make.at())
    with pytest.raises(WrongStage):
        beforehand.choose_camera(done, Camera.PHONE)


def test_the_camera_is_what_the_student_said_last() -> None:
    invited = beforehand.choose_camera(make.attempt(Stage.INVITED), Camera.WEBCAM)

    assert beforehand.choose_camera(invited, Camera.PHONE).camera is Camera.PHONE


def test_the_furthest_page_of_the_rules_is_kept() -> None:
    second = checking_in.read_rules(make.attempt(Stage.CHECKING_IN), 2)

    assert checking_in.read_rules(second, 1).rules_read == 2


def test_document_and_face_together_identify_and_taking_one_back_undoes_it() -> None:
    here = make.attempt(Stage.CHECKING_IN)

    document = checking_in.tick(here, Seen.DOCUMENT, make.PROCTOR)
    both = checking_in.tick(document, Seen.FACE, make.PROCTOR)
    again = checking_in.tick(both, Seen.DOCUMENT, make.PROCTOR)

    assert [a.stage for a in (document, both, again)] == [
        Stage.CHECKING_IN,
        Stage.IDENTIFIED,
        Stage.CHECKING_IN,
    ]
    assert again.seen == {Seen.FACE}


def test_document_and_face_seen_side_by_side_identify_at_once() -> None:
    here = make.attempt(Stage.CHECKING_IN, seen=frozenset({Seen.ROOM}))

    identified = checking_in.identify(here, make.PROCTOR)

    assert (identified.stage, identified.seen) == (Stage.IDENTIFIED, IDENTITY | {Seen.ROOM})


def test_who_says_that_room_and_desk_are_in_order_has_seen_both() -> None:
    identified = make.attempt(Stage.IDENTIFIED, seen=IDENTITY)

    assert checking_in.look_around(identified, make.PROCTOR).seen == ALL_SEEN
    for role in set(Role) - {Role.PROCTOR}:
        with pytest.raises(NotAllowed):
            checking_in.look_around(identified, make.held(role))
    for stage in set(Stage) - {Stage.IDENTIFIED}:
        with pytest.raises(WrongStage):
            checking_in.look_around(make.attempt(stage), make.PROCTOR)


def test_room_and_desk_alone_do_not_identify() -> None:
    here = make.attempt(Stage.CHECKING_IN)

    room = checking_in.tick(here, Seen.ROOM, make.PROCTOR)
    seen = checking_in.tick(room, Seen.DESK, make.PROCTOR)

    assert seen.stage is Stage.CHECKING_IN


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROCTOR])
def test_only_the_proctor_ticks(role: Role) -> None:
    with pytest.raises(NotAllowed):
        checking_in.tick(make.attempt(Stage.CHECKING_IN), Seen.FACE, make.held(role))


@pytest.mark.parametrize(
    "stage", [s for s in Stage if s not in {Stage.CHECKING_IN, Stage.IDENTIFIED}]
)
def test_nothing_is_ticked_but_while_checking_in(stage: Stage) -> None:
    with pytest.raises(WrongStage):
        checking_in.tick(make.attempt(stage), Seen.FACE, make.PROCTOR)


def test_three_tries_to_be_identified_and_then_only_the_chief_vouches() -> None:
    attempt = make.attempt(Stage.CHECKING_IN)
    for _ in range(2):
        attempt = checking_in.retry_id(
            checking_in.fail_id(attempt, make.PROCTOR, reason="бейне анық емес"), make.STUDENT
        )
    third = checking_in.fail_id(attempt, make.PROCTOR, reason="бейне анық емес")

    for by in (make.STUDENT, make.PROCTOR, make.CHIEF):
        with pytest.raises(NotAllowed):
            checking_in.retry_id(third, by)
    vouched = checking_in.overrule_id(third, make.CHIEF)
    assert (third.id_tries, third.outcome_reason) == (3, "бейне анық емес")
    assert vouched.stage is Stage.IDENTIFIED
    assert vouched.seen >= IDENTITY
    assert vouched.outcome_reason is None


def test_a_failed_try_takes_back_document_and_face_but_not_the_room() -> None:
    seen = make.attempt(Stage.CHECKING_IN, seen=frozenset({Seen.DOCUMENT, Seen.ROOM}))

    assert checking_in.fail_id(seen, make.PROCTOR, reason="басқа адам").seen == {Seen.ROOM}


def test_the_chief_who_vouches_takes_nothing_back_that_was_seen() -> None:
    failed = make.attempt(Stage.ID_FAILED, seen=frozenset({Seen.ROOM}))

    assert checking_in.overrule_id(failed, make.CHIEF).seen == IDENTITY | {Seen.ROOM}


def test_another_try_forgets_why_the_last_one_failed() -> None:
    failed = checking_in.fail_id(
        make.attempt(Stage.CHECKING_IN), make.PROCTOR, reason="бейне анық емес"
    )

    assert checking_in.retry_id(failed, make.PROCTOR).outcome_reason is None


def test_room_and_desk_are_ticked_of_who_is_identified_without_a_step_back() -> None:
    identified = make.attempt(Stage.IDENTIFIED, seen=IDENTITY)

    room = checking_in.tick(identified, Seen.ROOM, make.PROCTOR)

    assert (room.stage, room.seen) == (Stage.IDENTIFIED, IDENTITY | {Seen.ROOM})
    assert checking_in.tick(room, Seen.ROOM, make.PROCTOR).seen == IDENTITY


# -- without a document at hand ----------------------------------------------------------


def without_document(**changes: Any) -> Attempt:
    facts: dict[str, Any] = {
        "seen": ALL_SEEN - {Seen.DOCUMENT},
        "rules_version": RULES_VERSION,
        "rules_agreed_at": make.at(-5),
    }
    return make.attempt(Stage.CHECKING_IN, **(facts | changes))


def test_the_chief_admits_without_a_document_which_is_due_within_a_day() -> None:
    admitted = checking_in.admit_provisionally(without_document(), make.CHIEF, at=make.at(3))

    assert (admitted.stage, admitted.document_due) == (Stage.ADMITTED, make.at(3 + 24 * 60))
    with pytest.raises(NotAllowed):
        checking_in.admit_provisionally(without_document(), make.PROCTOR, at=make.at(3))


def test_without_a_document_everything_else_must_be_seen_unless_it_is_excused() -> None:
    unseen = without_document(seen=frozenset({Seen.FACE}))

    with pytest.raises(ChecksMissing) as refused:
        checking_in.admit_provisionally(unseen, make.CHIEF, at=make.at(3))
    assert refused.value.facts == {"missing": ("desk", "room")}
    with pytest.raises(ChecksMissing) as refused:
        checking_in.admit_provisionally(
            unseen, make.CHIEF, at=make.at(3), excused=frozenset({Seen.ROOM})
        )
    assert refused.value.facts == {"missing": ("desk",)}


def test_without_a_document_the_rules_come_first_too() -> None:
    with pytest.raises(RulesNotAgreed):
        checking_in.admit_provisionally(
            without_document(rules_version=None), make.CHIEF, at=make.at(3)
        )


@pytest.mark.parametrize("by", [make.PROCTOR, make.CHIEF, make.held(Role.CHIEF)])
def test_a_document_that_is_shown_after_all_is_noted_as_seen(by: frozenset[Role]) -> None:
    admitted = checking_in.admit_provisionally(without_document(), make.CHIEF, at=make.at(3))

    proven = checking_in.prove(admitted, by)

    assert (proven.seen, proven.document_due) == (ALL_SEEN, None)
    with pytest.raises(WrongStage):
        checking_in.prove(proven, by)


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.PROCTOR, Role.CHIEF}])
def test_nobody_but_proctors_says_that_a_document_was_shown(role: Role) -> None:
    with pytest.raises(NotAllowed):
        checking_in.prove(make.attempt(Stage.ADMITTED, document_due=make.at(60)), make.held(role))
