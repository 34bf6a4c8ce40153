"""How many questions of which topic and difficulty each student of a test gets (S16)."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from exams.domain.ids import QuestionId
from exams.domain.questions import level_of
from exams.domain.refusals.base import Refusal

T = TypeVar("T")
Shelves = Mapping[tuple[str, int], T]
"""What there is by topic and difficulty: questions, or how many."""

ANY: Final = 0
"""In place of a difficulty: whichever."""

MOST_DRAWN: Final = 200  # questions of one booklet
_LINE: Final = re.compile(r"\s*(\d{1,3})[\s.:)–-]+(\d{1,3})\b[\s,;]*(.*?)[\s.,;]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """So many questions of a topic.

    Attributes:
        difficulty: 1 to 3, or ANY.
        count: at least 1.
    """

    topic: str
    count: int
    difficulty: int = ANY

    def fits(self, shelf: tuple[str, int]) -> bool:
        """Return whether questions of a topic and difficulty may be taken for it."""
        topic, difficulty = shelf
        return self.topic == topic and self.difficulty in {ANY, difficulty}


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A part for which the bank has too few questions.

    Attributes:
        have: how many there are for it.
    """

    topic: str
    difficulty: int
    wanted: int
    have: int


class DrawUnreadable(Refusal):
    """A line of what was typed says no topic and number of questions."""

    code = "draw_unreadable"

    def __init__(self, *, line: str) -> None:
        super().__init__(line=line)


class TooFewQuestions(Refusal):
    """The bank has not enough questions for what each student is to get."""

    code = "too_few_questions"

    def __init__(self, *, short: tuple[Short, ...]) -> None:
        super().__init__(short=short)


def parts_of(text: str, topics: Sequence[str]) -> tuple[Part, ...]:
    """Read "1 5" and "2 – 3 hard", a line each: the topic's number, how many, perhaps how hard.

    Raises:
        DrawUnreadable: a line that says nothing of the kind, or says it again; too many questions.
    """
    parts: dict[tuple[str, int], Part] = {}
    for line in filter(str.strip, text.splitlines()):
        found = _LINE.fullmatch(line)
        level = level_of(found[3]) if found and found[3] else ANY
        place = int(found[1]) if found else 0
        if found is None or level is None or not 0 < place <= len(topics) or not int(found[2]):
            raise DrawUnreadable(line=line.strip()[:60])
        part = Part(topic=topics[place - 1], count=int(found[2]), difficulty=level)
        if (part.topic, level) in parts:
            raise DrawUnreadable(line=line.strip()[:60])
        parts[part.topic, level] = part
    if not 0 < sum(part.count for part in parts.values()) <= MOST_DRAWN:
        raise DrawUnreadable(line=text.strip()[:60])
    return tuple(parts.values())


def topics_of(shelves: Shelves[T]) -> tuple[str, ...]:
    """Return the topics in the author's order."""
    return tuple(dict.fromkeys(topic for topic, _ in shelves))


def short_of(parts: Iterable[Part], sizes: Shelves[int]) -> tuple[Short, ...]:
    """Return for which parts a bank has too few questions, nothing if it has enough.

    What a part with a difficulty takes is not there any more for one without.
    """
    left = dict(sizes)
    short = []
    for part in _exact_first(parts):
        keys = [key for key in left if part.fits(key)]
        have = sum(left[key] for key in keys)
        if have < part.count:
            short.append(
                Short(topic=part.topic, difficulty=part.difficulty, wanted=part.count, have=have)
            )
        rest = part.count
        for key in keys:
            taken = min(left[key], rest)
            left[key] -= taken
            rest -= taken
    return tuple(short)


def check_enough(parts: Iterable[Part], sizes: Shelves[int]) -> None:
    """Let through only parts for which a bank has questions.

    Raises:
        TooFewQuestions: the facts say of what there are too few.
    """
    if short := short_of(parts, sizes):
        raise TooFewQuestions(short=short)


def take(
    parts: Iterable[Part],
    shelves: Shelves[Sequence[QuestionId]],
    mixed: Callable[[Sequence[QuestionId]], Sequence[QuestionId]],
) -> tuple[QuestionId, ...]:
    """Draw questions for each part, none twice.

    Args:
        parts: what is wanted.
        shelves: what there is.
        mixed: puts questions into the order in which they are drawn.

    Raises:
        TooFewQuestions: the bank has not enough.
    """
    check_enough(parts, {key: len(ids) for key, ids in shelves.items()})
    taken: list[QuestionId] = []
    for part in _exact_first(parts):
        there = [one for key, ids in shelves.items() if part.fits(key) for one in ids]
        taken += mixed([one for one in there if one not in taken])[: part.count]
    return tuple(taken)


def _exact_first(parts: Iterable[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: part.difficulty == ANY)
