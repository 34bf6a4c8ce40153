"""Steps of an absence, so that a test begins where it has something to say."""

from datetime import timedelta
from typing import Final

from exams.domain.absence.case import Case, Reason
from exams.domain.absence.table import CaseStage
from exams.domain.exam import Exam
from exams.domain.ids import CaseId, ExamId
from exams.notices.additional import PlanCard
from exams.notices.orders import OrderShown
from tests.services.conftest import University
from tests.services.day import marking
from tests.services.remembered import remembered

MISSING = ("Bolat", "Kanat", "Gulnur")
WORKING_DAYS_FROM_THURSDAY: Final = timedelta(days=5)
"""Three of them, from the day of the exam: for proof, and to ask to reconsider."""


@remembered
async def missed(uni: University, **changes: object) -> Exam:
    """Come to where Aigerim has sat an exam, and nobody else has come."""
    exam = await marking(uni, "Aigerim", **changes)
    await uni.outbox()
    return exam


async def applied(
    uni: University, exam: Exam, *names: str, reason: Reason = Reason.POWER_CUT
) -> list[CaseId]:
    """Let students apply, without proof."""
    cases = []
    for name in names:
        form = await uni.use.apply(uni.actor(name), exam.id)
        await uni.use.fill_in(uni.actor(name), form.case, reason=reason)
        await uni.use.send_application(uni.actor(name), form.case, proof_later=False)
        cases.append(form.case)
    return cases


async def approved(uni: University, exam: Exam, *names: str) -> list[CaseId]:
    """Let the dean find the reasons valid."""
    cases = await applied(uni, exam, *names)
    for case in cases:
        await uni.use.approve_absence(uni.actor("Serik"), case)
    return cases


async def ordered(uni: University, exam: Exam, *names: str) -> OrderShown:
    """Let the dean issue an order."""
    await approved(uni, exam, *names)
    (order,) = await uni.use.issue_order(uni.actor("Serik"))
    return order


async def proposed(uni: University, exam: Exam, *names: str) -> PlanCard:
    """Let an additional exam be proposed."""
    await ordered(uni, exam, *names)
    (card,) = await uni.use.propose_additional(uni.actor("Serik"))
    return card


async def confirmed(uni: University, exam: Exam, *names: str) -> Exam:
    """Come to where the additional exam is published; return it."""
    card = await proposed(uni, exam, *names)
    await uni.use.approve_plan(uni.actor("Serik"), card.exam)
    await uni.use.confirm_plan(uni.actor("Madina"), card.exam)
    return await exam_of(uni, card.exam)


async def exam_of(uni: University, exam: ExamId) -> Exam:
    """Return an exam as it is stored."""
    async with uni.units.reading() as unit:
        found = await unit.exams.get(exam)
    assert found is not None
    return found


async def case_of(uni: University, case: CaseId) -> Case:
    """Return a case as it is stored."""
    async with uni.units.reading() as unit:
        found = await unit.cases.get(case)
    assert found is not None
    return found


async def stage_of(uni: University, case: CaseId) -> CaseStage:
    """Return where a case stands."""
    return (await case_of(uni, case)).stage
