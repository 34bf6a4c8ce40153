"""Answer sheets are handed in, asked for again, accepted; the student leaves."""

from exams.domain.attempt_table import Stage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.sheets import (
    NoSheets,
    NothingSent,
    PagesAwaited,
    PagesDiffer,
    PagesUnknown,
    SheetsNotAccepted,
)
from exams.notices.proctor import Alert, HandedIn
from exams.notices.sheets import AskedAgain, ConfirmSheets, Receipt, Released, SheetsMissing
from exams.notices.writing import PensDown
from tests.fakes.ports import photograph
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    STAFF,
    acts,
    events,
    handed_in,
    later,
    of_kind,
    papers,
    pens_down,
    receipt_of,
    refused,
    sent,
    told,
    writing,
)


async def test_handing_in_gives_one_receipt_however_often_it_is_tapped(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await sent(uni, "Aigerim", "one", "two")
    actor = uni.actor("Aigerim")
    assert await uni.use.confirm_sheets(actor, exam.id) == ConfirmSheets(exam=exam.id, accepted=2)
    for said in (1, 3, 0, -1):
        async with refused(uni, exam, PagesDiffer) as facts:
            await uni.use.hand_in(actor, exam.id, said)
        assert facts == {"said": said, "accepted": 2}
    await uni.outbox()

    receipt = await receipt_of(uni, "Aigerim", exam, 2)
    later(at(125), uni)
    assert await uni.use.confirm_sheets(actor, exam.id) == receipt
    again = await uni.use.hand_in(actor, exam.id, 2)

    assert again == receipt
    assert (receipt.count, receipt.at, receipt.released) == (2, at(121), False)
    digests = [event.facts for event in await events(uni, exam) if event.act == "hand_in"]
    assert len(digests) == 1
    assert tuple(str(digest)[:12] for digest in digests[0].values()) == receipt.digests
    handed = of_kind(await uni.outbox(), HandedIn)
    assert told(handed, HandedIn) == sorted(STAFF)
    pdf = uni.files.stored[handed[0][1].media[0].digest]
    bound = photograph("one") + b"straight\n" + photograph("two") + b"straight"
    assert pdf.endswith(bound)


async def test_nothing_is_handed_in_without_a_sheet(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    async with refused(uni, exam, NoSheets):
        await uni.use.hand_in(uni.actor("Aigerim"), exam.id, 0)


async def test_when_the_window_closes_what_came_goes_to_the_proctor_and_a_receipt_to_the_student(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    await sent(uni, "Aigerim", "early one", first=1)
    await uni.use.finish_writing(uni.actor("Aigerim"), exam.id)
    await sent(uni, "Aigerim", "one", "two", first=2)
    await uni.outbox()
    await uni.tick(at(15))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.UPLOADING
    for second in (5, 10, 15):
        await uni.tick(at(15, seconds=second))
    messages = await uni.outbox()
    assert [(name, n.count, n.at) for name, n in of_kind(messages, Receipt)] == [
        ("Aigerim", 2, at(15, seconds=5))
    ]
    handed = of_kind(messages, HandedIn)
    assert [(name, n.pages, n.aside) for name, n in handed] == [
        ("Nurlan", 2, 1),
        ("Zhaniya", 2, 1),
    ]
    assert not of_kind(messages, SheetsMissing)
    tapped = await uni.use.hand_in(uni.actor("Aigerim"), exam.id, 2)
    assert tapped == of_kind(messages, Receipt)[0][1]


async def test_when_nothing_came_student_and_staff_are_told_and_the_chief_can_help(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    for name in ("Aigerim", "Bolat"):
        await uni.use.finish_writing(uni.actor(name), exam.id)
    for second in (0, 5):
        await uni.tick(at(15, seconds=second))
    messages = await uni.outbox()
    assert told(messages, SheetsMissing) == ["Aigerim", "Bolat"]
    assert {n.what for _, n in of_kind(messages, Alert)} == {"sheets_missing"}
    first, second_ = [(await uni.attempt(n, exam)).id for n in ("Aigerim", "Bolat")]
    for act in (
        uni.use.reopen_upload(uni.actor("Nurlan"), first),
        uni.use.accept_shown(uni.actor("Nurlan"), second_, "camera"),
    ):
        async with refused(uni, exam, NotAllowed):
            await act
    later(at(20), uni)
    for _ in range(2):
        card = await uni.use.reopen_upload(uni.actor("Zhaniya"), first)
        assert card.stage == "uploading"
    messages = await uni.outbox()
    assert [(name, n.until) for name, n in of_kind(messages, PensDown)] == [("Aigerim", at(35))]
    await sent(uni, "Aigerim", "one")
    await uni.use.hand_in(uni.actor("Aigerim"), exam.id, 1)
    for _ in range(2):
        card = await uni.use.accept_shown(uni.actor("Zhaniya"), second_, "shown_to_camera")
        assert card.stage == "accepted"


async def test_a_page_asked_for_again_takes_its_old_place(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim", 3)
    attempt = (await uni.attempt("Aigerim", exam)).id
    for wrong in ((), (0,), (4,), (1, 99)):
        async with refused(uni, exam, PagesUnknown) as facts:
            await uni.use.ask_again(uni.actor("Nurlan"), attempt, wrong)
        assert facts == {"count": 3}

    card = await uni.use.ask_again(uni.actor("Nurlan"), attempt, (2, 1, 2))

    assert card.stage == "reshoot"
    messages = await uni.outbox()
    assert of_kind(messages, AskedAgain) == [
        ("Aigerim", AskedAgain(exam=exam.id, pages=(1, 2), until=at(131), note=""))
    ]
    async with refused(uni, exam, PagesAwaited) as facts:
        await uni.use.confirm_sheets(uni.actor("Aigerim"), exam.id)
    assert facts == {"pages": (1, 2)}
    await sent(uni, "Aigerim", "better 1", "better 2", first=20)
    assert await papers(uni, "Aigerim", exam) == ["better 1", "better 2", "Aigerim 3"]
    receipt = await receipt_of(uni, "Aigerim", exam, 3)
    assert receipt.count == 3
    assert (await uni.attempt("Aigerim", exam)).asked_again == ()


async def test_a_page_that_was_asked_for_is_not_left_out_by_saying_fewer(
    uni: University,
) -> None:
    exam = await handed_in(uni, "Aigerim", 3)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.ask_again(uni.actor("Nurlan"), attempt, (2,))
    async with refused(uni, exam, PagesAwaited):
        await uni.use.hand_in(uni.actor("Aigerim"), exam.id, 2)


async def test_a_page_that_never_came_again_is_not_lost(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim", 1)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.ask_again(uni.actor("Nurlan"), attempt, (1,))
    await uni.outbox()
    await uni.tick(at(126))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.RESHOOT
    await uni.tick(at(126, seconds=5))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.SHEETS_CHECKING
    assert await papers(uni, "Aigerim", exam) == ["Aigerim 1"]
    messages = await uni.outbox()
    assert told(messages, HandedIn) == sorted(STAFF)
    assert not of_kind(messages, SheetsMissing)


async def test_another_students_paper_in_place_of_an_asked_page_takes_its_place_and_is_flagged(
    uni: University,
) -> None:
    exam = await pens_down(uni, "Aigerim", "Bolat")
    await sent(uni, "Bolat", "Bolat 1")
    await sent(uni, "Aigerim", "one", "two")
    await uni.use.hand_in(uni.actor("Aigerim"), exam.id, 2)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.ask_again(uni.actor("Nurlan"), attempt, (1,))
    await uni.outbox()
    await sent(uni, "Aigerim", "Bolat 1", first=8)
    assert await papers(uni, "Aigerim", exam) == ["Bolat 1", "two"]
    assert {n.what for _, n in of_kind(await uni.outbox(), Alert)} == {"same_sheet"}


async def test_the_proctor_reads_the_sheets_as_one_file(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim", 2)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await sent(uni, "Aigerim", "late one", first=9)
    pdf = await uni.use.sheets_pdf(uni.actor("Nurlan"), attempt)
    assert (pdf.pages, pdf.aside) == (2, 1)
    assert uni.files.stored[pdf.media[0].digest].count(b"straight") == 3
    bolat = (await uni.attempt("Bolat", exam)).id
    async with refused(uni, exam, NothingSent):
        await uni.use.sheets_pdf(uni.actor("Nurlan"), bolat)
    async with refused(uni, exam, NotAllowed):
        await uni.use.sheets_pdf(uni.actor("Stranger"), attempt)


async def test_sheets_are_accepted_and_the_student_released_once(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with refused(uni, exam, SheetsNotAccepted):
        await uni.use.release(uni.actor("Nurlan"), attempt)
    for name in ("Nurlan", "Zhaniya"):
        card = await uni.use.accept_sheets(uni.actor(name), attempt)
        assert card.stage == "accepted"
    assert await uni.outbox() == []
    for name in ("Nurlan", "Zhaniya"):
        card = await uni.use.release(uni.actor(name), attempt)
        assert card.stage == "released"
    released = of_kind(await uni.outbox(), Released)
    assert [(name, n.sheets, n.at) for name, n in released] == [("Aigerim", 2, at(121))]
    assert (await acts(uni, exam))[-2:] == ["accept_sheets", "release"]
    assert await uni.use.release_ready(uni.actor("Nurlan"), exam.id) == 0
    receipt = await receipt_of(uni, "Aigerim", exam, 2)
    assert (receipt.count, receipt.released) == (2, True)  # nobody need stay any more


async def test_all_who_are_ready_are_released_and_nobody_else(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim", "Bolat", "Kanat")
    for name in ("Aigerim", "Bolat"):
        await sent(uni, name, f"{name} 1")
        await uni.use.hand_in(uni.actor(name), exam.id, 1)
    attempt = (await uni.attempt("Bolat", exam)).id
    await uni.use.accept_sheets(uni.actor("Nurlan"), attempt)
    async with refused(uni, exam, NotAllowed):
        await uni.use.release_ready(uni.actor("Stranger"), exam.id)
    assert await uni.use.release_ready(uni.actor("Nurlan"), exam.id) == 1
    assert told(await uni.outbox(), Released) == ["Bolat"]
