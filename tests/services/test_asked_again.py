"""What the proctor types beside the page numbers reaches the student with them."""

import pytest

from exams.notices.sheets import AskedAgain
from tests.services.conftest import University
from tests.services.day import handed_in, of_kind


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
