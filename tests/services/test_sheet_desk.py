"""Sheets on an examiner's desk: leafed through, turned, moved, a lost one put where it belongs."""

from datetime import timedelta

import pytest

from exams.domain.exam import Exam
from exams.domain.ids import AttemptId, SheetId
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.sheets import NothingSent
from exams.domain.sheets import Sheet, SheetStatus, pages
from exams.notices.proctor import Alert
from exams.notices.sheet_desk import LostSheetAsked, LostSheetIn, SheetPage
from exams.notices.sheets import SheetRetake
from tests.fakes.ports import photograph
from tests.services.conftest import University
from tests.services.day import (
    acts,
    handed_in,
    marking,
    of_kind,
    pens_down,
    places,
    receipt_of,
    refused,
    send,
    sent,
    told,
)


async def kept(uni: University, attempt: AttemptId) -> tuple[Sheet, ...]:
    async with uni.units.reading() as unit:
        return pages(await unit.sheets.of(attempt))


async def papers(uni: University, attempt: AttemptId) -> list[str]:
    """Return which papers count, page by page."""
    return [sheet.fingerprint.decode()[-1] for sheet in await kept(uni, attempt)]


async def desk(uni: University, count: int = 3) -> tuple[Exam, AttemptId]:
    exam = await handed_in(uni, "Aigerim", count)
    return exam, (await uni.attempt("Aigerim", exam)).id


async def shown(uni: University, page: SheetPage) -> bytes:
    return uni.files.stored[page.media[0].digest]


async def test_pages_are_leafed_through_in_order_and_the_photograph_is_one_tap_away(
    uni: University,
) -> None:
    _, attempt = await desk(uni)
    nurlan = uni.actor("Nurlan")
    page, seen = await uni.use.open_sheets(nurlan, attempt), []
    while True:
        seen.append((page.page, page.pages, await shown(uni, page)))
        if page.after is None:
            break
        page = await uni.use.look_at_sheet(nurlan, page.after)
    assert seen == [(n, 3, photograph(f"Aigerim {n}") + b"straight") for n in (1, 2, 3)]
    photo = await uni.use.look_at_sheet(nurlan, page.sheet, original=True)
    assert await shown(uni, photo) == photograph("Aigerim 3") + b"picture"
    assert photo.original
    assert photo.page == 3


async def test_a_page_is_turned_for_everybody_and_the_photograph_stays(uni: University) -> None:
    exam, attempt = await desk(uni)
    nurlan = uni.actor("Nurlan")
    first = await uni.use.open_sheets(nurlan, attempt)
    before = (await kept(uni, attempt))[0]
    turned = await uni.use.turn_sheet(nurlan, first.sheet, 3)
    assert await uni.use.turn_sheet(nurlan, first.sheet, 3) == turned  # a second tap
    straight = photograph("Aigerim 1") + b"straight"
    assert await shown(uni, turned) == straight + b" turned 3"
    assert turned.notes == ("turned",)
    assert (await acts(uni, exam)).count("turn_sheet") == 1
    after = (await kept(uni, attempt))[0]
    assert (after.upload, after.picture, after.straightened) == (
        before.upload, before.picture, before.straightened,
    )  # fmt: skip
    own = await uni.use.own_sheet(uni.actor("Aigerim"), exam.id)
    assert uni.files.stored[own.media[0].digest] == straight + b" turned 3"
    pdf = await uni.use.sheets_pdf(nurlan, attempt)
    assert straight + b" turned 3" in uni.files.stored[pdf.media[0].digest]


async def test_a_page_is_moved_and_the_student_sees_the_same_order(uni: University) -> None:
    exam, attempt = await desk(uni, 4)
    nurlan = uni.actor("Nurlan")
    last = (await kept(uni, attempt))[3].id
    page = await uni.use.move_sheet(nurlan, last, 2)
    assert await uni.use.move_sheet(nurlan, last, 2) == page
    assert (page.page, page.pages) == (2, 4)
    assert await papers(uni, attempt) == ["1", "4", "2", "3"]
    assert (await acts(uni, exam)).count("move_sheet") == 1
    own = await uni.use.own_sheet(uni.actor("Aigerim"), exam.id, 2)
    assert uni.files.stored[own.media[0].digest].startswith(photograph("Aigerim 4"))
    receipt = await receipt_of(uni, "Aigerim", exam, 4)
    assert list(receipt.digests) == [s.upload[:12] for s in await kept(uni, attempt)]
    for wrong in (0, 5):
        async with refused(uni, exam, Unknown):
            await uni.use.move_sheet(nurlan, last, wrong)
    async with refused(uni, exam, Unknown):
        await uni.use.turn_sheet(nurlan, last, 4)


async def test_what_was_done_is_taken_back_one_act_after_the_other(uni: University) -> None:
    exam, attempt = await desk(uni)
    nurlan = uni.actor("Nurlan")
    first = (await kept(uni, attempt))[0].id
    await uni.use.turn_sheet(nurlan, first, 1)
    await uni.use.turn_sheet(nurlan, first, 2)
    page = await uni.use.move_sheet(nurlan, first, 3)
    assert await papers(uni, attempt) == ["2", "3", "1"]
    number = page.undo
    back = await uni.use.undo_at_desk(nurlan, first, number)
    again = await uni.use.undo_at_desk(nurlan, first, number)  # a second tap takes no more back
    assert (back.page, again.page, again.turned) == (1, 1, 2)
    assert await papers(uni, attempt) == ["1", "2", "3"]
    back = await uni.use.undo_at_desk(nurlan, first, again.undo)
    assert back.turned == 1
    assert (await shown(uni, back)).endswith(b"straight turned 1")
    back = await uni.use.undo_at_desk(nurlan, first, back.undo)
    assert (back.turned, back.undo, back.notes) == (0, 0, ())
    assert (await shown(uni, back)).endswith(b"straight")
    assert [act for act in await acts(uni, exam) if act.endswith(("sheet", "sheets"))][-6:] == [
        "turn_sheet", "turn_sheet", "move_sheet", "undo_sheets", "undo_sheets", "undo_sheets",
    ]  # fmt: skip


async def test_a_lost_sheet_is_asked_for_by_the_chief_and_lies_where_it_belongs(
    uni: University,
) -> None:
    exam, attempt = await desk(uni, 2)
    await uni.use.accept_sheets(uni.actor("Nurlan"), attempt)
    await uni.use.release(uni.actor("Nurlan"), attempt)
    await uni.outbox()
    first = (await kept(uni, attempt))[0].id
    async with refused(uni, exam, NotAllowed):
        await uni.use.ask_lost_sheet(uni.actor("Nurlan"), first)
    page = await uni.use.ask_lost_sheet(uni.actor("Zhaniya"), first)
    assert await uni.use.ask_lost_sheet(uni.actor("Zhaniya"), first) == page
    until = uni.clock.now() + timedelta(hours=1)
    assert page.awaited == until
    asked = of_kind(await uni.outbox(), LostSheetAsked)
    assert [(name, n.page, n.until) for name, n in asked] == [("Aigerim", 2, until)]

    await send(uni, "Aigerim", photograph("x", level=5.0), 8)
    assert told(await uni.outbox(), SheetRetake) == ["Aigerim"]
    uni.clock.pass_(timedelta(minutes=59))
    await sent(uni, "Aigerim", "Aigerim 9", first=9)
    assert await papers(uni, attempt) == ["1", "9", "2"]
    said = await uni.outbox()
    receipts = of_kind(said, LostSheetIn)
    upload = (await kept(uni, attempt))[1].upload
    assert [(n, r.page, r.count, r.digests) for n, r in receipts] == [
        ("Aigerim", 2, 3, (upload[:12],))
    ]
    assert {(n, a.what) for n, a in of_kind(said, Alert)} == {
        ("Nurlan", "lost_sheet"), ("Zhaniya", "lost_sheet"),
    }  # fmt: skip
    (inserted,) = [e for e in await acts(uni, exam) if e == "insert_sheet"]
    looked = await uni.use.look_at_sheet(uni.actor("Nurlan"), (await kept(uni, attempt))[1].id)
    assert (inserted, looked.notes, looked.awaited) == ("insert_sheet", ("inserted",), None)
    async with refused(uni, exam, WrongStage):  # one was allowed, and it has come
        await sent(uni, "Aigerim", "Aigerim 7", first=10)

    back = await uni.use.undo_at_desk(uni.actor("Zhaniya"), looked.sheet, looked.undo)
    assert await papers(uni, attempt) == ["1", "2"]
    assert back.sheet == first
    async with uni.units.reading() as unit:
        gone = await unit.sheets.get(looked.sheet)
    assert gone is not None
    assert gone.status is SheetStatus.LEFT_OUT


async def test_a_lost_sheet_that_comes_after_its_hour_is_refused(uni: University) -> None:
    exam, attempt = await desk(uni, 1)
    await uni.use.accept_sheets(uni.actor("Nurlan"), attempt)
    await uni.use.release(uni.actor("Nurlan"), attempt)
    await uni.use.ask_lost_sheet(uni.actor("Zhaniya"), (await kept(uni, attempt))[0].id)
    uni.clock.pass_(timedelta(hours=1))
    async with refused(uni, exam, WrongStage):
        await sent(uni, "Aigerim", "Aigerim 9", first=9)
    assert await papers(uni, attempt) == ["1"]


async def test_nobody_touches_the_pages_before_they_are_handed_in(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await sent(uni, "Aigerim", "Aigerim 1")
    attempt = (await uni.attempt("Aigerim", exam)).id
    sheet = (await kept(uni, attempt))[0].id
    page = await uni.use.open_sheets(uni.actor("Nurlan"), attempt)
    assert page.can == ("original",)
    for act in (uni.use.turn_sheet, uni.use.move_sheet, uni.use.undo_at_desk):
        async with refused(uni, exam, WrongStage):
            await act(uni.actor("Nurlan"), sheet, 1)
    async with refused(uni, exam, WrongStage):
        await uni.use.ask_lost_sheet(uni.actor("Zhaniya"), sheet)


async def test_what_was_published_stays_as_it_was_marked(uni: University) -> None:
    exam, attempt = await desk(uni)
    await uni.use.accept_sheets(uni.actor("Nurlan"), attempt)
    await uni.use.release_ready(uni.actor("Nurlan"), exam.id)
    sheet = (await kept(uni, attempt))[0].id
    await uni.use.turn_sheet(uni.actor("Nurlan"), sheet, 1)
    await uni.tick(uni.clock.now() + timedelta(hours=3))
    place = (await places(uni, exam))["Aigerim"]
    await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, f"{place} 80")
    await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "private")
    page = await uni.use.look_at_sheet(uni.actor("Nurlan"), sheet)
    assert (page.can, page.undo, page.turned) == (("original",), 0, 1)
    for act in (uni.use.turn_sheet, uni.use.move_sheet, uni.use.undo_at_desk):
        async with refused(uni, exam, WrongStage):
            await act(uni.actor("Nurlan"), sheet, 2)


@pytest.mark.parametrize("who", ["Stranger", "Bolat", "Serik"])
async def test_whoever_has_no_business_with_the_exam_sees_no_page(
    uni: University, who: str
) -> None:
    exam, attempt = await desk(uni)
    sheet = (await kept(uni, attempt))[0].id
    actor, use = uni.actor(who), uni.use
    async with refused(uni, exam, NotAllowed):
        await use.look_at_sheet(actor, sheet)
    for act in (use.turn_sheet, use.move_sheet, use.undo_at_desk):
        async with refused(uni, exam, NotAllowed):
            await act(actor, sheet, 2)
    async with refused(uni, exam, NotAllowed):
        await use.ask_lost_sheet(actor, sheet)
    async with refused(uni, exam, Unknown):
        await uni.use.look_at_sheet(uni.actor("Nurlan"), SheetId(999))


async def test_the_sheets_of_an_exam_are_one_file_by_name_and_number(uni: University) -> None:
    exam = await marking(uni, "Bolat", "Aigerim")
    begun = await uni.use.begin_book(uni.actor("Nurlan"), exam.id)
    book = await uni.use.exam_book(uni.actor("Nurlan"), exam.id)
    assert (begun.works, begun.sheets, book.works, book.sheets) == (2, 2, 2, 2)
    (file,) = book.media
    lines = uni.files.stored[file.digest].decode().splitlines()
    people = [uni.people[name] for name in ("Bolat", "Aigerim")]
    assert lines[0] == "kk Тарих"
    assert lines[1::2] == [f"{one.name} {one.number}" for one in people]
    assert file.name == f"sheets-{exam.id}.pdf"


async def test_an_exam_without_sheets_has_no_file(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    for act in (uni.use.begin_book, uni.use.exam_book):
        async with refused(uni, exam, NothingSent):
            await act(uni.actor("Nurlan"), exam.id)
