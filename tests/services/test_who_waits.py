"""Who needs the proctor: first on the board, and one tap away from each card."""

import pytest

from exams.domain.exam import Exam
from exams.notices.proctor import StudentCard
from tests.make import at
from tests.services.conftest import University
from tests.services.day import admitted, agreed, handed_in, later, opened, writing

PROCTOR = "Nurlan"


async def board_of(uni: University, exam: Exam) -> list[str]:
    board = await uni.use.board_now(uni.actor(PROCTOR), exam.id)
    names = {person.name: short for short, person in uni.people.items()}
    return [names[line.name] for line in board.students]


async def card_of(uni: University, exam: Exam, name: str) -> StudentCard:
    return await uni.use.student_card(uni.actor(PROCTOR), (await uni.attempt(name, exam)).id)


async def test_who_waits_to_be_admitted_comes_first_and_who_is_admitted_makes_room(
    uni: University,
) -> None:
    exam = await opened(uni)
    by_name = await board_of(uni, exam)
    for name in by_name[1:3]:
        await agreed(uni, exam, name)
    assert await board_of(uni, exam) == [*by_name[1:3], by_name[0], by_name[3]]


async def test_who_has_asked_or_lost_the_connection_comes_before_everybody(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim", "Bolat", "Gulnur")
    _, asking, cut_off = [name for name in await board_of(uni, exam) if name != "Kanat"]
    later(at(5), uni)
    await uni.use.ask_proctor(uni.actor(asking), exam.id, "Экран өшіп қалды")
    await uni.use.outage(uni.actor(cut_off), exam.id)
    assert (await board_of(uni, exam))[:2] == [asking, cut_off]


async def test_whose_exam_is_over_stands_last(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat", "Gulnur")
    later(at(15), uni)
    await uni.tick(at(15))
    assert (await board_of(uni, exam))[-1] == "Kanat"  # did not come


async def test_a_card_leads_to_whoever_waits_next_and_from_the_last_to_the_first(
    uni: University,
) -> None:
    exam = await opened(uni)
    first, second, third, last = await board_of(uni, exam)
    for name in (first, third):
        await agreed(uni, exam, name)
    cards = {name: await card_of(uni, exam, name) for name in (first, second, third, last)}
    ids = {name: card.attempt for name, card in cards.items()}
    assert [cards[name].following for name in (first, second, third, last)] == [
        ids[third], ids[third], ids[first], ids[first],
    ]  # fmt: skip
    assert cards[first].following_name == uni.people[third].name


async def test_who_waits_alone_leads_to_nobody(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim")
    assert (await card_of(uni, exam, "Aigerim")).following is None
    assert (await card_of(uni, exam, "Bolat")).following == (await uni.attempt("Aigerim", exam)).id


@pytest.mark.parametrize("stop_clock", [True, False])
async def test_the_card_of_a_paused_student_says_whether_the_clock_stands(
    uni: University, *, stop_clock: bool
) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    assert (await card_of(uni, exam, "Aigerim")).stands is None
    later(at(5), uni)
    card = await uni.use.pause(uni.actor(PROCTOR), attempt, "technical", stop_clock=stop_clock)
    assert card.stands is stop_clock
    again = await uni.use.pause(
        uni.actor(PROCTOR), attempt, "technical", stop_clock=not stop_clock
    )
    assert again.stands is stop_clock


async def test_before_the_clock_runs_there_is_none_to_stop(uni: University) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    card = await card_of(uni, exam, "Aigerim")
    assert "pause" in card.can
    assert "pause_clock" not in card.can
