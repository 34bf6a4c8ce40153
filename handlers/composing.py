"""Tickets composed from a pool of questions: looked at, shuffled anew, laid out or dropped."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.notices.trouble import Done
from exams.services import UseCases
from exams.services.office.composing import Wanted
from handlers.composing_buttons import OfPool, PoolButton
from handlers.reply import reply
from templates.renderer import Renderer


def _wanted(data: PoolButton) -> Wanted:
    return Wanted(
        token=data.token,
        exam=ExamId(data.exam),
        size=data.size,
        count=data.count,
        seed=data.seed,
        place=data.place,
    )


async def show(
    call: CallbackQuery, callback_data: PoolButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Tickets of a pool, with how even they are."""
    notice = await use.compose_tickets(actor, _wanted(callback_data))
    await reply(call, notice, use, words, actor)


async def lay_out(
    call: CallbackQuery, callback_data: PoolButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Take these tickets for the exam."""
    notice = await use.lay_out_composed(actor, _wanted(callback_data))
    await reply(call, notice, use, words, actor)


async def drop(
    call: CallbackQuery, callback_data: PoolButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Forget the pool."""
    await use.drop_pool(actor, callback_data.token)
    await reply(call, Done(what="cancelled_form"), use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(show, PoolButton.filter(F.do == OfPool.SHOW))
    tap(lay_out, PoolButton.filter(F.do == OfPool.LAY_OUT))
    tap(drop, PoolButton.filter(F.do == OfPool.DROP))
    return router
