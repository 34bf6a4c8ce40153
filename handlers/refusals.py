"""The one place where a rule's "no" is put into words, whoever was asking."""

import logging
from collections import deque
from typing import Final

from aiogram import Bot, Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    ErrorEvent,
    Message,
    ReplyParameters,
    TelegramObject,
)

from exams.domain.ids import ChatId
from exams.domain.people import Actor, Role
from exams.domain.refusals.absence import CaseMoved
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.files import UnknownTable
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.sheets import SheetsNotNow, WrongFile
from exams.services import UseCases
from handlers.buttons.places import Go
from handlers.keyboards.keys import Keys, Rows, markup
from handlers.reply import acknowledge, chat_of, language
from templates.renderer import Renderer

logger = logging.getLogger(__name__)

OF_THE_ALBUM: Final = (SheetsNotNow, WrongStage, CaseMoved, WrongFile)
"""What is wrong with when, or as what, an album was sent, and so with all of it alike."""

STUDENT: Final = frozenset({Role.STUDENT})

ALBUMS: Final = 256
"""Refused albums that are remembered; forgotten by a restart, which costs one answer more."""


class SayNo:
    """Puts a "no" into words, for an album of pictures once, though they come one by one."""

    def __init__(self) -> None:
        self._refused: deque[tuple[str, str]] = deque(maxlen=ALBUMS)

    async def say(
        self,
        error: ErrorEvent,
        bot: Bot,
        use: UseCases,
        words: Renderer,
        actor: Actor | None = None,
    ) -> None:
        """Tell who asked why it cannot be: a tap gets an alert, a message an answer with help.

        A tap that waited until it is too old for an alert is answered as a message is.

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
        album = _album(event, refusal)
        if album in self._refused:
            return
        if isinstance(refusal, WrongStage) and actor is not None and actor.roles == STUDENT:
            refusal = refusal.to_student()
        locale = language(actor, event.from_user)
        tap = event if isinstance(event, CallbackQuery) else None
        if tap is None or not await acknowledge(tap, words.plain_refusal(refusal, locale)):
            chat = chat_of(event) if not isinstance(event, ChatMemberUpdated) else event.chat.id
            rows = _way_on(refusal, Keys(words, locale)) if chat > 0 else []
            await bot.send_message(
                chat,
                words.refusal(refusal, locale),
                parse_mode="HTML",
                reply_markup=markup(rows),
                reply_parameters=_which(event),
            )
        if album is not None:
            self._refused.append(album)
        if event.from_user is not None:
            await use.note_refusal(actor, ChatId(event.from_user.id), refusal)


def _way_on(refusal: Refusal, keys: Keys) -> Rows:
    """Return help; before it, where no column was known, the file that has those which are."""
    unknown = isinstance(refusal, UnknownTable) and not refusal.facts["missing"]
    sample = [keys.go("sample_file", Go.IMPORT)] if unknown else []
    return [sample, [keys.go("help", Go.HELP)]]


def _album(event: TelegramObject, refusal: Refusal) -> tuple[str, str] | None:
    """Return the album and the "no" that all of its pictures get alike; else None."""
    album = event.media_group_id if isinstance(event, Message) else None
    return (album, refusal.code) if album and isinstance(refusal, OF_THE_ALBUM) else None


def _which(event: TelegramObject) -> ReplyParameters | None:
    """Point at the picture or file that is refused: it may be one of many."""
    if not isinstance(event, Message) or not (event.photo or event.document):
        return None
    return ReplyParameters(message_id=event.message_id, allow_sending_without_reply=True)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    router.error.register(SayNo().say, ExceptionTypeFilter(Refusal))
    return router
