"""What a page, a board or a card offers its reader is what the reader may do, and no more."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor, Role
from exams.domain.refusals.people import NotAllowed
from exams.notices.absence import AbsenceForm
from exams.services import UseCases
from tests.make import START, at
from tests.services.absent import missed
from tests.services.conftest import University
from tests.services.day import writing

Act = Callable[[UseCases, Actor, ExamId], Awaitable[object]]

OF_EXAM: Final[dict[str, Act]] = {
    "publish": lambda use, who, exam: use.publish_exam(who, exam),
    "plan": lambda use, who, exam: use.plan(who, exam),
    "check_again": lambda use, who, exam: use.exam_checks(who, exam),
    "preparation": lambda use, who, exam: use.offer_preparation(who, exam),
    "commission": lambda use, who, exam: use.commission(who, exam),
    "marking": lambda use, who, exam: use.marking_plan(who, exam),
    "question_draw": lambda use, who, exam: use.question_draw(who, exam),
    "resits": lambda use, who, exam: use.keep_for_resits(who, exam),
    "barred": lambda use, who, exam: use.barred_list(who, exam),
    "print": lambda use, who, exam: use.print_tickets(who, exam),
    "statement": lambda use, who, exam: use.statement(who, exam),
    "records": lambda use, who, exam: use.grade_records(who, exam),
    "apply_for": lambda use, who, exam: use.missed_list(who, exam),
    "move": lambda use, who, exam: use.move_exam(who, exam, START + timedelta(days=400)),
    "cancel": lambda use, who, exam: use.cancel_exam(who, exam),
}
COMMON: Final = {"statement", "marking", "check_again"}
"""What everybody who sees the page of a written exam may do."""
RIGHTS: Final = {
    "Serik": COMMON | {"publish", "apply_for", "move", "cancel"},
    "Madina": COMMON | {"resits", "publish", "print", "records", "move"},
    "Admin": COMMON | {"print", "records"},
}
PLANNED: Final = {"preparation", "commission", "question_draw"}
"""How an oral exam and a test are sat, which dean and registrar settle."""


def reader(uni: University, who: str) -> Actor:
    """Return one of those who see the plan of exams."""
    if who == "Admin":
        return replace(uni.actor("Madina"), roles=frozenset({Role.ADMIN}))
    return uni.actor(who)


@pytest.mark.parametrize("who", RIGHTS)
async def test_the_page_of_an_exam_offers_each_reader_what_that_reader_may_do(
    uni: University, who: str
) -> None:
    """Try each offer where it appears first: the stage does not change whose it is."""
    kinds = [(Kind.WRITTEN, stage) for stage in ExamStage]
    kinds += [(Kind.ORAL, ExamStage.DRAFT), (Kind.ORAL, ExamStage.PUBLISHED)]
    kinds += [(Kind.TEST, ExamStage.DRAFT)]
    offered: set[str] = set()
    for day, (kind, stage) in enumerate(kinds):
        begins = START + timedelta(days=day)
        exam = await uni.exam(kind=kind, stage=stage, starts_at=begins, host="")
        page = await uni.use.exam_checks(reader(uni, who), exam.id)
        for can in set(page.can) - offered:
            await OF_EXAM[can](uni.use, reader(uni, who), exam.id)
        offered |= set(page.can)

    assert offered == RIGHTS[who] | (PLANNED if who != "Admin" else set())


async def test_a_moved_exam_and_a_prepared_one_are_shown_to_their_reader_too(
    uni: University,
) -> None:
    dean, registrar = uni.actor("Serik"), uni.actor("Madina")
    exam = await uni.exam(kind=Kind.ORAL)
    for who, may_cancel in ((dean, True), (registrar, False)):
        chosen = await uni.use.choose_preparation(who, exam.id, equal=may_cancel)
        assert ("cancel" in chosen.can) is may_cancel
        published = await uni.use.publish_exam(who, exam.id)
        assert ("cancel" in published.can) is may_cancel
        later = START + timedelta(days=1 if may_cancel else 2)
        moved = await uni.use.move_exam(who, exam.id, later)
        assert ("cancel" in moved.can) is may_cancel


async def test_the_checks_are_shown_while_something_can_be_mended(uni: University) -> None:
    exam = await uni.exam()
    assert (await uni.use.exam_checks(uni.actor("Serik"), exam.id)).checks
    for stage in (ExamStage.RUNNING, ExamStage.CLOSED, ExamStage.CANCELLED):
        later = await uni.exam(stage=stage, subject=stage.value)
        assert not (await uni.use.exam_checks(uni.actor("Serik"), later.id)).checks


async def test_an_old_button_to_publish_shows_the_exam_as_it_is_now(uni: University) -> None:
    exam = await uni.exam()
    for stage in ExamStage:
        if stage is not ExamStage.DRAFT:
            later = await uni.exam(stage=stage, subject=stage.value)
            shown = await uni.use.publish_exam(uni.actor("Madina"), later.id)
            assert (shown.stage, "publish" in shown.can) == (stage.value, False)
            assert (await uni.stored(later)).stage is stage
    assert (await uni.stored(exam)).stage is ExamStage.DRAFT


@pytest.mark.parametrize("stage", [ExamStage.CHECKIN_OPEN, ExamStage.SUSPENDED])
async def test_the_dean_applies_for_who_missed_an_exam_that_stands_or_never_began(
    uni: University, stage: ExamStage
) -> None:
    exam = await missed(uni)
    async with uni.units() as unit:
        await unit.exams.save(replace(await uni.stored(exam), stage=stage))
        await unit.commit()

    page = await uni.use.exam_checks(uni.actor("Serik"), exam.id)
    (student, *_) = (await uni.use.missed_list(uni.actor("Serik"), exam.id)).students
    form = await uni.use.apply_for(uni.actor("Serik"), AttemptId(student[0]))

    assert "apply_for" in page.can
    assert isinstance(form, AbsenceForm)


async def _interrupted(uni: University) -> tuple[Exam, AttemptId]:
    exam = await writing(uni, "Aigerim")
    await uni.use.outage(uni.actor("Aigerim"), exam.id)
    return exam, (await uni.attempt("Aigerim", exam)).id


@pytest.mark.parametrize(("who", "chief"), [("Nurlan", False), ("Zhaniya", True)])
async def test_the_chief_proctor_alone_is_offered_the_desk_and_to_count_an_interruption(
    uni: University, who: str, *, chief: bool
) -> None:
    exam, attempt = await _interrupted(uni)
    uni.clock.moment = at(40)

    board = await uni.use.board_now(uni.actor(who), exam.id)
    card = await uni.use.student_card(uni.actor(who), attempt)

    assert ("chief_desk" in board.can) is chief
    assert "return" in card.can
    assert ("return_counted" in card.can) is chief
    if not chief:
        with pytest.raises(NotAllowed):
            await uni.use.chief_desk(uni.actor(who), exam.id)
        with pytest.raises(NotAllowed):
            await uni.use.bring_back(uni.actor(who), attempt, counted=True)
