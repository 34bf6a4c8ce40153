"""Banks of questions, in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import Digest, ExamId, QuestionId
from exams.domain.questions import Key, Near, Option, Question
from exams.domain.refusals.base import Stale
from storage.rows import require_one, values_of
from storage.tables import computer_tests, sitting

ELSEWHERE: Final = frozenset({"id", "options", "key"})
NOT_READ: Final = frozenset({"exam_id", "place"})
AT_ONCE: Final = 500  # rows of an INSERT, ids of a SELECT

columns = computer_tests.questions.c
OWN: Final = tuple(column for column in columns if column.name not in NOT_READ)


@dataclass(frozen=True, slots=True)
class SqlQuestions:
    """Questions in the `questions` table; pictures are files."""

    connection: AsyncConnection

    async def get(self, question: QuestionId) -> Question | None:
        """Return a question by id."""
        return (await self.many([question])).get(question)

    async def many(self, questions: Iterable[QuestionId]) -> dict[QuestionId, Question]:
        """Return those of the ids that exist."""
        wanted = tuple(questions)
        found: dict[QuestionId, Question] = {}
        for start in range(0, len(wanted), AT_ONCE):
            some = await self._all(columns.id.in_(wanted[start : start + AT_ONCE]))
            found |= {question.id: question for question in some}
        return found

    async def of(self, exam: ExamId) -> tuple[Question, ...]:
        """Return an exam's bank, in its author's order."""
        return await self._all(columns.exam_id == exam)

    async def shelves(self, exam: ExamId) -> dict[tuple[str, int], tuple[QuestionId, ...]]:
        """Return the ids of an exam's questions by topic and difficulty, in the author's order."""
        rows = await self.connection.execute(
            select(columns.topic, columns.difficulty, columns.id)
            .where(columns.exam_id == exam)
            .order_by(columns.place)
        )
        found: dict[tuple[str, int], list[QuestionId]] = {}
        for topic, difficulty, question in rows:
            found.setdefault((topic, difficulty), []).append(question)
        return {shelf: tuple(questions) for shelf, questions in found.items()}

    async def lay_in(self, exam: ExamId, questions: Sequence[Question]) -> None:
        """Store a bank in place of an earlier one.

        Raises:
            Stale: somebody has a booklet of this exam already.
        """
        touched = await self.connection.execute(
            select(computer_tests.booklets.c.attempt_id)
            .join(sitting.attempts)
            .where(sitting.attempts.c.exam_id == exam)
            .limit(1)
        )
        if touched.first() is not None:
            raise Stale
        await self.connection.execute(
            delete(computer_tests.questions).where(columns.exam_id == exam)
        )
        for start in range(0, len(questions), AT_ONCE):
            rows = [
                _columns(question) | {"exam_id": exam, "place": place}
                for place, question in enumerate(questions[start : start + AT_ONCE], start + 1)
            ]
            await self.connection.execute(insert(computer_tests.questions), rows)

    async def mend(self, question: Question) -> None:
        """Write a question's changed key.

        Raises:
            Stale: its version is not the stored one.
        """
        done = await self.connection.execute(
            update(computer_tests.questions)
            .where(columns.id == question.id, columns.version == question.version)
            .values(key=_key_row(question.key), version=question.version + 1)
        )
        require_one(done)

    async def _all(self, where: ColumnElement[bool]) -> tuple[Question, ...]:
        rows = await self.connection.execute(select(*OWN).where(where).order_by(columns.place))
        return tuple(_question(row) for row in rows.mappings())


def _columns(question: Question) -> dict[str, Any]:
    return values_of(question, without=ELSEWHERE) | {
        "options": [[option.text, option.picture] for option in question.options],
        "key": _key_row(question.key),
    }


def _key_row(key: Key) -> dict[str, Any]:
    return {
        "chosen": list(key.chosen),
        "texts": list(key.texts),
        "numbers": [[str(near.value), str(near.within)] for near in key.numbers],
    }


def _question(row: Mapping[Any, Any]) -> Question:
    values = dict(row)
    options = tuple(
        Option(text=text, picture=None if picture is None else Digest(picture))
        for text, picture in values.pop("options")
    )
    key = values.pop("key")
    return Question(
        options=options,
        key=Key(
            chosen=tuple(key["chosen"]),
            texts=tuple(key["texts"]),
            numbers=tuple(
                Near(value=Decimal(value), within=Decimal(within))
                for value, within in key["numbers"]
            ),
        ),
        **values,
    )
