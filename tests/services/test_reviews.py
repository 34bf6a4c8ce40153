"""A result in doubt: the chief asks, the dean decides, the student is told each time."""

from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.words import ReasonMissing
from exams.notices.chief import ReviewOpened, ReviewTold
from tests.services.conftest import University
from tests.services.day import acts, marking, of_kind, refused, told, writing

CHIEF, DEAN = "Zhaniya", "Serik"


async def test_the_dean_of_the_faculty_decides_and_may_take_an_annulment_back(
    uni: University,
) -> None:
    exam = await marking(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    card = await uni.use.open_review(uni.actor(CHIEF), attempt, "қолтаңба басқа")
    assert card.stage == "under_review"
    messages = await uni.outbox()
    assert told(messages, ReviewOpened) == [DEAN]
    stages = [(name, n.stage) for name, n in of_kind(messages, ReviewTold)]
    assert stages == [("Aigerim", "under_review")]
    dean = uni.actor(DEAN)
    review = await uni.use.review(dean, attempt)
    assert (review.reason, review.by) == ("қолтаңба басқа", uni.people[CHIEF].name)
    for _ in range(2):
        decided = await uni.use.decide_review(dean, attempt, annul=True, reason="расталды")
        assert decided.stage == "annulled"
    decided = await uni.use.decide_review(dean, attempt, annul=False)
    assert decided.stage == "cleared"
    told_stages = [n.stage for _, n in of_kind(await uni.outbox(), ReviewTold)]
    assert told_stages == ["annulled", "cleared"]
    assert (await acts(uni, exam))[-3:] == ["open_review", "annul", "clear"]


async def test_only_finished_work_is_reviewed(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with refused(uni, exam, WrongStage):
        await uni.use.open_review(uni.actor(CHIEF), attempt, "күмән")
    async with refused(uni, exam, WrongStage):
        await uni.use.decide_review(uni.actor(DEAN), attempt, annul=False)


async def test_nobody_else_opens_or_decides_a_review(uni: University) -> None:
    exam = await marking(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with refused(uni, exam, NotAllowed):
        await uni.use.open_review(uni.actor("Nurlan"), attempt, "күмән")
    async with refused(uni, exam, ReasonMissing):
        await uni.use.open_review(uni.actor(CHIEF), attempt, " ")
    await uni.use.open_review(uni.actor(CHIEF), attempt, "күмән")
    for name in (CHIEF, "Nurlan", "Elsewhere", "Madina"):
        async with refused(uni, exam, NotAllowed):
            await uni.use.decide_review(uni.actor(name), attempt, annul=True, reason="x")
    async with refused(uni, exam, ReasonMissing):
        await uni.use.decide_review(uni.actor(DEAN), attempt, annul=True, reason=" ")
