"""Comments on pages: written while the works are marked, read with the result."""

from typing import Any

import pytest

from exams.domain.exam import Exam
from exams.domain.ids import AttemptId, CommentId, SheetId
from exams.domain.page_comment import CommentsFull, Spot
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.words import ReasonMissing, TextTooLong
from exams.domain.sheets import pages
from exams.notices.lines import CommentLine
from exams.notices.results import YourGrade
from tests.services.conftest import University
from tests.services.day import acts, events, marking, of_kind, pens_down, places, refused, sent


async def marked(uni: University, **changes: Any) -> tuple[Exam, AttemptId, SheetId]:
    exam = await marking(uni, "Aigerim", **changes)
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with uni.units.reading() as unit:
        (sheet,) = pages(await unit.sheets.of(attempt))
    return exam, attempt, sheet.id


async def published(uni: University, exam: Exam) -> None:
    place = (await places(uni, exam))["Aigerim"]
    await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, f"{place} 80")
    await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "private")


async def test_comments_reach_the_student_with_the_result_and_not_before(uni: University) -> None:
    exam, _, sheet = await marked(uni)
    nurlan, student = uni.actor("Nurlan"), uni.actor("Aigerim")
    said = await uni.use.comment_page(nurlan, sheet, "  Формула дұрыс ")
    assert (said.text, said.page, said.spot, said.withdrawn) == ("Формула дұрыс", 1, "", False)
    await uni.use.place_comment(nurlan, said.comment, Spot.BOTTOM)
    await uni.use.comment_page(uni.actor("Zhaniya"), sheet, "Мысал жоқ")
    lines = (
        CommentLine(text="Формула дұрыс", spot="bottom"),
        CommentLine(text="Мысал жоқ", spot=""),
    )
    assert (await uni.use.look_at_sheet(nurlan, sheet)).comments == lines
    assert (await uni.use.own_sheet(student, exam.id)).comments == ()
    await published(uni, exam)
    grade = dict(of_kind(await uni.outbox(), YourGrade))["Aigerim"]
    assert grade.comments == 2
    page = await uni.use.own_sheet(student, exam.id)
    assert page.comments == lines
    assert page.media[0].digest in uni.files.stored
    async with refused(uni, exam, WrongStage):  # what was read stays as it was
        await uni.use.comment_page(nurlan, sheet, "кеш")
    async with refused(uni, exam, WrongStage):
        await uni.use.withdraw_comment(nurlan, said.comment)


async def test_a_second_tap_writes_nothing_twice(uni: University) -> None:
    exam, _, sheet = await marked(uni)
    nurlan = uni.actor("Nurlan")
    first = await uni.use.comment_page(nurlan, sheet, "бір")
    assert await uni.use.comment_page(nurlan, sheet, "бір ") == first
    placed = await uni.use.place_comment(nurlan, first.comment, Spot.TOP)
    assert await uni.use.place_comment(nurlan, first.comment, Spot.TOP) == placed
    gone = await uni.use.withdraw_comment(nurlan, first.comment)
    assert await uni.use.withdraw_comment(nurlan, first.comment) == gone
    told = [act for act in await acts(uni, exam) if act.endswith(("_page", "_comment"))]
    assert told == ["comment_page", "place_comment", "withdraw_comment"]
    assert all("бір" not in str(event.facts) for event in await events(uni, exam))


async def test_a_comment_is_taken_back_by_its_author_alone(uni: University) -> None:
    exam, _, sheet = await marked(uni)
    said = await uni.use.comment_page(uni.actor("Nurlan"), sheet, "бір")
    for name in ("Zhaniya", "Stranger", "Aigerim"):
        async with refused(uni, exam, NotAllowed):
            await uni.use.withdraw_comment(uni.actor(name), said.comment)
        async with refused(uni, exam, NotAllowed):
            await uni.use.place_comment(uni.actor(name), said.comment, Spot.TOP)
    await uni.use.withdraw_comment(uni.actor("Nurlan"), said.comment)
    async with refused(uni, exam, NotAllowed):
        await uni.use.place_comment(uni.actor("Nurlan"), said.comment, Spot.TOP)
    await published(uni, exam)
    assert (await uni.use.own_sheet(uni.actor("Aigerim"), exam.id)).comments == ()
    assert dict(of_kind(await uni.outbox(), YourGrade))["Aigerim"].comments == 0


async def test_a_marker_writes_on_a_page_without_a_name_and_reads_the_own_words_alone(
    uni: University,
) -> None:
    exam, attempt, sheet = await marked(uni)
    registrar, marker = uni.actor("Madina"), uni.actor("Stranger")
    async with refused(uni, exam, NotAllowed):
        await uni.use.comment_page(marker, sheet, "бір")
    await uni.use.comment_page(uni.actor("Zhaniya"), sheet, "Серікқызы Айгерім туралы")
    number = uni.people["Stranger"].number
    await uni.use.plan_marking(registrar, exam.id, markers=number)
    await uni.use.plan_marking(registrar, exam.id, anonymous=True)
    await uni.use.comment_page(marker, sheet, "бір")
    page = await uni.use.work_page(marker, attempt)
    assert page.comments == (CommentLine(text="бір", spot=""),)


async def test_too_many_or_too_long_or_no_words_are_refused(uni: University) -> None:
    exam, _, sheet = await marked(uni)
    nurlan = uni.actor("Nurlan")
    async with refused(uni, exam, ReasonMissing):
        await uni.use.comment_page(nurlan, sheet, " \n")
    async with refused(uni, exam, TextTooLong) as facts:
        await uni.use.comment_page(nurlan, sheet, "ұ" * 251)
    assert facts == {"most": 250}
    for words in ("бір", "екі", "үш"):
        await uni.use.comment_page(nurlan, sheet, words)
    async with refused(uni, exam, CommentsFull):
        await uni.use.comment_page(nurlan, sheet, "төрт")
    await uni.use.comment_page(uni.actor("Zhaniya"), sheet, "төрт")
    async with refused(uni, exam, Unknown):
        await uni.use.comment_page(nurlan, SheetId(999), "бір")
    async with refused(uni, exam, Unknown):
        await uni.use.withdraw_comment(nurlan, CommentId(999))


@pytest.mark.parametrize("who", ["Stranger", "Bolat", "Serik", "Aigerim"])
async def test_whoever_is_no_examiner_here_writes_nothing(uni: University, who: str) -> None:
    exam, _, sheet = await marked(uni)
    async with refused(uni, exam, NotAllowed):
        await uni.use.comment_page(uni.actor(who), sheet, "бір")


async def test_nothing_is_written_on_pages_that_are_not_handed_in(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await sent(uni, "Aigerim", "Aigerim 1")
    async with uni.units.reading() as unit:
        (sheet,) = await unit.sheets.of((await uni.attempt("Aigerim", exam)).id)
    async with refused(uni, exam, WrongStage):
        await uni.use.comment_page(uni.actor("Nurlan"), sheet.id, "бір")
