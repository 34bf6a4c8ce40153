"""A question's right answer, as an examiner types and reads it (rules C1)."""

import re
from dataclasses import replace
from typing import Final

from exams.domain.questions import (
    TYPED,
    Key,
    Near,
    Question,
    QuestionFault,
    QuestionKind,
    faults,
    number_of,
)
from exams.domain.refusals.computer_tests import KeyUnreadable

NUMBER: Final = re.compile(r"[0-9]{1,2}")  # of an option; MOST_OPTIONS is less
PARTED: Final = ";"
WITHIN: Final = "±"


def key_of(question: Question, text: str) -> Key:
    """Read a right answer.

    Options are given by their numbers in the bank, from 1, parted by commas; for matching one
    for each line. Words and numbers are parted by semicolons; "9,8 ± 0,05" says how far off a
    number may be.

    Raises:
        KeyUnreadable: this is no answer to the question.
    """
    given = text.strip()
    if question.kind is QuestionKind.SHORT:
        key = Key(texts=tuple(filter(None, (part.strip() for part in given.split(PARTED)))))
    elif question.kind is QuestionKind.NUMERIC:
        key = Key(numbers=tuple(_near(part, given) for part in given.split(PARTED)))
    else:
        parts = [part.strip() for part in given.split(",")]
        if not all(NUMBER.fullmatch(part) for part in parts):
            raise KeyUnreadable(given=given[:60])
        key = Key(chosen=tuple(int(part) - 1 for part in parts))
    wrong = {QuestionFault.NO_RIGHT_ANSWER, QuestionFault.WRONG_KEY}
    if wrong & set(faults(replace(question, key=key))):
        raise KeyUnreadable(given=given[:60])
    return key


def _near(text: str, given: str) -> Near:
    value, _, within = text.partition(WITHIN)
    number, range_ = number_of(value), number_of(within or "0")
    if number is None or range_ is None or range_ < 0:
        raise KeyUnreadable(given=given[:60])
    return Near(value=number, within=range_)


def key_words(question: Question) -> str:
    """Return a question's right answer as it is typed."""
    key = question.key
    if question.kind not in TYPED:
        return ", ".join(str(index + 1) for index in key.chosen)
    numbers = (
        f"{near.value} {WITHIN} {near.within}" if near.within else str(near.value)
        for near in key.numbers
    )
    return f"{PARTED} ".join((*key.texts, *numbers))
