"""What a person hears when it was us who failed; a rule's "no" is told by the handlers."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiogram.exceptions import TelegramAPIError

from bot.messenger import Messenger
from exams.domain.ids import ChatId
from exams.domain.people import Locale, Person
from exams.notices.entrance import Help
from exams.services import UseCases
from exams.services.people.entrance import Helpdesk

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologies:
    """Tells somebody in a private chat that an update failed, or was done before a restart."""

    messenger: Messenger
    use: UseCases
    helpdesk: Helpdesk

    async def give_up(self, update: Mapping[str, Any]) -> None:
        """Say that what was asked for was not done, and whom to turn to (S32)."""
        sender = sender_of(update)
        if sender is None:
            return
        chat, spoken = sender
        person = None
        with suppress(Exception):  # perhaps the very reason why it failed; the words still go out
            person = await self.use.person_of(chat)
        help_ = Help(
            email=self.helpdesk.email,
            phone=self.helpdesk.phone,
            whatsapp=self.helpdesk.whatsapp,
            exam=None,
        )
        await self._say(update, chat, help_, _locale(person, spoken), "mark.went_wrong")

    async def resume(self, update: Mapping[str, Any]) -> None:
        """Say that the last action is done, though its answer was lost, and offer what is next."""
        sender = sender_of(update)
        person = None if sender is None else await self.use.person_of(sender[0])
        if sender is None or person is None:
            return
        actor = person.actor()
        menu = await self.use.menu(actor)
        await self._say(update, sender[0], menu, actor.locale, "mark.restarted")

    async def _say(
        self, update: Mapping[str, Any], chat: ChatId, notice: Any, locale: Locale, mark: str
    ) -> None:
        call = update.get("callback_query")
        if call is not None:
            with suppress(TelegramAPIError):  # too old by now, most likely
                await self.messenger.bot.answer_callback_query(call["id"])
        await self.messenger.send(chat, notice, locale, mark=mark)


def sender_of(update: Mapping[str, Any]) -> tuple[ChatId, str] | None:
    """Return who wrote or tapped in a private chat, and the language of their Telegram."""
    call = update.get("callback_query")
    message = (call or {}).get("message") or update.get("message") or {}
    sender = (call or message).get("from")
    if not sender or message.get("chat", {}).get("type") != "private":
        return None
    return ChatId(int(sender["id"])), str(sender.get("language_code") or "")


def _locale(person: Person | None, spoken: str) -> Locale:
    if person is not None and person.locale is not None:
        return person.locale
    known = {locale.value: locale for locale in Locale}
    return known.get(spoken[:2], Locale.KK)
