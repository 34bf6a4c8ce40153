"""Tickets composed from a pool: looked at, shuffled anew, laid out or dropped; decks printed."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor, Locale
from exams.notices.trouble import Done
from exams.services import UseCases
from exams.services.office.composing import Wanted
from handlers.buttons.composing import OfPool, PoolButton, PrintButton
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


async def print_deck(
    call: CallbackQuery, callback_data: PrintButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A deck, to be printed."""
    deck = Locale(callback_data.deck) if callback_data.deck else None
    language = Locale(callback_data.language) if callback_data.language else None
    exam = ExamId(callback_data.exam)
    notice = await use.print_tickets(actor, exam, deck, language, two=callback_data.two)
    await reply(call, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(show, PoolButton.filter(F.do == OfPool.SHOW))
    tap(lay_out, PoolButton.filter(F.do == OfPool.LAY_OUT))
    tap(drop, PoolButton.filter(F.do == OfPool.DROP))
    tap(print_deck, PrintButton.filter())
    return router
