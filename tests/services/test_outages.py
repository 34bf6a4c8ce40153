"""An outage: one tap, the way back, the failure, a whole region."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.refusals.moments import TooLate, WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.notices.chief import WideOutage
from exams.notices.proctor import Alert
from exams.notices.trouble import AttemptEnded, Done, OutageNoted, WelcomeBack
from tests.make import at
from tests.services.conference import IN, OUT, seen
from tests.services.conftest import University
from tests.services.day import (
    EVERYBODY,
    STAFF,
    acts,
    alarms,
    events,
    handed_in,
    later,
    of_kind,
    pens_down,
    receipt_of,
    refused,
    sent,
    suspend,
    told,
    writing,
)

SECOND = timedelta(seconds=1)


async def test_one_tap_stamps_an_outage_tells_the_staff_and_a_second_tap_keeps_the_moment(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    actor = uni.actor("Aigerim")
    later(at(30), uni)
    noted = await uni.use.outage(actor, exam.id)
    later(at(31), uni)
    assert await uni.use.outage(actor, exam.id) == noted
    assert noted == OutageNoted(exam=exam.id, at=at(30), until=at(35))
    messages = await uni.outbox()
    assert told(messages, Alert) == sorted(STAFF)
    assert alarms(messages) == ["outage"]
    cuts = [event for event in await events(uni, exam) if event.act == "interrupt"]
    assert [(event.at, event.reason, event.before) for event in cuts] == [
        (at(30), "outage", "writing")
    ]


async def test_who_asks_for_the_link_reads_what_to_tell_the_bot_at_that_moment(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    actor = uni.actor("Aigerim")
    assert (await uni.use.my_link(actor, exam.id)).then == ""
    await uni.use.outage(actor, exam.id)
    assert (await uni.use.my_link(actor, exam.id)).then == "back"
    await uni.use.come_back(actor, exam.id)
    assert (await uni.use.my_link(actor, exam.id)).then == ""


async def test_within_five_minutes_the_student_comes_back_alone_and_later_by_the_proctor(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    for name in ("Aigerim", "Bolat"):
        later(at(30), uni)
        await uni.use.outage(uni.actor(name), exam.id)
    later(at(35), uni)
    back = await uni.use.come_back(uni.actor("Aigerim"), exam.id)
    assert back == WelcomeBack(exam=exam.id, deadline=at(120), stage="writing")
    later(at(35) + SECOND, uni)
    async with refused(uni, exam, TooLate):
        await uni.use.come_back(uni.actor("Bolat"), exam.id)
    assert await uni.use.come_back(uni.actor("Aigerim"), exam.id) == back
    bolat = (await uni.attempt("Bolat", exam)).id
    async with refused(uni, exam, NotAllowed):
        await uni.use.bring_back(uni.actor("Nurlan"), bolat, counted=True)
    await uni.outbox()
    later(at(40), uni)
    for name in ("Zhaniya", "Nurlan"):  # the second sees what the first did
        card = await uni.use.bring_back(uni.actor(name), bolat, counted=name == "Zhaniya")
        assert (card.stage, card.deadline) == ("writing", at(130))
    welcomed = of_kind(await uni.outbox(), WelcomeBack)
    assert [(name, notice.deadline) for name, notice in welcomed] == [("Bolat", at(130))]


async def test_after_thirty_minutes_an_outage_is_a_technical_failure_told_once(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    later(at(30), uni)
    await uni.use.outage(uni.actor("Aigerim"), exam.id)
    await uni.outbox()
    await uni.tick(at(60) - 6 * SECOND)
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.INTERRUPTED
    for second in (0, 6, 12):
        await uni.tick(at(60, seconds=second))
    messages = await uni.outbox()
    ended = of_kind(messages, AttemptEnded)
    assert [(name, n.stage) for name, n in ended] == [("Aigerim", "technical_fail")]
    assert alarms(messages) == ["technical_fail"]
    async with refused(uni, exam, WrongStage):
        await uni.use.come_back(uni.actor("Aigerim"), exam.id)


async def test_counted_time_is_given_back_to_the_upload_too(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await sent(uni, "Aigerim", "one")
    await uni.use.outage(uni.actor("Aigerim"), exam.id)
    await sent(uni, "Aigerim", "two", first=2)  # from mobile data
    later(at(141), uni)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.bring_back(uni.actor("Zhaniya"), attempt, counted=True)
    await uni.tick(at(142))
    found = await uni.attempt("Aigerim", exam)
    assert (found.stage, found.upload_until) == (Stage.UPLOADING, at(155))
    assert (await receipt_of(uni, "Aigerim", exam, 2)).count == 2


async def test_who_has_handed_in_loses_nothing_by_an_outage(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim")
    for _ in range(2):
        await uni.use.outage(uni.actor("Aigerim"), exam.id)
    assert alarms(await uni.outbox()) == ["outage_waiting"]
    await uni.tick(at(200))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.SHEETS_OK
    for _ in range(2):
        back = await uni.use.come_back(uni.actor("Aigerim"), exam.id)
        assert back == Done(what="back_noted", exam=exam.id)
    assert alarms(await uni.outbox()) == ["back"]


async def test_an_outage_in_a_pause_is_told_and_the_pause_goes_on(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    aigerim, attempt = uni.actor("Aigerim"), (await uni.attempt("Aigerim", exam)).id
    await uni.use.pause(uni.actor("Nurlan"), attempt, "technical", stop_clock=True)
    later(at(10), uni)
    noted = await uni.use.outage(aigerim, exam.id)
    assert noted == OutageNoted(exam=exam.id, at=at(10))
    back = await uni.use.come_back(aigerim, exam.id)
    assert back == Done(what="back_noted", exam=exam.id)
    assert alarms(await uni.outbox()) == ["outage_waiting", "back"]
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.PAUSED
    assert (await acts(uni, exam))[-2:] == ["outage", "back"]


async def test_each_outage_of_a_pause_is_told_and_a_second_tap_keeps_its_moment(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    aigerim, attempt = uni.actor("Aigerim"), (await uni.attempt("Aigerim", exam)).id
    await uni.use.pause(uni.actor("Nurlan"), attempt, "technical", stop_clock=True)
    for minute in (10, 20):
        later(at(minute), uni)
        noted = await uni.use.outage(aigerim, exam.id)
        later(at(minute + 1), uni)
        assert await uni.use.outage(aigerim, exam.id) == noted
        assert noted == OutageNoted(exam=exam.id, at=at(minute))
        for _ in range(2):
            later(uni.clock.now() + SECOND, uni)
            await uni.use.come_back(aigerim, exam.id)
    assert alarms(await uni.outbox()) == ["outage_waiting", "back"] * 2
    assert (await acts(uni, exam))[-4:] == ["outage", "back"] * 2


async def test_an_outage_of_another_pause_is_told_although_nobody_came_back_in_the_first(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    for minute in (10, 20):
        later(at(minute), uni)
        await uni.use.pause(uni.actor("Nurlan"), attempt, "technical", stop_clock=True)
        await uni.use.outage(uni.actor("Aigerim"), exam.id)
        await uni.use.unpause(uni.actor("Nurlan"), attempt)
    assert alarms(await uni.outbox()) == ["outage_waiting"] * 2


async def test_an_outage_of_a_region_is_told_and_the_chief_is_offered_to_suspend(
    uni: University,
) -> None:
    exam = await writing(uni, *EVERYBODY)
    for minute, name in enumerate(EVERYBODY[:2], 30):
        later(at(minute), uni)
        await uni.use.outage(uni.actor(name), exam.id)
    assert of_kind(await uni.outbox(), WideOutage) == []
    for minute, name in ((32, EVERYBODY[2]), (33, EVERYBODY[3])):
        later(at(minute), uni)
        await uni.use.outage(uni.actor(name), exam.id)
    messages = await uni.outbox()
    wide = [(name, n.cut, n.sitting, n.chief) for name, n in of_kind(messages, WideOutage)]
    assert wide == [("Nurlan", 3, 4, False), ("Zhaniya", 3, 4, True)]


async def test_three_among_sixteen_are_no_outage_of_a_region_and_four_are(uni: University) -> None:
    await uni.join(12)
    exam = await writing(uni, *EVERYBODY, tickets=20)
    async with uni.units() as unit:
        for attempt in await unit.attempts.of_exam(exam.id):
            if attempt.stage is not Stage.WRITING:
                await unit.attempts.save(replace(attempt, stage=Stage.WRITING))
        await unit.commit()
    later(at(30), uni)
    for name in EVERYBODY[:3]:
        await uni.use.outage(uni.actor(name), exam.id)
    assert of_kind(await uni.outbox(), WideOutage) == []
    await uni.use.outage(uni.actor(EVERYBODY[3]), exam.id)
    wide = {(notice.cut, notice.sitting) for _, notice in of_kind(await uni.outbox(), WideOutage)}
    assert wide == {(4, 16)}


async def test_outages_one_after_the_other_are_no_outage_of_a_region(uni: University) -> None:
    exam = await writing(uni, *EVERYBODY)
    for turn, name in enumerate(EVERYBODY):
        later(at(30 + 3 * turn), uni)
        await uni.use.outage(uni.actor(name), exam.id)
    assert of_kind(await uni.outbox(), WideOutage) == []


async def test_who_was_cut_off_reads_until_when_to_come_back_and_that_holds(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    for kind, minute in ((IN, 1), (OUT, 30)):
        await seen(uni, "Aigerim", exam, kind, at(minute))
    await uni.tick(at(31, seconds=6))  # noticed only now
    ((_, noted),) = of_kind(await uni.outbox(), OutageNoted)
    assert noted == OutageNoted(exam=exam.id, at=at(30), until=at(35))
    later(at(35), uni)
    await uni.use.come_back(uni.actor("Aigerim"), exam.id)
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.WRITING


@pytest.mark.parametrize("room", [False, True])
async def test_while_the_exam_is_suspended_the_time_to_come_back_does_not_run(
    uni: University, *, room: bool
) -> None:
    exam = await writing(uni, "Aigerim")
    await uni.use.check_in(uni.actor("Bolat"), exam.id)
    for name in ("Aigerim", "Bolat"):  # who writes, and who has no clock yet
        await seen(uni, name, exam, IN, at(1))
        later(at(10), uni)
        await uni.use.outage(uni.actor(name), exam.id)
        await seen(uni, name, exam, OUT, at(10))
    later(at(12), uni)
    await suspend(uni, exam, uni.actor("Zhaniya"))
    later(at(40), uni)
    for name, stage in (("Aigerim", Stage.WRITING), ("Bolat", Stage.CHECKING_IN)):
        noted = await uni.use.outage(uni.actor(name), exam.id)
        assert noted == OutageNoted(exam=exam.id, at=at(10), minutes=3)
        if room:
            await seen(uni, name, exam, IN, at(40))
        else:
            await uni.use.come_back(uni.actor(name), exam.id)
        assert (await uni.attempt(name, exam)).stage is stage


async def test_who_has_less_than_a_minute_left_is_not_told_to_be_late(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    actor = uni.actor("Aigerim")
    later(at(10), uni)
    await uni.use.outage(actor, exam.id)
    later(at(14, seconds=30), uni)
    await suspend(uni, exam, uni.actor("Zhaniya"))
    later(at(40), uni)
    noted = await uni.use.outage(actor, exam.id)
    assert noted == OutageNoted(exam=exam.id, at=at(10), minutes=1)
    await uni.use.come_back(actor, exam.id)
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.WRITING


async def test_who_is_late_reads_that_the_proctor_lets_them_in(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    later(at(30), uni)
    await uni.use.outage(uni.actor("Aigerim"), exam.id)
    later(at(36), uni)
    noted = await uni.use.outage(uni.actor("Aigerim"), exam.id)
    assert noted == OutageNoted(exam=exam.id, at=at(30), minutes=0)


async def test_an_old_button_of_return_names_no_end_of_writing_that_is_over(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    actor = uni.actor("Aigerim")
    await uni.use.outage(actor, exam.id)
    await uni.use.come_back(actor, exam.id)
    await uni.use.finish_writing(actor, exam.id)

    back = WelcomeBack(exam=exam.id, deadline=None, until=at(15), stage="pens_down")
    assert await uni.use.come_back(actor, exam.id) == back
