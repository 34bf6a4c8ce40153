"""Answer sheets are sent: each judged, counted once, in its time."""

from collections.abc import Sequence

import pytest

from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.sheets import NoSheets, SheetsNotNow
from exams.domain.sheets import SheetStatus
from exams.notices.proctor import Alert
from exams.notices.sheets import (
    SheetRetake,
    SheetsSoFar,
    SheetTwice,
)
from tests.fakes.ports import FakeInspector, photograph
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    STAFF,
    acts,
    handed_in,
    of_kind,
    opened,
    papers,
    pens_down,
    refused,
    said,
    send,
    sent,
    told,
)


async def test_an_album_in_any_order_of_arrival_is_read_in_the_order_of_sending(
    uni: University,
) -> None:
    exam = await pens_down(uni, "Aigerim")
    for message in (14, 11, 13, 12):
        await send(uni, "Aigerim", photograph(f"page {message}"), message)
    assert await papers(uni, "Aigerim", exam) == ["page 11", "page 12", "page 13", "page 14"]
    so_far = of_kind(await uni.outbox(), SheetsSoFar)
    assert [(name, notice.accepted) for name, notice in so_far] == [("Aigerim", 4)]


async def test_a_file_of_several_pages_is_several_sheets(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await send(uni, "Aigerim", photograph("one", "two", "three"), 5)
    await sent(uni, "Aigerim", "four", first=6)
    assert await papers(uni, "Aigerim", exam) == ["one", "two", "three", "four"]


async def test_a_message_that_comes_twice_counts_once(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await sent(uni, "Aigerim", "one")
    await uni.outbox()
    await sent(uni, "Aigerim", "one")
    assert await uni.outbox() == []
    assert await papers(uni, "Aigerim", exam) == ["one"]


async def test_the_first_sheet_begins_the_upload(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await sent(uni, "Aigerim", "one", "two")
    assert (await acts(uni, exam)).count("start_upload") == 1
    listed = await uni.use.sheets_so_far(uni.actor("Aigerim"), exam.id)
    assert (listed.accepted, listed.until) == (2, at(135))


async def test_a_faulty_picture_is_named_with_its_fault_and_does_not_count(
    uni: University,
) -> None:
    exam = await pens_down(uni, "Aigerim")
    await send(uni, "Aigerim", photograph("dark one", level=5.0), 1)
    (retake,) = await said(uni, "Aigerim")
    assert isinstance(retake, SheetRetake)
    assert (retake.reasons, retake.sent_badly) == (("dark",), False)
    assert retake.media[0].digest in uni.files.stored
    async with refused(uni, exam, NoSheets):
        await uni.use.confirm_sheets(uni.actor("Aigerim"), exam.id)
    await sent(uni, "Aigerim", "dark one", first=2)  # the same paper, taken again
    assert await papers(uni, "Aigerim", exam) == ["dark one"]


@pytest.mark.parametrize(
    ("measured", "fault"), [({"quality": 5}, "compression"), ({"drawn": True}, "screenshot")]
)
async def test_a_good_photograph_that_was_sent_badly_is_asked_for_itself(
    uni: University, measured: dict[str, float], fault: str
) -> None:
    await pens_down(uni, "Aigerim")
    await send(uni, "Aigerim", photograph("one", **measured), 1)
    (retake,) = await said(uni, "Aigerim")
    assert isinstance(retake, SheetRetake)
    assert (retake.reasons, retake.sent_badly) == ((fault,), True)


async def test_who_must_take_a_picture_again_does_not_wait_for_the_search_among_others(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pens_down(uni, "Aigerim")
    sought = []

    async def find(_: FakeInspector, paper: bytes, others: Sequence[bytes]) -> None:
        sought.append((paper, len(others)))

    monkeypatch.setattr(FakeInspector, "find_same", find)
    await send(uni, "Aigerim", photograph("dark one", level=5.0), 1)
    assert sought == []
    await sent(uni, "Aigerim", "one", first=2)
    assert sought == [(b"one", 0)]


async def test_the_own_sheet_sent_twice_counts_once_and_the_newer_picture_is_kept(
    uni: University,
) -> None:
    exam = await pens_down(uni, "Aigerim")
    await sent(uni, "Aigerim", "one", "two", "three")
    await sent(uni, "Aigerim", "two", first=4)
    assert await said(uni, "Aigerim") == [SheetTwice(exam=exam.id, pages=(2,))]
    assert await papers(uni, "Aigerim", exam) == ["one", "two", "three"]
    card = await uni.use.student_card(uni.actor("Nurlan"), (await uni.attempt("Aigerim", exam)).id)
    assert (card.sheets, card.suspicious) == (3, 0)
    assert not of_kind(await uni.outbox(), Alert)


async def test_an_album_that_is_sent_twice_is_told_in_one_message(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await sent(uni, "Aigerim", "one", "two", "three")
    await sent(uni, "Aigerim", "three", "one", first=4)
    assert await said(uni, "Aigerim") == [SheetTwice(exam=exam.id, pages=(1, 3))]
    await sent(uni, "Aigerim", "four", "two", first=6)
    assert await said(uni, "Aigerim") == [SheetTwice(exam=exam.id, pages=(2,))]
    assert await papers(uni, "Aigerim", exam) == ["one", "two", "three", "four"]


async def test_who_sends_files_is_not_advised_to_send_files(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    small, squeezed = photograph("one", dpi=100.0), photograph("two", quality=5)
    for number, as_file in ((1, False), (3, True)):
        await send(uni, "Aigerim", small, number, as_file=as_file)
        await send(uni, "Aigerim", squeezed, number + 1, as_file=as_file)
        outbox = await uni.outbox()
        ((_, retake),) = of_kind(outbox, SheetRetake)
        end = "_file" if as_file else ""
        assert (retake.reasons, retake.as_file) == ((f"compression{end}",), as_file)
        listed = of_kind(outbox, SheetsSoFar)[-1][1]
        assert listed.advice == ((1, f"low_resolution{end}"),)
    assert await papers(uni, "Aigerim", exam) == ["one"]


async def test_one_paper_twice_in_one_file_counts_once(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await send(uni, "Aigerim", photograph("one", "two", "one"), 1)
    assert await said(uni, "Aigerim") == [SheetTwice(exam=exam.id, pages=(1,))]
    assert await papers(uni, "Aigerim", exam) == ["one", "two"]


async def test_another_students_sheet_alerts_the_staff_and_tells_the_sender_nothing(
    uni: University,
) -> None:
    exam = await pens_down(uni, "Aigerim", "Bolat")
    await sent(uni, "Aigerim", "one")
    await uni.outbox()
    await sent(uni, "Bolat", "one")
    outbox = await uni.outbox()
    assert not of_kind(outbox, SheetTwice, SheetRetake)
    alerts = of_kind(outbox, Alert)
    assert told(alerts, Alert) == sorted(STAFF)
    assert {(n.what, n.name) for _, n in alerts} == {("same_sheet", uni.people["Bolat"].name)}
    card = await uni.use.student_card(uni.actor("Nurlan"), (await uni.attempt("Bolat", exam)).id)
    assert card.suspicious == 1
    assert await papers(uni, "Aigerim", exam) == ["one"]


async def test_a_picture_outside_any_exam_is_refused(uni: University) -> None:
    exam = await opened(uni)
    with pytest.raises(SheetsNotNow):
        await sent(uni, "Aigerim", "one")
    async with refused(uni, exam, WrongStage):
        await uni.use.sheets_so_far(uni.actor("Aigerim"), exam.id)
    with pytest.raises(NotAllowed):
        await sent(uni, "Nurlan", "one")


async def test_a_picture_after_the_end_is_refused(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim", 1)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.accept_sheets(uni.actor("Nurlan"), attempt)
    await uni.use.release(uni.actor("Nurlan"), attempt)
    async with refused(uni, exam, WrongStage):
        await sent(uni, "Aigerim", "more", first=9)


async def test_twelve_students_send_albums_at_once_and_each_has_the_own_pages_in_order(
    uni: University,
) -> None:
    # Four of the group and eight newcomers, interleaved; each album arrives in a wrong order.
    names = await uni.join(8)
    exam = await pens_down(uni, *names, tickets=14)
    for message in (3, 1, 4, 2):
        for name in names:
            await send(uni, name, photograph(f"{name} {message}"), message)
    for name in names:
        assert await papers(uni, name, exam) == [f"{name} {page}" for page in (1, 2, 3, 4)]
        await uni.use.hand_in(uni.actor(name), exam.id, 4)
    assert not of_kind(await uni.outbox(), Alert)
    async with uni.units.reading() as unit:
        counts = await unit.sheets.counts(exam.id)
    assert sorted(counts.values()) == [(4, 0)] * 12


async def test_a_replaced_sheet_is_kept_for_the_record(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim", 2)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.ask_again(uni.actor("Nurlan"), attempt, (1,))
    await sent(uni, "Aigerim", "better", first=9)
    async with uni.units.reading() as unit:
        sheets = await unit.sheets.of(attempt)
    assert sorted(sheet.status.value for sheet in sheets) == [
        SheetStatus.ACCEPTED.value,
        SheetStatus.ACCEPTED.value,
        SheetStatus.REPLACED.value,
    ]
