"""Closed tickets, the two hours, the countdown, pens down."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.tickets import NoTickets, TicketTaken
from exams.domain.refusals.words import MinutesOutOfRange, ReasonMissing
from exams.notices.writing import Board, ExtraTime, PensDown, TicketShown, TimeLeft, WritingStarted
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    acts,
    admitted,
    drawn,
    events,
    later,
    of_kind,
    opened,
    pens_down,
    refused,
    stages,
    told,
    writing,
)

SECOND = timedelta(seconds=1)


async def test_a_drawn_ticket_is_shown_again_and_no_second_one_is_drawn(uni: University) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    later(at(0), uni)
    actor = uni.actor("Aigerim")
    async with refused(uni, exam, WrongStage):
        await uni.use.draw_ticket(actor, exam.id, 1)  # the board is not open yet
    board = await uni.use.open_board(actor, exam.id)
    assert board == Board(exam=exam.id, free=tuple(range(1, 9)), taken=())
    assert await uni.use.open_board(actor, exam.id) == board
    async with refused(uni, exam, WrongStage):
        await uni.use.ticket(actor, exam.id)
    async with refused(uni, exam, Unknown):
        await uni.use.draw_ticket(actor, exam.id, 99)

    shown = await uni.use.draw_ticket(actor, exam.id, 3)
    assert isinstance(shown, TicketShown)
    for again in (
        await uni.use.draw_ticket(actor, exam.id, 3),
        await uni.use.draw_ticket(actor, exam.id, 4),
        await uni.use.ticket(actor, exam.id),
        await uni.use.open_board(actor, exam.id),
    ):
        assert again == shown
    assert (shown.ticket, shown.questions, shown.minutes) == (3, ("Сұрақ 3",), 120)
    draws = [event for event in await events(uni, exam) if event.act == "draw"]
    assert [event.facts for event in draws] == [{"ticket": 3, "position": 3}]


async def test_two_students_at_one_card_have_one_winner_and_the_other_chooses_anew(
    uni: University,
) -> None:
    exam = await opened(uni)
    names = ("Aigerim", "Bolat")
    await admitted(uni, exam, *names)
    later(at(0), uni)
    for name in names:
        await uni.use.open_board(uni.actor(name), exam.id)
    outcomes = await asyncio.gather(
        *(uni.use.draw_ticket(uni.actor(name), exam.id, 5) for name in names),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["TicketShown", "TicketTaken"]
    loser = next(n for n, one in zip(names, outcomes, strict=True) if isinstance(one, TicketTaken))
    board = await uni.use.open_board(uni.actor(loser), exam.id)
    assert isinstance(board, Board)
    assert board.taken == (5,)
    assert isinstance(await uni.use.draw_ticket(uni.actor(loser), exam.id, 6), TicketShown)


async def test_the_last_card_gone_is_said_as_such(uni: University) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim", "Bolat")
    later(at(0), uni)
    async with uni.units() as unit:
        deck = await unit.decks.of(exam.id)
        others = [person.id for name, person in uni.people.items() if name != "Bolat"]
        for card, holder in zip(deck.cards, others, strict=False):
            await unit.decks.take(deck, replace(card, taken_by=holder))
        await unit.commit()
    await uni.use.open_board(uni.actor("Bolat"), exam.id)
    async with refused(uni, exam, NoTickets):
        await uni.use.draw_ticket(uni.actor("Bolat"), exam.id, 2)


async def test_the_clock_starts_when_the_ticket_has_arrived_and_only_once(
    uni: University,
) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    later(at(0), uni)
    actor = uni.actor("Aigerim")
    async with refused(uni, exam, WrongStage):
        await uni.use.ticket_shown(actor, exam.id)
    await uni.use.open_board(actor, exam.id)
    await uni.use.draw_ticket(actor, exam.id, 1)
    assert (await uni.attempt("Aigerim", exam)).clock.started_at is None
    await uni.outbox()
    for minute in (4, 5, 6):
        later(at(minute), uni)
        await uni.use.ticket_shown(actor, exam.id)
    started = of_kind(await uni.outbox(), WritingStarted)
    assert [(name, notice.deadline) for name, notice in started] == [("Aigerim", at(124))]
    assert (await acts(uni, exam)).count("show_ticket") == 1


async def test_a_student_who_never_got_the_ticket_is_not_sent_away(uni: University) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    later(at(0), uni)
    await uni.use.open_board(uni.actor("Aigerim"), exam.id)
    await uni.use.draw_ticket(uni.actor("Aigerim"), exam.id, 1)
    await uni.tick(at(500))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.WRITING


async def test_the_countdown_is_told_once_at_each_mark(uni: University) -> None:
    await writing(uni, "Aigerim")
    told_at = []
    for minute in (59, 60, 61, 89, 90, 91, 109, 110, 112, 114, 115, 117, 119):
        for second in (-5, 0, 5):
            await uni.tick(at(minute, seconds=second))
            left = of_kind(await uni.outbox(), TimeLeft)
            told_at += [((minute, second), notice.minutes) for _, notice in left]
    assert told_at == [((60, 0), 60), ((90, 0), 30), ((110, 0), 10), ((115, 0), 5)]


async def test_a_clock_that_slept_over_marks_says_once_what_is_really_left(
    uni: University,
) -> None:
    await writing(uni, "Aigerim")
    await uni.tick(at(108))  # over 60 and 30
    await uni.tick(at(108, seconds=10))
    messages = of_kind(await uni.outbox(), TimeLeft)
    assert [notice.minutes for _, notice in messages] == [12]


async def test_extra_time_moves_the_countdown_without_telling_it_twice(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.tick(at(95))
    await uni.outbox()
    await uni.use.add_time(uni.actor("Nurlan"), attempt, 15, "жарық сөнді")
    given = of_kind(await uni.outbox(), ExtraTime)
    assert [(name, n.minutes, n.deadline) for name, n in given] == [("Aigerim", 15, at(135))]
    await uni.tick(at(96))
    assert not of_kind(await uni.outbox(), TimeLeft)
    await uni.tick(at(105))
    assert [n.minutes for _, n in of_kind(await uni.outbox(), TimeLeft)] == [30]
    await uni.tick(at(120))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.WRITING
    await uni.tick(at(135))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.PENS_DOWN


@pytest.mark.parametrize("minutes", [0, -5, 601, 10**12])
async def test_nobody_gives_a_strange_amount_of_time(uni: University, minutes: int) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with refused(uni, exam, MinutesOutOfRange):
        await uni.use.add_time(uni.actor("Nurlan"), attempt, minutes, "technical")


async def test_extra_time_needs_a_reason_and_writing(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim", "Bolat")
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with refused(uni, exam, WrongStage):
        await uni.use.add_time(uni.actor("Nurlan"), attempt, 5, "technical")
    gulnur = (await uni.attempt("Gulnur", exam)).id
    async with refused(uni, exam, ReasonMissing):
        await uni.use.add_time(uni.actor("Nurlan"), gulnur, 5, " ")


async def test_pens_go_down_at_two_hours_and_not_a_second_earlier(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    await uni.use.add_time(
        uni.actor("Nurlan"), (await uni.attempt("Bolat", exam)).id, 10, "technical"
    )
    await uni.tick(at(120) - SECOND)
    await uni.outbox()
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.WRITING
    for moment in (at(120, seconds=4), at(120, seconds=9), at(120, seconds=14)):
        await uni.tick(moment)
    messages = of_kind(await uni.outbox(), PensDown)
    assert [(name, n.until) for name, n in messages] == [("Aigerim", at(135, seconds=4))]
    assert (await stages(uni, exam))["Bolat"] is Stage.WRITING
    down = next(event for event in await events(uni, exam) if event.act == "pens_down")
    assert (down.actor, down.role) == (0, "system")


async def test_the_student_may_finish_before_and_a_second_tap_shows_the_same(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    actor = uni.actor("Aigerim")
    later(at(50, seconds=30), uni)
    asked = await uni.use.ask_finish(actor, exam.id)
    assert asked.minutes_left == 70
    first = await uni.use.finish_writing(actor, exam.id)
    later(at(52), uni)
    assert await uni.use.finish_writing(actor, exam.id) == first
    assert first.until == at(65, seconds=30)
    assert (await acts(uni, exam)).count("pens_down") == 1
    shown = await uni.use.ticket(actor, exam.id)
    assert isinstance(shown, TicketShown)
    assert shown.over
    async with refused(uni, exam, WrongStage):
        await uni.use.ask_finish(actor, exam.id)
    await uni.tick(at(121))
    assert not of_kind(await uni.outbox(), PensDown, TimeLeft)


async def test_a_pause_of_the_upload_does_not_open_the_answer_again(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.pause(uni.actor("Nurlan"), attempt, "technical", stop_clock=False)
    shown = await uni.use.ticket(uni.actor("Aigerim"), exam.id)
    assert isinstance(shown, TicketShown)
    assert shown.over


async def test_before_the_ticket_nobody_finishes(uni: University) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    for act in (uni.use.ask_finish, uni.use.finish_writing):
        async with refused(uni, exam, WrongStage):
            await act(uni.actor("Aigerim"), exam.id)


async def test_tickets_are_for_the_students_of_the_exam_alone(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    for name, kind in (("Outsider", Unknown), ("Nurlan", NotAllowed), ("Serik", NotAllowed)):
        for act in (
            uni.use.open_board,
            uni.use.ticket,
            uni.use.ticket_shown,
            uni.use.ask_finish,
            uni.use.finish_writing,
        ):
            async with refused(uni, exam, kind):
                await act(uni.actor(name), exam.id)
        async with refused(uni, exam, kind):
            await uni.use.draw_ticket(uni.actor(name), exam.id, 2)


async def test_a_clock_that_slept_through_the_whole_writing_ends_it_once(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    for moment in (at(200), at(200, seconds=5), at(200, seconds=10)):
        await uni.tick(moment)
    messages = await uni.outbox()
    assert told(messages, PensDown) == ["Aigerim", "Bolat"]
    assert not of_kind(messages, TimeLeft)
    assert (await uni.attempt("Aigerim", exam)).upload_until == at(215)


async def test_every_student_has_the_own_end(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    later(at(10), uni)
    await admitted(uni, exam, "Bolat")
    await drawn(uni, exam, "Bolat")
    await uni.tick(at(120))
    found = await stages(uni, exam)
    assert (found["Aigerim"], found["Bolat"]) == (Stage.PENS_DOWN, Stage.WRITING)
    await uni.tick(at(130))
    assert (await stages(uni, exam))["Bolat"] is Stage.PENS_DOWN
