"""An absence case: who may take which step, when, and what random lives of a case hold to."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Final

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from exams.domain import rulings
from exams.domain.absence.case import APPLY_WITHIN, LONGEST_ADDITION, LONGEST_TEXT, Case, Reason
from exams.domain.absence.evidence import MOST_PAGES
from exams.domain.absence.opening import MISSED, open_case
from exams.domain.absence.table import CASE_TABLE, CaseAct, CaseStage, PlanAct, PlanStage
from exams.domain.attempt_table import Stage
from exams.domain.ids import AttemptId, CaseId, ExamId, OrderId
from exams.domain.people import Role
from exams.domain.refusals.absence import (
    AlreadyReconsidered,
    CaseIncomplete,
    CaseMoved,
    EvidenceFull,
    NotMissed,
    NotYourTurn,
    PlanMoved,
)
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.moments import TooEarly, TooLate
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.words import ReasonMissing, TextTooLong
from exams.domain.transitions import step
from tests import make
from tests.domain.rules_matrix import CASE_MATRIX, PLAN_MATRIX

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


# -- the tables -------------------------------------------------------------------


def every_holding() -> Iterator[Held]:
    for count in (0, 1, 2):
        for roles in combinations(Role, count):
            yield frozenset(roles)


def outcome(doing: Callable[[], str]) -> str:
    try:
        return doing()
    except (NotAllowed, CaseMoved, PlanMoved) as refusal:
        return "NotAllowed" if isinstance(refusal, NotAllowed) else "WrongStage"


def test_the_rules_name_every_act_and_every_state_can_be_reached() -> None:
    assert set(CASE_MATRIX.acts) == {act.value for act in CaseAct}
    assert set(PLAN_MATRIX.acts) == {act.value for act in PlanAct}
    for matrix, stages, first in (
        (CASE_MATRIX, {stage.value for stage in CaseStage}, "opened"),
        (PLAN_MATRIX, {stage.value for stage in PlanStage}, "proposed"),
    ):
        reached = {first}
        for _ in stages:
            reached |= {to for (_, stage, _), to in matrix.to.items() if stage in reached}
        assert reached - {"="} == stages


@pytest.mark.parametrize("act", CaseAct)
def test_an_act_on_a_case_follows_the_rules_in_every_state_for_every_role(act: CaseAct) -> None:
    for stage in CaseStage:
        for held in every_holding():
            wanted = CASE_MATRIX.expected(act.value, stage.value, held)
            case = make.case(stage)
            got = outcome(lambda c=case, h=held: c._take(act, h).stage.value)  # type: ignore[misc]
            assert got == (stage.value if wanted == "=" else wanted), (stage, held)


@pytest.mark.parametrize("act", PlanAct)
def test_an_act_on_a_plan_follows_the_rules_in_every_state_for_every_role(act: PlanAct) -> None:
    for stage in PlanStage:
        for held in every_holding():
            wanted = PLAN_MATRIX.expected(act.value, stage.value, held)
            plan = make.plan(stage)
            got = outcome(lambda p=plan, h=held: p.take(act, h).stage.value)  # type: ignore[misc]
            assert got == (stage.value if wanted == "=" else wanted), (stage, held)


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

    with pytest.raises(TooLate):
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

    assert (revived.stage, revived.on_behalf, revived.closed_at) == (CaseStage.OPENED, True, None)
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


def test_a_cancelled_order_lets_the_attempt_stand_as_it_was_missed() -> None:
    excused = make.attempt(Stage.EXCUSED)

    again = rulings.revoke_excuse(excused, make.DEAN, missed_as=Stage.TECHNICAL_FAIL)

    assert again == replace(excused, stage=Stage.TECHNICAL_FAIL, outcome_reason=None)


# -- random lives -------------------------------------------------------------------


class LifeOfACase(RuleBasedStateMachine):
    """A student, the dean, the deputy and the clock do what comes to their minds."""

    @initialize()
    def begin(self) -> None:
        self.now = make.at(20)
        self.case = opened()
        self.orders = 0
        self.asked_again = 0

    def do(self, act: CaseAct, doing: Callable[[], Case]) -> bool:
        before = self.case
        with suppress(Refusal):
            after = doing()
            allowed = [line for line in CASE_TABLE[act] if before.stage in line.froms]
            assert after.stage in {line.to or before.stage for line in allowed}
            self.case = after
            return True
        assert self.case is before
        return False

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(reason=st.sampled_from(Reason), text=st.sampled_from(["", "сөз"]))
    def fill_in(self, reason: Reason, text: str) -> None:
        self.do(
            CaseAct.FILL_IN,
            lambda: self.case.fill_in(make.STUDENT, reason=reason, text=text, at=self.now),
        )

    @rule(held=st.sampled_from([make.STUDENT, make.DEAN]), later=st.booleans())
    def submit(self, held: Held, later: bool) -> None:  # noqa: FBT001 - hypothesis names it
        self.do(
            CaseAct.SUBMIT_UNPROVEN if later else CaseAct.SUBMIT,
            lambda: self.case.submit(
                held,
                at=self.now,
                decide_by=self.now + DAY,
                proof_until=self.now + DAY if later else None,
            ),
        )

    @rule(held=st.sampled_from([make.STUDENT, make.CLOCK]))
    def prove(self, held: Held) -> None:
        self.do(CaseAct.PROOF_SENT, lambda: self.case.proof_sent(held, decide_by=self.now + DAY))

    @rule(held=st.sampled_from([make.DEAN, make.DEPUTY, make.STUDENT, make.REGISTRAR]))
    def approve(self, held: Held) -> None:
        done = self.do(
            CaseAct.APPROVE, lambda: self.case.approve(held, by=make.SERIK, at=self.now)
        )
        assert not done or held & {Role.DEAN, Role.DEPUTY}

    @rule(held=st.sampled_from([make.DEAN, make.DEPUTY]))
    def refuse(self, held: Held) -> None:
        self.do(
            CaseAct.REFUSE,
            lambda: self.case.refuse(
                held, reason="жоқ", by=make.SERIK, at=self.now, reconsider_until=self.now + DAY
            ),
        )

    @rule()
    def reconsider(self) -> None:
        self.asked_again += self.do(
            CaseAct.RECONSIDER,
            lambda: self.case.reconsider(
                make.STUDENT, text="қараңыз", at=self.now, decide_by=self.now + DAY
            ),
        )

    @rule()
    def order(self) -> None:
        number = OrderId(self.orders + 1)
        self.orders += self.do(
            CaseAct.ORDER, lambda: self.case.order(make.DEAN, number, at=self.now)
        )

    @rule()
    def cancel_order(self) -> None:
        self.do(
            CaseAct.CANCEL_ORDER,
            lambda: self.case.cancel_order(make.DEAN, decide_by=self.now + DAY),
        )

    @rule()
    def plan(self) -> None:
        self.do(
            CaseAct.PLAN,
            lambda: self.case.plan(make.DEAN, exam=ExamId(9), anew=AttemptId(9)),
        )

    @rule()
    def unplan(self) -> None:
        self.do(CaseAct.UNPLAN, lambda: self.case.unplan(make.DEAN))

    @rule()
    def schedule(self) -> None:
        self.do(CaseAct.SCHEDULE, lambda: self.case.schedule(make.DEAN))

    @rule()
    def unschedule(self) -> None:
        self.do(CaseAct.UNSCHEDULE, lambda: self.case.unschedule(make.REGISTRAR))

    @rule()
    def close(self) -> None:
        self.do(CaseAct.CLOSE, lambda: self.case.close(make.CLOCK, at=self.now))

    @rule()
    def lapse(self) -> None:
        self.do(CaseAct.LAPSE, lambda: self.case.lapse(make.CLOCK, at=self.now))

    @invariant()
    def holds(self) -> None:
        case = getattr(self, "case", None)
        if case is None:
            return
        assert self.asked_again <= 1
        assert (case.additional_id is None) == (case.attempt_anew is None)
        if case.additional_id is not None:
            assert case.order_id is not None
        if case.order_id is not None:
            assert case.stage in {CaseStage.APPROVED, CaseStage.SCHEDULED, CaseStage.CLOSED}
        if case.stage is CaseStage.SUBMITTED:
            assert case.decide_by is not None
            assert case.reason is not None
        if case.stage is CaseStage.CLOSED:
            assert case.closed_at is not None
            for act in set(CaseAct) - {CaseAct.REVIVE}:
                for role in Role:
                    with pytest.raises((NotAllowed, CaseMoved)):
                        case._take(act, make.held(role))


TestLifeOfACase = LifeOfACase.TestCase


def test_the_table_walks_from_a_power_cut_to_an_additional_exam() -> None:
    walk = (
        (CaseAct.SUBMIT_UNPROVEN, make.STUDENT),
        (CaseAct.PROOF_SENT, make.STUDENT),
        (CaseAct.APPROVE, make.DEAN),
        (CaseAct.ORDER, make.DEAN),
        (CaseAct.PLAN, make.DEAN),
        (CaseAct.SCHEDULE, make.DEAN),
        (CaseAct.CLOSE, make.CLOCK),
    )
    stage = CaseStage.OPENED
    for act, held in walk:
        stage = step(CASE_TABLE, act, stage, held)
    assert stage is CaseStage.CLOSED
