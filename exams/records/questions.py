"""Banks of questions."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from exams.domain.ids import ExamId, QuestionId
from exams.domain.questions import Question

NEW_QUESTION = QuestionId(0)
"""The id of what is not stored yet; `add` returns the same with its own id."""


class Questions(Protocol):
    """The bank of questions of each exam that is a computer test."""

    async def get(self, question: QuestionId) -> Question | None:
        """Return a question by id."""

    async def many(self, questions: Iterable[QuestionId]) -> dict[QuestionId, Question]:
        """Return those of the ids that exist."""

    async def of(self, exam: ExamId) -> tuple[Question, ...]:
        """Return an exam's bank, in its author's order."""

    async def shelves(self, exam: ExamId) -> dict[tuple[str, int], tuple[QuestionId, ...]]:
        """Return the ids of an exam's questions by topic, in the author's order."""

    async def lay_in(self, exam: ExamId, questions: Sequence[Question]) -> None:
        """Store a bank in place of an earlier one; the questions get ids of their own.

        Raises:
            Stale: somebody has a booklet of this exam already.
        """

    async def mend(self, question: Question) -> None:
        """Write a question's changed key if its version is still the stored one."""
