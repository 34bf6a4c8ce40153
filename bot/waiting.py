"""Who waits, for a turn or for the pictures, reads so; what is urgent does not wait for these."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from bot.refusals import sender_of
from exams.domain.ids import ChatId
from exams.domain.people import Locale, Role
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.menu import ENTRIES
from templates.renderer import Renderer

URGENT: Final = tuple(
    f"{ExamButton.__prefix__}:{do.value}:"
    for do in (OfExam.OUTAGE, OfExam.BACK, OfExam.MY_LINK, OfExam.QUESTION)
)
"""A connection that is lost or back, the way into the conference, a word to the proctor."""


@dataclass(frozen=True, slots=True)
class TellOfTap:
    """Tells whoever tapped that the tap has come, and that the answer follows.

    It passes over the screen, and counts against none of Telegram's limits for messages.
    """

    bot: Bot
    use: UseCases
    words: Renderer

    async def __call__(self, update: Mapping[str, Any]) -> None:
        """Tell it; a tap that was meanwhile answered, or is too old, is let be."""
        call = update["callback_query"]
        person = await self.use.person_of(ChatId(int(call["from"]["id"])))
        locale = Locale.KK if person is None else person.actor().locale
        with suppress(TelegramBadRequest):
            await self.bot.answer_callback_query(
                call["id"], text=self.words.label("mark.heard", locale)
            )


@dataclass(frozen=True, slots=True)
class TellOfPictures:
    """Tells a student that the pictures have come, before they are all looked at."""

    use: UseCases

    async def __call__(self, update: Mapping[str, Any]) -> None:
        """Tell it, if it is a student who sent a picture, or tapped, in a private chat."""
        sender = sender_of(update)
        person = None if sender is None else await self.use.person_of(sender[0])
        if person is not None and Role.STUDENT in person.roles:
            await self.use.sheets_wait(person.actor(), update["update_id"])


class Urgent:
    """Knows what is not put off until the own pictures are looked at: see `URGENT`.

    So are words, for a question to the proctor is typed. The menu waits like any other button:
    it would leave the form for which the pictures are.
    """

    def __init__(self, words: Renderer) -> None:
        self._menu = {
            words.label(f"button.{entry}", locale) for entry in ENTRIES for locale in Locale
        }

    def __call__(self, update: Mapping[str, Any]) -> bool:
        """Tell whether an update is urgent."""
        tapped = (update.get("callback_query") or {}).get("data") or ""
        said = (update.get("message") or {}).get("text") or ""
        words = bool(said) and not said.startswith("/") and said not in self._menu
        return words or tapped.startswith(URGENT)
