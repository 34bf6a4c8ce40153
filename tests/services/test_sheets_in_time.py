"""When answer sheets are taken: too early, in time, too late, and while they wait to be judged."""

import json
from dataclasses import replace
from datetime import datetime

import pytest

from exams.domain.attempt import Camera
from exams.domain.attempt_table import Stage
from exams.domain.ids import ChatId
from exams.notices.proctor import Alert
from exams.notices.sheets import (
    PicturesWait,
    Receipt,
    SheetAside,
    SheetsSoFar,
)
from exams.notices.writing import PensDown
from storage.inbox import Inbox, person_key
from tests.fakes.ports import photograph
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    STAFF,
    acts,
    handed_in,
    later,
    of_kind,
    papers,
    pens_down,
    send,
    sent,
    told,
    writing,
)


async def test_sheets_before_pens_down_are_kept_aside_as_early(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    await sent(uni, "Aigerim", "one")
    attempt = await uni.attempt("Aigerim", exam)
    assert attempt.stage is Stage.WRITING
    assert await papers(uni, "Aigerim", exam) == []
    told_now = of_kind(await uni.outbox(), Alert, SheetsSoFar, SheetAside)
    assert told_now == [("Aigerim", SheetAside(exam=exam.id, late=False, count=1))]
    card = await uni.use.student_card(uni.actor("Nurlan"), attempt.id)
    assert (card.sheets, card.aside) == (0, 1)


async def test_a_sheet_at_the_deadline_puts_the_pens_down_before_the_clock_has_come(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    later(at(120), uni)
    await sent(uni, "Aigerim", "one")
    assert await papers(uni, "Aigerim", exam) == ["one"]
    await uni.tick(at(120, seconds=1))
    assert told(await uni.outbox(), PensDown) == ["Aigerim"]
    assert (await acts(uni, exam)).count("pens_down") == 1


async def test_sheets_after_the_window_are_kept_aside_as_late_and_the_staff_is_told(
    uni: University,
) -> None:
    exam = await handed_in(uni, "Aigerim")
    await sent(uni, "Aigerim", "forgotten", first=9)
    outbox = await uni.outbox()
    alerts = of_kind(outbox, Alert)
    assert told(alerts, Alert) == sorted(STAFF)
    aside = SheetAside(exam=exam.id, late=True, count=1)
    assert of_kind(outbox, SheetAside) == [("Aigerim", aside)]
    assert {(notice.what, notice.chief) for _, notice in alerts} == {
        ("late_sheet", False),
        ("late_sheet", True),  # who decides reads so
    }
    assert len(await papers(uni, "Aigerim", exam)) == 2
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.SHEETS_OK


async def test_an_album_that_comes_late_is_told_once_to_everybody(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim")
    await uni.outbox()
    await sent(uni, "Aigerim", "forgotten", "lost", "found", first=9)
    outbox = await uni.outbox()
    assert of_kind(outbox, SheetAside) == [
        ("Aigerim", SheetAside(exam=exam.id, late=True, count=3))
    ]
    assert told(of_kind(outbox, Alert), Alert) == sorted(STAFF)


async def test_an_own_sheet_that_comes_late_once_more_is_not_suspicious(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim")
    await sent(uni, "Aigerim", "Aigerim 1", first=9)
    card = await uni.use.student_card(uni.actor("Nurlan"), (await uni.attempt("Aigerim", exam)).id)
    assert (card.sheets, card.aside, card.suspicious) == (2, 1, 0)


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, True)], ids=["before", "at"])
async def test_the_window_closes_at_its_second_by_the_messengers_clock(
    uni: University, seconds: int, *, late: bool
) -> None:
    exam = await writing(uni, "Aigerim")
    await uni.use.finish_writing(uni.actor("Aigerim"), exam.id)
    later(at(16), uni)  # the clock has not come by, and our queue is slow
    actor = replace(uni.actor("Aigerim"), sent_at=at(15, seconds=seconds))
    await uni.use.add_sheet(actor, photograph("one"), (1, 0), as_file=False)
    aside = [notice for _, notice in of_kind(await uni.outbox(), SheetAside)]
    assert aside == ([SheetAside(exam=exam.id, late=True, count=1)] if late else [])
    assert await papers(uni, "Aigerim", exam) == ([] if late else ["one"])


async def test_what_was_sent_in_time_and_waits_to_be_judged_holds_the_window_open(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    for name in ("Aigerim", "Bolat"):
        await uni.use.finish_writing(uni.actor(name), exam.id)
    in_time, too_late = at(15, seconds=-1), at(15)
    await waits(uni, "Aigerim", 1, in_time)
    await waits(uni, "Bolat", 1, too_late)
    await uni.tick(at(15, seconds=5))
    assert (await uni.attempt("Bolat", exam)).stage is Stage.SHEETS_MISSING
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.PENS_DOWN

    later(at(20), uni)
    actor = replace(uni.actor("Aigerim"), sent_at=in_time)
    await uni.use.add_sheet(actor, photograph("one"), (1, 0), as_file=False)
    await Inbox(uni.queue.database).done([account_of(uni, "Aigerim") + 1], at(20))
    await uni.tick(at(20, seconds=1))

    assert await papers(uni, "Aigerim", exam) == ["one"]
    assert told(await uni.outbox(), Receipt) == ["Aigerim"]


async def test_a_picture_that_is_never_judged_does_not_hold_the_window_open_for_ever(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    await uni.use.finish_writing(uni.actor("Aigerim"), exam.id)
    await waits(uni, "Aigerim", 1, at(14))
    await uni.tick(at(134))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.PENS_DOWN
    await uni.tick(at(135))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.SHEETS_MISSING


def account_of(uni: University, name: str) -> ChatId:
    account = uni.people[name].account
    assert account is not None
    return account


async def waits(uni: University, name: str, message: int, sent_at: datetime) -> None:
    """Let a picture come that nobody handles yet."""
    account = account_of(uni, name)
    photo = {"message_id": message, "date": sent_at.timestamp(), "photo": []}
    update = json.dumps({"update_id": account + message, "message": photo})
    box = Inbox(uni.queue.database)
    await box.store([(account + message, person_key(account), update)], sent_at)


async def test_pictures_that_wait_are_seen_to_have_come_until_each_is_judged(
    uni: University,
) -> None:
    exam = await pens_down(uni, "Aigerim")
    for number in (1, 2, 3):
        await waits(uni, "Aigerim", number, at(121))
    await uni.use.sheets_wait(uni.actor("Aigerim"), 1)
    assert await listed(uni) == [(0, 3)]

    await send(uni, "Aigerim", photograph("one"), 1)
    assert await listed(uni) == [(1, 2)]
    await Inbox(uni.queue.database).done([account_of(uni, "Aigerim") + 1], at(121))
    await uni.use.list_again(uni.actor("Aigerim"), 2)  # this one was no picture
    assert await listed(uni) == [(1, 1)]
    await Inbox(uni.queue.database).done([account_of(uni, "Aigerim") + 2], at(121))
    await send(uni, "Aigerim", photograph("three"), 3)
    assert await listed(uni) == [(2, 0)]
    assert await papers(uni, "Aigerim", exam) == ["one", "three"]


async def test_where_no_sheets_are_taken_a_picture_that_waits_is_told_of_without_a_list(
    uni: University,
) -> None:
    await writing(uni, "Aigerim")
    await waits(uni, "Aigerim", 1, at(5))
    await uni.outbox()
    await uni.use.sheets_wait(uni.actor("Aigerim"), 1)
    assert told(await uni.outbox(), PicturesWait) == ["Aigerim"]
    await uni.use.list_again(uni.actor("Aigerim"), 1)
    assert await listed(uni) == []


async def listed(uni: University) -> list[tuple[int, int]]:
    """Take which lists are told now: how many pages were accepted, how many pictures wait."""
    lists = of_kind(await uni.outbox(), SheetsSoFar)
    return [(notice.accepted, notice.waiting) for _, notice in lists]


async def test_who_is_paused_or_cut_off_may_send_sheets_meanwhile(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim", "Bolat")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.pause(uni.actor("Nurlan"), attempt, "technical", stop_clock=True)
    await uni.use.outage(uni.actor("Bolat"), exam.id)
    for name in ("Aigerim", "Bolat"):
        await sent(uni, name, name)
        assert await papers(uni, name, exam) == [name]
        assert (await uni.use.sheets_so_far(uni.actor(name), exam.id)).accepted == 1


async def test_nothing_comes_late_while_a_pause_stops_the_clock(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await sent(uni, "Aigerim", "one")
    await uni.use.pause(uni.actor("Nurlan"), attempt, "technical", stop_clock=True)
    later(at(140), uni)
    await sent(uni, "Aigerim", "two", first=2)
    assert await papers(uni, "Aigerim", exam) == ["one", "two"]


async def test_the_one_phone_that_is_also_the_camera_has_three_minutes_more(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    await uni.use.choose_camera(uni.actor("Aigerim"), exam.id, Camera.PHONE)
    down = await uni.use.finish_writing(uni.actor("Aigerim"), exam.id)
    assert (down.phone, down.until) == (True, at(18))
