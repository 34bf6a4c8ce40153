"""Every state with every act by every role, against the rules written out by hand."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest

from exams.domain import beforehand, checking_in, handing_in, interruptions, rulings, writing
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import ACTIVE, Act, Stage
from exams.domain.exam_table import ExamAct, ExamStage
from exams.domain.people import Role
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.sheets import SheetsNotAccepted
from tests import make
from tests.domain.rules_matrix import ACTIVE as ACTIVE_BY_HAND
from tests.domain.rules_matrix import ATTEMPT_MATRIX, EXAM_MATRIX

Held = frozenset[Role]


def every_holding() -> Iterator[Held]:
    """Nobody, every role alone, and every two roles together."""
    yield frozenset()
    for count in (1, 2):
        for roles in combinations(Role, count):
            yield frozenset(roles)


def outcome(doing: Callable[[], Stage | ExamStage]) -> str:
    try:
        return str(doing().value)
    except (NotAllowed, WrongStage) as refusal:
        return type(refusal).__name__


def test_the_rules_name_every_act_and_no_other() -> None:
    assert set(ATTEMPT_MATRIX.acts) == {act.value for act in Act}
    assert set(EXAM_MATRIX.acts) == {act.value for act in ExamAct}


def test_the_rules_name_every_state_and_each_can_be_reached() -> None:
    for matrix, stages, first in (
        (ATTEMPT_MATRIX, {stage.value for stage in Stage}, "scheduled"),
        (EXAM_MATRIX, {stage.value for stage in ExamStage}, "draft"),
    ):
        reached = {first}
        for _ in stages:
            reached |= {to for (_, stage, _), to in matrix.to.items() if stage in reached}
        assert reached - {"=", "?"} == stages


def test_who_is_in_the_room_is_who_the_rules_say() -> None:
    assert {stage.value for stage in ACTIVE} == set(ACTIVE_BY_HAND.split())


@pytest.mark.parametrize("act", Act)
def test_an_act_on_an_attempt_follows_the_rules_in_every_state_for_every_role(act: Act) -> None:
    wrong: list[str] = []
    for stage in Stage:
        for roles in every_holding():
            wanted = ATTEMPT_MATRIX.expected(act.value, stage.value, roles)
            wanted = stage.value if wanted in {"=", "?"} else wanted
            attempt = make.attempt(stage)
            got = outcome(lambda a=attempt, r=roles: a.take(act, r).stage)  # type: ignore[misc]
            if got != wanted:
                wrong.append(f"{stage.value} by {sorted(r.value for r in roles)}: {got}, {wanted}")
    assert not wrong


@pytest.mark.parametrize("act", ExamAct)
def test_an_act_on_an_exam_follows_the_rules_in_every_state_for_every_role(act: ExamAct) -> None:
    wrong: list[str] = []
    for stage in ExamStage:
        for roles in every_holding():
            wanted = EXAM_MATRIX.expected(act.value, stage.value, roles)
            exam = make.exam(stage)
            got = outcome(
                lambda e=exam, r=roles: e.take(act, r, at=make.at()).stage  # type: ignore[misc]
            )
            if got != wanted:
                wrong.append(f"{stage.value} by {sorted(r.value for r in roles)}: {got}, {wanted}")
    assert not wrong


Doing = Callable[[Attempt, Held], Attempt]
RUNNING = make.exam()
NOW = make.at(11)
LATE = make.at(200)

DOINGS: dict[Act, Doing] = {
    Act.BAR: lambda a, by: beforehand.bar(a, by, reason="қарыз"),
    Act.CLEAR_BAR: lambda a, by: beforehand.clear_bar(a, by, reason="төленді"),
    Act.RESCHEDULE: beforehand.reschedule,
    Act.CHECK_IN: lambda a, by: checking_in.check_in(a, RUNNING, by, at=NOW),
    Act.REVERT_NO_SHOW: lambda a, by: rulings.revert_no_show(a, RUNNING, by),
    Act.IDENTIFY: checking_in.identify,
    Act.FAIL_ID: lambda a, by: checking_in.fail_id(a, by, reason="бет көрінбейді"),
    Act.RETRY_ID: checking_in.retry_id,
    Act.OVERRULE_ID: checking_in.overrule_id,
    Act.ADMIT: lambda a, by: checking_in.admit(a, RUNNING, by, at=NOW),
    Act.ADMIT_PROVISIONALLY: lambda a, by: checking_in.admit_provisionally(a, by, at=NOW),
    Act.INTERRUPT: lambda a, by: interruptions.interrupt(a, by, at=NOW),
    Act.RETURN: lambda a, by: interruptions.come_back(a, by, at=NOW, counted=False),
    Act.PAUSE: lambda a, by: interruptions.pause(a, by, at=NOW, reason="камера", stop_clock=True),
    Act.UNPAUSE: lambda a, by: interruptions.unpause(a, by, at=NOW),
    Act.WARN: rulings.warn,
    Act.TERMINATE: lambda a, by: rulings.terminate(a, by, reason="шпаргалка"),
    Act.REINSTATE: lambda a, by: rulings.reinstate(a, RUNNING, by),
    Act.FAIL_TECHNICALLY: lambda a, by: interruptions.fail_technically(a, by, at=LATE),
    Act.OPEN_REVIEW: lambda a, by: rulings.end(a, Act.OPEN_REVIEW, by, reason="күмән"),
    Act.CLEAR: lambda a, by: rulings.end(a, Act.CLEAR, by, reason="негізсіз"),
    Act.ANNUL: lambda a, by: rulings.end(a, Act.ANNUL, by, reason="өкім"),
    Act.EXCUSE: lambda a, by: rulings.end(a, Act.EXCUSE, by, reason="өкім"),
    Act.REVOKE_EXCUSE: lambda a, by: rulings.revoke_excuse(a, by, missed_as=Stage.WRITING),
    Act.OPEN_BOARD: lambda a, by: writing.open_board(a, RUNNING, by, at=NOW),
    Act.DRAW: lambda a, by: writing.draw(a, make.deck().cards[2].number, by, at=NOW),
    Act.SPOIL_TICKET: lambda a, by: writing.spoil_ticket(a, by, reason="беті жыртық"),
    Act.PENS_DOWN: lambda a, by: writing.put_pens_down(a, by, at=LATE),
    Act.START_UPLOAD: lambda a, by: handing_in.start_upload(a, by, at=LATE),
    Act.HAND_IN: lambda a, by: handing_in.hand_in(a, said=2, accepted=2, held=by),
    Act.ASK_AGAIN: lambda a, by: handing_in.ask_again(a, (1,), by, at=LATE),
    Act.REOPEN_UPLOAD: lambda a, by: handing_in.reopen_upload(a, by, at=LATE),
    Act.ACCEPT_SHEETS: handing_in.accept_sheets,
    Act.ACCEPT_SHOWN: lambda a, by: handing_in.accept_shown(a, by, reason="камераға көрсетті"),
    Act.VOID: lambda a, by: handing_in.void(a, by, reason="парақ жоқ"),
    Act.RELEASE: lambda a, by: handing_in.release(a, by, at=LATE),
}
"""Each act as it is really called, with nothing but state and role that could stand in its way."""

NO_TICKET = frozenset({Act.RESCHEDULE})
"""Done before a ticket was drawn; the makers draw one for whoever is interrupted or paused."""


def ready_for(act: Act, stage: Stage) -> Attempt:
    attempt = make.attempt(stage, ticket=None) if act in NO_TICKET else make.attempt(stage)
    if act in {Act.ADMIT, Act.ADMIT_PROVISIONALLY}:
        admitted = make.attempt(Stage.ADMITTED)
        return make.attempt(stage, seen=admitted.seen, rules_version=admitted.rules_version)
    return attempt


@pytest.mark.parametrize("act", DOINGS, ids=lambda act: act.value)
def test_what_people_really_do_is_bound_by_the_same_rules(act: Act) -> None:
    wrong: list[str] = []
    for stage in Stage:
        for roles in every_holding():
            wanted = ATTEMPT_MATRIX.expected(act.value, stage.value, roles)
            wanted = {"?": Stage.WRITING.value, "=": stage.value}.get(wanted, wanted)
            if act is Act.HAND_IN and wanted == "sheets_checking":
                wanted = "sheets_ok"  # the pictures were checked one by one as they came
            attempt = ready_for(act, stage)
            try:
                got = DOINGS[act](attempt, roles).stage.value
            except SheetsNotAccepted:
                got = "WrongStage"  # a kinder word for the same
            except Refusal as refusal:
                got = type(refusal).__name__
            if got != wanted:
                wrong.append(f"{stage.value} by {sorted(r.value for r in roles)}: {got}, {wanted}")
    assert not wrong


def test_what_the_clock_alone_does_is_bound_by_the_same_rules() -> None:
    alone: dict[Act, Callable[[Attempt], Attempt]] = {
        Act.INVITE: lambda a: beforehand.invite(a, "https://zoom.example/w/1", "r1"),
        Act.MISS: lambda a: beforehand.miss(a, RUNNING, at=LATE),
        Act.CLOSE_UPLOAD: lambda a: handing_in.close_upload(a, accepted=1, at=LATE),
        Act.MISS_SHEETS: lambda a: handing_in.close_upload(a, accepted=0, at=LATE),
    }
    for act, doing in alone.items():
        for stage in Stage:
            wanted = ATTEMPT_MATRIX.expected(act.value, stage.value, make.CLOCK)
            attempt = make.attempt(stage)
            got = outcome(lambda a=attempt, d=doing: d(a).stage)  # type: ignore[misc]
            assert (act, stage, got) == (act, stage, wanted)


def test_every_act_that_has_a_guard_is_walked_as_people_do_it() -> None:
    """Acts of the oral exam and the computer test have no guard but state and role yet."""
    by_tick_or_alone = {
        Act.PASS_SHEETS,
        Act.INVITE,
        Act.MISS,
        Act.CLOSE_UPLOAD,
        Act.MISS_SHEETS,
    }
    unguarded = {
        Act.SHOW_INFO,
        Act.START_TEST,
        Act.FINISH,
        Act.GO_BACK,
        Act.SUBMIT,
        Act.EXPIRE,
        Act.DRAW_ORAL,
        Act.CALL,
        Act.PUT_LAST,
        Act.GIVE_UP_ON,
        Act.ANSWER,
        Act.END_ANSWER,
    }
    assert set(DOINGS) | by_tick_or_alone | unguarded == set(Act)
