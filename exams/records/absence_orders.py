"""The dean's orders about absences."""

from datetime import datetime
from typing import Protocol

from exams.domain.absence.order import Order
from exams.domain.ids import OrderId

NEW_ORDER = OrderId(0)
"""Id of an order that is not stored yet; `issue` returns the same with its own id."""


class Orders(Protocol):
    """Orders; they are never deleted, so their numbers have no gaps."""

    async def get(self, order: OrderId) -> Order | None:
        """Return an order by id."""

    async def issue(self, order: Order) -> Order:
        """Store a new order under the next number of its faculty and year."""

    async def set_paper(self, order: Order) -> None:
        """Write an order's PDF, which it gets once."""

    async def set_cancelled(self, order: Order) -> None:
        """Write by which order it was cancelled, which happens once."""

    async def latest(self, *, faculty: str = "", limit: int, offset: int = 0) -> tuple[Order, ...]:
        """Return a part of the list, the newest first."""

    async def between(
        self, since: datetime, until: datetime, *, faculty: str = ""
    ) -> tuple[Order, ...]:
        """Return the orders of a period, by date."""

    async def without_paper(self) -> tuple[Order, ...]:
        """Return the orders whose PDF is still to be made."""
