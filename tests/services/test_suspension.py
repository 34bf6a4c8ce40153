"""The chief stops a whole exam and lets it go on: nobody loses a second."""

from datetime import timedelta

from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.domain.refusals.moments import ExamStands, WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.notices.chief import ExamGoesOn, ExamSuspended, RoomSuspended
from exams.notices.proctor import Alert
from exams.notices.trouble import AttemptEnded
from exams.notices.writing import PensDown, TimeLeft
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    acts,
    admitted,
    go_on,
    later,
    of_kind,
    opened,
    pens_down,
    receipt_of,
    refused,
    sent,
    suspend,
    told,
    writing,
)


async def test_every_clock_stops_at_one_instant_and_everybody_is_told(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    later(at(30), uni)
    desk = await suspend(uni, exam, uni.actor("Zhaniya"))
    assert (desk.stage, desk.sitting, desk.cut, desk.since) == ("suspended", 2, 0, at(30))
    messages = await uni.outbox()
    assert told(messages, ExamSuspended) == ["Aigerim", "Bolat"]
    assert told(messages, RoomSuspended) == ["Nurlan"], "the chief has the desk before them"
    for name in ("Aigerim", "Bolat"):
        assert (await uni.attempt(name, exam)).clock.left(at(100)) == timedelta(minutes=90)


async def test_a_tap_on_an_old_desk_neither_stops_nor_goes_on(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    chief = uni.actor("Zhaniya")
    running = (await uni.use.chief_desk(chief, exam.id)).turn
    later(at(30), uni)
    first = await uni.use.suspend_exam(chief, exam.id, running)
    later(at(31), uni)
    assert await uni.use.suspend_exam(chief, exam.id, running) == first, "a second tap"
    later(at(40), uni)
    second = await uni.use.resume_exam(chief, exam.id, first.turn)
    later(at(41), uni)
    assert await uni.use.suspend_exam(chief, exam.id, running) == second, "asked before it went on"
    await suspend(uni, exam, chief)
    later(at(51), uni)
    again = await uni.use.resume_exam(chief, exam.id, first.turn)
    assert again.stage == "suspended", "that button ended the first suspension"
    turns = [act for act in await acts(uni, exam) if act in {"suspend", "go_on"}]
    assert turns == ["suspend", "go_on", "suspend"]


async def test_what_the_clock_noted_meanwhile_makes_no_desk_old(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    chief = uni.actor("Zhaniya")
    turn = (await uni.use.chief_desk(chief, exam.id)).turn
    before = (await uni.stored(exam)).version
    await uni.tick(at(15))
    assert (await uni.stored(exam)).version > before
    assert (await uni.use.suspend_exam(chief, exam.id, turn)).stage == "suspended"


async def test_who_lets_the_exam_go_on_is_not_told_what_they_did(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    await suspend(uni, exam, uni.actor("Zhaniya"))
    await uni.outbox()
    await go_on(uni, exam, uni.actor("Zhaniya"))
    assert told(await uni.outbox(), RoomSuspended) == ["Nurlan"]


async def test_an_outage_while_the_exam_stands_is_told_without_the_five_minutes(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    await suspend(uni, exam, uni.actor("Zhaniya"))
    await uni.outbox()
    await uni.use.outage(uni.actor("Aigerim"), exam.id)
    alerts = [alert.what for _, alert in of_kind(await uni.outbox(), Alert)]
    assert alerts == ["outage_suspended"] * 2


async def test_nothing_comes_due_while_the_exam_stands(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    later(at(59), uni)
    await uni.use.outage(uni.actor("Bolat"), exam.id)
    await suspend(uni, exam, uni.actor("Zhaniya"))
    await uni.outbox()
    await uni.tick(at(400))
    messages = await uni.outbox()
    assert told(messages, PensDown, TimeLeft, AttemptEnded, Alert) == []
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.WRITING
    assert (await uni.attempt("Bolat", exam)).stage is Stage.INTERRUPTED
    assert (await uni.stored(exam)).stage is ExamStage.SUSPENDED


async def test_what_was_left_is_left_when_the_exam_goes_on(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    later(at(58), uni)
    await uni.use.outage(uni.actor("Bolat"), exam.id)
    later(at(60), uni)
    await suspend(uni, exam, uni.actor("Zhaniya"))
    later(at(160), uni)
    await go_on(uni, exam, uni.actor("Zhaniya"))
    goes_on = dict(of_kind(await uni.outbox(), ExamGoesOn))
    assert goes_on["Aigerim"].deadline == at(220)
    await uni.tick(at(162))
    bolat = await uni.attempt("Bolat", exam)
    assert bolat.interrupted_at == at(158), "two minutes before the suspension, as it was"
    later(at(162.5), uni)
    await uni.use.come_back(uni.actor("Bolat"), exam.id)
    assert (await uni.attempt("Bolat", exam)).stage is Stage.WRITING


async def test_who_comes_back_meanwhile_is_back_and_waits_with_the_others(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    later(at(58), uni)
    await uni.use.outage(uni.actor("Bolat"), exam.id)
    later(at(60), uni)
    await suspend(uni, exam, uni.actor("Zhaniya"))
    later(at(90), uni)
    await uni.use.come_back(uni.actor("Bolat"), exam.id)
    attempt = (await uni.attempt("Bolat", exam)).id
    later(at(100), uni)
    await go_on(uni, exam, uni.actor("Zhaniya"))
    bolat = await uni.attempt("Bolat", exam)
    assert (bolat.id, bolat.stage) == (attempt, Stage.WRITING)
    assert bolat.clock.deadline(at(100)) == at(160), "the two minutes of outage are not counted"


async def test_a_counted_outage_and_a_suspension_are_credited_once(uni: University) -> None:
    exam = await writing(uni, "Bolat")
    later(at(50), uni)
    await uni.use.outage(uni.actor("Bolat"), exam.id)
    later(at(60), uni)
    await suspend(uni, exam, uni.actor("Zhaniya"))
    attempt = (await uni.attempt("Bolat", exam)).id
    later(at(90), uni)
    await uni.use.bring_back(uni.actor("Zhaniya"), attempt, counted=True)
    later(at(100), uni)
    await go_on(uni, exam, uni.actor("Zhaniya"))
    assert (await uni.attempt("Bolat", exam)).clock.deadline(at(100)) == at(170)


async def test_neither_tickets_nor_the_end_of_writing_pass_while_the_exam_stands(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    await admitted(uni, exam, "Bolat")
    await uni.use.open_board(uni.actor("Bolat"), exam.id)
    await suspend(uni, exam, uni.actor("Zhaniya"))
    async with refused(uni, exam, ExamStands) as facts:
        await uni.use.draw_ticket(uni.actor("Bolat"), exam.id, 5)
    assert facts == {"since": at(0)}
    async with refused(uni, exam, ExamStands):
        await uni.use.finish_writing(uni.actor("Aigerim"), exam.id)
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with refused(uni, exam, ExamStands):
        await uni.use.pause(uni.actor("Nurlan"), attempt, "x", stop_clock=True)


async def test_a_ticket_that_arrives_after_the_suspension_starts_a_standing_clock(
    uni: University,
) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    await uni.tick(at(0))
    await uni.use.open_board(uni.actor("Aigerim"), exam.id)
    await uni.use.draw_ticket(uni.actor("Aigerim"), exam.id, 1)
    await suspend(uni, exam, uni.actor("Zhaniya"))
    later(at(1), uni)
    await uni.use.ticket_shown(uni.actor("Aigerim"), exam.id)
    later(at(61), uni)
    await go_on(uni, exam, uni.actor("Zhaniya"))
    assert (await uni.attempt("Aigerim", exam)).clock.deadline(at(61)) == at(181)


async def test_sheets_are_taken_meanwhile_and_their_window_is_longer_by_it(
    uni: University,
) -> None:
    exam = await pens_down(uni, "Aigerim")
    await sent(uni, "Aigerim", "first")
    until = (await uni.attempt("Aigerim", exam)).upload_until
    assert until is not None
    await suspend(uni, exam, uni.actor("Zhaniya"))
    await uni.tick(at(200))
    await sent(uni, "Aigerim", "second", first=2)
    await go_on(uni, exam, uni.actor("Zhaniya"))
    assert (await uni.attempt("Aigerim", exam)).upload_until == until + timedelta(minutes=79)
    receipt = await receipt_of(uni, "Aigerim", exam, 2)
    assert receipt.count == 2


async def test_only_the_chief_suspends(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    for name in ("Nurlan", "Serik", "Stranger", "Aigerim"):
        async with refused(uni, exam, NotAllowed):
            await suspend(uni, exam, uni.actor(name))
        async with refused(uni, exam, NotAllowed):
            await uni.use.chief_desk(uni.actor(name), exam.id)


async def test_only_what_runs_is_suspended(uni: University) -> None:
    exam = await opened(uni)
    async with refused(uni, exam, WrongStage):
        await suspend(uni, exam, uni.actor("Zhaniya"))
