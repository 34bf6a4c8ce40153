"""Before an exam or an order is cancelled, it is said what follows; an old button does not ask."""

from dataclasses import replace

import pytest

from exams.domain.ids import OrderId
from exams.domain.people import Role
from exams.notices.office import ExamChecks
from exams.notices.orders import OrderShown
from handlers.buttons.absence import OfOrder, OrderButton
from handlers.buttons.exam import ExamButton, OfExam
from tests import make
from tests.handlers.chats import Chats
from tests.handlers.samples.base import EXAM, plain


@pytest.mark.parametrize(
    ("do", "can", "shown"),
    [
        (OfExam.CANCEL, ("cancel",), "cancel_asked kk"),
        (OfExam.CANCEL, ("move",), "exam_checks kk"),
        (OfExam.MOVE, ("move",), "write_message kk"),
        (OfExam.MOVE, ("cancel",), "exam_checks kk"),
    ],
)
async def test_an_exam_is_cancelled_or_moved_by_who_may_now_and_else_shown_as_it_is(
    chats: Chats, do: OfExam, can: tuple[str, ...], shown: str
) -> None:
    chats.speaks(make.SERIK, Role.DEAN)
    chats.use.returns["exam_checks"] = replace(plain(ExamChecks), can=can)

    await chats.tap(ExamButton(do=do, exam=EXAM).pack())

    assert chats.telegram.texts == [shown]
    assert chats.use.names == ["exam_checks"]


@pytest.mark.parametrize(
    ("stands", "shown"), [(True, "cancel_order_asked kk"), (False, "order_shown kk")]
)
async def test_cancelling_an_order_says_what_follows_while_it_stands(
    chats: Chats, shown: str, *, stands: bool
) -> None:
    chats.speaks(make.SERIK, Role.DEAN)
    chats.use.returns["order"] = replace(plain(OrderShown), can_cancel=stands)

    await chats.tap(OrderButton(do=OfOrder.CANCEL, order=OrderId(4)).pack())

    assert chats.telegram.texts == [shown]
    assert chats.use.names == ["order"]
