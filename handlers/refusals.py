"""The one place where a rule's "no" is put into words, whoever was asking."""

import logging

from aiogram import Bot, Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import CallbackQuery, ErrorEvent

from exams.domain.ids import ChatId
from exams.domain.people import Actor
from exams.domain.refusals.base import Refusal
from exams.services import UseCases
from handlers.buttons.places import Go
from handlers.keyboards.keys import Keys, markup
from handlers.reply import acknowledge, language
from templates.renderer import Renderer

logger = logging.getLogger(__name__)


async def say_no(
    error: ErrorEvent, bot: Bot, use: UseCases, words: Renderer, actor: Actor | None = None
) -> None:
    """Tell who asked why it cannot be: a tap gets an alert, a message an answer with help.

    Tries at what is not theirs are written down afterwards: what is written down counts as
    carried out, and nobody must hear that of what was refused, should the process die between.
    """
    refusal = error.exception
    if not isinstance(refusal, Refusal):
        raise refusal
    update = error.update
    logger.info("refused", extra={"code": refusal.code, "update": update.update_id})
    spoken = update.message or update.edited_message
    event = update.callback_query or spoken or update.my_chat_member
    if event is None:
        return
    locale = language(actor, event.from_user)
    if isinstance(event, CallbackQuery):
        await acknowledge(event, words.plain_refusal(refusal, locale))
    else:
        known_here = actor is not None and event.chat.type == "private"
        keys = markup([[Keys(words, locale).go("help", Go.HELP)]]) if known_here else None
        await bot.send_message(
            event.chat.id, words.refusal(refusal, locale), parse_mode="HTML", reply_markup=keys
        )
    if event.from_user is not None:
        await use.note_refusal(actor, ChatId(event.from_user.id), refusal)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    router.error.register(say_no, ExceptionTypeFilter(Refusal))
    return router
