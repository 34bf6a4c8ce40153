"""Every act on an absence case and on its plan, in every state, by every role."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest

from exams.domain.absence.table import CASE_TABLE, CaseAct, CaseStage, PlanAct, PlanStage
from exams.domain.people import Role
from exams.domain.refusals.absence import (
    CaseMoved,
    PlanMoved,
)
from exams.domain.refusals.people import NotAllowed
from exams.domain.transitions import step
from tests import make
from tests.domain.rules_matrix import CASE_MATRIX, PLAN_MATRIX

Held = frozenset[Role]


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
