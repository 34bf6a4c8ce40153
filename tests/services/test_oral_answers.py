"""Answers of an oral exam: the mark, the sheets, and how the exam ends."""

from dataclasses import replace

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.domain.grades import MarkStatus
from exams.domain.log import verify
from exams.domain.refusals.appeals import UnderAppeal
from exams.domain.refusals.marks import AlreadyPublished, MarkOutOfRange
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.words import ReasonMissing
from exams.notices.oral import AnswerHeard
from exams.notices.proctor import ProctorBoard
from exams.notices.results import GroupResults, ResultsDue, YourGrade
from exams.services.planning.proving import CheckDraw
from tests.make import at
from tests.services.conftest import University
from tests.services.day import refused, sent
from tests.services.oral import answered, drawn, id_of, said_to, whole


async def test_the_mark_is_told_at_once_and_to_the_student_alone(uni: University) -> None:
    exam = await drawn(uni)
    uni.clock.moment = at(23)
    aigerim, examiner = await id_of(uni, exam, "Aigerim"), uni.actor("Nurlan")
    async with refused(uni, exam, WrongStage):
        await uni.use.mark_answer(examiner, aigerim, "85")
    card = await answered(uni, exam, "Aigerim", ends=at(30))
    assert "mark" in card.can
    await uni.outbox()
    async with refused(uni, exam, MarkOutOfRange):
        await uni.use.mark_answer(examiner, aigerim, "105")

    card = await uni.use.mark_answer(examiner, aigerim, "85")
    await uni.use.mark_answer(examiner, aigerim, "85")

    told = await uni.outbox()
    assert card.points == 85
    (grade,) = said_to(told, "Aigerim", YourGrade)
    assert (grade.points, grade.corrected) == (85, False)
    assert not [to for to, n in told if to != "Aigerim" and not isinstance(n, ProctorBoard)]
    async with uni.units.reading() as unit:
        mark = await unit.marks.of(aigerim)
    assert mark is not None
    assert mark.status is MarkStatus.PUBLISHED

    async with refused(uni, exam, ReasonMissing):
        await uni.use.mark_answer(examiner, aigerim, "90")
    await uni.use.mark_answer(examiner, aigerim, "90", "қосымша сұрақ есепке алынбаған")
    (again,) = said_to(await uni.outbox(), "Aigerim", YourGrade)
    assert (again.points, again.corrected) == (90, True)

    async with uni.units() as unit:
        await unit.exams.save(replace(await uni.stored(exam), stage=ExamStage.RESULTS_PUBLISHED))
        await unit.commit()
    assert "mark" not in (await uni.use.student_card(examiner, aigerim)).can


async def test_a_mark_under_appeal_is_not_changed_behind_its_back(
    uni: University,
) -> None:
    exam = await whole(uni)  # its marks were told, and its results are not published yet
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, "Сұрақ билетте жоқ")
    for name in ("Nurlan", "Zhaniya"):
        async with refused(uni, exam, UnderAppeal):
            await uni.use.mark_answer(uni.actor(name), attempt, "60", "қате")
    await uni.use.change_mark(uni.actor("Serik"), attempt, "95", "қате")
    async with refused(uni, exam, UnderAppeal):
        await uni.use.mark_answer(uni.actor("Nurlan"), attempt, "60", "қате")
    card = await uni.use.mark_answer(uni.actor("Zhaniya"), attempt, "96", "теру қатесі")
    assert card.points == 96


async def test_after_the_answer_the_sheets_come_and_the_student_is_let_go(
    uni: University,
) -> None:
    exam = await drawn(uni)
    uni.clock.moment = at(23)
    await answered(uni, exam, "Aigerim", ends=at(30))
    (asked,) = said_to(await uni.outbox(), "Aigerim", AnswerHeard)
    assert asked.until == at(45)

    await sent(uni, "Aigerim", "Aigerim 1")
    await uni.use.hand_in(uni.actor("Aigerim"), exam.id, 1)
    aigerim = await id_of(uni, exam, "Aigerim")
    await uni.use.accept_sheets(uni.actor("Nurlan"), aigerim)
    await uni.use.release(uni.actor("Nurlan"), aigerim)
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.RELEASED


async def test_who_sends_no_sheets_in_time_is_missed(uni: University) -> None:
    exam = await drawn(uni)
    uni.clock.moment = at(23)
    await answered(uni, exam, "Aigerim", ends=at(30))

    await uni.tick(at(45, seconds=5))

    assert (await uni.attempt("Aigerim", exam)).stage is Stage.SHEETS_MISSING


async def test_an_oral_exam_ends_in_marking_with_nothing_due_and_an_unbroken_log(
    uni: University,
) -> None:
    exam = await whole(uni)
    assert (await uni.stored(exam)).stage is ExamStage.MARKING

    await uni.tick(at(60 + 18 * 60))

    assert not [n for _, n in await uni.outbox() if isinstance(n, ResultsDue)]
    async with uni.units.reading() as unit:
        log = await unit.events.of(exam.id)
        assert verify(log, head=await unit.events.head(exam.id)) is None
    assert (await CheckDraw(uni.units)(exam.id))[0].faults == ()


async def test_the_group_post_of_an_oral_exam_tells_nobody_the_own_mark_twice(
    uni: University,
) -> None:
    exam = await whole(uni)

    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "digits")

    told = await uni.outbox()
    assert [n for _, n in told if isinstance(n, GroupResults)]
    assert not [n for _, n in told if isinstance(n, YourGrade)]
    with pytest.raises(AlreadyPublished):
        await uni.use.mark_answer(
            uni.actor("Nurlan"), await id_of(uni, exam, "Aigerim"), "99", "қате"
        )
