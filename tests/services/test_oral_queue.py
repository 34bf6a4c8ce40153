"""The queue of an oral exam, and what its board offers."""

from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import NoClock
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.tickets import NotNext, SomebodyAnswers
from exams.domain.refusals.words import ReasonMissing
from exams.notices.oral import CalledUp, YourTurn
from exams.notices.trouble import AttemptEnded, Paused
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    events,
    go_on,
    refused,
    suspend,
)
from tests.services.oral import SITTING, answered, draw, drawn, id_of, room, said_to


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
    for outdated in (False, True):  # a second tap calls nobody else
        card = await uni.use.call_next(proctor, exam.id)
        assert (card.attempt, card.outdated) == (bolat, outdated)


async def test_who_was_cut_off_when_called_waits_again_once_another_one_is_called(
    uni: University,
) -> None:
    exam = await drawn(uni)
    proctor, aigerim = uni.actor("Nurlan"), await id_of(uni, exam, "Aigerim")
    uni.clock.moment = at(23)
    await uni.use.call_up(proctor, aigerim)
    await uni.use.outage(uni.actor("Aigerim"), exam.id)
    card = await uni.use.call_next(proctor, exam.id)
    assert card.attempt == await id_of(uni, exam, "Bolat")
    await uni.use.start_answer(proctor, card.attempt)
    await uni.use.come_back(uni.actor("Aigerim"), exam.id)
    await uni.tick(at(30))
    back = await uni.attempt("Aigerim", exam)
    assert (back.stage, back.turn, back.skipped) == (Stage.PREPARING, 1, False)
    uni.clock.moment = at(31)
    await uni.use.end_answer(proctor, card.attempt)
    assert (await uni.use.call_next(proctor, exam.id)).attempt == aigerim


async def test_the_card_calls_whoever_is_next_once_nobody_answers(uni: University) -> None:
    exam = await drawn(uni)
    proctor = uni.actor("Nurlan")
    aigerim, bolat = [await id_of(uni, exam, name) for name in ("Aigerim", "Bolat")]
    early = await uni.use.student_card(proctor, bolat)
    assert (early.following, "call_following" in early.can) == (None, False)

    uni.clock.moment = at(23)
    own = await uni.use.student_card(proctor, aigerim)
    assert (own.following, "call" in own.can) == (None, True)
    card = await answered(uni, exam, "Aigerim", ends=at(30))

    assert (card.following, "call_following" in card.can) == (bolat, True)
    called = await uni.use.call_up(proctor, bolat)
    assert (called.following, "call_following" in called.can) == (None, False)


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


async def test_a_board_offers_exactly_what_can_be_done(uni: University) -> None:
    async def offers(name: str = "Zhaniya") -> tuple[str, ...]:
        return (await uni.use.board_now(uni.actor(name), exam.id)).can

    exam = await room(uni)
    assert await offers() == ("chief_desk", "open_picking", "commission")
    await uni.use.open_picking(uni.actor("Nurlan"), exam.id)
    assert await offers() == ("chief_desk", "commission")
    await draw(uni, exam, "Aigerim", 1)
    assert await offers() == ("chief_desk", "close_picking", "commission")
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
    await suspend(uni, exam, chief)
    await uni.tick(at(20))
    await go_on(uni, exam, chief)
    assert (await uni.stored(exam)).oral_opens_at == at(33)
    uni.clock.moment = at(33, ms=-1)
    aigerim = await id_of(uni, exam, "Aigerim")
    async with refused(uni, exam, TooEarly):
        await uni.use.call_up(uni.actor("Nurlan"), aigerim)

    uni.clock.moment = at(33)
    await uni.use.call_up(uni.actor("Nurlan"), aigerim)
    uni.clock.moment = at(34)
    await suspend(uni, exam, chief)
    await uni.tick(at(60))
    await go_on(uni, exam, chief)
    await uni.tick(at(62, seconds=-1))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.CALLED
    await uni.tick(at(62))
    assert (await uni.attempt("Aigerim", exam)).skipped


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


async def test_in_a_queue_there_is_no_clock_to_stop(uni: University) -> None:
    exam = await drawn(uni)
    attempt, proctor = await id_of(uni, exam, "Aigerim"), uni.actor("Nurlan")
    can = (await uni.use.student_card(proctor, attempt)).can
    assert ("pause" in can, "pause_clock" in can) == (True, False)

    await uni.use.pause(proctor, attempt, "technical", stop_clock=False)

    (paused,) = said_to(await uni.outbox(), "Aigerim", Paused)
    assert paused.clock_stopped is None
