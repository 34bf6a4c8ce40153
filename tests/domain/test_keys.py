"""A right answer as an examiner types it, read and written back."""

from decimal import Decimal

import pytest

from exams.domain.keys import key_of, key_words
from exams.domain.questions import Key, Near, QuestionKind
from exams.domain.refusals.computer_tests import KeyUnreadable
from tests import make

K = QuestionKind


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [
        (K.SINGLE, "2", Key(chosen=(1,))),
        (K.MULTIPLE, "1, 4", Key(chosen=(0, 3))),
        (K.TRUE_FALSE, "2", Key(chosen=(1,))),
        (K.MATCHING, "3,1,4", Key(chosen=(2, 0, 3))),
        (K.SHORT, "екінші нормал форма; 2НФ", Key(texts=("екінші нормал форма", "2НФ"))),
        (K.NUMERIC, "9,8", Key(numbers=(Near(value=Decimal("9.8")),))),
        (
            K.NUMERIC,
            "-3 ± 0,5; 7",
            Key(numbers=(Near(value=Decimal(-3), within=Decimal("0.5")), Near(value=Decimal(7)))),
        ),
    ],
)
def test_a_key_is_read_as_it_is_typed(kind: QuestionKind, text: str, key: Key) -> None:
    assert key_of(make.question(1, kind), f" {text} ") == key


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (K.SINGLE, ""),
        (K.SINGLE, "0"),
        (K.SINGLE, "5"),
        (K.SINGLE, "B"),
        (K.SINGLE, "٢"),
        (K.MULTIPLE, "1,1"),
        (K.MULTIPLE, "1;2"),
        (K.MATCHING, "1,2"),
        (K.SHORT, " ; "),
        (K.NUMERIC, "тоғыз"),
        (K.NUMERIC, "9 ± -1"),
        (K.NUMERIC, ""),
    ],
)
def test_what_is_no_answer_to_the_question_is_no_key(kind: QuestionKind, text: str) -> None:
    with pytest.raises(KeyUnreadable) as refused:
        key_of(make.question(1, kind), text)
    assert refused.value.facts == {"given": text.strip()}


@pytest.mark.parametrize("kind", K)
def test_a_key_is_written_as_it_is_typed(kind: QuestionKind) -> None:
    question = make.question(1, kind)

    assert key_of(question, key_words(question)) == question.key
