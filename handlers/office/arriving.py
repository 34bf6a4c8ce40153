"""Roster and schedule from the university's own system: taken in or dropped with one tap."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.people import Actor
from exams.services import UseCases
from handlers.keyboards.arrivals import ArrivalButton
from handlers.reply import reply
from templates.renderer import Renderer


async def take(
    call: CallbackQuery, callback_data: ArrivalButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """All of it, or nothing."""
    notice = await use.take_arrival(actor, callback_data.arrival)
    await reply(call, notice, use, words, actor)


async def drop(
    call: CallbackQuery, callback_data: ArrivalButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Nothing of it."""
    notice = await use.drop_arrival(actor, callback_data.arrival)
    await reply(call, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    router.callback_query.register(take, ArrivalButton.filter(F.keep))
    router.callback_query.register(drop, ArrivalButton.filter(~F.keep))
    return router
