"""Tickets composed from a pool of questions: what the pool has, how even they are."""

from dataclasses import dataclass

from exams.domain.ids import ExamId
from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPreview(Notice):
    """What a pool of questions has, and for which exams tickets may be composed of it.

    Attributes:
        token: names this pool in the buttons.
        language: code of the language of study, empty: for everybody.
        topics: how many questions of each, the largest first.
        levels: how many easy, medium and hard ones.
        subjects: of coming exams without a drawn ticket: an exam's id and the subject.
    """

    template = "pool_preview"
    token: str
    name: str
    language: str
    count: int
    topics: tuple[tuple[str, int], ...]
    levels: tuple[int, int, int]
    subjects: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketsComposed(Notice):
    """Composed tickets before they are laid out: how even they are, and one of them.

    Attributes:
        count: of tickets; size: questions of each.
        students: who are to draw from them.
        seed: with it the same tickets come out again.
        difficulty, marks, topics: the least and the most of a ticket.
        uses: on how many tickets a question stands at most.
        place: which ticket is shown, from 1; each question with its topic, difficulty and marks.
        can: which other numbers of questions and tickets the pool is large enough for: "more",
            "fewer" questions a ticket, "longer", "shorter" deck.
    """

    template = "tickets_composed"
    token: str
    exam: ExamId
    subject: str
    language: str
    students: int
    count: int
    size: int
    seed: str
    difficulty: tuple[int, int]
    marks: tuple[int, int]
    topics: tuple[int, int]
    uses: int
    place: int
    asked: tuple[tuple[str, str, int, int], ...]
    can: tuple[str, ...]
