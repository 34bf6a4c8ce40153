"""What the answers to a test say about its questions."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.booklet import Booklet, Given, Item
from exams.domain.ids import AttemptId, QuestionId
from exams.domain.item_statistics import (
    Choice,
    Doubt,
    ItemStatistics,
    correlation,
    item_statistics,
)
from exams.domain.questions import Answer, Question, QuestionKind
from tests import make

BANK = {one.id: one for one in (make.question(n) for n in range(1, 6))}
RIGHT, WRONG = Answer(chosen=(0,)), Answer(chosen=(1,))


def booklet(
    number: int, answers: Sequence[Answer | None], bank: Sequence[Question] = tuple(BANK.values())
) -> Booklet:
    given = {
        place: Given(answer=answer, at=make.START)
        for place, answer in enumerate(answers, start=1)
        if answer is not None
    }
    items = tuple(Item(question=one.id) for one in bank[: len(answers)])
    return Booklet(attempt_id=AttemptId(number), seed="1", items=items, given=given)


def of(booklets: Sequence[Booklet], question: int = 1) -> ItemStatistics:
    found = {one.question.id: one for one in item_statistics(booklets, BANK)}
    return found[QuestionId(question)]


def ladder(first: Sequence[Answer | None]) -> list[Booklet]:
    """Return six students from weak to strong in the other questions, with their first answer."""
    others = [
        [RIGHT if place < strength else WRONG for place in range(4)] for strength in range(5)
    ]
    others.append([RIGHT] * 4)
    whole = zip(first, others, strict=False)
    return [booklet(n, [answer, *rest]) for n, (answer, rest) in enumerate(whole)]


def test_what_the_strong_know_and_the_weak_do_not_discriminates() -> None:
    one = of(ladder([WRONG, WRONG, WRONG, RIGHT, RIGHT, RIGHT]))

    assert one.difficulty == 0.5
    assert one.discrimination is not None
    assert one.discrimination > 0.8
    assert Doubt.NEGATIVE not in one.doubts


def test_what_only_the_weak_answer_has_a_doubtful_key() -> None:
    one = of(ladder([RIGHT, RIGHT, RIGHT, WRONG, WRONG, WRONG]))

    assert one.discrimination is not None
    assert one.discrimination < -0.8
    assert one.doubts[0] is Doubt.NEGATIVE


@pytest.mark.parametrize(("answer", "doubt"), [(RIGHT, Doubt.EASY), (WRONG, Doubt.HARD)])
def test_what_everybody_answers_alike_discriminates_nobody(answer: Answer, doubt: Doubt) -> None:
    one = of(ladder([answer] * 6))

    assert one.discrimination is None
    assert doubt in one.doubts


def test_options_are_counted_in_the_authors_order_and_idle_ones_are_told() -> None:
    one = of(ladder([RIGHT, RIGHT, Answer(chosen=(1,)), Answer(chosen=(2,)), None, RIGHT]))

    assert [(choice.right, choice.count) for choice in one.choices] == [
        (True, 3), (False, 1), (False, 1), (False, 0),
    ]  # fmt: skip
    assert (one.sat, one.unanswered) == (6, 1)
    assert Doubt.IDLE_OPTION in one.doubts


def test_with_few_booklets_nothing_is_doubted() -> None:
    one = of(ladder([RIGHT] * 6)[:4])

    assert (one.sat, one.doubts, one.discrimination) == (4, (), None)


def test_each_student_has_other_questions_and_each_question_its_own_sitters() -> None:
    first, second = BANK[QuestionId(1)], BANK[QuestionId(2)]
    booklets = [booklet(1, [RIGHT], [first]), booklet(2, [WRONG], [second])]

    assert (of(booklets, 1).sat, of(booklets, 2).sat) == (1, 1)
    assert [one.question.id for one in item_statistics(booklets, BANK)] == [1, 2]


def test_pairs_and_typed_answers_are_counted_too() -> None:
    matching = make.question(1, QuestionKind.MATCHING)
    short = make.question(2, QuestionKind.SHORT)
    bank = {one.id: one for one in (matching, short)}
    booklets = [
        booklet(1, [Answer(chosen=(0, 2, 1)), Answer(typed="нф")], (matching, short)),
        booklet(2, [Answer(chosen=(0, 1, -1)), Answer(typed="кілт")], (matching, short)),
        booklet(3, [None, Answer(typed="кілт")], (matching, short)),
    ]

    pairs, typed = item_statistics(booklets, bank)

    assert [choice.count for choice in pairs.choices] == [2, 1, 0]
    assert pairs.choices[0].text == "Астана → 1-а"
    assert typed.choices == (
        Choice(text="кілт", right=False, count=2), Choice(text="нф", right=True, count=1),
    )  # fmt: skip
    assert pairs.difficulty == pytest.approx((1 / 3 + 2 / 3) / 3)


PAIRS = st.lists(
    st.tuples(st.floats(min_value=0, max_value=1), st.floats(min_value=0, max_value=1)),
    max_size=30,
)


@given(PAIRS)
def test_a_correlation_is_between_minus_one_and_one(pairs: list[tuple[float, float]]) -> None:
    found = correlation(pairs)

    assert found is None or -1 <= found <= 1


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([], None),
        ([(1, 1)], None),
        ([(0, 0), (1, 1)], 1.0),
        ([(0, 1), (1, 0)], -1.0),
        ([(0, 0), (0, 1), (1, 0), (1, 1)], 0.0),
    ],
)
def test_a_correlation(pairs: list[tuple[float, float]], found: float | None) -> None:
    assert correlation(pairs) == found
