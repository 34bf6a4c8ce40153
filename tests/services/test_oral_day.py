"""An oral exam through the use cases: picking, queue, answers, marks, sheets, leaving."""

from datetime import datetime
from typing import Any

import pytest

from exams.domain.attempt import Seen
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import NoClock
from exams.domain.exam import Exam, ExamStage, Kind
from exams.domain.grades import MarkStatus
from exams.domain.ids import AttemptId
from exams.domain.log import verify
from exams.domain.refusals.marks import AlreadyPublished, MarkOutOfRange
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.tickets import (
    NotNext,
    PickingNotOpen,
    PickTimeOver,
    QueueNotOpen,
    SomebodyAnswers,
)
from exams.domain.refusals.words import ReasonMissing
from exams.notices.base import Notice
from exams.notices.oral import AnswerHeard, CalledUp, OralInformation, OralTicket, YourTurn
from exams.notices.proctor import Alert, ProctorBoard, StudentCard
from exams.notices.results import GroupResults, ResultsDue, YourGrade
from exams.notices.trouble import AttemptEnded
from exams.notices.writing import Board
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, admitted, events, opened, refused, sent

SITTING = ("Aigerim", "Bolat", "Kanat")


async def room(uni: University, *names: str, **changes: Any) -> Exam:
    """Come to one minute after the start, everybody named admitted and the others absent."""
    exam = await opened(uni, kind=Kind.ORAL, **changes)
    await admitted(uni, exam, *(names or SITTING))
    await uni.tick(at(15))  # who has not come, will not
    uni.clock.moment = at(1)
    await uni.outbox()
    return exam


async def picking(uni: University, *names: str, **changes: Any) -> Exam:
    """Come to where the tickets are laid out."""
    exam = await room(uni, *names, **changes)
    await uni.use.open_picking(uni.actor("Nurlan"), exam.id)
    return exam


async def draw(uni: University, exam: Exam, name: str, position: int) -> OralTicket:
    ticket = await uni.use.draw_ticket(uni.actor(name), exam.id, position)
    assert isinstance(ticket, OralTicket)
    await uni.use.ticket_shown(uni.actor(name), exam.id)
    return ticket


async def drawn(uni: University, **changes: Any) -> Exam:
    """Come to where Aigerim, Bolat and Kanat have drawn, in this order, a minute apart."""
    exam = await picking(uni, **changes)
    for minute, name in enumerate(SITTING, 1):
        uni.clock.moment = at(minute)
        await draw(uni, exam, name, minute)
    await uni.tick(at(3, seconds=1))
    await uni.outbox()
    return exam


async def id_of(uni: University, exam: Exam, name: str) -> AttemptId:
    return (await uni.attempt(name, exam)).id


async def answered(uni: University, exam: Exam, name: str, *, ends: datetime) -> StudentCard:
    proctor, attempt = uni.actor("Nurlan"), await id_of(uni, exam, name)
    await uni.use.call_up(proctor, attempt)
    await uni.use.start_answer(proctor, attempt)
    uni.clock.moment = ends
    return await uni.use.end_answer(proctor, attempt)


def said_to(sent: list[tuple[str, Notice]], name: str, kind: type[Notice]) -> list[Any]:
    return [notice for to, notice in sent if to == name and isinstance(notice, kind)]


# -- picking -------------------------------------------------------------------------------


async def test_an_admitted_student_is_told_how_an_oral_exam_goes(uni: University) -> None:
    exam = await opened(uni, kind=Kind.ORAL)
    await admitted(uni, exam, "Aigerim")

    (told,) = said_to(await uni.outbox(), "Aigerim", OralInformation)

    assert (told.tickets, told.draws_at) == (8, None)
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
    for page in (1, 2, 3):
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
    assert [a.what for a in said_to(told, "Zhaniya", Alert)] == ["pick_late"]
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
    assert ticket.ticket == card.ticket
    assert (await uni.attempt("Bolat", exam)).clock.started_at is None
    await uni.tick(at(5))  # the message has arrived, as the outbox tells
    assert (await uni.attempt("Bolat", exam)).clock.started_at == at(5)
    assert (await uni.use.check_draw(exam.id))[0].faults == ()


async def test_the_chief_lets_a_straggler_choose_again_behind_the_others(uni: University) -> None:
    exam = await picking(uni, "Aigerim", "Bolat")
    bolat = await id_of(uni, exam, "Bolat")
    async with refused(uni, exam, TooEarly):
        await uni.use.pick_again(uni.actor("Zhaniya"), bolat)
    uni.clock.moment = at(6)
    await uni.outbox()

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
    assert (await uni.use.check_draw(exam.id))[0].faults == ()
    assert (await uni.attempt("Bolat", exam)).turn == 2
    uni.clock.moment = at(24)
    await answered(uni, exam, "Aigerim", ends=at(25))
    next_one = await uni.use.call_next(uni.actor("Nurlan"), exam.id)
    assert next_one.attempt == await id_of(uni, exam, "Kanat")  # he prepares 20 minutes anew


# -- the queue -------------------------------------------------------------------------------


async def test_everybody_reads_the_own_turn_which_is_corrected_as_it_goes(
    uni: University,
) -> None:
    exam = await drawn(uni)
    read = {d.envelope.to: d.envelope.notice for d in uni.sent}
    turns = [read[uni.people[name].id] for name in SITTING]
    assert turns == [
        YourTurn(exam=exam.id, place=place, about=at(13 + 10 * place), last=False)
        for place in (1, 2, 3)
    ]

    uni.clock.moment = at(23)
    await answered(uni, exam, "Aigerim", ends=at(25))
    await uni.tick(at(25))

    told = await uni.outbox()
    assert said_to(told, "Bolat", YourTurn)[-1] == YourTurn(
        exam=exam.id, place=1, about=at(25), last=False
    )
    assert said_to(told, "Kanat", YourTurn)[-1].about == at(31)  # 2 and 10 minutes: 6 each
    await uni.tick(at(25, seconds=30))
    assert not said_to(await uni.outbox(), "Kanat", YourTurn)


async def test_who_is_called_and_absent_is_put_last_once_and_then_has_no_answer(
    uni: University,
) -> None:
    exam = await drawn(uni)
    await uni.tick(at(23))
    await uni.use.call_next(uni.actor("Nurlan"), exam.id)
    await uni.tick(at(26, seconds=-1))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.CALLED

    await uni.tick(at(26))

    aigerim = await uni.attempt("Aigerim", exam)
    assert (aigerim.stage, aigerim.skipped) == (Stage.PREPARING, True)
    told = said_to(await uni.outbox(), "Aigerim", YourTurn)
    assert (told[-1].place, told[-1].last) == (3, True)
    await answered(uni, exam, "Bolat", ends=at(30))
    await answered(uni, exam, "Kanat", ends=at(40))
    await uni.use.call_next(uni.actor("Nurlan"), exam.id)
    await uni.tick(at(43))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.NO_ANSWER
    (ended,) = said_to(await uni.outbox(), "Aigerim", AttemptEnded)
    assert ended.stage == "no_answer"


async def test_the_proctor_skips_and_calls_the_next(uni: University) -> None:
    exam = await drawn(uni)
    uni.clock.moment = at(23)
    proctor, aigerim = uni.actor("Nurlan"), await id_of(uni, exam, "Aigerim")
    bolat = await id_of(uni, exam, "Bolat")
    async with refused(uni, exam, NotNext):
        await uni.use.call_up(proctor, bolat)
    await uni.use.call_up(proctor, aigerim)
    assert said_to(await uni.outbox(), "Aigerim", CalledUp)
    async with refused(uni, exam, SomebodyAnswers):
        await uni.use.call_up(proctor, bolat)
    async with refused(uni, exam, WrongStage):
        await uni.use.give_up(proctor, aigerim)

    card = await uni.use.skip(proctor, aigerim)

    assert (card.stage, card.turn) == ("preparing", 3)
    assert (await uni.use.call_next(proctor, exam.id)).attempt == bolat
    assert (await uni.use.call_next(proctor, exam.id)).attempt == bolat  # a second tap


async def test_two_students_exchange_their_turns_with_a_reason(uni: University) -> None:
    exam = await drawn(uni)
    proctor = uni.actor("Nurlan")
    aigerim, kanat = await id_of(uni, exam, "Aigerim"), await id_of(uni, exam, "Kanat")
    choices = await uni.use.offer_swap(proctor, aigerim)
    assert [line.attempt for line in choices.others] == [await id_of(uni, exam, "Bolat"), kanat]
    async with refused(uni, exam, ReasonMissing):
        await uni.use.swap(proctor, aigerim, kanat, "")

    card = await uni.use.swap(proctor, aigerim, kanat, "Қанаттың пойызы бар")

    assert card.turn == 3
    uni.clock.moment = at(23)
    assert (await uni.use.call_next(proctor, exam.id)).attempt == kanat
    swaps = [event for event in await events(uni, exam) if event.act == "swap"]
    assert {event.reason for event in swaps} == {"Қанаттың пойызы бар"}


# -- answers, marks, sheets ------------------------------------------------------------------


async def test_the_mark_is_told_at_once_and_to_the_student_alone(uni: University) -> None:
    exam = await drawn(uni)
    uni.clock.moment = at(23)
    aigerim, examiner = await id_of(uni, exam, "Aigerim"), uni.actor("Nurlan")
    async with refused(uni, exam, WrongStage):
        await uni.use.mark_answer(examiner, aigerim, "85")
    card = await answered(uni, exam, "Aigerim", ends=at(30))
    assert "mark" in card.can
    await uni.outbox()
    async with refused(uni, exam, MarkOutOfRange):
        await uni.use.mark_answer(examiner, aigerim, "105")

    card = await uni.use.mark_answer(examiner, aigerim, "85")
    await uni.use.mark_answer(examiner, aigerim, "85")

    told = await uni.outbox()
    assert card.points == 85
    (grade,) = said_to(told, "Aigerim", YourGrade)
    assert (grade.points, grade.corrected) == (85, False)
    assert not [to for to, n in told if to != "Aigerim" and not isinstance(n, ProctorBoard)]
    async with uni.units.reading() as unit:
        mark = await unit.marks.of(aigerim)
    assert mark is not None
    assert mark.status is MarkStatus.PUBLISHED

    async with refused(uni, exam, ReasonMissing):
        await uni.use.mark_answer(examiner, aigerim, "90")
    await uni.use.mark_answer(examiner, aigerim, "90", "қосымша сұрақ есепке алынбаған")
    (again,) = said_to(await uni.outbox(), "Aigerim", YourGrade)
    assert (again.points, again.corrected) == (90, True)


async def test_after_the_answer_the_sheets_come_and_the_student_is_let_go(
    uni: University,
) -> None:
    exam = await drawn(uni)
    uni.clock.moment = at(23)
    await answered(uni, exam, "Aigerim", ends=at(30))
    (asked,) = said_to(await uni.outbox(), "Aigerim", AnswerHeard)
    assert asked.until == at(45)

    await sent(uni, "Aigerim", "Aigerim 1")
    await uni.use.hand_in(uni.actor("Aigerim"), exam.id, 1)
    aigerim = await id_of(uni, exam, "Aigerim")
    await uni.use.accept_sheets(uni.actor("Nurlan"), aigerim)
    await uni.use.release(uni.actor("Nurlan"), aigerim)
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.RELEASED


async def test_who_sends_no_sheets_in_time_is_missed(uni: University) -> None:
    exam = await drawn(uni)
    uni.clock.moment = at(23)
    await answered(uni, exam, "Aigerim", ends=at(30))

    await uni.tick(at(45))

    assert (await uni.attempt("Aigerim", exam)).stage is Stage.SHEETS_MISSING


async def whole(uni: University) -> Exam:
    """Play the exam to its end, everybody marked."""
    exam = await drawn(uni)
    proctor = uni.actor("Nurlan")
    await uni.tick(at(23))
    for minute, name in enumerate(SITTING):
        await answered(uni, exam, name, ends=at(30 + 10 * minute))
        attempt = await id_of(uni, exam, name)
        await uni.use.mark_answer(proctor, attempt, str(80 + minute))
        await sent(uni, name, f"{name} 1")
        await uni.use.hand_in(uni.actor(name), exam.id, 1)
        await uni.use.accept_sheets(proctor, attempt)
    await uni.use.release_ready(proctor, exam.id)
    await uni.tick(at(60))
    await uni.outbox()
    return exam


async def test_an_oral_exam_ends_in_marking_with_nothing_due_and_an_unbroken_log(
    uni: University,
) -> None:
    exam = await whole(uni)
    assert (await uni.stored(exam)).stage is ExamStage.MARKING

    await uni.tick(at(60 + 18 * 60))

    assert not [n for _, n in await uni.outbox() if isinstance(n, ResultsDue)]
    async with uni.units.reading() as unit:
        log = await unit.events.of(exam.id)
        assert verify(log, head=await unit.events.head(exam.id)) is None
    assert (await uni.use.check_draw(exam.id))[0].faults == ()


async def test_the_group_post_of_an_oral_exam_tells_nobody_the_own_mark_twice(
    uni: University,
) -> None:
    exam = await whole(uni)

    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "digits")

    told = await uni.outbox()
    assert [n for _, n in told if isinstance(n, GroupResults)]
    assert not [n for _, n in told if isinstance(n, YourGrade)]
    with pytest.raises(AlreadyPublished):
        await uni.use.mark_answer(
            uni.actor("Nurlan"), await id_of(uni, exam, "Aigerim"), "99", "қате"
        )


# -- what a board offers -----------------------------------------------------------------------


async def test_a_board_offers_exactly_what_can_be_done(uni: University) -> None:
    async def offers(name: str = "Zhaniya") -> tuple[str, ...]:
        return (await uni.use.board_now(uni.actor(name), exam.id)).can

    exam = await room(uni)
    assert await offers() == ("open_picking",)
    await uni.use.open_picking(uni.actor("Nurlan"), exam.id)
    assert await offers() == ()
    await draw(uni, exam, "Aigerim", 1)
    assert await offers() == ("close_picking",)
    assert await offers("Nurlan") == ()
    for name, position in (("Bolat", 2), ("Kanat", 3)):
        await draw(uni, exam, name, position)
    await uni.tick(at(2))
    board = await uni.use.board_now(uni.actor("Nurlan"), exam.id)
    assert (board.can, board.answers_from) == ((), at(21))
    uni.clock.moment = at(21)
    assert await offers("Nurlan") == ("call_next",)
    card = await uni.use.call_next(uni.actor("Nurlan"), exam.id)
    assert {"answer", "skip"} <= set(card.can)
    assert not {"call", "swap", "mark", "extra_time", "no_answer"} & set(card.can)
    assert await offers("Nurlan") == ()


async def test_a_suspension_takes_nothing_from_who_chooses_prepares_or_is_called(
    uni: University,
) -> None:
    exam = await drawn(uni)
    chief = uni.actor("Zhaniya")
    uni.clock.moment = at(10)
    await uni.use.suspend_exam(chief, exam.id)
    await uni.tick(at(20))
    await uni.use.resume_exam(chief, exam.id)
    assert (await uni.stored(exam)).oral_opens_at == at(33)
    uni.clock.moment = at(33, ms=-1)
    aigerim = await id_of(uni, exam, "Aigerim")
    async with refused(uni, exam, TooEarly):
        await uni.use.call_up(uni.actor("Nurlan"), aigerim)

    uni.clock.moment = at(33)
    await uni.use.call_up(uni.actor("Nurlan"), aigerim)
    uni.clock.moment = at(34)
    await uni.use.suspend_exam(chief, exam.id)
    await uni.tick(at(60))
    await uni.use.resume_exam(chief, exam.id)
    await uni.tick(at(62, seconds=-1))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.CALLED
    await uni.tick(at(62))
    assert (await uni.attempt("Aigerim", exam)).skipped


# -- equal preparation -----------------------------------------------------------------------


async def test_with_equal_preparation_everybody_has_twenty_minutes(uni: University) -> None:
    exam = await picking(uni, equal_preparation=True)
    async with uni.units.reading() as unit:
        names = {p.id: n for n, p in uni.people.items()}
        listed = [names[a.student_id] for a in await unit.attempts.of_exam(exam.id)]
    in_line = tuple(name for name in listed if name in SITTING)
    first, second, third = in_line
    assert (await uni.attempt(first, exam)).stage is Stage.PICKING
    async with refused(uni, exam, TooEarly):
        await uni.use.open_board(uni.actor(second), exam.id)
    for minute, name in zip((1, 11, 21), in_line, strict=True):
        await uni.tick(at(minute))
        await draw(uni, exam, name, 1 + minute // 10)
    uni.clock.moment = at(21)
    card = await uni.use.call_next(uni.actor("Nurlan"), exam.id)
    assert card.name == uni.people[first].name
    for name in in_line:
        attempt = await uni.attempt(name, exam)
        assert attempt.clock.started_at is not None
    assert (await uni.attempt(third, exam)).pick_from == at(21)


async def test_the_dean_sees_both_ways_and_chooses_before_the_check_in(uni: University) -> None:
    exam = await uni.exam(kind=Kind.ORAL)
    dean = uni.actor("Serik")

    choice = await uni.use.offer_preparation(dean, exam.id)

    assert (choice.students, choice.first, choice.last, choice.equal) == (4, 23, 50, False)
    assert await uni.use.file(choice.media[0].digest) == b"50 20 kk"
    await uni.use.choose_preparation(dean, exam.id, equal=True)
    await uni.use.choose_preparation(dean, exam.id, equal=True)
    assert (await uni.stored(exam)).equal_preparation
    assert (await acts(uni, exam)).count("prepare_equally") == 1
    await uni.use.publish_exam(dean, exam.id)
    await uni.tick(at(-15))
    async with refused(uni, exam, WrongStage):
        await uni.use.choose_preparation(dean, exam.id, equal=False)


async def test_a_written_exam_has_no_such_choice(uni: University) -> None:
    exam = await uni.exam()
    async with refused(uni, exam, WrongStage):
        await uni.use.offer_preparation(uni.actor("Serik"), exam.id)


async def test_nobody_in_a_queue_is_given_more_writing_time(uni: University) -> None:
    exam = await drawn(uni)
    proctor, aigerim = uni.actor("Nurlan"), await id_of(uni, exam, "Aigerim")
    async with refused(uni, exam, NoClock):
        await uni.use.add_time_for_everybody(proctor, exam.id, 10, "жарық сөнді")
    async with refused(uni, exam, NoClock):
        await uni.use.add_time(proctor, aigerim, 10, "жарық сөнді")
    assert not await uni.outbox()


async def test_whoever_is_called_may_be_heard_apart_by_the_proctors_own_taps(
    uni: University,
) -> None:
    exam = await drawn(uni)
    await uni.tick(at(30))
    attempt = (await uni.attempt("Aigerim", exam)).id
    before = await uni.use.student_card(uni.actor("Nurlan"), attempt)

    called = await uni.use.call_up(uni.actor("Nurlan"), attempt)
    answering = await uni.use.start_answer(uni.actor("Nurlan"), attempt)

    assert [card.apart for card in (before, called, answering)] == [False, True, False]
