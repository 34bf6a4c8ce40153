"""Closed tickets, in SQL."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.deck import Card, Deck, Ticket
from exams.domain.ids import ExamId, PersonId
from exams.domain.people import Locale
from exams.domain.proof import Commitment
from exams.domain.refusals.base import Stale
from storage.rows import first_come, require_one, values_of
from storage.seal import Seal
from storage.tables import draw

columns = draw.cards.c
FACE: Final = (columns.exam_id, columns.language, columns.number, columns.sealed)
ELSEWHERE: Final = frozenset({"exam_id", "language", "sealed", "questions", "pictures"})
OWN: Final = tuple(column for column in columns if column.name not in ELSEWHERE)
commitments = draw.draw_commitments


@dataclass(frozen=True, slots=True)
class SqlDecks:
    """Cards in the `cards` table; what stands on them is sealed."""

    connection: AsyncConnection
    seal: Seal

    async def of(self, exam: ExamId, language: Locale | None = None) -> Deck:
        """Return an exam's deck in a language; one without cards if none was laid out."""
        rows = await self.connection.execute(
            select(*OWN).where(*_lies_in(exam, language)).order_by(columns.position)
        )
        cards = tuple(Card(**row) for row in rows.mappings())
        return Deck(exam_id=exam, cards=cards, language=language)

    async def all(self, exam: ExamId) -> tuple[Deck, ...]:
        """Return every deck of an exam that has cards, everybody's first."""
        rows = await self.connection.execute(
            select(columns.language, *OWN)
            .where(columns.exam_id == exam)
            .order_by(columns.language, columns.position)
        )
        found: dict[str, list[Card]] = {}
        for row in rows.mappings():
            values = dict(row)
            found.setdefault(values.pop("language"), []).append(Card(**values))
        return tuple(
            Deck(exam_id=exam, cards=tuple(cards), language=Locale(tongue) if tongue else None)
            for tongue, cards in found.items()
        )

    async def take(self, deck: Deck, card: Card) -> None:
        """Write that a card was turned, if it still lies face down.

        Raises:
            Stale: it does not, or who turned it holds another one.
        """
        with first_come():
            done = await self.connection.execute(
                update(draw.cards)
                .where(
                    *_at(deck, card),
                    columns.version == card.version,
                    columns.taken_by.is_(None),
                    columns.burnt.is_(False),
                )
                .values(taken_by=card.taken_by, version=card.version + 1)
            )
        require_one(done)

    async def burn(self, deck: Deck, card: Card) -> None:
        """Write that a turned card is out of the game.

        Raises:
            Stale: it has changed since.
        """
        done = await self.connection.execute(
            update(draw.cards)
            .where(
                *_at(deck, card),
                columns.version == card.version,
                columns.burnt.is_(False),
            )
            .values(burnt=True, version=card.version + 1)
        )
        require_one(done)

    async def ticket(self, deck: Deck, card: Card) -> Ticket:
        """Return what stands on a card."""
        rows = await self.connection.execute(select(*FACE).where(*_at(deck, card)))
        return self._opened(rows.one())

    async def tickets(self, deck: Deck) -> tuple[Ticket, ...]:
        """Return what stands on the cards of a deck, in their order."""
        rows = await self.connection.execute(
            select(*FACE).where(*_lies_in(deck.exam_id, deck.language)).order_by(columns.position)
        )
        numbers = {card.number for card in deck.cards}
        return tuple(self._opened(row) for row in rows if row.number in numbers)

    async def lay_out(
        self, exam: ExamId, tickets: Sequence[Ticket], language: Locale | None = None
    ) -> None:
        """Lay tickets face down, in the order given, in place of the deck in that language.

        A commitment to that one is void.

        Raises:
            Stale: a card of the exam was turned or burnt.
        """
        touched = await self.connection.execute(
            select(columns.position)
            .where(
                columns.exam_id == exam,
                columns.taken_by.is_not(None) | columns.burnt.is_(True),
            )
            .limit(1)
        )
        if touched.first() is not None:
            raise Stale
        await self.connection.execute(delete(draw.cards).where(*_lies_in(exam, language)))
        await self._withdraw(exam, language)
        rows = [
            {
                "exam_id": exam,
                "language": _tongue(language),
                "sealed": self.seal.close(
                    face(ticket.questions, ticket.pictures),
                    about=about(exam, _tongue(language), ticket.number),
                ),
                **values_of(Card(position=position, number=ticket.number)),
            }
            for position, ticket in enumerate(tickets, start=1)
        ]
        if rows:
            await self.connection.execute(insert(draw.cards), rows)

    async def seen_by(self, people: Iterable[PersonId]) -> tuple[Ticket, ...]:
        """Return what stands on every card that one of these people has turned."""
        rows = await self.connection.execute(
            select(*FACE).where(columns.taken_by.in_(sorted(set(people))))
        )
        return tuple(self._opened(row) for row in rows)

    async def taken(self, exam: ExamId) -> int:
        """Return how many cards were turned."""
        rows = await self.connection.execute(
            select(func.count()).where(columns.exam_id == exam, columns.taken_by.is_not(None))
        )
        return int(rows.scalar_one())

    async def commitment(self, exam: ExamId, language: Locale | None = None) -> Commitment | None:
        """Return what was committed to an exam's deck in a language."""
        rows = await self.connection.execute(
            select(commitments.c.secret, commitments.c.fingerprint).where(
                commitments.c.exam_id == exam, commitments.c.language == _tongue(language)
            )
        )
        row = rows.mappings().one_or_none()
        return None if row is None else Commitment(**row)

    async def commit_to(
        self, exam: ExamId, commitment: Commitment, language: Locale | None = None
    ) -> None:
        """Keep a commitment in place of an earlier one."""
        await self._withdraw(exam, language)
        where = {"exam_id": exam, "language": _tongue(language)}
        await self.connection.execute(insert(commitments), values_of(commitment) | where)

    def _opened(self, row: Row[Any, Any, Any, Any]) -> Ticket:
        where = about(row.exam_id, row.language, row.number)
        said = json.loads(self.seal.open(row.sealed, about=where))
        return Ticket(
            number=row.number,
            questions=tuple(said["questions"]),
            pictures=tuple(said["pictures"]),
        )

    async def _withdraw(self, exam: ExamId, language: Locale | None) -> None:
        await self.connection.execute(
            delete(commitments).where(
                commitments.c.exam_id == exam, commitments.c.language == _tongue(language)
            )
        )


def face(questions: Sequence[str], pictures: Sequence[str | None]) -> bytes:
    """Return what stands on a ticket, as it is sealed."""
    said = {"questions": list(questions), "pictures": list(pictures)}
    return json.dumps(said, ensure_ascii=False).encode()


def about(exam: int, language: str, number: int) -> str:
    """Return what a sealed ticket is, so that it opens in no other place."""
    return f"ticket {exam} {language or '-'} {number}"


def _tongue(language: Locale | None) -> str:
    return "" if language is None else language.value


def _at(deck: Deck, card: Card) -> tuple[ColumnElement[bool], ...]:
    """Return where a card of a deck lies."""
    return (*_lies_in(deck.exam_id, deck.language), columns.position == card.position)


def _lies_in(exam: ExamId, language: Locale | None) -> tuple[ColumnElement[bool], ...]:
    return columns.exam_id == exam, columns.language == _tongue(language)
