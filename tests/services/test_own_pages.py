"""A student looks at the sent pages and puts them right before handing them in."""

from dataclasses import replace

from exams.domain.exam import Exam
from exams.domain.ids import SheetId
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.sheets import SheetStatus
from exams.notices.sheet_desk import OwnPage, PageLeftOut
from exams.notices.sheets import ConfirmSheets, SheetsSoFar
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    acts,
    later,
    of_kind,
    papers,
    pens_down,
    refused,
    sent,
    suspend,
)
from tests.services.remembered import remembered


@remembered
async def three(uni: University) -> Exam:
    """Come to where a student has sent three pages, and not yet said that these are all."""
    exam = await pens_down(uni, "Aigerim", "Bolat")
    await sent(uni, "Aigerim", "one", "two", "three")
    await uni.outbox()
    return exam


async def page(uni: University, exam: Exam, number: int) -> OwnPage:
    return await uni.use.own_sheet(uni.actor("Aigerim"), exam.id, number)


async def test_a_page_too_many_is_left_out_once_and_can_be_put_back(uni: University) -> None:
    exam = await three(uni)
    actor, second = uni.actor("Aigerim"), await page(uni, exam, 2)
    assert second.put_right

    out = PageLeftOut(exam=exam.id, sheet=second.sheet, page=2, accepted=2)
    for _ in range(2):  # a second tap says the same
        assert await uni.use.leave_out_page(actor, second.sheet) == out
    assert await papers(uni, "Aigerim", exam) == ["one", "three"]
    ((_, listed),) = of_kind(await uni.outbox(), SheetsSoFar)
    assert listed.accepted == 2
    assert await uni.use.move_own_page(actor, second.sheet, 1) == out  # from an old message
    assert await uni.use.confirm_sheets(actor, exam.id) == ConfirmSheets(exam=exam.id, accepted=2)

    for _ in range(2):
        back = await uni.use.put_back_page(actor, second.sheet)
        assert (back.page, back.pages, back.sheet) == (2, 3, second.sheet)
    assert await papers(uni, "Aigerim", exam) == ["one", "two", "three"]
    assert (await acts(uni, exam))[-2:] == ["leave_out_page", "put_back_page"]


async def test_pages_sent_out_of_order_are_moved_once(uni: University) -> None:
    exam = await three(uni)
    actor, third = uni.actor("Aigerim"), (await page(uni, exam, 3)).sheet
    for _ in range(2):
        moved = await uni.use.move_own_page(actor, third, 1)
        assert isinstance(moved, OwnPage)
        assert (moved.page, moved.sheet) == (1, third)
    assert await papers(uni, "Aigerim", exam) == ["three", "one", "two"]
    assert (await acts(uni, exam)).count("move_own_page") == 1
    for wrong in (0, 4, -1):
        async with refused(uni, exam, Unknown):
            await uni.use.move_own_page(actor, third, wrong)


async def test_what_was_left_out_leaves_no_gap_behind(uni: University) -> None:
    exam = await three(uni)
    actor = uni.actor("Aigerim")
    await sent(uni, "Aigerim", "two", first=9)  # a better picture takes the place of the old one
    second = (await page(uni, exam, 2)).sheet
    await uni.use.leave_out_page(actor, second)
    await sent(uni, "Aigerim", "four", first=10)
    assert await papers(uni, "Aigerim", exam) == ["one", "three", "four"]
    await uni.use.put_back_page(actor, second)
    assert await papers(uni, "Aigerim", exam) == ["one", "two", "three", "four"]


async def test_the_last_page_may_be_left_out_and_put_back(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await sent(uni, "Aigerim", "one")
    only = (await page(uni, exam, 1)).sheet
    out = await uni.use.leave_out_page(uni.actor("Aigerim"), only)
    assert (out.page, out.accepted) == (1, 0)
    assert (await uni.use.put_back_page(uni.actor("Aigerim"), only)).pages == 1


async def test_what_was_handed_in_stays_as_it_was(uni: University) -> None:
    exam = await three(uni)
    actor, first = uni.actor("Aigerim"), (await page(uni, exam, 1)).sheet
    second = (await page(uni, exam, 2)).sheet
    await uni.use.leave_out_page(actor, second)
    await uni.use.hand_in(actor, exam.id, 2)
    assert not (await page(uni, exam, 1)).put_right
    for act in (uni.use.leave_out_page, uni.use.put_back_page):
        for sheet in (first, second):
            async with refused(uni, exam, WrongStage):
                await act(actor, sheet)
    async with refused(uni, exam, WrongStage):
        await uni.use.move_own_page(actor, first, 2)


async def test_when_the_time_for_sheets_is_over_nothing_changes_any_more(uni: University) -> None:
    exam = await three(uni)
    first = (await page(uni, exam, 1)).sheet
    later(at(135), uni)
    assert not (await page(uni, exam, 1)).put_right
    async with refused(uni, exam, WrongStage):
        await uni.use.leave_out_page(uni.actor("Aigerim"), first)


async def test_while_the_exam_is_suspended_the_time_for_sheets_stands_for_the_pages_too(
    uni: University,
) -> None:
    exam = await three(uni)
    first = (await page(uni, exam, 1)).sheet
    later(at(130), uni)
    await suspend(uni, exam, uni.actor("Zhaniya"))
    later(at(140), uni)
    await sent(uni, "Aigerim", "four", first=9)
    assert (await page(uni, exam, 1)).put_right
    await uni.use.leave_out_page(uni.actor("Aigerim"), first)
    assert await papers(uni, "Aigerim", exam) == ["two", "three", "four"]


async def test_nobody_else_touches_the_pages(uni: University) -> None:
    exam = await three(uni)
    first = (await page(uni, exam, 1)).sheet
    for who in ("Bolat", "Outsider", "Nurlan", "Zhaniya", "Serik"):
        for act in (uni.use.leave_out_page, uni.use.put_back_page):
            async with refused(uni, exam, NotAllowed, Unknown):
                await act(uni.actor(who), first)
        async with refused(uni, exam, NotAllowed, Unknown):
            await uni.use.move_own_page(uni.actor(who), first, 2)
    async with refused(uni, exam, Unknown):
        await uni.use.leave_out_page(uni.actor("Aigerim"), SheetId(999))


async def test_only_what_the_student_left_out_is_put_back(uni: University) -> None:
    exam = await three(uni)
    async with uni.units() as unit:
        attempt = await uni.attempt("Aigerim", exam)
        first = (await unit.sheets.of(attempt.id))[0]
        await unit.sheets.save(replace(first, status=SheetStatus.LEFT_OUT))
        await unit.commit()
    async with refused(uni, exam, Unknown):
        await uni.use.put_back_page(uni.actor("Aigerim"), first.id)
