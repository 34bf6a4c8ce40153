"""Booklets of computer tests and their answers, in SQL.

An answer is the busiest write there is, so what it needs is read by one statement and written by
three.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.attempt import TESTING, Attempt
from exams.domain.booklet import Booklet, Given, Item
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, ExamId, PersonId, QuestionId
from exams.domain.questions import Answer
from storage.records.attempts import attempt_of
from storage.rows import first_come, require_one
from storage.tables import computer_tests, sitting

booklets, answers, attempts = (
    computer_tests.booklets.c,
    computer_tests.answers.c,
    sitting.attempts.c,
)

SAVE: Final = (
    update(computer_tests.booklets)
    .where(
        booklets.attempt_id == bindparam("its_id"), booklets.version == bindparam("its_version")
    )
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("flagged", "place", "ticked", "shown_at", "answered", "version")
        }
    )
)
GIVE: Final = insert(computer_tests.answers)
OF_STUDENT: Final = (
    select(sitting.attempts, computer_tests.booklets, sitting.exams.c.stage)
    .join_from(sitting.attempts, computer_tests.booklets)
    .join(sitting.exams, attempts.exam_id == sitting.exams.c.id)
    .where(attempts.student_id == bindparam("student"), attempts.exam_id == bindparam("exam"))
    .set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
)
ANSWERS: Final = (
    select(computer_tests.answers)
    .where(answers.attempt_id == bindparam("attempt"))
    .order_by(answers.id)
)


@dataclass(frozen=True, slots=True)
class SqlBooklets:
    """Booklets in the `booklets` table, every answer ever given in `answers`."""

    connection: AsyncConnection

    async def of(self, attempt: AttemptId) -> Booklet | None:
        """Return an attempt's booklet with its newest answers."""
        rows = await self.connection.execute(
            select(computer_tests.booklets).where(booklets.attempt_id == attempt)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else _booklet(row, await self._given(attempt))

    async def sat(
        self, student: PersonId, exam: ExamId
    ) -> tuple[Attempt, Booklet, ExamStage] | None:
        """Return a student's attempt, its booklet and the stage of its exam, if there is one."""
        rows = await self.connection.execute(OF_STUDENT, {"student": student, "exam": exam})
        row = rows.mappings().one_or_none()
        if row is None:
            return None
        parts: dict[str, dict[str, Any]] = {"attempts": {}, "booklets": {}, "exams": {}}
        for name, value in row.items():
            table, _, column = str(name).partition("_")
            parts[table][column] = value
        attempt = attempt_of(parts["attempts"])
        booklet = _booklet(parts["booklets"], await self._given(attempt.id))
        return attempt, booklet, parts["exams"]["stage"]

    async def sitting(self, student: PersonId) -> ExamId | None:
        """Return the exam whose test a student sits at this moment."""
        rows = await self.connection.execute(
            select(attempts.exam_id)
            .where(attempts.student_id == student, attempts.stage.in_(TESTING))
            .limit(1)
        )
        return rows.scalar_one_or_none()

    async def progress(self, *exams: ExamId) -> dict[AttemptId, tuple[int, int]]:
        """Return how many questions of each booklet have an answer, and how many there are."""
        rows = await self.connection.execute(
            select(booklets.attempt_id, booklets.answered, booklets.questions)
            .join(sitting.attempts)
            .where(attempts.exam_id.in_(exams))
        )
        return {attempt: (answered, questions) for attempt, answered, questions in rows}

    async def of_exam(self, exam: ExamId) -> dict[AttemptId, Booklet]:
        """Return all booklets of an exam with their newest answers."""
        of_exam = select(attempts.id).where(attempts.exam_id == exam)
        given: dict[AttemptId, dict[int, Given]] = {}
        for row in await self.connection.execute(
            select(computer_tests.answers)
            .where(answers.attempt_id.in_(of_exam))
            .order_by(answers.id)
        ):
            given.setdefault(row.attempt_id, {})[row.place] = _given(row)
        rows = await self.connection.execute(
            select(computer_tests.booklets)
            .where(booklets.attempt_id.in_(of_exam))
            .order_by(booklets.attempt_id)
        )
        return {
            row["attempt_id"]: _booklet(row, given.get(row["attempt_id"], {}))
            for row in rows.mappings()
        }

    async def behind(self, shown_before: datetime, *, limit: int) -> tuple[AttemptId, ...]:
        """Return running tests whose window has not shown the time since then, oldest first."""
        rows = await self.connection.execute(
            select(booklets.attempt_id)
            .join(sitting.attempts)
            .where(
                attempts.stage.in_(TESTING),
                attempts.held_at.is_(None),
                booklets.shown_at < shown_before,
            )
            .order_by(booklets.shown_at)
            .limit(limit)
        )
        return tuple(rows.scalars())

    async def add(self, booklet: Booklet) -> None:
        """Store a new booklet.

        Raises:
            Stale: the attempt has one already.
        """
        items = [[item.question, list(item.order)] for item in booklet.items]
        with first_come():
            await self.connection.execute(
                insert(computer_tests.booklets),
                _state(booklet)
                | {
                    "attempt_id": booklet.attempt_id,
                    "seed": booklet.seed,
                    "items": items,
                    "questions": len(items),
                    "at_expiry": booklet.at_expiry,
                    "version": booklet.version,
                },
            )

    async def save(self, booklet: Booklet, *, given_at: int | None = None) -> Booklet:
        """Write how far a booklet has come, and the answer newly given at a place.

        Returns:
            The booklet as it is stored now.

        Raises:
            Stale: its version is not the stored one.
        """
        guard = {"its_id": booklet.attempt_id, "its_version": booklet.version}
        state = _state(booklet) | {"version": booklet.version + 1}
        done = await self.connection.execute(
            SAVE, guard | {f"new_{name}": value for name, value in state.items()}
        )
        require_one(done)
        if given_at is not None:
            given = booklet.given[given_at]
            with first_come():
                await self.connection.execute(
                    GIVE,
                    {
                        "attempt_id": booklet.attempt_id,
                        "place": given_at,
                        "turn": given.turn,
                        "chosen": given.answer.chosen,
                        "typed": given.answer.typed,
                        "complete": given.complete,
                        "late": given.late,
                        "at": given.at,
                    },
                )
        return replace(booklet, version=booklet.version + 1)

    async def _given(self, attempt: AttemptId) -> dict[int, Given]:
        rows = await self.connection.execute(ANSWERS, {"attempt": attempt})
        return {row.place: _given(row) for row in rows}  # the newest comes last and stays


def _state(booklet: Booklet) -> dict[str, Any]:
    return {
        "flagged": tuple(sorted(booklet.flagged)),
        "place": booklet.place,
        "ticked": booklet.ticked,
        "shown_at": booklet.shown_at,
        "answered": len(booklet.answered),
    }


def _booklet(row: Mapping[Any, Any], given: Mapping[int, Given]) -> Booklet:
    return Booklet(
        attempt_id=row["attempt_id"],
        seed=row["seed"],
        items=tuple(
            Item(question=QuestionId(question), order=tuple(order))
            for question, order in row["items"]
        ),
        at_expiry=row["at_expiry"],
        given=given,
        flagged=frozenset(row["flagged"]),
        place=row["place"],
        ticked=row["ticked"],
        shown_at=row["shown_at"],
        version=row["version"],
    )


def _given(row: Any) -> Given:
    return Given(
        answer=Answer(chosen=row.chosen, typed=row.typed),
        at=row.at,
        turn=row.turn,
        complete=row.complete,
        late=row.late,
    )
