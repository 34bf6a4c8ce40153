"""Random lives of an absence case: whatever is tried, the promises hold."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from exams.domain.absence.case import Case, Reason
from exams.domain.absence.table import CASE_TABLE, CaseAct, CaseStage
from exams.domain.ids import AttemptId, ExamId, OrderId
from exams.domain.people import Role
from exams.domain.refusals.absence import (
    CaseMoved,
)
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.people import NotAllowed
from tests import make

Held = frozenset[Role]
DAY: Final = timedelta(days=1)


class LifeOfACase(RuleBasedStateMachine):
    """A student, the dean, the deputy and the clock do what comes to their minds."""

    @initialize()
    def begin(self) -> None:
        self.now = make.at(20)
        self.case = make.case()
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
