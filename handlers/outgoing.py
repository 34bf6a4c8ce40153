"""A notice as Telegram takes it: texts, keyboard and files, and the calls which send it.

Shared by the answers to a tap and by the messages of the outbox, so that both look the same.
"""

import html
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, Protocol, cast

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    MediaUnion,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from exams.domain.ids import ChatId, Digest
from exams.domain.people import Locale
from exams.notices.base import Media, Notice, WithMedia
from exams.records.outbox import SentMessage
from templates.parts import TEXT_LIMIT

LONGEST_CAPTION: Final = 1024  # UTF-16 units after the tags are read, Telegram's limit
LARGEST_ALBUM: Final = 10  # pictures or files, Telegram's limit

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)  # links are personal: fetch nothing

ReplyMarkup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
Fetch = Callable[[Digest], Awaitable[bytes]]
"""Returns a stored file."""


class Words(Protocol):
    """What is needed of `templates.renderer.Renderer`."""

    def notice_parts(self, notice: Notice, locale: Locale) -> Sequence[str]:
        """Return a notice as HTML texts which Telegram takes, in order."""

    def figure(self, name: str, locale: Locale) -> bytes:
        """Return a drawn picture as PNG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file in memory, on its way.

    Attributes:
        kind: "photo", "document" or "voice".
    """

    kind: str
    data: bytes = b""
    name: str = ""

    def file(self) -> BufferedInputFile:
        """Return it as aiogram takes it."""
        return BufferedInputFile(self.data, filename=self.name)

    def in_album(self, caption: str | None = None) -> MediaUnion:
        """Return it as a member of an album, or as what another is replaced by."""
        kind = InputMediaPhoto if self.kind == "photo" else InputMediaDocument
        return kind(media=self.file(), caption=caption, parse_mode=ParseMode.HTML)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message ready to go, in one or several parts.

    Attributes:
        texts: HTML, each within Telegram's limit of a message; at least one.
        markup: goes under the last part.
        protect: it cannot be forwarded or saved.
        ahead: goes first, in a message of its own, and is no part of it.
    """

    texts: tuple[str, ...]
    markup: ReplyMarkup | None = None
    attachments: tuple[Attachment, ...] = ()
    protect: bool = False
    ahead: str = ""

    @property
    def single(self) -> bool:
        """Whether it is one message, which may take another's place."""
        alone = len(self.texts) == 1 and self.markup_inline
        if not self.attachments:
            return alone
        return alone and len(self.attachments) == 1 and self.captioned

    @property
    def markup_inline(self) -> bool:
        """Whether the buttons, if any, are those of a message and not of the keyboard."""
        return self.markup is None or isinstance(self.markup, InlineKeyboardMarkup)

    @property
    def captioned(self) -> bool:
        """Whether the text fits under a picture."""
        return len(self.texts) == 1 and shown_length(self.texts[0]) <= LONGEST_CAPTION

    @property
    def inline(self) -> InlineKeyboardMarkup | None:
        """The buttons of a message that is edited."""
        return self.markup if isinstance(self.markup, InlineKeyboardMarkup) else None

    def fits(self, old: SentMessage) -> bool:
        """Whether it has as many parts as an earlier message, and each may take one's place."""
        if not old.above:
            return self.single
        plain = self.markup_inline and not self.attachments and not old.has_media
        return plain and len(self.texts) == 1 + len(old.above)

    def after(self, out: int) -> "Outgoing":
        """Return what is left of it once so many of its messages are out."""
        files = len(self.attachments)
        texts = self.texts[max(0, out - files) :]
        return replace(self, attachments=self.attachments[out:], texts=texts)

    def marked(self, mark: str) -> "Outgoing":
        """Return it with a line in front, such as that it may have come before."""
        line = f"<i>{html.escape(mark)}</i>"
        first = f"{line}\n{self.texts[0]}"
        if shown_length(first) > TEXT_LIMIT:
            return replace(self, ahead=line)
        return replace(self, texts=(first, *self.texts[1:]))


async def _nothing(_: tuple[int, ...]) -> None:
    """Note nothing."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a message of several parts is.

    Attributes:
        out: the messages that are out, of an earlier try too.
        note: told after each part but the last, with all messages that are out.
    """

    out: tuple[int, ...] = ()
    note: Callable[[tuple[int, ...]], Awaitable[None]] = _nothing


BEGINS: Final = Progress()


def shown_length(text: str) -> int:
    """Return how long Telegram counts an HTML text: UTF-16 units without the tags."""
    return len(html.unescape(re.sub(r"<[^>]*>", "", text)).encode("utf-16-le")) // 2


async def outgoing(
    notice: Notice,
    locale: Locale,
    words: Words,
    fetch: Fetch,
    *,
    markup: ReplyMarkup | None = None,
) -> Outgoing:
    """Put a notice into words and gather its figure and its files.

    Raises:
        KeyError: a file of the notice is not stored.
    """
    kind = type(notice)
    attachments = [] if kind.figure is None else [_figure(kind.figure, locale, words)]
    media: tuple[Media, ...] = notice.media if isinstance(notice, WithMedia) else ()
    attachments += [
        Attachment(kind=item.kind, data=await fetch(item.digest), name=item.name) for item in media
    ]
    return Outgoing(
        texts=tuple(words.notice_parts(notice, locale)),
        markup=markup,
        attachments=tuple(attachments),
        protect=kind.protect,
    )


def _figure(name: str, locale: Locale, words: Words) -> Attachment:
    return Attachment(kind="photo", data=words.figure(name, locale), name=f"{name}.png")


async def send(
    bot: Bot,
    chat: ChatId,
    what: Outgoing,
    *,
    instead_of: SentMessage | None = None,
    progress: Progress = BEGINS,
) -> SentMessage:
    """Send a message, or let it take the place of an earlier one where Telegram allows that.

    Args:
        bot: who sends it.
        chat: where to.
        what: of a message which is out in part, what is left of it.
        instead_of: the earlier message.
        progress: which parts are out, and who is told of the next ones.

    Returns:
        Where the part with the buttons stands, and the others above it.
    """
    if instead_of is not None and what.fits(instead_of):
        with suppress(_Gone):
            return await _edit_each(bot, what, instead_of)
        if instead_of.above:
            await delete(bot, instead_of)
    return await _send_new(bot, chat, what, progress)


async def delete(bot: Bot, old: SentMessage) -> None:
    """Delete a message with all its parts."""
    for part in (*old.above, old.message_id):
        with suppress(TelegramBadRequest):  # gone already, or older than 48 hours
            await bot.delete_message(old.chat, part)


async def edit_buttons(bot: Bot, shown: SentMessage, buttons: InlineKeyboardMarkup | None) -> None:
    """Put other buttons under a message; what it says stays."""
    with suppress(TelegramBadRequest):  # gone, too old, or these are its buttons already
        await bot.edit_message_reply_markup(
            chat_id=shown.chat, message_id=shown.message_id, reply_markup=buttons
        )


class _Gone(Exception):
    """The message to edit is not there any more, or is one that cannot become the new one."""


async def _edit_each(bot: Bot, what: Outgoing, old: SentMessage) -> SentMessage:
    for place, text in zip(old.above, what.texts[:-1], strict=True):
        one = SentMessage(chat=old.chat, message_id=place, has_media=False)
        await _edit(bot, Outgoing(texts=(text,)), one)
    return await _edit(bot, replace(what, texts=what.texts[-1:]), old)


async def _edit(bot: Bot, what: Outgoing, old: SentMessage) -> SentMessage:
    try:
        return await _edit_in_place(bot, what, old)
    except TelegramBadRequest as refused:
        if "message is not modified" in refused.message:
            return old
        if any(sign in refused.message.lower() for sign in _GONE):
            raise _Gone from refused
        raise


_GONE: Final = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
)


async def _edit_in_place(bot: Bot, what: Outgoing, old: SentMessage) -> SentMessage:
    text, buttons = what.texts[0], what.inline
    if what.attachments:
        if not old.has_media or what.attachments[0].kind == "voice":
            raise _Gone
        media = what.attachments[0].in_album(text)
        await bot.edit_message_media(
            media, chat_id=old.chat, message_id=old.message_id, reply_markup=buttons
        )
    elif old.has_media:
        if not what.captioned:
            raise _Gone
        await bot.edit_message_caption(
            chat_id=old.chat,
            message_id=old.message_id,
            caption=text,
            parse_mode=ParseMode.HTML,
            reply_markup=buttons,
        )
    else:
        await bot.edit_message_text(
            text,
            chat_id=old.chat,
            message_id=old.message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=buttons,
        )
    return old


async def _send_new(bot: Bot, chat: ChatId, what: Outgoing, progress: Progress) -> SentMessage:
    out = progress.out
    if what.ahead:
        await _send_text(bot, chat, what, what.ahead, markup=None)
    if len(what.attachments) == 1 and what.captioned:
        sent = await _send_file(bot, chat, what, what.attachments[0], captioned=True)
        return _standing(sent, has_media=True, above=out)
    for album in _albums(what.attachments):
        out += await _send_album(bot, chat, what, album)
        await progress.note(out)
    for text in what.texts[:-1]:
        out += ((await _send_text(bot, chat, what, text, markup=None)).message_id,)
        await progress.note(out)
    sent = await _send_text(bot, chat, what, what.texts[-1], markup=what.markup)
    return _standing(sent, has_media=False, above=out)


async def _send_text(
    bot: Bot, chat: ChatId, what: Outgoing, text: str, *, markup: ReplyMarkup | None
) -> Message:
    return await bot.send_message(
        chat,
        text,
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        protect_content=what.protect,
        reply_markup=markup,
    )


def _albums(attachments: Sequence[Attachment]) -> Iterator[list[Attachment]]:
    """Pictures and files do not mix in an album, voice stands alone, ten are the most."""
    for kind, same in groupby(attachments, key=lambda attachment: attachment.kind):
        rest = list(same)
        most = 1 if kind == "voice" else LARGEST_ALBUM
        while rest:
            part, rest = rest[:most], rest[most:]
            yield part


async def _send_album(
    bot: Bot, chat: ChatId, what: Outgoing, album: Sequence[Attachment]
) -> tuple[int, ...]:
    """Send what belongs together; return the messages it became."""
    if len(album) == 1:
        return ((await _send_file(bot, chat, what, album[0], captioned=False)).message_id,)
    sent = await bot.send_media_group(
        chat, [item.in_album() for item in album], protect_content=what.protect
    )
    return tuple(message.message_id for message in sent)


async def _send_file(
    bot: Bot, chat: ChatId, what: Outgoing, attachment: Attachment, *, captioned: bool
) -> Message:
    sending = {"photo": bot.send_photo, "voice": bot.send_voice}
    send_it = cast(
        "Callable[..., Awaitable[Message]]", sending.get(attachment.kind, bot.send_document)
    )
    return await send_it(
        chat,
        attachment.file(),
        caption=what.texts[0] if captioned else None,
        parse_mode=ParseMode.HTML,
        protect_content=what.protect,
        reply_markup=what.markup if captioned else None,
    )


def _standing(sent: Message, *, has_media: bool, above: tuple[int, ...]) -> SentMessage:
    chat = ChatId(sent.chat.id)
    return SentMessage(chat=chat, message_id=sent.message_id, has_media=has_media, above=above)
