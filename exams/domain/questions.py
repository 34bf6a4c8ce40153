"""The questions of a computer test, and what an answer to one is worth (S16, rules C1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

from exams.domain.ids import Digest, QuestionId
from exams.domain.refusals.computer_tests import AnswerUnreadable
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.words import NotANumber

NOTHING: Final = -1
"""In the answer to a matching question: no partner was chosen for this line yet."""

LONGEST_TEXT: Final = 2000  # characters
LONGEST_OPTION: Final = 300
LONGEST_WHOLE: Final = 3400  # with all its options a question is one message
LONGEST_TYPED: Final = 200
MOST_OPTIONS: Final = 12
LEAST_OPTIONS: Final = 2
MOST_POINTS: Final = 100
DIFFICULTIES: Final = (1, 2, 3)  # easy, medium, hard
NUMBER: Final = re.compile(
    r"[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})(e[+-]?\d{1,2})?", re.IGNORECASE | re.ASCII
)


class QuestionKind(Enum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    MATCHING = "matching"
    SHORT = "short"
    NUMERIC = "numeric"


TYPED: Final = frozenset({QuestionKind.SHORT, QuestionKind.NUMERIC})
"""The answer is written, not chosen."""

ONE_OF: Final = frozenset({QuestionKind.SINGLE, QuestionKind.TRUE_FALSE})


class QuestionFault(Enum):
    """Why a question cannot be asked."""

    NO_TEXT = "no_text"
    TOO_LONG = "too_long"
    FEW_OPTIONS = "few_options"
    MANY_OPTIONS = "many_options"
    EMPTY_OPTION = "empty_option"
    NO_RIGHT_ANSWER = "no_right_answer"
    WRONG_KEY = "wrong_key"
    WRONG_POINTS = "wrong_points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something to choose; a picture may say it instead of words."""

    text: str
    picture: Digest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A number that is right, and how far from it an answer may be."""

    value: Decimal
    within: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What is right.

    Attributes:
        chosen: the right options by index from 0; any of them for a single choice, all of them
            for a multiple one; for matching the option of each line.
        texts: accepted short answers.
        numbers: accepted numbers.
    """

    chosen: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    numbers: tuple[Near, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a student answered.

    Attributes:
        chosen: options by their index in the question, whatever order was shown, ascending; for
            matching one for each line, `NOTHING` where none is chosen yet.
        typed: the words or the number.
    """

    chosen: tuple[int, ...] = ()
    typed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of an exam's bank.

    Attributes:
        name: what the bank's author calls it; unique in the bank, named in reports.
        text: plain words; line breaks are kept.
        picture: a file shown with the text.
        options: what is chosen from; for true or false "true" and "false" without words of
            their own; empty where the answer is typed.
        lines: for matching, what partners are chosen for.
        key: what is right.
        topic: the part of the subject, by which booklets are drawn and results shown.
        difficulty: 1 easy, 2 medium, 3 hard.
        points: what a right answer is worth.
        shuffled: the options may be shown in any order.
        version: grows when the key is mended.
    """

    id: QuestionId
    name: str
    kind: QuestionKind
    text: str
    key: Key
    picture: Digest | None = None
    options: tuple[Option, ...] = ()
    lines: tuple[str, ...] = ()
    topic: str = ""
    difficulty: int = 2
    points: int = 1
    shuffled: bool = True
    version: int = 0


TRUE, FALSE = 0, 1
TRUE_FALSE: Final = (Option(text="true"), Option(text="false"))
"""The options of every true-or-false question; people read them in their own language."""


def faults(question: Question) -> tuple[QuestionFault, ...]:
    """Return why a question cannot be asked, nothing if it can."""
    options, lines = len(question.options), len(question.lines)
    typed, matching = question.kind in TYPED, question.kind is QuestionKind.MATCHING
    shown = (*question.options, *(Option(text=line) for line in question.lines))
    lengths = [len(option.text) for option in shown]
    longest = max(lengths, default=0)
    whole = len(question.text) + sum(lengths)
    failed = {
        QuestionFault.NO_TEXT: not question.text.strip() and question.picture is None,
        QuestionFault.TOO_LONG: len(question.text) > LONGEST_TEXT
        or longest > LONGEST_OPTION
        or whole > LONGEST_WHOLE,
        QuestionFault.FEW_OPTIONS: not typed
        and (options < LEAST_OPTIONS or (matching and lines < LEAST_OPTIONS)),
        QuestionFault.MANY_OPTIONS: max(options, lines) > MOST_OPTIONS,
        QuestionFault.EMPTY_OPTION: any(not o.text.strip() and o.picture is None for o in shown),
        QuestionFault.NO_RIGHT_ANSWER: not _has_key(question),
        QuestionFault.WRONG_KEY: not _fits(question),
        QuestionFault.WRONG_POINTS: not 0 < question.points <= MOST_POINTS
        or question.difficulty not in DIFFICULTIES,
    }
    return tuple(fault for fault, bad in failed.items() if bad)


def _has_key(question: Question) -> bool:
    needed: Mapping[QuestionKind, bool] = {
        QuestionKind.SHORT: any(text.strip() for text in question.key.texts),
        QuestionKind.NUMERIC: bool(question.key.numbers),
    }
    return needed.get(question.kind, bool(question.key.chosen))


def _fits(question: Question) -> bool:
    chosen = question.key.chosen
    inside = all(0 <= index < len(question.options) for index in chosen)
    if question.kind is QuestionKind.MATCHING:
        return inside and len(chosen) == len(question.lines)
    return inside and len(set(chosen)) == len(chosen)


def understood(question: Question, answer: Answer) -> Answer:
    """Return an answer as it is kept: in order, without spaces around it.

    Raises:
        Unknown: an option that this question does not have.
        AnswerUnreadable: no words, or too many.
        NotANumber: a number is asked for.
    """
    if question.kind in TYPED:
        typed = " ".join(answer.typed.split())
        if answer.chosen or not typed or len(typed) > LONGEST_TYPED:
            raise AnswerUnreadable(longest=LONGEST_TYPED)
        if question.kind is QuestionKind.NUMERIC and number_of(typed) is None:
            raise NotANumber(given=typed[:20])
        return Answer(typed=typed)
    matching = question.kind is QuestionKind.MATCHING
    lowest = NOTHING if matching else 0
    if answer.typed or any(not lowest <= c < len(question.options) for c in answer.chosen):
        raise Unknown
    if matching:
        if len(answer.chosen) != len(question.lines):
            raise Unknown
        return answer
    if question.kind in ONE_OF and len(answer.chosen) > 1:
        raise Unknown
    return Answer(chosen=tuple(sorted(set(answer.chosen))))


def complete(question: Question, answer: Answer) -> bool:
    """Return whether the question counts as answered (S17)."""
    if question.kind in TYPED:
        return bool(answer.typed)
    return bool(answer.chosen) and NOTHING not in answer.chosen


def score(question: Question, answer: Answer) -> Fraction:
    """Return what an answer is worth, from nothing to the question's points.

    A multiple choice earns each right option and loses each wrong one, never below nothing; a
    matching earns each right pair; every other kind earns all or nothing.
    """
    return question.points * _share(question, answer)


def _share(question: Question, answer: Answer) -> Fraction:
    key = question.key
    if question.kind is QuestionKind.MULTIPLE:
        hits = len(set(answer.chosen) & set(key.chosen))
        misses = len(set(answer.chosen) - set(key.chosen))
        return max(Fraction(hits - misses, len(key.chosen)), Fraction(0))
    if question.kind is QuestionKind.MATCHING:
        pairs = zip(answer.chosen, key.chosen, strict=False)
        return Fraction(sum(mine == right for mine, right in pairs), len(key.chosen))
    if question.kind is QuestionKind.SHORT:
        right = _folded(answer.typed) in {_folded(text) for text in key.texts}
    elif question.kind is QuestionKind.NUMERIC:
        number = number_of(answer.typed)
        right = number is not None and any(
            abs(number - near.value) <= near.within for near in key.numbers
        )
    else:
        right = len(answer.chosen) == 1 and answer.chosen[0] in key.chosen
    return Fraction(right)


def number_of(text: str) -> Decimal | None:
    """Read a number as people write it: a comma or a point, a space between thousands."""
    plain = "".join(text.split()).replace(",", ".").replace("\N{MINUS SIGN}", "-")
    return Decimal(plain) if NUMBER.fullmatch(plain) else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


LEVELS: Final = {
    word: level
    for level, words in enumerate(
        (
            "1 easy жеңіл оңай легкий лёгкий легко",
            "2 medium normal орташа средний средняя",
            "3 hard difficult қиын күрделі сложный трудный сложно",
        ),
        start=1,
    )
    for word in words.split()
}


def level_of(text: str) -> int | None:
    """Return 1, 2 or 3 for a word or a number such as "difficulty: 3"; None if it is neither."""
    return LEVELS.get(text.replace("=", ":").rpartition(":")[2].strip().casefold())
