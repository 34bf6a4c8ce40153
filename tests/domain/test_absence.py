"""An absence case: what each step needs, and until when it may be taken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import pytest

from exams.domain import rulings
from exams.domain.absence.case import APPLY_WITHIN, LONGEST_ADDITION, LONGEST_TEXT, Case, Reason
from exams.domain.absence.evidence import MOST_PAGES
from exams.domain.absence.opening import MISSED, open_case
from exams.domain.absence.table import CaseStage
from exams.domain.attempt_table import Stage
from exams.domain.ids import AttemptId, CaseId, ExamId, OrderId
from exams.domain.people import Role
from exams.domain.refusals.absence import (
    AlreadyReconsidered,
    CaseIncomplete,
    CaseMoved,
    EvidenceFull,
    NotMissed,
    NotYet,
    NotYourTurn,
)
from exams.domain.refusals.moments import TooEarly, TooLate
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.words import ReasonMissing, TextTooLong
from tests import make

Held = frozenset[Role]
DAY: Final = timedelta(days=1)
SOON: Final = make.at(20)
ENDED: Final = make.at(15)
LAST: Final = ENDED + APPLY_WITHIN
DUE: Final = make.at(30) + DAY


def opened(
    held: Held = make.STUDENT, *, at: datetime = SOON, stage: Stage = Stage.NO_SHOW
) -> Case:
    return open_case(
        make.attempt(stage),
        make.exam(),
        held,
        case=CaseId(1),
        faculty="IT",
        by=make.AIGERIM,
        ended_at=ENDED,
        at=at,
    )


def submitted(case: Case, held: Held = make.STUDENT, **changes: datetime) -> Case:
    return case.submit(held, **({"at": make.at(30), "decide_by": DUE} | changes))


# -- opening and applying ---------------------------------------------------------


@pytest.mark.parametrize("stage", Stage)
def test_only_a_missed_attempt_can_be_excused(stage: Stage) -> None:
    if stage in MISSED:
        assert opened(stage=stage).missed_as is stage
        return
    with pytest.raises(NotMissed):
        opened(stage=stage)


def test_a_student_has_24_hours_to_the_second() -> None:
    assert opened(at=LAST).apply_until == LAST
    with pytest.raises(TooLate):
        opened(at=LAST + timedelta(seconds=1))


def test_a_draft_is_not_submitted_after_the_deadline() -> None:
    case = opened().fill_in(make.STUDENT, reason=Reason.ILLNESS, at=make.at(25))

    assert submitted(case, at=LAST).stage is CaseStage.SUBMITTED
    with pytest.raises(TooLate):
        submitted(case, at=LAST + timedelta(seconds=1))


def test_the_office_writes_down_later_what_was_said_in_time() -> None:
    late = LAST + 3 * DAY

    case = opened(make.DEAN, at=late).fill_in(make.DEAN, reason=Reason.POWER_CUT, at=late)

    assert case.on_behalf
    assert submitted(case, make.DEAN, at=late).stage is CaseStage.SUBMITTED


def test_who_opens_late_for_a_student_has_a_day_from_then_on() -> None:
    soon, late = opened(make.DEAN), opened(make.DEAN, at=LAST + 3 * DAY)

    assert soon.apply_until == SOON + APPLY_WITHIN
    assert late.apply_until == LAST + 3 * DAY + APPLY_WITHIN


def test_a_student_writes_nothing_into_a_draft_after_the_deadline() -> None:
    with pytest.raises(TooLate):
        opened().fill_in(make.STUDENT, text="Кеш", at=LAST + timedelta(seconds=1))
    with pytest.raises(CaseMoved):
        make.case(CaseStage.SUBMITTED).fill_in(make.STUDENT, text="Тағы", at=make.at(31))


def test_what_is_written_again_takes_the_place_of_what_stood() -> None:
    case = opened().fill_in(
        make.STUDENT,
        reason=Reason.OTHER,
        text="Көлік",
        happened_at=make.at(25),
        at=make.at(25),
    )
    again = case.fill_in(make.STUDENT, reason=Reason.ILLNESS, text="", at=make.at(26))

    assert (case.reason, case.text, case.happened_at) == (Reason.OTHER, "Көлік", make.at(25))
    assert (again.reason, again.text, again.happened_at) == (Reason.ILLNESS, "", make.at(25))


def test_an_application_is_stamped_and_the_dean_is_reminded_anew() -> None:
    case = opened().fill_in(make.STUDENT, reason=Reason.ILLNESS, at=make.at(25))
    again = replace(case, reminders=2)

    sent = submitted(again)
    unproven = again.submit(make.STUDENT, at=make.at(30), decide_by=DUE, proof_until=DUE + DAY)
    proven = replace(unproven, reminders=1).proof_sent(make.STUDENT, decide_by=DUE + 2 * DAY)

    assert (sent.submitted_at, sent.decide_by, sent.proof_until) == (make.at(30), DUE, None)
    assert (unproven.stage, unproven.proof_until) == (CaseStage.NEEDS_PROOF, DUE + DAY)
    assert (proven.stage, proven.decide_by) == (CaseStage.SUBMITTED, DUE + 2 * DAY)
    assert proven.proof_until is None
    assert (sent.reminders, unproven.reminders, proven.reminders) == (0, 0, 0)


def test_an_outage_dates_the_trouble() -> None:
    assert opened().happened_at == make.START
    assert opened(stage=Stage.TECHNICAL_FAIL).happened_at == make.at(10)


def test_an_application_needs_a_reason_and_other_needs_words() -> None:
    case = opened()
    other = case.fill_in(make.STUDENT, reason=Reason.OTHER, at=make.at(25))

    for incomplete in (case, other):
        with pytest.raises(CaseIncomplete):
            submitted(incomplete)
    said = other.fill_in(make.STUDENT, text=" Көлік бұзылды ", at=make.at(25))
    assert submitted(said).text == "Көлік бұзылды"


def test_trouble_does_not_begin_in_the_future_and_words_have_an_end() -> None:
    case = opened()

    with pytest.raises(NotYet):
        case.fill_in(make.STUDENT, happened_at=make.at(26), at=make.at(25))
    full = case.fill_in(make.STUDENT, text="а" * LONGEST_TEXT, at=make.at(25))
    assert len(full.text) == LONGEST_TEXT
    with pytest.raises(TextTooLong):
        case.fill_in(make.STUDENT, text="а" * (LONGEST_TEXT + 1), at=make.at(25))


def test_evidence_has_an_end_and_comes_before_the_decision() -> None:
    make.case(CaseStage.NEEDS_PROOF).add_proof(make.STUDENT, pages=MOST_PAGES - 1, more=1)
    with pytest.raises(EvidenceFull):
        make.case().add_proof(make.STUDENT, pages=MOST_PAGES, more=1)
    with pytest.raises(CaseMoved):
        make.case(CaseStage.APPROVED).add_proof(make.STUDENT, pages=0, more=1)


def test_a_draft_that_nobody_submits_lapses_after_the_deadline() -> None:
    with pytest.raises(TooEarly):
        make.case().lapse(make.CLOCK, at=LAST)
    assert make.case().lapse(make.CLOCK, at=LAST + DAY).stage is CaseStage.CLOSED


def test_the_office_revives_what_lapsed_and_nothing_else() -> None:
    lapsed = make.case().lapse(make.CLOCK, at=LAST + DAY)

    revived = lapsed.revive(make.DEAN, by=make.SERIK, at=LAST + 2 * DAY)

    assert lapsed.closed_at == LAST + DAY
    assert (revived.stage, revived.on_behalf, revived.closed_at) == (CaseStage.OPENED, True, None)
    assert (revived.by, revived.apply_until) == (make.SERIK, LAST + 2 * DAY + APPLY_WITHIN)
    with pytest.raises(CaseMoved):
        make.case(CaseStage.CLOSED).revive(make.DEAN, by=make.SERIK, at=LAST)


# -- deciding ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "decide",
    [
        lambda case, held, at: case.approve(held, by=make.SERIK, at=at),
        lambda case, held, at: case.refuse(
            held, reason="растама жоқ", by=make.SERIK, at=at, reconsider_until=at + DAY
        ),
        lambda case, held, at: case.ask_proof(held, note="анықтама", at=at, proof_until=at + DAY),
    ],
    ids=["approve", "refuse", "ask_proof"],
)
def test_the_deputy_decides_once_the_dean_has_been_silent(
    decide: Callable[[Case, Held, datetime], Case],
) -> None:
    waiting = make.case(CaseStage.SUBMITTED)

    with pytest.raises(NotYourTurn):
        decide(waiting, make.DEPUTY, DUE - timedelta(seconds=1))
    assert decide(waiting, make.DEPUTY, DUE).stage is not waiting.stage
    assert decide(waiting, make.DEAN, make.at(31)).stage is not waiting.stage


def test_a_refusal_and_a_request_for_proof_need_words() -> None:
    waiting = make.case(CaseStage.SUBMITTED)

    with pytest.raises(ReasonMissing):
        waiting.refuse(make.DEAN, reason=" ", by=make.SERIK, at=DUE, reconsider_until=DUE)
    with pytest.raises(ReasonMissing):
        waiting.ask_proof(make.DEAN, note="", at=DUE, proof_until=DUE)


def test_a_refused_student_asks_once_more_and_only_once() -> None:
    refused = make.case(CaseStage.REFUSED)
    until = refused.reconsider_until
    assert until is not None

    again = refused.reconsider(make.STUDENT, text="Анықтама бар", at=until, decide_by=until + DAY)

    assert (again.stage, again.decide_by) == (CaseStage.SUBMITTED, until + DAY)
    assert "Анықтама бар" in again.text
    twice = again.refuse(
        make.DEAN, reason="жоқ", by=make.SERIK, at=until, reconsider_until=until + DAY
    )
    assert twice.reconsider_until is None
    with pytest.raises(AlreadyReconsidered):
        twice.reconsider(make.STUDENT, text="Тағы", at=until, decide_by=until)
    with pytest.raises(TooLate):
        refused.reconsider(make.STUDENT, text="Кеш", at=until + DAY, decide_by=until)
    full = replace(refused, text="а" * LONGEST_TEXT)
    more = "б" * LONGEST_ADDITION
    added = full.reconsider(make.STUDENT, text=more, at=until, decide_by=until + DAY)
    assert added.text.endswith(more)
    with pytest.raises(TextTooLong):
        full.reconsider(make.STUDENT, text=more + "б", at=until, decide_by=until + DAY)


def test_a_decision_says_who_when_and_why_and_forgets_what_was_said_before() -> None:
    waiting = make.case(CaseStage.SUBMITTED)

    asked = waiting.ask_proof(make.DEAN, note=" анықтама ", at=DUE, proof_until=DUE + DAY)
    assert (asked.decision, asked.proof_until) == ("анықтама", DUE + DAY)
    approved = replace(waiting, decision="анықтама").approve(make.DEAN, by=make.SERIK, at=DUE)
    assert (approved.decided_by, approved.decided_at, approved.decision) == (make.SERIK, DUE, "")
    refused = waiting.refuse(
        make.DEAN, reason="растама жоқ", by=make.SERIK, at=DUE, reconsider_until=DUE + DAY
    )
    assert (refused.decided_by, refused.decided_at) == (make.SERIK, DUE)
    assert (refused.decision, refused.reconsider_until) == ("растама жоқ", DUE + DAY)
    again = replace(refused, reminders=3).reconsider(
        make.STUDENT, text="Анықтама бар", at=DUE, decide_by=DUE + DAY
    )
    assert (again.reconsider_until, again.reminders) == (None, 0)


# -- order and additional exam ------------------------------------------------------


def test_a_case_stands_in_one_order_and_needs_it_for_an_additional_exam() -> None:
    approved = make.case(CaseStage.APPROVED)

    with pytest.raises(CaseMoved):
        approved.plan(make.DEAN, exam=ExamId(9), anew=AttemptId(9))
    with pytest.raises(CaseMoved):
        approved.schedule(make.DEAN)
    with pytest.raises(CaseMoved):
        approved.cancel_order(make.DEAN, decide_by=DUE)
    ordered = approved.order(make.DEAN, OrderId(4), at=DUE)
    with pytest.raises(CaseMoved):
        ordered.order(make.DEAN, OrderId(5), at=DUE)
    planned = ordered.plan(make.DEAN, exam=ExamId(9), anew=AttemptId(9))
    with pytest.raises(CaseMoved):
        planned.plan(make.DEAN, exam=ExamId(10), anew=AttemptId(10))
    for committed in (planned, planned.schedule(make.DEAN)):
        with pytest.raises(CaseMoved):
            committed.cancel_order(make.DEAN, decide_by=DUE)
    sent_back = planned.schedule(make.DEAN).unschedule(make.REGISTRAR)
    assert sent_back == planned
    back = sent_back.unplan(make.DEAN).cancel_order(make.DEAN, decide_by=DUE + DAY)
    assert (back.stage, back.order_id, back.attempt_anew) == (CaseStage.SUBMITTED, None, None)
    assert (back.decided_by, back.decided_at, back.decide_by) == (None, None, DUE + DAY)


def test_an_order_names_what_is_approved_and_the_deputy_waits_for_the_dean() -> None:
    with pytest.raises(CaseMoved):
        make.case(CaseStage.SUBMITTED).order(make.DEAN, OrderId(4), at=DUE)
    with pytest.raises(NotYourTurn):
        make.case(CaseStage.APPROVED).order(make.DEPUTY, OrderId(4), at=make.at(31))
    with pytest.raises(NotAllowed):
        make.case(CaseStage.APPROVED, order_id=OrderId(4)).plan(
            make.STUDENT, exam=ExamId(9), anew=AttemptId(9)
        )


def test_a_cancelled_order_lets_the_attempt_stand_as_it_was_missed() -> None:
    excused = make.attempt(Stage.EXCUSED, outcome_reason="№ 4 өкім")

    again = rulings.revoke_excuse(excused, make.DEAN, missed_as=Stage.TECHNICAL_FAIL)

    assert again == replace(excused, stage=Stage.TECHNICAL_FAIL, outcome_reason=None)
