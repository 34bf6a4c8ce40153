"""Words that people give: there must be some, and not too many."""

import pytest

from exams.domain.refusals.words import ReasonMissing, TextTooLong
from exams.domain.words import fitting, said


def test_words_are_kept_without_the_spaces_around_them() -> None:
    assert said("  late bus \n") == "late bus"
    assert fitting("  late bus \n", most=8) == "late bus"


@pytest.mark.parametrize("nothing", ["", "  \n"], ids=["empty", "spaces"])
def test_a_reason_needs_a_word_and_an_addition_does_not(nothing: str) -> None:
    with pytest.raises(ReasonMissing):
        said(nothing)
    assert not fitting(nothing, most=8)


def test_as_many_characters_as_are_taken_fit_and_one_more_does_not() -> None:
    assert said(" 12345678 ", most=8) == "12345678"
    with pytest.raises(TextTooLong) as refused:
        said("123456789", most=8)
    assert refused.value.facts == {"most": 8}


def test_a_message_may_be_as_long_as_the_messenger_lets_it_be() -> None:
    assert len(said("ж" * 4096)) == 4096
