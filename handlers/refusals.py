"""The one place where a rule's "no" is put into words, whoever was asking."""

import logging

from aiogram import Bot, Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent

from exams.domain.people import Actor
from exams.domain.refusals import Refusal
from handlers.buttons import Go
from handlers.keys import Keys, markup
from handlers.reply import acknowledge, language
from templates.renderer import Renderer

logger = logging.getLogger(__name__)


async def say_no(error: ErrorEvent, bot: Bot, words: Renderer, actor: Actor | None = None) -> None:
    """Tell who asked why it cannot be: a tap gets an alert, a message an answer with help."""
    refusal = error.exception
    if not isinstance(refusal, Refusal):
        raise refusal
    logger.info("refused", extra={"code": refusal.code, "update": error.update.update_id})
    update = error.update
    if update.callback_query is not None:
        locale = language(actor, update.callback_query.from_user)
        await acknowledge(update.callback_query, words.plain_refusal(refusal, locale))
        return
    event = update.message or update.my_chat_member
    if event is None:
        return
    locale = language(actor, event.from_user)
    known_here = actor is not None and event.chat.type == "private"
    keys = markup([[Keys(words, locale).go("help", Go.HELP)]]) if known_here else None
    await bot.send_message(
        event.chat.id, words.refusal(refusal, locale), parse_mode="HTML", reply_markup=keys
    )


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    router.error.register(say_no, ExceptionTypeFilter(Refusal))
    return router
