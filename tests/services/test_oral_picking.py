"""Tickets of an oral exam: laid out, chosen, assigned, spoiled."""

from exams.domain.attempt import Seen
from exams.domain.attempt_table import Stage
from exams.domain.exam import Kind
from exams.domain.ids import AttemptId
from exams.domain.refusals.moments import TooEarly
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.tickets import PickingNotOpen, PickTimeOver, QueueNotOpen
from exams.notices.oral import OralInformation, OralTicket
from exams.notices.proctor import Alert
from exams.notices.writing import Board
from exams.services.planning.proving import CheckDraw
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, admitted, events, opened, rated, refused
from tests.services.oral import SITTING, answered, draw, drawn, id_of, picking, room, said_to


async def test_an_admitted_student_is_told_how_an_oral_exam_goes(uni: University) -> None:
    exam = await opened(uni, kind=Kind.ORAL)
    await rated(uni, exam, "Aigerim", 72)
    await admitted(uni, exam, "Aigerim")

    (told,) = said_to(await uni.outbox(), "Aigerim", OralInformation)

    assert (told.rating, told.tickets, told.draws_at) == (72, 8, None)
    assert await uni.use.information(uni.actor("Aigerim"), exam.id) == told


async def test_the_tickets_are_laid_before_everybody_by_the_proctor(uni: University) -> None:
    exam = await room(uni)
    async with refused(uni, exam, PickingNotOpen):
        await uni.use.open_board(uni.actor("Aigerim"), exam.id)

    await uni.use.open_picking(uni.actor("Nurlan"), exam.id)
    await uni.use.open_picking(uni.actor("Zhaniya"), exam.id)

    told = await uni.outbox()
    for name in SITTING:
        (board,) = said_to(told, name, Board)
        assert board.until == at(4)
        assert (await uni.attempt(name, exam)).stage is Stage.PICKING
    assert (await acts(uni, exam)).count("open_picking") == 1


async def test_whoever_is_admitted_later_gets_the_tickets_from_the_clock(uni: University) -> None:
    exam = await picking(uni, "Aigerim")
    await draw(uni, exam, "Aigerim", 1)
    uni.clock.moment = at(5)
    attempt = await id_of(uni, exam, "Bolat")
    await uni.use.revert_no_show(uni.actor("Zhaniya"), attempt)
    for page in (1, 2):
        await uni.use.read_rules(uni.actor("Bolat"), exam.id, page)
    await uni.use.agree(uni.actor("Bolat"), exam.id)
    await admit(uni, attempt)
    await uni.tick(at(6))

    assert (await uni.attempt("Bolat", exam)).stage is Stage.PICKING
    assert (await uni.stored(exam)).oral_opens_at is None  # he is waited for again


async def admit(uni: University, attempt: AttemptId) -> None:
    for seen in Seen:
        await uni.use.tick(uni.actor("Zhaniya"), attempt, seen, on=True)
    await uni.use.admit(uni.actor("Zhaniya"), attempt)


async def test_a_second_tap_shows_the_same_ticket_and_keeps_the_place(uni: University) -> None:
    exam = await picking(uni)
    first = await draw(uni, exam, "Aigerim", 3)

    assert await uni.use.draw_ticket(uni.actor("Aigerim"), exam.id, 5) == first
    assert await uni.use.ticket(uni.actor("Aigerim"), exam.id) == first
    attempt = await uni.attempt("Aigerim", exam)
    assert (attempt.stage, attempt.turn, attempt.ticket) == (Stage.PREPARING, 1, 3)
    (event,) = [event for event in await events(uni, exam) if event.act == "draw_oral"]
    assert event.facts == {"ticket": 3, "position": 3}


async def test_after_three_minutes_the_chief_is_asked_and_assigns_at_random(
    uni: University,
) -> None:
    exam = await picking(uni, "Aigerim", "Bolat")
    await draw(uni, exam, "Aigerim", 1)
    await uni.tick(at(4))
    await uni.tick(at(4, seconds=9))
    bolat = await id_of(uni, exam, "Bolat")

    told = await uni.outbox()
    for name, decides in (("Nurlan", False), ("Zhaniya", True)):
        (alert,) = said_to(told, name, Alert)
        assert (alert.what, alert.chief) == ("pick_late", decides)
    async with refused(uni, exam, PickTimeOver):
        await uni.use.draw_ticket(uni.actor("Bolat"), exam.id, 2)
    async with refused(uni, exam, NotAllowed):
        await uni.use.assign_ticket(uni.actor("Nurlan"), bolat)
    card = await uni.use.student_card(uni.actor("Zhaniya"), bolat)
    assert {"assign", "pick_again"} <= set(card.can)
    assert not {"assign", "pick_again"} & set(
        (await uni.use.student_card(uni.actor("Nurlan"), bolat)).can
    )

    card = await uni.use.assign_ticket(uni.actor("Zhaniya"), bolat)
    again = await uni.use.assign_ticket(uni.actor("Zhaniya"), bolat)

    assert card.ticket == again.ticket
    (ticket,) = said_to(await uni.outbox(), "Bolat", OralTicket)
    assert (ticket.ticket, ticket.by_chance) == (card.ticket, True)
    again_shown = await uni.use.ticket(uni.actor("Bolat"), exam.id)
    chosen = await uni.use.ticket(uni.actor("Aigerim"), exam.id)
    for shown, by_chance in ((again_shown, True), (chosen, False)):
        assert isinstance(shown, OralTicket)
        assert shown.by_chance is by_chance
    assert (await uni.attempt("Bolat", exam)).clock.started_at is None
    await uni.tick(at(5))  # the message has arrived, as the outbox tells
    assert (await uni.attempt("Bolat", exam)).clock.started_at == at(5)
    assert (await CheckDraw(uni.units)(exam.id))[0].faults == ()


async def test_the_chief_lets_a_straggler_choose_again_behind_the_others(uni: University) -> None:
    exam = await picking(uni, "Aigerim", "Bolat")
    bolat = await id_of(uni, exam, "Bolat")
    await uni.outbox()
    await uni.use.pick_again(uni.actor("Zhaniya"), bolat)
    assert not said_to(await uni.outbox(), "Bolat", Board)  # there is time left
    uni.clock.moment = at(6)

    for _ in range(2):
        await uni.use.pick_again(uni.actor("Zhaniya"), bolat)

    (board,) = said_to(await uni.outbox(), "Bolat", Board)
    assert board.until == at(9)
    await draw(uni, exam, "Bolat", 4)


async def test_the_questioning_begins_twenty_minutes_after_the_last_draw(uni: University) -> None:
    exam = await drawn(uni)

    assert (await uni.stored(exam)).oral_opens_at == at(23)
    aigerim = await id_of(uni, exam, "Aigerim")
    uni.clock.moment = at(23, ms=-1)
    async with refused(uni, exam, TooEarly):
        await uni.use.call_up(uni.actor("Nurlan"), aigerim)
    uni.clock.moment = at(23)
    assert (await uni.use.call_up(uni.actor("Nurlan"), aigerim)).stage == "called"


async def test_the_chief_closes_the_picking_so_that_one_straggler_holds_nobody(
    uni: University,
) -> None:
    exam = await picking(uni)
    await draw(uni, exam, "Aigerim", 1)
    async with refused(uni, exam, NotAllowed):
        await uni.use.close_picking(uni.actor("Nurlan"), exam.id)
    async with refused(uni, exam, QueueNotOpen):
        await uni.use.call_up(uni.actor("Nurlan"), await id_of(uni, exam, "Aigerim"))

    await uni.use.close_picking(uni.actor("Zhaniya"), exam.id)
    await uni.use.close_picking(uni.actor("Zhaniya"), exam.id)

    assert (await uni.stored(exam)).oral_opens_at == at(21)
    uni.clock.moment = at(2)
    await draw(uni, exam, "Bolat", 2)  # his own three minutes go on
    uni.clock.moment = at(21)
    assert (await uni.use.call_next(uni.actor("Nurlan"), exam.id)).name == uni.people[
        "Aigerim"
    ].name


async def test_a_spoiled_ticket_is_burnt_and_stays_explainable(uni: University) -> None:
    exam = await drawn(uni)
    bolat = await id_of(uni, exam, "Bolat")
    uni.clock.moment = at(9)

    await uni.use.spoil_ticket(uni.actor("Zhaniya"), bolat, "баспа қатесі")

    board = await uni.use.open_board(uni.actor("Bolat"), exam.id)
    assert isinstance(board, Board)
    assert (board.until, board.taken) == (at(12), (1, 2, 3))
    ticket = await draw(uni, exam, "Bolat", 8)
    assert ticket.ticket == 8
    assert (await CheckDraw(uni.units)(exam.id))[0].faults == ()
    assert (await uni.attempt("Bolat", exam)).turn == 2
    uni.clock.moment = at(24)
    await answered(uni, exam, "Aigerim", ends=at(25))
    next_one = await uni.use.call_next(uni.actor("Nurlan"), exam.id)
    assert next_one.attempt == await id_of(uni, exam, "Kanat")  # he prepares 20 minutes anew
