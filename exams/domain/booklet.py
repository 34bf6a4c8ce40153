"""The booklet of one attempt at a computer test: frozen questions, answers, score (rules C1)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import Final, TypeVar

from exams.domain.ids import AttemptId, QuestionId
from exams.domain.question_draw import Part, Shelves, take
from exams.domain.questions import (
    NOTHING,
    Answer,
    Question,
    QuestionKind,
    complete,
    score,
    understood,
)
from exams.domain.refusals.computer_tests import NoQuestions, QuestionsOpen
from exams.domain.refusals.moments import TooLate
from exams.domain.refusals.people import Unknown

T = TypeVar("T")

GRACE: Final = timedelta(seconds=3)  # rules C1: an answer up to 3 s late is taken and marked


class Unanswered(Enum):
    """What happens at the end of the time while questions are open (S15)."""

    VOID = "void"
    GRADE = "grade"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletRules:
    """How booklets are made, as the university has set it.

    Attributes:
        questions: how many are drawn for each student, or all if the bank has fewer.
        at_expiry: what happens with a booklet that is not complete.
    """

    questions: int = 25
    at_expiry: Unanswered = Unanswered.VOID

    @property
    def voids(self) -> bool:
        """Return whether an incomplete booklet does not count."""
        return self.at_expiry is Unanswered.VOID


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question of a booklet.

    Attributes:
        order: for each option shown, its index in the question.
    """

    question: QuestionId
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as it was taken.

    Attributes:
        turn: 1 for the first answer to this question, then 2, and so on.
        complete: whether the question counts as answered.
        late: it came in the seconds after the end.
    """

    answer: Answer
    at: datetime
    turn: int = 1
    complete: bool = True
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """The questions of one attempt, and how far it has come; every change returns a new value.

    Attributes:
        seed: what the draw and the order were made from.
        items: the questions by place, the first at place 1.
        given: the newest answer at each place that has one.
        flagged: places to come back to.
        place: the question that is open.
        ticked: the student understands that the test ends (S18).
        shown_at: when the window last showed the time left.
        version: grows with each saved change; guards against lost updates.
    """

    attempt_id: AttemptId
    seed: str
    items: tuple[Item, ...]
    at_expiry: Unanswered = Unanswered.VOID
    given: Mapping[int, Given] = field(default_factory=dict)
    flagged: frozenset[int] = frozenset()
    place: int = 1
    ticked: bool = False
    shown_at: datetime | None = None
    version: int = 0

    @property
    def answered(self) -> frozenset[int]:
        """Return the places whose question has an answer."""
        return frozenset(place for place, given in self.given.items() if given.complete)

    @property
    def open(self) -> int:
        """Return how many questions have no answer yet."""
        return len(self.items) - len(self.answered)

    def item(self, place: int) -> Item:
        """Return the question at a place.

        Raises:
            Unknown: this booklet has no such place.
        """
        if not 1 <= place <= len(self.items):
            raise Unknown
        return self.items[place - 1]

    def turn_to(self, place: int) -> "Booklet":
        """Open the question at a place (S16)."""
        self.item(place)
        return replace(self, place=place)

    def flag(self, place: int, *, on: bool) -> "Booklet":
        """Mark a question to come back to, or take the mark away."""
        self.item(place)
        rest = self.flagged - {place}
        return replace(self, flagged=rest | {place} if on else rest)

    def answer(
        self, place: int, question: Question, answer: Answer, *, at: datetime, ends_at: datetime
    ) -> "Booklet":
        """Take an answer; the same answer again changes nothing.

        Raises:
            Unknown: it is not this booklet's question, or no option of it.
            AnswerUnreadable, NotANumber: what was typed is no answer.
            TooLate: more than three seconds after the end.
        """
        if self.item(place).question != question.id:
            raise Unknown
        if at > ends_at + GRACE:
            raise TooLate(closed_at=ends_at)
        kept = understood(question, answer)
        last = self.given.get(place)
        if last is not None and last.answer == kept:
            return self
        given = Given(
            answer=kept,
            at=at,
            turn=last.turn + 1 if last else 1,
            complete=complete(question, kept),
            late=at > ends_at,
        )
        return replace(self, given={**self.given, place: given})

    def check_complete(self) -> None:
        """Let through only a booklet on which every question has an answer (S17).

        Raises:
            QuestionsOpen: the facts say how many have none.
        """
        if self.open:
            raise QuestionsOpen(count=self.open)

    @property
    def counts(self) -> bool:
        """Return whether the booklet is graded when the time is over (S15)."""
        return not self.open or self.at_expiry is Unanswered.GRADE


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicResult:
    """What was earned in one topic, of how much."""

    topic: str
    earned: Fraction
    possible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a booklet is worth.

    Attributes:
        points: whole, 0 to 100, half a point rounded up.
        topics: in the order in which the booklet first asks about them.
    """

    points: int
    topics: tuple[TopicResult, ...]


def result_of(booklet: Booklet, questions: Mapping[QuestionId, Question]) -> Result:
    """Grade a booklet by the keys as they stand now."""
    earned: dict[str, Fraction] = {}
    possible: dict[str, int] = {}
    for place, item in enumerate(booklet.items, start=1):
        question = questions[item.question]
        given = booklet.given.get(place)
        worth = score(question, given.answer) if given else Fraction(0)
        earned[question.topic] = earned.get(question.topic, Fraction(0)) + worth
        possible[question.topic] = possible.get(question.topic, 0) + question.points
    share = sum(earned.values(), Fraction(0)) / sum(possible.values())
    topics = (
        TopicResult(topic=topic, earned=worth, possible=possible[topic])
        for topic, worth in earned.items()
    )
    return Result(points=int(share * 100 + Fraction(1, 2)), topics=tuple(topics))


# -- writing a booklet ----------------------------------------------------------------------


def shares(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """Return how many questions each topic gives to a booklet, in proportion to its size.

    Every topic gives at least one if there is room; what rounding leaves over goes to the
    largest remainders, among equals to the topic that comes first.
    """
    whole = sum(sizes.values())
    count = min(count, whole)
    if not count:
        return dict.fromkeys(sizes, 0)
    exact = {topic: Fraction(size * count, whole) for topic, size in sizes.items()}
    least = 1 if len(sizes) <= count else 0
    taken = {topic: max(int(part), least) for topic, part in exact.items()}
    while (left := count - sum(taken.values())) != 0:
        step = 1 if left > 0 else -1
        able = [t for t in sizes if taken[t] < sizes[t]] if left > 0 else _above(taken, least)
        topic = max(able, key=lambda t: (exact[t] - taken[t]) * step)
        taken[topic] += step
    return taken


def _above(taken: Mapping[str, int], least: int) -> list[str]:
    return [topic for topic, count in taken.items() if count > least]


def draw(
    shelves: Shelves[Sequence[QuestionId]], count: int, seed: str, parts: Sequence[Part] = ()
) -> tuple[QuestionId, ...]:
    """Draw the questions of a booklet, in random order.

    Args:
        shelves: the bank.
        count: how many, in proportion to the topics; where there are no parts.
        seed: frozen with the booklet.
        parts: how many of which topic and difficulty.

    Raises:
        NoQuestions: the bank is empty.
        TooFewQuestions: the bank has too few for the parts.
    """

    def mixed(ids: Sequence[QuestionId]) -> tuple[QuestionId, ...]:
        return shuffled(ids, f"{seed}:draw")

    if not any(shelves.values()):
        raise NoQuestions
    chosen = parts or _in_proportion({key: len(ids) for key, ids in shelves.items()}, count)
    return shuffled(take(chosen, shelves, mixed), f"{seed}:order")


def _in_proportion(sizes: Shelves[int], count: int) -> list[Part]:
    topics: dict[str, int] = {}
    for (topic, _), size in sizes.items():
        topics[topic] = topics.get(topic, 0) + size
    return [Part(topic=topic, count=part) for topic, part in shares(topics, count).items()]


def shuffled(items: Sequence[T], seed: str) -> tuple[T, ...]:
    """Return items in the order of their digests with a seed: whoever has it can check it."""
    return tuple(
        sorted(items, key=lambda item: hashlib.sha256(f"{seed}:{item}".encode()).digest())
    )


def write(
    attempt: AttemptId, questions: Sequence[Question], seed: str, rules: BookletRules
) -> Booklet:
    """Freeze a booklet: the questions in their order, each with its options in their own."""
    items = []
    for question in questions:
        order = tuple(range(len(question.options)))
        if question.shuffled and question.kind is not QuestionKind.TRUE_FALSE:
            order = shuffled(order, f"{seed}:{question.id}")
        items.append(Item(question=question.id, order=order))
    return Booklet(attempt_id=attempt, seed=seed, items=tuple(items), at_expiry=rules.at_expiry)


# -- choosing, one tap at a time -------------------------------------------------------------


def picked(question: Question, before: Answer, option: int, *, on: bool, line: int = 0) -> Answer:
    """Return an answer after a tap on an option; the same tap twice is the same answer.

    Args:
        question: which one.
        before: what was answered so far.
        option: by its index in the question.
        on: for a multiple choice, whether it shall be chosen.
        line: for matching, for which line.

    Raises:
        Unknown: there is no such line.
    """
    if question.kind is QuestionKind.MULTIPLE:
        rest = set(before.chosen) - {option}
        return Answer(chosen=tuple(sorted(rest | {option} if on else rest)))
    if question.kind is not QuestionKind.MATCHING:
        return Answer(chosen=(option,))
    if not 0 <= line < len(question.lines):
        raise Unknown
    chosen = list(before.chosen or (NOTHING,) * len(question.lines))
    chosen[line] = option
    return Answer(chosen=tuple(chosen))
