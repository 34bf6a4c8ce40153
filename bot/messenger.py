"""Sends notices: puts them into words, adds keyboard and files, and calls Telegram."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from aiogram import Bot

from exams.domain.ids import ChatId, ExamId
from exams.domain.people import Locale
from exams.notices.base import Notice
from exams.notices.results import GroupResults
from exams.ports.result_pictures import ResultPictures
from exams.records.outbox import SentMessage
from handlers.keyboards.by_notice import keyboard
from handlers.keyboards.keys import no_page
from handlers.outgoing import (
    BEGINS,
    Attachment,
    Fetch,
    Outgoing,
    Progress,
    delete,
    outgoing,
    send,
)
from templates.renderer import Renderer

DRAWN: Final = "results.png"


@dataclass(frozen=True, slots=True)
class Messenger:
    """The bot's voice, for whatever is not the answer of a handler."""

    bot: Bot
    words: Renderer
    fetch: Fetch
    pictures: ResultPictures
    test_page: Callable[[ExamId], str] = no_page

    async def send(
        self,
        chat: ChatId,
        notice: Notice,
        locale: Locale,
        *,
        instead_of: SentMessage | None = None,
        fresh: bool = False,
        mark: str = "",
        progress: Progress = BEGINS,
    ) -> SentMessage:
        """Send a notice, or let it take the place of an earlier message.

        Args:
            chat: where to.
            notice: what to say.
            locale: the reader's language.
            instead_of: the earlier message.
            fresh: the earlier one is deleted and this one stands below everything else.
            mark: label of a line in front, such as "mark.repeated"; a message that only takes
                another's place is never marked, since it cannot be there twice.
            progress: of its parts; it goes on with the first that is not out.

        Raises:
            TelegramAPIError: Telegram or the network did not take it.
            KeyError: a file of the notice is not stored.
        """
        markup = keyboard(notice, locale, self.words, test_page=self.test_page)
        what = await outgoing(notice, locale, self.words, self.fetch, markup=markup)
        if isinstance(notice, GroupResults) and notice.picture:
            picture = await self.pictures.draw(notice, locale)
            what = replace(what, attachments=(Attachment(kind="photo", data=picture, name=DRAWN),))
        if progress.out:
            what, instead_of = what.after(len(progress.out)), None
        if instead_of is not None and (fresh or _apart(what, instead_of)):
            await delete(self.bot, instead_of)
            instead_of = None
        if mark and instead_of is None:
            what = what.marked(self.words.label(mark, locale))
        return await send(self.bot, chat, what, instead_of=instead_of, progress=progress)


def _apart(what: Outgoing, old: SentMessage) -> bool:
    """Whether one of the two has several parts, and the old ones would stay beside the new."""
    return bool(old.above or what.texts[1:]) and not what.fits(old)
