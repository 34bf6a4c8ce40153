"""What a student's card offers, each offer by the stages and the people it is for."""

from datetime import datetime, timedelta
from typing import Any, Final

import pytest

from exams.domain.attempt import ALL_SEEN, Attempt, Seen
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import WRITING_TIME, Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.oral import OralQueue, queue_of
from exams.domain.people import Condition, Role
from exams.services.doors import Seat
from exams.services.offers import card_offers
from tests import make
from tests.domain.oral_day import THREE, prepared
from tests.domain.rules_matrix import ACTIVE, ATTEMPT_MATRIX
from tests.make import at

ACTS: Final = {
    "fail_id": "fail_id",
    "overrule_id": "overrule_id",
    "answer": "answer",
    "end_answer": "end_answer",
    "warn": "warn",
    "unpause": "unpause",
    "return": "return",
    "accept": "accept_sheets",
    "ask_again": "ask_again",
    "release": "release",
    "spoil": "spoil_ticket",
    "end": "terminate",
    "reinstate": "reinstate",
    "void": "void",
    "fail_technically": "fail_technically",
    "open_review": "open_review",
    "reopen": "reopen_upload",
    "accept_shown": "accept_shown",
    "revert_no_show": "revert_no_show",
}
"""What is offered wherever the rules allow the act."""
HANDED_IN: Final = "sheets_checking sheets_ok sheets_missing accepted released under_review"
BEFORE_A_TICKET: Final = (
    "checking_in id_failed identified admitted info_shown running review picking"
)
WITH_A_TICKET: Final = "preparing called answering answered writing"
BESIDE: Final = {
    "assign": ("picking", "C"),
    "ask_end": (f"{ACTIVE} paused interrupted", "P"),
    "return_counted": ("interrupted", "C"),
    "take_aside": (HANDED_IN, "C"),
    "message": (f"scheduled invited {ACTIVE} paused interrupted", "PC"),
    "new_phone": (f"{ACTIVE} paused interrupted", "PC"),
    "extra_time": (f"{BEFORE_A_TICKET} {WITH_A_TICKET}", "PC"),
}
"""What is offered beside them at a written exam: at which stages, to proctor or chief."""
NOW: Final = at(30)
HELD: Final = {"P": make.PROCTOR, "C": make.CHIEF}
ORAL: Final = make.exam(kind=Kind.ORAL, oral_opens_at=at(25), picking_opened_at=at(1))


def offers(
    attempt: Attempt,
    who: str = "C",
    exam: Exam | None = None,
    *,
    held: frozenset[Role] | None = None,
    now: datetime = NOW,
    queue: OralQueue | None = None,
    sheets: int = 1,
    aside: int = 1,
    conditions: frozenset[Condition] = frozenset(),
) -> set[str]:
    seat = Seat(
        actor=make.actor(make.NURLAN),
        exam=exam or make.exam(),
        attempt=attempt,
        student=make.person(conditions=conditions),
        held=held or HELD[who],
    )
    line = queue or queue_of(seat.exam, [attempt])
    found = card_offers(seat, attempt, line, sheets=sheets, aside=aside, now=now)
    assert len(set(found)) == len(found)
    return set(found)


@pytest.mark.parametrize("who", HELD)
@pytest.mark.parametrize("stage", Stage, ids=lambda stage: stage.value)
def test_a_card_offers_what_the_rules_allow_at_its_stage(stage: Stage, who: str) -> None:
    found = offers(make.attempt(stage), who)

    refusals = {"NotAllowed", "WrongStage"}
    allowed = {
        offer
        for offer, act in ACTS.items()
        if ATTEMPT_MATRIX.expected(act, stage.value, HELD[who]) not in refusals
    }
    beside = {
        offer for offer, (stages, whose) in BESIDE.items() if stage.value in stages.split()
        if who in whose
    }  # fmt: skip
    assert found & ACTS.keys() == allowed
    assert found & BESIDE.keys() == beside
    assert "sheets" in found


@pytest.mark.parametrize(
    ("seen", "agreed", "conditions", "offered"),
    [
        ("", True, (), "document face room desk identify"),
        ("document", True, (), "document face room desk"),
        ("face", True, (), "document face room desk"),
        ("room desk", True, (), "document face room desk identify"),
        ("face room desk", True, (), "document face room desk admit_provisionally"),
        ("face room desk", False, (), "document face room desk"),
        ("face desk", True, (), "document face room desk"),
        ("face desk", True, ("no_room_scan",), "document face desk admit_provisionally"),
        ("document room desk", True, (), "document face room desk"),
    ],
)
def test_what_is_ticked_before_it_is_known_who_sits_there(
    seen: str, conditions: tuple[str, ...], offered: str, *, agreed: bool
) -> None:
    attempt = _checked(Stage.CHECKING_IN, seen, agreed=agreed)

    assert _checks(offers(attempt, conditions=_agreed(conditions))) == set(offered.split())
    proctors = set(offered.split()) - {"admit_provisionally"}
    assert _checks(offers(attempt, "P", conditions=_agreed(conditions))) == proctors


@pytest.mark.parametrize(
    ("seen", "agreed", "conditions", "offered"),
    [
        ("document face", True, (), "document face room desk admit_in_order"),
        ("document face", False, (), "document face room desk"),
        ("document face room", True, (), "document face room desk"),
        ("document face desk", True, (), "document face room desk"),
        ("document face desk", True, ("no_room_scan",), "document face desk admit"),
        ("document face room desk", True, (), "document face room desk admit"),
        ("document face room desk", False, (), "document face room desk"),
        ("face room desk", True, (), "document face room desk"),
    ],
)
def test_what_is_ticked_before_somebody_is_admitted(
    seen: str, conditions: tuple[str, ...], offered: str, *, agreed: bool
) -> None:
    attempt = _checked(Stage.IDENTIFIED, seen, agreed=agreed)

    for who in HELD:
        found = offers(attempt, who, conditions=_agreed(conditions))
        assert _checks(found) == set(offered.split())


CHECKS: Final = {
    *(seen.value for seen in Seen), "identify", "admit", "admit_in_order", "admit_provisionally",
    "prove",
}  # fmt: skip


def _checks(found: set[str]) -> set[str]:
    return found & CHECKS


def _checked(stage: Stage, seen: str, *, agreed: bool) -> Attempt:
    version = make.attempt(Stage.ADMITTED).rules_version if agreed else None
    return make.attempt(stage, seen=frozenset(map(Seen, seen.split())), rules_version=version)


def _agreed(conditions: tuple[str, ...]) -> frozenset[Condition]:
    return frozenset(map(Condition, conditions))


@pytest.mark.parametrize(
    "seen", ["", "document face", "face room desk", "document face room desk"]
)
def test_nothing_is_ticked_before_somebody_is_there_nor_once_admitted(seen: str) -> None:
    for stage in set(Stage) - {Stage.CHECKING_IN, Stage.IDENTIFIED}:
        assert _checks(offers(_checked(stage, seen, agreed=True))) == set()


def test_a_document_that_is_awaited_is_proved_at_any_stage() -> None:
    awaited = make.attempt(Stage.WRITING, document_due=at(1440), seen=ALL_SEEN - {Seen.DOCUMENT})

    assert _checks(offers(awaited)) == {"prove"}


def test_sheets_are_offered_where_there_are_some_and_asked_again_where_they_count() -> None:
    attempt = make.attempt(Stage.SHEETS_OK)

    assert "ask_again" in offers(attempt, aside=0)
    assert "sheets" in offers(attempt, aside=0)
    assert "ask_again" not in offers(attempt, sheets=0)
    assert "sheets" in offers(attempt, sheets=0)
    assert "sheets" not in offers(attempt, sheets=0, aside=0)


@pytest.mark.parametrize("stage", [ExamStage.RESULTS_PUBLISHED, ExamStage.ARCHIVED])
def test_pages_kept_aside_are_taken_until_the_results_are_out(stage: ExamStage) -> None:
    attempt = make.attempt(Stage.RELEASED)

    assert "take_aside" in offers(attempt, exam=make.exam(ExamStage.MARKING))
    assert "take_aside" not in offers(attempt, exam=make.exam(stage))
    assert "take_aside" not in offers(attempt, aside=0)


def test_nobody_is_asked_to_end_an_exam_that_has_no_chief() -> None:
    attempt = make.attempt(Stage.WRITING)

    assert "ask_end" in offers(attempt, "P")
    assert "ask_end" not in offers(attempt, "P", make.exam(chief=None))


@pytest.mark.parametrize(
    ("stage", "kind", "offered"),
    [
        (Stage.WRITING, Kind.WRITTEN, {"pause", "pause_clock"}),
        (Stage.PENS_DOWN, Kind.WRITTEN, {"pause"}),
        (Stage.ADMITTED, Kind.WRITTEN, {"pause"}),
        (Stage.PREPARING, Kind.ORAL, {"pause"}),
        (Stage.RUNNING, Kind.TEST, {"pause_clock"}),
        (Stage.REVIEW, Kind.TEST, {"pause_clock"}),
        (Stage.PAUSED, Kind.WRITTEN, set()),
    ],
)
def test_a_pause_is_offered_with_the_clock_where_there_is_one_to_stop(
    stage: Stage, kind: Kind, offered: set[str]
) -> None:
    runs: dict[str, Any] = {"clock": ClockLedger(allowed=WRITING_TIME, started_at=make.START)}
    attempt = make.attempt(stage, **(runs if kind is Kind.TEST else {}))

    for who in HELD:
        found = offers(attempt, who, make.exam(kind=kind))
        assert found & {"pause", "pause_clock"} == offered


def test_after_thirty_minutes_of_pauses_the_chief_alone_is_offered_another_one() -> None:
    def paused(minutes: float) -> Attempt:
        time = timedelta(minutes=minutes)
        clock = ClockLedger(allowed=WRITING_TIME, started_at=make.START, paused=time)
        return make.attempt(Stage.WRITING, clock=clock)

    both = {"pause", "pause_clock"}
    assert offers(paused(29.9), "P") >= both
    assert not offers(paused(30), "P") & both
    assert offers(paused(30)) >= both


# -- oral --------------------------------------------------------------------------------------

OF_ORAL: Final = {
    "assign", "pick_again", "call", "skip", "no_answer", "swap", "mark", "extra_time",
}  # fmt: skip


def oral(attempt: Attempt, who: str = "C", **around: Any) -> set[str]:
    return offers(attempt, who, **({"exam": ORAL} | around)) & OF_ORAL


def test_a_card_is_chosen_for_somebody_when_the_three_minutes_are_over() -> None:
    picking = make.attempt(Stage.PICKING, pick_from=at(1))

    assert oral(picking, now=at(3.9)) == set()
    assert oral(picking, now=at(4)) == {"assign", "pick_again"}
    assert oral(picking, "P", now=at(4)) == set()
    drawn = make.attempt(Stage.PREPARING, pick_from=at(1))
    assert oral(drawn, now=at(30)) == set()


def test_who_is_next_and_has_prepared_is_called_and_two_may_change_places() -> None:
    line = queue_of(ORAL, THREE)
    first, second, _ = THREE

    assert oral(first, queue=line, now=at(25)) == {"call", "swap"}
    assert oral(first, queue=line, now=at(24.9)) == {"swap"}
    assert oral(second, queue=line, now=at(25)) == {"swap"}
    assert oral(first, queue=queue_of(ORAL, [first, second]), now=at(25)) == {"call", "swap"}
    assert oral(first, queue=queue_of(ORAL, [first]), now=at(25)) == {"call"}
    called = prepared(make.AIGERIM, 1, 2, Stage.CALLED, called_at=at(25))
    assert oral(called, queue=queue_of(ORAL, [called, *THREE[1:]]), now=at(25)) == {"skip"}


def test_who_is_not_there_is_put_last_once_and_then_has_no_answer_after_three_minutes() -> None:
    again = prepared(make.AIGERIM, 1, 2, Stage.CALLED, called_at=at(40), skipped=True)

    assert oral(again, now=at(42.9)) == set()
    assert oral(again, now=at(43)) == {"no_answer"}
    assert oral(prepared(make.AIGERIM, 1, 2, Stage.CALLED, called_at=at(40)), now=at(43)) == {
        "skip"
    }
    uncalled = prepared(make.AIGERIM, 1, 2, Stage.ANSWERING, called_at=at(40), skipped=True)
    assert oral(uncalled, now=at(43)) == set()


@pytest.mark.parametrize("stage", Stage, ids=lambda stage: stage.value)
def test_an_answer_is_marked_when_it_was_heard_until_the_results_are_out(stage: Stage) -> None:
    heard = """
        answered uploading sheets_checking sheets_ok reshoot sheets_missing accepted released
        no_answer
    """
    attempt = make.attempt(stage, called_at=at(25))

    assert ("mark" in oral(attempt, "P")) is (stage.value in heard.split())
    assert "mark" not in oral(attempt, held=make.held(Role.PROCTOR)), "no examiner"
    for over in (ExamStage.RESULTS_PUBLISHED, ExamStage.ARCHIVED):
        out = make.exam(over, kind=Kind.ORAL)
        assert "mark" not in oral(attempt, "P", exam=out)
