"""A written exam through the use cases, from the draft to the corrected result."""

from datetime import timedelta

import pytest

from exams.domain.attempt import Seen
from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.log import verify
from exams.domain.refusals.moments import TooEarly
from exams.domain.refusals.sheets import SheetsNotAccepted
from exams.domain.refusals.tickets import TicketTaken
from exams.notices.checking_in import CheckIn, RulesPage
from exams.notices.results import GroupResults, YourGrade
from exams.notices.writing import Board, TicketShown
from tests.fakes.ports import photograph
from tests.make import START, at
from tests.services.conftest import University

SITTING = ("Aigerim", "Bolat", "Kanat")


async def published(uni: University) -> Exam:
    exam = await uni.exam()
    await uni.use.publish_exam(uni.actor("Serik"), exam.id)
    return exam


async def admitted(uni: University, exam: Exam) -> None:
    await uni.tick(at(-30))
    await uni.tick(at(-15))
    for name in SITTING:
        await check_in(uni, exam, name)
    await uni.tick(at(0))


async def check_in(uni: University, exam: Exam, name: str) -> None:
    actor, proctor = uni.actor(name), uni.actor("Nurlan")
    page = await uni.use.check_in(actor, exam.id)
    assert isinstance(page, RulesPage)
    for number in range(page.page + 1, page.pages + 1):
        await uni.use.read_rules(actor, exam.id, number)
    assert isinstance(await uni.use.agree(actor, exam.id), CheckIn)
    attempt = await uni.attempt(name, exam)
    for seen in Seen:
        await uni.use.tick(proctor, attempt.id, seen)
    card = await uni.use.admit(proctor, attempt.id)
    assert card.stage == "admitted"


async def drawn(uni: University, exam: Exam) -> None:
    for position, name in enumerate(SITTING, 1):
        actor = uni.actor(name)
        assert isinstance(await uni.use.open_board(actor, exam.id), Board)
        ticket = await uni.use.draw_ticket(actor, exam.id, position)
        assert isinstance(ticket, TicketShown)
        await uni.use.ticket_shown(actor, exam.id)


async def handed_in(uni: University, exam: Exam) -> None:
    for name in SITTING:
        actor = uni.actor(name)
        for page in (1, 2):
            paper = photograph(f"{name} {page}")
            await uni.use.add_sheet(actor, paper, (page, 0), as_file=False)
        await uni.use.hand_in(actor, exam.id, 2)


async def test_a_written_day_ends_with_results_in_the_group_and_an_unbroken_log(
    uni: University,
) -> None:
    exam = await published(uni)
    await uni.tick(START - timedelta(hours=24))
    await admitted(uni, exam)
    await drawn(uni, exam)
    await uni.tick(at(121))
    await handed_in(uni, exam)
    proctor = uni.actor("Nurlan")
    for name in SITTING:
        await uni.use.accept_sheets(proctor, (await uni.attempt(name, exam)).id)
    assert await uni.use.release_ready(proctor, exam.id) == 3
    await uni.tick(at(140))
    assert (await uni.stored(exam)).stage is ExamStage.MARKING
    listed = await uni.use.mark_list(proctor, exam.id)
    sat = [line.place for line in listed.lines if not line.absent]
    await uni.use.enter_marks(proctor, exam.id, "\n".join(f"{place} 80" for place in sat))
    await uni.outbox()
    await uni.use.confirm_marks(proctor, exam.id)
    await uni.use.publish_results(proctor, exam.id, "digits")
    sent = await uni.outbox()
    posts = [notice for _, notice in sent if isinstance(notice, GroupResults)]
    grades = [name for name, notice in sent if isinstance(notice, YourGrade)]
    assert len(posts) == 1
    assert sorted(grades) == sorted(SITTING)
    assert (await uni.attempt("Gulnur", exam)).stage is Stage.NO_SHOW
    async with uni.units.reading() as unit:
        events = await unit.events.of(exam.id)
        assert verify(events, head=await unit.events.head(exam.id)) is None


async def test_a_taken_card_stays_taken(uni: University) -> None:
    exam = await published(uni)
    await admitted(uni, exam)
    for name in ("Aigerim", "Bolat"):
        await uni.use.open_board(uni.actor(name), exam.id)
    await uni.use.draw_ticket(uni.actor("Aigerim"), exam.id, 1)
    with pytest.raises(TicketTaken):
        await uni.use.draw_ticket(uni.actor("Bolat"), exam.id, 1)
    assert (await uni.attempt("Bolat", exam)).ticket is None


async def test_the_board_opens_with_the_exam_not_earlier(uni: University) -> None:
    exam = await published(uni)
    await uni.tick(at(-30))
    await uni.tick(at(-15))
    await check_in(uni, exam, "Aigerim")
    with pytest.raises(TooEarly):
        await uni.use.open_board(uni.actor("Aigerim"), exam.id)


async def test_nobody_leaves_before_the_sheets_are_accepted(uni: University) -> None:
    exam = await published(uni)
    await admitted(uni, exam)
    await drawn(uni, exam)
    await uni.tick(at(121))
    await handed_in(uni, exam)
    attempt = await uni.attempt("Aigerim", exam)
    with pytest.raises(SheetsNotAccepted):
        await uni.use.release(uni.actor("Nurlan"), attempt.id)
