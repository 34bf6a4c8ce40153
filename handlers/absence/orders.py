"""The dean's orders: issued, looked at, cancelled by another (S30)."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import OrderId
from exams.domain.people import Actor
from exams.domain.refusals.absence import OrderMoved
from exams.notices.orders import CancelOrderAsked
from exams.services import UseCases
from handlers.buttons.absence import IssueButton, OfOrder, OrderButton
from handlers.buttons.places import Go, GoButton
from handlers.one_tap import one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def preview_order(call: CallbackQuery, actor: Actor, use: UseCases, words: Renderer) -> None:
    """Whom an order would name."""
    await reply(call, await use.preview_order(actor), use, words, actor)


async def issue_order(
    call: CallbackQuery, callback_data: IssueButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """One order about everybody who was looked at; if others wait by now, they are shown."""
    try:
        notices = await use.issue_order(actor, callback_data.seal)
    except OrderMoved as moved:
        alert = words.plain_refusal(moved, actor.locale)
        await reply(call, await use.preview_order(actor), use, words, actor, alert=alert)
    else:
        await reply(call, notices, use, words, actor)


async def open_order(
    call: CallbackQuery, callback_data: OrderButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """An order with its paper; or what follows when it is cancelled, while it can be."""
    notice = await use.order(actor, OrderId(callback_data.order))
    really = callback_data.do is OfOrder.CANCEL and notice.can_cancel
    asked = CancelOrderAsked(
        order=notice.order, number=notice.number, year=notice.year, people=notice.people
    )
    await reply(call, asked if really else notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(preview_order, GoButton.filter(F.to == Go.ISSUE_ORDER))
    tap(issue_order, IssueButton.filter())
    tap(open_order, OrderButton.filter(F.do.in_({OfOrder.OPEN, OfOrder.CANCEL})))
    tap(
        one_tap(lambda use: use.cancel_order, lambda on: OrderId(on.order)),
        OrderButton.filter(F.do == OfOrder.YES_CANCEL),
    )
    return router
