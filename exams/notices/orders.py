"""The dean's orders about absences."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId, OrderId
from exams.notices.base import Notice, WithMedia


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One order in a list.

    Attributes:
        people: how many it names.
        cancels: it cancels another one; cancelled: another one cancels it.
    """

    order: OrderId
    number: int
    year: int
    issued_at: datetime
    people: int
    cancels: bool
    cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderShown(WithMedia):
    """An order with its paper.

    Attributes:
        cancels: number of the order that it cancels, else empty.
        cancelled: it was cancelled itself.
        people: name and subject.
        can_cancel: the reader may cancel it, and it still stands.
    """

    template = "order_shown"
    order: OrderId
    number: int
    year: int
    issued_at: datetime
    people: tuple[tuple[str, str], ...]
    cancels: str
    cancelled: bool
    can_cancel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrderAsked(Notice):
    """What follows when an order is cancelled, before it is; `people` by name and subject."""

    template = "cancel_order_asked"
    order: OrderId
    number: int
    year: int
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPreview(Notice):
    """Whom an order would name, before it is issued.

    Attributes:
        people: name and subject.
        seal: of what is shown, as `domain.absence.order.seal_of` makes it.
    """

    template = "order_preview"
    people: tuple[tuple[str, str], ...]
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderList(Notice):
    """The orders, the newest first."""

    template = "order_list"
    orders: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentsExcused(Notice):
    """Tell the staff of an exam whose absence was excused."""

    template = "students_excused"
    exam: ExamId
    subject: str
    starts_at: datetime
    order: str
    names: tuple[str, ...]
