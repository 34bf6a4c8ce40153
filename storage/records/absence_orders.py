"""The dean's orders about absences, in SQL."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.absence.order import Order
from exams.domain.ids import CaseId, OrderId
from storage.rows import first_come, new_id, of_faculty, require_one, values_of
from storage.tables import absence

orders = absence.orders.c


@dataclass(frozen=True, slots=True)
class SqlOrders:
    """Orders in the `orders` table, whom they name in `order_lines`."""

    connection: AsyncConnection

    async def get(self, order: OrderId) -> Order | None:
        """Return an order by id."""
        found = await self._all(select(absence.orders).where(orders.id == order))
        return found[0] if found else None

    async def issue(self, order: Order) -> Order:
        """Store a new order under the next number of its faculty and year.

        A number is taken and used in one transaction, so that none is lost.

        Raises:
            Stale: somebody else took the number, or cancelled the same order.
        """
        last = await self.connection.execute(
            select(func.max(orders.number)).where(
                orders.faculty == order.faculty, orders.year == order.year
            )
        )
        numbered = replace(order, number=(last.scalar_one() or 0) + 1)
        with first_come():
            done = await self.connection.execute(
                insert(absence.orders), values_of(numbered, without=frozenset({"id", "cases"}))
            )
        issued = replace(numbered, id=new_id(done))
        lines = [
            {"order_id": issued.id, "case_id": case, "place": place}
            for place, case in enumerate(issued.cases)
        ]
        if lines:
            await self.connection.execute(insert(absence.order_lines), lines)
        return issued

    async def set_paper(self, order: Order) -> None:
        """Write an order's PDF.

        Raises:
            Stale: it has one.
        """
        require_one(
            await self.connection.execute(
                update(absence.orders)
                .where(orders.id == order.id, orders.paper.is_(None))
                .values(paper=order.paper)
            )
        )

    async def set_cancelled(self, order: Order) -> None:
        """Write by which order it was cancelled.

        Raises:
            Stale: it was, by another one.
        """
        require_one(
            await self.connection.execute(
                update(absence.orders)
                .where(orders.id == order.id, orders.cancelled_by.is_(None))
                .values(cancelled_by=order.cancelled_by)
            )
        )

    async def latest(self, *, faculty: str = "", limit: int, offset: int = 0) -> tuple[Order, ...]:
        """Return a part of the list, the newest first."""
        return await self._all(
            select(absence.orders)
            .where(of_faculty(orders.faculty, faculty))
            .order_by(orders.issued_at.desc(), orders.id.desc())
            .limit(limit)
            .offset(offset)
        )

    async def between(
        self, since: datetime, until: datetime, *, faculty: str = ""
    ) -> tuple[Order, ...]:
        """Return the orders of a period, by date."""
        return await self._all(
            select(absence.orders)
            .where(
                of_faculty(orders.faculty, faculty),
                orders.issued_at >= since,
                orders.issued_at < until,
            )
            .order_by(orders.issued_at, orders.id)
        )

    async def without_paper(self) -> tuple[Order, ...]:
        """Return the orders whose PDF is still to be made."""
        return await self._all(
            select(absence.orders).where(orders.paper.is_(None)).order_by(orders.id)
        )

    async def _all(self, query: Any) -> tuple[Order, ...]:
        found = (await self.connection.execute(query)).mappings().all()
        if not found:
            return ()
        lines = await self.connection.execute(
            select(absence.order_lines)
            .where(absence.order_lines.c.order_id.in_([row["id"] for row in found]))
            .order_by(absence.order_lines.c.place)
        )
        named: dict[int, list[CaseId]] = {}
        for line in lines.mappings():
            named.setdefault(line["order_id"], []).append(line["case_id"])
        return tuple(Order(cases=tuple(named.get(row["id"], ())), **row) for row in found)
