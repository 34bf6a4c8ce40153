"""What an answer to each kind of question is worth, and which questions cannot be asked."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.questions import (
    LONGEST_OPTION,
    LONGEST_TEXT,
    LONGEST_TYPED,
    LONGEST_WHOLE,
    MOST_OPTIONS,
    NOTHING,
    Answer,
    Key,
    Near,
    Option,
    Question,
    QuestionFault,
    QuestionKind,
    complete,
    faults,
    number_of,
    score,
    understood,
)
from exams.domain.refusals.computer_tests import AnswerUnreadable
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.words import NotANumber
from tests import make

K = QuestionKind


@pytest.mark.parametrize("kind", K)
def test_a_question_of_every_kind_can_be_asked(kind: QuestionKind) -> None:
    assert faults(make.question(1, kind)) == ()


@pytest.mark.parametrize(
    ("kind", "changes", "fault"),
    [
        (K.SINGLE, {"text": " \n"}, QuestionFault.NO_TEXT),
        (K.SHORT, {"text": "а" * 2001}, QuestionFault.TOO_LONG),
        (K.SINGLE, {"options": (Option(text="а"),)}, QuestionFault.FEW_OPTIONS),
        (K.MATCHING, {"lines": ("а",), "key": Key(chosen=(0,))}, QuestionFault.FEW_OPTIONS),
        (K.MULTIPLE, {"options": (Option(text="а"),) * 13}, QuestionFault.MANY_OPTIONS),
        (K.SINGLE, {"options": (Option(text="а"), Option(text=" "))}, QuestionFault.EMPTY_OPTION),
        (K.MULTIPLE, {"key": Key()}, QuestionFault.NO_RIGHT_ANSWER),
        (K.SHORT, {"key": Key(texts=(" ",))}, QuestionFault.NO_RIGHT_ANSWER),
        (K.NUMERIC, {"key": Key(texts=("9,8",))}, QuestionFault.NO_RIGHT_ANSWER),
        (K.SINGLE, {"key": Key(chosen=(4,))}, QuestionFault.WRONG_KEY),
        (K.MULTIPLE, {"key": Key(chosen=(1, 1))}, QuestionFault.WRONG_KEY),
        (K.MATCHING, {"key": Key(chosen=(0, 1))}, QuestionFault.WRONG_KEY),
        (K.SINGLE, {"points": 0}, QuestionFault.WRONG_POINTS),
        (K.SINGLE, {"difficulty": 4}, QuestionFault.WRONG_POINTS),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(
    kind: QuestionKind, changes: dict[str, Any], fault: QuestionFault
) -> None:
    assert faults(make.question(1, kind, **changes)) == (fault,)


def test_a_picture_may_stand_for_words() -> None:
    pictures = tuple(Option(text="", picture=make.digest(n)) for n in range(3))

    assert faults(make.question(text="", picture=make.digest(9), options=pictures)) == ()


def worth(kind: QuestionKind, *, points: int = 1, **answer: Any) -> Fraction:
    return score(make.question(1, kind, points=points), Answer(**answer))


@pytest.mark.parametrize("kind", [K.SINGLE, K.TRUE_FALSE])
def test_one_choice_is_right_or_wrong(kind: QuestionKind) -> None:
    assert worth(kind, points=3, chosen=(0,)) == 3
    assert worth(kind, chosen=(1,)) == 0
    assert worth(kind) == 0


def test_two_right_answers_to_a_single_choice_are_both_right() -> None:
    question = make.question(key=Key(chosen=(0, 2)))

    assert [score(question, Answer(chosen=(n,))) for n in range(4)] == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("chosen", "share"),
    [((0, 1), 1), ((0,), 0.5), ((0, 2), 0), ((0, 1, 2), 0.5), ((0, 1, 2, 3), 0), ((2, 3), 0)],
)
def test_a_wrong_tick_costs_as_much_as_a_right_one_earns(
    chosen: tuple[int, ...], share: float
) -> None:
    assert worth(K.MULTIPLE, points=2, chosen=chosen) == 2 * share


def test_each_right_pair_counts() -> None:
    assert worth(K.MATCHING, points=3, chosen=(0, 1, 2)) == 3
    assert worth(K.MATCHING, points=3, chosen=(0, 2, 1)) == 1
    assert worth(K.MATCHING, points=3, chosen=(NOTHING, 1, NOTHING)) == 1
    assert worth(K.MATCHING) == 0


@pytest.mark.parametrize("typed", ["нормал форма", " Нормал   ФОРМА", "нф"])
def test_a_short_answer_is_read_without_regard_to_case_and_spaces(typed: str) -> None:
    assert worth(K.SHORT, typed=typed) == 1
    assert worth(K.SHORT, typed=typed + "лар") == 0


@pytest.mark.parametrize(
    ("typed", "right"), [("9,8", 1), ("9.85", 1), ("+9.75", 1), ("9.851", 0), ("-9.8", 0)]
)
def test_a_number_may_be_as_far_off_as_the_key_says(typed: str, right: int) -> None:
    assert worth(K.NUMERIC, typed=typed) == right


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 000,5", Decimal("1000.5")),
        ("\N{MINUS SIGN}3", Decimal(-3)),
        ("6.02e23", Decimal("6.02e23")),
        (",5", Decimal("0.5")),
        ("", None),
        ("он", None),
        ("1_000", None),
        ("NaN", None),
        ("1e999999999", None),
        ("٣", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: Decimal | None) -> None:
    assert number_of(text) == number


def test_an_answer_is_kept_in_order_and_without_spaces_around_it() -> None:
    assert understood(make.question(1, K.MULTIPLE), Answer(chosen=(2, 0, 2))).chosen == (0, 2)
    assert understood(make.question(1, K.SHORT), Answer(typed=" екі \n сөз ")).typed == "екі сөз"
    assert understood(make.question(1, K.SINGLE), Answer()) == Answer()


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (K.SINGLE, Answer(chosen=(4,))),
        (K.SINGLE, Answer(chosen=(-1,))),
        (K.SINGLE, Answer(chosen=(0, 1))),
        (K.SINGLE, Answer(typed="0")),
        (K.MATCHING, Answer(chosen=(0, 1))),
        (K.MATCHING, Answer(chosen=(0, 1, -2))),
    ],
)
def test_a_choice_that_the_question_does_not_offer_is_unknown(
    kind: QuestionKind, answer: Answer
) -> None:
    with pytest.raises(Unknown):
        understood(make.question(1, kind), answer)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (K.SHORT, Answer(typed="  ")),
        (K.SHORT, Answer(typed="а" * 201)),
        (K.SHORT, Answer(chosen=(0,))),
        (K.NUMERIC, Answer()),
    ],
)
def test_words_that_are_no_answer_are_refused(kind: QuestionKind, answer: Answer) -> None:
    with pytest.raises(AnswerUnreadable) as refused:
        understood(make.question(1, kind), answer)
    assert refused.value.facts == {"longest": 200}


def test_words_are_no_number() -> None:
    with pytest.raises(NotANumber) as refused:
        understood(make.question(1, K.NUMERIC), Answer(typed="тоғыз бүтін оннан сегіз"))
    assert refused.value.facts == {"given": "тоғыз бүтін оннан се"}


def test_a_question_is_answered_when_nothing_of_it_is_open() -> None:
    matching = make.question(1, K.MATCHING)
    assert not complete(matching, Answer(chosen=(0, NOTHING, 2)))
    assert complete(matching, Answer(chosen=(0, 0, 0)))
    assert not complete(make.question(1, K.MULTIPLE), Answer())
    assert complete(make.question(1, K.SHORT), Answer(typed="?"))


@given(st.sampled_from(list(K)), st.lists(st.integers(0, 3), max_size=4), st.integers(1, 100))
def test_no_answer_earns_less_than_nothing_or_more_than_the_points(
    kind: QuestionKind, chosen: list[int], points: int
) -> None:
    question = make.question(1, kind, points=points)

    assert 0 <= score(question, Answer(chosen=tuple(chosen), typed="9,8")) <= points


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-999, max_value=999))
def test_the_keys_own_number_is_always_right(value: Decimal) -> None:
    question = replace(make.question(1, K.NUMERIC), key=Key(numbers=(Near(value=value),)))

    assert score(question, Answer(typed=str(value).replace(".", ","))) == 1


# -- to the character ---------------------------------------------------------------------


def with_options(*lengths: int, text: str = "Сұрақ") -> Question:
    options = tuple(Option(text="а" * length) for length in lengths)
    return make.question(kind=QuestionKind.SINGLE, text=text, options=options)


def test_a_question_and_its_options_are_as_long_as_they_may_be_and_no_longer() -> None:
    assert faults(with_options(5, 5, text="с" * LONGEST_TEXT)) == ()
    assert faults(with_options(5, 5, text="с" * (LONGEST_TEXT + 1))) == (QuestionFault.TOO_LONG,)
    assert faults(with_options(5, LONGEST_OPTION)) == ()
    assert faults(with_options(5, LONGEST_OPTION + 1)) == (QuestionFault.TOO_LONG,)


def test_the_whole_of_a_question_fits_one_message() -> None:
    options = (LONGEST_OPTION,) * ((LONGEST_WHOLE - 1000) // LONGEST_OPTION)
    room = LONGEST_WHOLE - sum(options)

    assert len(options) <= MOST_OPTIONS
    assert faults(with_options(*options, text="с" * room)) == ()
    assert faults(with_options(*options, text="с" * (room + 1))) == (QuestionFault.TOO_LONG,)


def test_a_question_has_as_many_options_as_it_may_and_no_more() -> None:
    assert faults(with_options(*[3] * MOST_OPTIONS)) == ()
    assert faults(with_options(*[3] * (MOST_OPTIONS + 1))) == (QuestionFault.MANY_OPTIONS,)


def test_two_lines_are_enough_to_match() -> None:
    two = make.question(kind=QuestionKind.MATCHING, lines=("бір", "екі"), key=Key(chosen=(0, 1)))

    assert faults(two) == ()
    one = replace(two, lines=("бір",), key=Key(chosen=(0,)))
    assert faults(one) == (QuestionFault.FEW_OPTIONS,)
    outside = replace(two, key=Key(chosen=(0, 9)))
    assert faults(outside) == (QuestionFault.WRONG_KEY,)


@pytest.mark.parametrize(("points", "fits"), [(0, False), (1, True), (100, True), (101, False)])
def test_a_question_is_worth_one_to_a_hundred_points(points: int, *, fits: bool) -> None:
    assert (faults(make.question(points=points)) == ()) is fits


def test_typed_words_are_taken_up_to_their_limit_and_come_without_taps() -> None:
    short = make.question(kind=QuestionKind.SHORT)

    assert understood(short, Answer(typed="ж" * LONGEST_TYPED)).typed == "ж" * LONGEST_TYPED
    for wrong in (Answer(typed="ж" * (LONGEST_TYPED + 1)), Answer(typed="НФ", chosen=(0,))):
        with pytest.raises(AnswerUnreadable):
            understood(short, wrong)
