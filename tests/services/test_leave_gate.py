"""The leave gate: one or all who are ready, a receipt, and a flag for who did not wait."""

from datetime import timedelta

from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.sheets import SheetsNotAccepted
from exams.notices.sheets import Receipt, Released
from exams.ports.conferences import ConferenceEvent, PresenceKind
from tests.make import at
from tests.services.conftest import University
from tests.services.day import events, of_kind, pens_down, receipt_of, refused, sent


async def seen(uni: University, name: str, exam: Exam, kind: PresenceKind, minute: int) -> None:
    attempt = await uni.attempt(name, exam)
    await uni.use.conference_event(
        ConferenceEvent(
            key=f"{name} {kind.value} {minute}",
            kind=kind,
            conference=f"room-{exam.id}",
            registrant=attempt.registrant,
            at=at(minute),
        )
    )


async def gate(uni: University) -> Exam:
    """Come to where three have handed in, two of them are accepted, and all were in the room."""
    names = ("Aigerim", "Bolat", "Kanat")
    exam = await pens_down(uni, *names)
    for name in names:
        await seen(uni, name, exam, PresenceKind.JOINED, 1)
        await sent(uni, name, f"{name} 1", f"{name} 2")
        await uni.use.hand_in(uni.actor(name), exam.id, 2)
    for name in names[:2]:
        await uni.use.accept_sheets(uni.actor("Nurlan"), (await uni.attempt(name, exam)).id)
    return exam


async def test_all_who_are_ready_are_let_go_at_once_and_nobody_else(uni: University) -> None:
    exam = await gate(uni)
    await uni.outbox()
    async with refused(uni, exam, NotAllowed):
        await uni.use.release_ready(uni.actor("Stranger"), exam.id)
    assert await uni.use.release_ready(uni.actor("Nurlan"), exam.id) == 2
    assert await uni.use.release_ready(uni.actor("Zhaniya"), exam.id) == 0  # somebody was first
    stages = [(await uni.attempt(name, exam)).stage for name in ("Aigerim", "Bolat", "Kanat")]
    assert stages == [Stage.RELEASED, Stage.RELEASED, Stage.SHEETS_OK]
    told = of_kind(await uni.outbox(), Released)
    assert {(name, notice.sheets) for name, notice in told} == {("Aigerim", 2), ("Bolat", 2)}
    assert len(told) == 2
    kanat = (await uni.attempt("Kanat", exam)).id
    async with refused(uni, exam, SheetsNotAccepted):
        await uni.use.release(uni.actor("Nurlan"), kanat)


async def test_whoever_leaves_before_is_flagged_and_keeps_the_work(uni: University) -> None:
    exam = await gate(uni)
    await seen(uni, "Aigerim", exam, PresenceKind.LEFT, 121)
    uni.clock.moment = at(123)
    early = (await uni.attempt("Aigerim", exam)).id
    assert (await uni.use.student_card(uni.actor("Nurlan"), early)).left_early
    await uni.use.release_ready(uni.actor("Nurlan"), exam.id)
    await seen(uni, "Bolat", exam, PresenceKind.LEFT, 124)
    await seen(uni, "Kanat", exam, PresenceKind.LEFT, 124)
    await seen(uni, "Kanat", exam, PresenceKind.JOINED, 125)
    board = await uni.use.board_now(uni.actor("Nurlan"), exam.id)
    flagged = {line.name for line in board.students if line.left_early}
    assert flagged == {uni.people["Aigerim"].name}
    released = {
        event.attempt_id: event.facts
        for event in await events(uni, exam)
        if event.act == "release"
    }
    bolat = (await uni.attempt("Bolat", exam)).id
    assert released[early] == {"in_room": False, "left_early": True}
    assert released[bolat] == {"in_room": True, "left_early": False}
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.RELEASED
    assert (await uni.attempt("Aigerim", exam)).sat


async def test_whoever_leaves_at_the_word_is_not_flagged_by_a_clock_of_whole_seconds(
    uni: University,
) -> None:
    exam = await gate(uni)
    uni.clock.moment = at(123) + timedelta(milliseconds=900)
    await uni.use.release_ready(uni.actor("Nurlan"), exam.id)
    await seen(uni, "Aigerim", exam, PresenceKind.LEFT, 122)
    await seen(uni, "Bolat", exam, PresenceKind.LEFT, 123)  # the conference cuts fractions off

    board = await uni.use.board_now(uni.actor("Nurlan"), exam.id)

    flagged = [line.name for line in board.students if line.left_early]
    assert flagged == [uni.people["Aigerim"].name]


async def test_the_receipt_names_the_digest_of_every_file(uni: University) -> None:
    exam = await gate(uni)
    receipt = await receipt_of(uni, "Aigerim", exam, 2)
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with uni.units.reading() as unit:
        sheets = await unit.sheets.of(attempt)
    assert isinstance(receipt, Receipt)
    assert receipt.digests == tuple(sheet.upload[:12] for sheet in sheets)
    assert all(sheet.upload in uni.files.stored for sheet in sheets)
    handed = next(e for e in await events(uni, exam) if e.act == "hand_in")
    assert set(handed.facts.values()) == {sheet.upload for sheet in sheets}
