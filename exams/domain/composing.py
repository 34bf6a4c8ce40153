"""Tickets composed from a pool of questions: balanced by topic and difficulty.

Everything follows from the pool, the numbers wanted and a seed, so that whoever has them composes
the same tickets again.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exams.domain.booklet import shares, shuffled
from exams.domain.refusals.base import Refusal

MOST_USES: Final = 2  # tickets on which one question may stand
MOST_SIZE: Final = 4  # questions of a ticket
MOST_COUNT: Final = 200  # tickets
TRIES: Final = 600  # deals of a single ticket; of more tickets accordingly fewer
Places = list[list[int]]


class PoolTooSmall(Refusal):
    """The pool has too few questions for so many tickets of so many questions."""

    code = "pool_too_small"

    def __init__(self, *, count: int, size: int, needed: int, there: int) -> None:
        super().__init__(count=count, size=size, needed=needed, there=there)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolQuestion:
    """One question of a pool.

    Attributes:
        difficulty: 1 easy, 2 medium, 3 hard.
        marks: what it is worth, 0 where nobody says.
    """

    text: str
    topic: str
    difficulty: int = 2
    marks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """Tickets, and how even they are.

    Attributes:
        tickets: each with its questions, the easiest first.
        uses: on how many tickets the questions stand that stand on most.
    """

    tickets: tuple[tuple[PoolQuestion, ...], ...]
    uses: int

    @property
    def difficulty(self) -> tuple[int, int]:
        """Return the least and the most difficulty which a ticket adds up to."""
        return _range([sum(one.difficulty for one in ticket) for ticket in self.tickets])

    @property
    def marks(self) -> tuple[int, int]:
        """Return the least and the most marks which a ticket adds up to."""
        return _range([sum(one.marks for one in ticket) for ticket in self.tickets])

    @property
    def topics(self) -> tuple[int, int]:
        """Return the fewest and the most topics of a ticket."""
        return _range([len({one.topic for one in ticket}) for ticket in self.tickets])


def _range(numbers: Sequence[int]) -> tuple[int, int]:
    return min(numbers), max(numbers)


def needed(count: int, size: int) -> int:
    """Return how many questions a pool needs."""
    return max(math.ceil(count * size / MOST_USES), size)


def compose(pool: Sequence[PoolQuestion], *, count: int, size: int, seed: str) -> Composed:
    """Compose tickets: topics spread evenly, totals as equal as they get, no question twice.

    Each topic gives questions in proportion to its size. They are dealt out topic by topic, the
    hard ones of each round to the tickets that are easy so far; then questions of one topic
    change places while that brings a hard and an easy ticket together. Of several such deals the
    most even one is taken.

    Raises:
        PoolTooSmall: a question would stand on more than two tickets.
    """
    if len(pool) < needed(count, size):
        raise PoolTooSmall(count=count, size=size, needed=needed(count, size), there=len(pool))
    chosen = _chosen(pool, count * size, seed)
    dealt: Places = []
    for turn in range(max(TRIES // count, 1)):
        tried = _dealt(pool, chosen, count, f"{seed}:{turn}")
        _even_out(pool, tried)
        dealt = min(dealt or tried, tried, key=lambda tickets: _spread(pool, tickets))
        if _spread(pool, dealt) <= 1:
            break
    uses = Counter(place for ticket in dealt for place in ticket)
    return Composed(
        tickets=tuple(
            tuple(sorted((pool[place] for place in ticket), key=lambda one: one.difficulty))
            for ticket in dealt
        ),
        uses=max(uses.values()),
    )


def _chosen(pool: Sequence[PoolQuestion], wanted: int, seed: str) -> list[int]:
    """Choose questions by topic, those of a topic one after another, the hard ones first."""
    topics: dict[str, list[int]] = {}
    for place, question in enumerate(pool):
        topics.setdefault(question.topic, []).append(place)
    whole, rest = divmod(wanted, len(pool))
    once_more = shares({topic: len(places) for topic, places in topics.items()}, rest)
    found: list[int] = []
    for topic in sorted(topics, key=lambda name: -len(topics[name])):
        places = shuffled(topics[topic], f"{seed}:{topic}")
        mixed = [*places * whole, *_some(pool, places, once_more[topic])]
        found += sorted(mixed, key=lambda place: -pool[place].difficulty)
    return found


def _some(pool: Sequence[PoolQuestion], places: Sequence[int], count: int) -> list[int]:
    """Choose some questions of a topic, its difficulties in proportion."""
    levels: dict[str, list[int]] = {}
    for place in places:
        levels.setdefault(str(pool[place].difficulty), []).append(place)
    parts = shares({level: len(found) for level, found in levels.items()}, count)
    return [place for level, found in levels.items() for place in found[: parts[level]]]


def _dealt(pool: Sequence[PoolQuestion], chosen: Sequence[int], count: int, seed: str) -> Places:
    tickets: Places = [[] for _ in range(count)]
    for start in range(0, len(chosen), count):
        hard_first = sorted(chosen[start : start + count], key=lambda p: -pool[p].difficulty)
        mixed = shuffled(range(count), f"{seed}:{start}")
        waiting = sorted(mixed, key=lambda number: _total(pool, tickets[number]))
        for place in hard_first:
            fitting = next((n for n in waiting if place not in tickets[n]), waiting[0])
            tickets[fitting].append(place)
            waiting.remove(fitting)
    _part_twins(pool, tickets)
    return tickets


def _part_twins(pool: Sequence[PoolQuestion], tickets: Places) -> None:
    """Move a question that stands twice on a ticket to one where it does not, against another."""
    for ticket in tickets:
        for index, place in enumerate(ticket):
            if place not in ticket[:index]:
                continue
            other, at = min(
                (
                    (other, at)
                    for other in tickets
                    if place not in other
                    for at, theirs in enumerate(other)
                    if theirs not in ticket
                ),
                key=lambda found: (
                    pool[found[0][found[1]]].topic != pool[place].topic,
                    abs(pool[found[0][found[1]]].difficulty - pool[place].difficulty),
                ),
            )
            ticket[index], other[at] = other[at], place


def _total(pool: Sequence[PoolQuestion], ticket: Sequence[int]) -> int:
    return sum(pool[place].difficulty for place in ticket)


def _spread(pool: Sequence[PoolQuestion], tickets: Places) -> int:
    totals = [_total(pool, ticket) for ticket in tickets]
    return max(totals) - min(totals)


def _even_out(pool: Sequence[PoolQuestion], tickets: Places) -> None:
    while True:
        order = sorted(tickets, key=lambda ticket: _total(pool, ticket))
        if not any(
            _swapped(pool, easy, hard)
            for easy in order
            for hard in reversed(order)
            if _total(pool, hard) - _total(pool, easy) > 1
        ):
            return


def _swapped(pool: Sequence[PoolQuestion], easy: list[int], hard: list[int]) -> bool:
    """Let two tickets change questions of one topic if that brings their totals together."""
    apart = _total(pool, hard) - _total(pool, easy)
    for low, light in enumerate(easy):
        for high, heavy in enumerate(hard):
            step = pool[heavy].difficulty - pool[light].difficulty
            if (
                0 < step < apart
                and pool[light].topic == pool[heavy].topic
                and heavy not in easy
                and light not in hard
            ):
                easy[low], hard[high] = heavy, light
                return True
    return False
