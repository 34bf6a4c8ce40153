"""A stranger to a case of absence is refused whatever is tried, and nothing changes."""

from collections.abc import Mapping

import pytest

from exams.domain.refusals.absence import NotMissed
from exams.domain.refusals.people import NotAllowed, Unknown
from tests.services.absence_acts import (
    APPLICANTS_ACTS,
    DEANS_ACTS,
    OFFICE_LISTS,
    OWN_LIST,
    Act,
    Missed,
)
from tests.services.absent import missed, proposed, stage_of
from tests.services.conftest import University
from tests.services.day import refused

STRANGERS = [
    *((APPLICANTS_ACTS, who) for who in ("Aigerim", "Outsider", "Nurlan", "Elsewhere")),
    *((DEANS_ACTS, who) for who in ("Aigerim", "Outsider", "Nurlan", "Elsewhere")),
    *((OFFICE_LISTS, who) for who in ("Aigerim", "Bolat", "Nurlan")),
    *((OWN_LIST, who) for who in ("Nurlan", "Serik")),
]


@pytest.mark.parametrize(("tried", "who"), STRANGERS)
async def test_a_stranger_to_a_case_is_refused_and_changes_nothing(
    uni: University, tried: Mapping[str, Act], who: str
) -> None:
    exam = await missed(uni)
    card = await proposed(uni, exam, "Bolat")
    attempt = await uni.attempt("Bolat", exam)
    async with uni.units.reading() as unit:
        case = await unit.cases.of_attempt(attempt.id)
    assert case is not None
    assert case.order_id is not None
    of = Missed(
        exam=exam.id, attempt=attempt.id, case=case.id, order=case.order_id, plan=card.exam
    )
    stage = await stage_of(uni, case.id)
    for act in tried.values():
        async with refused(uni, exam, NotAllowed, Unknown, NotMissed):
            await act(uni.use, uni.actor(who), of)
    assert await stage_of(uni, case.id) is stage
