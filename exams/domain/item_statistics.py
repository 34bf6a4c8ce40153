"""How well each question of a test measured: difficulty, discrimination, distractors.

Source:
    Classical test theory as in R. L. Ebel and D. A. Frisbie, "Essentials of Educational
    Measurement", chapter 13: the share earned, and the correlation of a question with the rest
    of the booklet, itself left out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import sqrt
from typing import Final

from exams.domain.booklet import Booklet
from exams.domain.ids import QuestionId
from exams.domain.questions import TYPED, Answer, Question, QuestionKind, score

LEAST_SITTERS: Final = 5  # with fewer nothing can be said
EASY: Final = 0.95
HARD: Final = 0.20
WEAK: Final = 0.20  # discrimination below this is poor
TYPED_SHOWN: Final = 5  # typed answers told, the most frequent first


class Doubt(Enum):
    """Why an examiner should look at a question; the gravest first."""

    NEGATIVE = "negative"  # the weak answer it better than the strong: is the key right?
    WEAK = "weak"
    HARD = "hard"
    EASY = "easy"
    IDLE_OPTION = "idle_option"  # a wrong option that nobody chose


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An answer and how many gave it; an option, a pair, or typed words."""

    text: str
    right: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStatistics:
    """One question as it was answered.

    Attributes:
        sat: how many booklets asked it.
        unanswered: in how many it was left open.
        difficulty: the mean share of its points that was earned, 0 to 1; the higher, the easier.
        discrimination: correlation with the rest of the booklet, -1 to 1; None where it has none.
        choices: options in the author's order, or typed answers by frequency.
        doubts: the gravest first.
    """

    question: Question
    sat: int
    unanswered: int
    difficulty: float
    discrimination: float | None
    choices: tuple[Choice, ...]
    doubts: tuple[Doubt, ...]


def item_statistics(
    booklets: Iterable[Booklet], questions: Mapping[QuestionId, Question]
) -> tuple[ItemStatistics, ...]:
    """Return the statistics of every question that was asked, in the bank's order."""
    seen: dict[QuestionId, list[tuple[Answer | None, float, float | None]]] = {}
    for booklet in booklets:
        for question, answer, own, rest in _earned(booklet, questions):
            seen.setdefault(question, []).append((answer, own, rest))
    return tuple(
        _statistics(question, seen[question.id])
        for question in questions.values()
        if question.id in seen
    )


def _earned(
    booklet: Booklet, questions: Mapping[QuestionId, Question]
) -> Iterable[tuple[QuestionId, Answer | None, float, float | None]]:
    """Yield for each question the answer, the share earned, and the share of all the others."""
    rows = []
    for place, item in enumerate(booklet.items, start=1):
        question, given = questions[item.question], booklet.given.get(place)
        worth = score(question, given.answer) if given else Fraction(0)
        rows.append((question, given.answer if given else None, worth))
    earned = sum((worth for _, _, worth in rows), Fraction(0))
    possible = sum(question.points for question, _, _ in rows)
    for question, answer, worth in rows:
        others = possible - question.points
        rest = float((earned - worth) / others) if others else None
        yield question.id, answer, float(worth / question.points), rest


def _statistics(
    question: Question, seen: Sequence[tuple[Answer | None, float, float | None]]
) -> ItemStatistics:
    answers = [answer for answer, _, _ in seen if answer is not None]
    difficulty = sum(own for _, own, _ in seen) / len(seen)
    pairs = [(own, rest) for _, own, rest in seen if rest is not None]
    discrimination = correlation(pairs) if len(pairs) >= LEAST_SITTERS else None
    choices = _choices(question, answers)
    doubts = _doubts(len(seen), difficulty, discrimination, choices)
    return ItemStatistics(
        question=question,
        sat=len(seen),
        unanswered=len(seen) - len(answers),
        difficulty=difficulty,
        discrimination=discrimination,
        choices=choices,
        doubts=doubts,
    )


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Pearson's coefficient; None where one side never changes."""
    count = len(pairs)
    if not count:
        return None
    mean_x, mean_y = sum(x for x, _ in pairs) / count, sum(y for _, y in pairs) / count
    spread_x = sum((x - mean_x) ** 2 for x, _ in pairs)
    spread_y = sum((y - mean_y) ** 2 for _, y in pairs)
    if spread_x <= 0 or spread_y <= 0:
        return None
    together = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    return max(-1.0, min(1.0, together / sqrt(spread_x * spread_y)))


def _choices(question: Question, answers: Sequence[Answer]) -> tuple[Choice, ...]:
    if question.kind in TYPED:
        typed = Counter(answer.typed for answer in answers)
        return tuple(
            Choice(text=text, right=score(question, Answer(typed=text)) > 0, count=count)
            for text, count in typed.most_common(TYPED_SHOWN)
        )
    if question.kind is QuestionKind.MATCHING:
        return tuple(
            Choice(
                text=f"{line} → {question.options[partner].text}",
                right=True,
                count=sum(_matched(answer, index, partner) for answer in answers),
            )
            for index, (line, partner) in enumerate(
                zip(question.lines, question.key.chosen, strict=True)
            )
        )
    return tuple(
        Choice(
            text=option.text,
            right=index in question.key.chosen,
            count=sum(index in answer.chosen for answer in answers),
        )
        for index, option in enumerate(question.options)
    )


def _matched(answer: Answer, line: int, partner: int) -> bool:
    return line < len(answer.chosen) and answer.chosen[line] == partner


def _doubts(
    sat: int, difficulty: float, discrimination: float | None, choices: Sequence[Choice]
) -> tuple[Doubt, ...]:
    if sat < LEAST_SITTERS:
        return ()
    found = {
        Doubt.NEGATIVE: discrimination is not None and discrimination < 0,
        Doubt.WEAK: discrimination is not None and 0 <= discrimination < WEAK,
        Doubt.HARD: difficulty < HARD,
        Doubt.EASY: difficulty > EASY,
        Doubt.IDLE_OPTION: any(not one.right and not one.count for one in choices),
    }
    return tuple(doubt for doubt, holds in found.items() if holds)
