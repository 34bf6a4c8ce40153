"""Closed tickets, in SQL."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.deck import Card, Deck
from exams.domain.ids import ExamId, PersonId
from exams.domain.proof import Commitment
from exams.domain.refusals import Stale
from storage import tables
from storage.rows import first_come, require_one, values_of

columns = tables.cards.c
commitments = tables.draw_commitments


@dataclass(frozen=True, slots=True)
class SqlDecks:
    """Cards in the `cards` table."""

    connection: AsyncConnection

    async def of(self, exam: ExamId) -> Deck:
        """Return an exam's deck; one without cards if none was laid out."""
        rows = await self.connection.execute(
            select(*(column for column in columns if column.name != "exam_id"))
            .where(columns.exam_id == exam)
            .order_by(columns.position)
        )
        return Deck(exam_id=exam, cards=tuple(Card(**row) for row in rows.mappings()))

    async def take(self, exam: ExamId, card: Card) -> None:
        """Write that a card was turned, if it still lies face down.

        Raises:
            Stale: it does not, or who turned it holds another one.
        """
        with first_come():
            done = await self.connection.execute(
                update(tables.cards)
                .where(
                    columns.exam_id == exam,
                    columns.position == card.position,
                    columns.version == card.version,
                    columns.taken_by.is_(None),
                    columns.burnt.is_(False),
                )
                .values(taken_by=card.taken_by, version=card.version + 1)
            )
        require_one(done)

    async def burn(self, exam: ExamId, card: Card) -> None:
        """Write that a turned card is out of the game.

        Raises:
            Stale: it has changed since.
        """
        done = await self.connection.execute(
            update(tables.cards)
            .where(
                columns.exam_id == exam,
                columns.position == card.position,
                columns.version == card.version,
                columns.burnt.is_(False),
            )
            .values(burnt=True, version=card.version + 1)
        )
        require_one(done)

    async def lay_out(self, deck: Deck) -> None:
        """Store a deck in place of an untouched one; what was committed to that one is void.

        Raises:
            Stale: a card of the earlier deck was turned or burnt.
        """
        touched = await self.connection.execute(
            select(columns.position)
            .where(
                columns.exam_id == deck.exam_id,
                columns.taken_by.is_not(None) | columns.burnt.is_(True),
            )
            .limit(1)
        )
        if touched.first() is not None:
            raise Stale
        await self.connection.execute(delete(tables.cards).where(columns.exam_id == deck.exam_id))
        await self._withdraw(deck.exam_id)
        cards = [values_of(card) | {"exam_id": deck.exam_id} for card in deck.cards]
        if cards:
            await self.connection.execute(insert(tables.cards), cards)

    async def seen_by(self, people: Iterable[PersonId]) -> tuple[tuple[str, ...], ...]:
        """Return the questions of every card that one of these people has turned."""
        rows = await self.connection.execute(
            select(columns.questions).where(columns.taken_by.in_(sorted(set(people))))
        )
        return tuple(rows.scalars())

    async def taken(self, exam: ExamId) -> int:
        """Return how many cards were turned."""
        rows = await self.connection.execute(
            select(func.count()).where(columns.exam_id == exam, columns.taken_by.is_not(None))
        )
        return int(rows.scalar_one())

    async def commitment(self, exam: ExamId) -> Commitment | None:
        """Return what was committed to an exam's deck."""
        rows = await self.connection.execute(
            select(commitments.c.secret, commitments.c.fingerprint).where(
                commitments.c.exam_id == exam
            )
        )
        row = rows.mappings().one_or_none()
        return None if row is None else Commitment(**row)

    async def commit_to(self, exam: ExamId, commitment: Commitment) -> None:
        """Keep a commitment in place of an earlier one."""
        await self._withdraw(exam)
        await self.connection.execute(
            insert(commitments), values_of(commitment) | {"exam_id": exam}
        )

    async def _withdraw(self, exam: ExamId) -> None:
        await self.connection.execute(delete(commitments).where(commitments.c.exam_id == exam))
