"""What the proctor types beside the page numbers reaches the student with them."""

import pytest

from exams.domain.refusals.moments import WrongStage
from exams.notices.sheets import AskedAgain
from tests.services.conftest import University
from tests.services.day import handed_in, of_kind, sent


@pytest.mark.parametrize(
    ("typed", "told"), [("  the edge is missing ", "the edge is missing"), ("", "")]
)
async def test_the_note_stands_in_the_same_message_as_the_pages(
    uni: University, typed: str, told: str
) -> None:
    exam = await handed_in(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id

    await uni.use.ask_again(uni.actor("Nurlan"), attempt, (2,), typed)

    ((_, asked),) = of_kind(await uni.outbox(), AskedAgain)
    assert (asked.pages, asked.note) == ((2,), told)


async def test_a_second_tap_asks_for_nothing_more(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id

    cards = [await uni.use.ask_again(uni.actor("Nurlan"), attempt, (1,)) for _ in range(2)]

    assert cards[0] == cards[1]
    assert [n.pages for _, n in of_kind(await uni.outbox(), AskedAgain)] == [(1,)]


async def test_sheets_that_were_accepted_too_soon_are_asked_for_again_before_the_student_leaves(
    uni: University,
) -> None:
    exam = await handed_in(uni, "Aigerim")
    attempt, proctor = (await uni.attempt("Aigerim", exam)).id, uni.actor("Nurlan")
    assert "ask_again" in (await uni.use.accept_sheets(proctor, attempt)).can

    card = await uni.use.ask_again(proctor, attempt, (2,))
    assert card.stage == "reshoot"
    assert await uni.use.release_ready(proctor, exam.id) == 0

    await sent(uni, "Aigerim", "Aigerim 2 anew", first=9)
    await uni.use.hand_in(uni.actor("Aigerim"), exam.id, 2)
    await uni.use.accept_sheets(proctor, attempt)
    assert await uni.use.release_ready(proctor, exam.id) == 1
    with pytest.raises(WrongStage):
        await uni.use.ask_again(proctor, attempt, (1,))
