"""How a handler answers: in place of the message that was tapped, or below everything."""

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, Message, User

from exams.domain.ids import ChatId, ExamId
from exams.domain.people import Actor, Locale
from exams.notices.base import Notice
from exams.notices.checking_in import CheckIn
from exams.notices.entrance import Help
from exams.notices.marking import WorkPage
from exams.notices.office import Archive, Drafts, Planned
from exams.notices.oral import OralTicket
from exams.notices.proctor import ProctorCalled, StudentCard
from exams.notices.sheet_desk import OwnPage, SheetPage
from exams.notices.sheets import Receipt
from exams.notices.trouble import OutageNoted, WriteMessage
from exams.notices.writing import FinishWriting, TicketShown
from exams.records.outbox import SentMessage
from exams.services import UseCases
from handlers.keyboards.by_notice import keyboard
from handlers.keyboards.keys import Rows, markup, on_page
from handlers.outgoing import delete, outgoing, send
from templates.renderer import Renderer

Event = Message | CallbackQuery

BELOW: Final = (Help, ProctorCalled, Receipt, OutageNoted, WriteMessage, FinishWriting)
"""What never takes the place of a message, since that says something worth keeping."""

LEAFED: Final = (SheetPage, OwnPage, WorkPage)
"""Pictures that take each other's place, as pages do that are leafed through."""


async def reply(
    event: Event,
    notices: Notice | Sequence[Notice] | None,
    use: UseCases,
    words: Renderer,
    actor: Actor | None,
    *,
    rows: Rows | None = None,
    page: int = 0,
    below: bool | None = None,
    alert: str | None = None,
) -> None:
    """Answer a tap or a message with what a use case returned.

    Args:
        event: what is answered.
        notices: the first may take the place of the tapped message; None only acknowledges.
        use: for the notices' files, and to start the clock once a ticket is seen.
        words: for texts and labels.
        actor: who reads it; None for a stranger.
        rows: other buttons than those that belong to the notice.
        page: of a long list.
        below: send a new message, or do not; None leaves it to the kind of notice.
        alert: what the acknowledgement of a tap says; a tap can be acknowledged only once.
    """
    listed = (notices,) if isinstance(notices, Notice) else (notices or ())
    place = tapped(event)
    locale = language(actor, event.from_user)
    rest: list[Awaitable[object]] = []
    for notice in listed:
        buttons = (
            markup(rows)
            if rows is not None
            else keyboard(notice, locale, words, page=page, test_page=use.test_page)
        )
        told = _one_page(notice, page)
        what = await outgoing(told, locale, words, use.file, markup=buttons)
        apart = isinstance(notice, BELOW) if below is None else below
        if isinstance(notice, LEAFED):
            old = None if apart else pictured(event)
        elif isinstance(notice, StudentCard) and not apart:
            old = place or filed(event)
        else:
            old = None if apart or what.protect or what.attachments else place
        sent = await send(bot_of(event), chat_of(event), what, instead_of=old)
        place = None
        if isinstance(notice, CheckIn) and actor is not None:
            rest.append(_one_check_in(bot_of(event), use, actor, notice.exam, sent))
    if isinstance(event, CallbackQuery):
        rest.append(pass_over(event, alert, alert=True) if alert else acknowledge(event))
    if actor is not None:  # Telegram has the ticket: the two hours begin
        seen = (notice for notice in listed if isinstance(notice, TicketShown | OralTicket))
        rest.extend(use.ticket_shown(actor, ticket.exam) for ticket in seen)
    await _both(rest)


async def _one_check_in(
    bot: Bot, use: UseCases, actor: Actor, exam: ExamId, shown: SentMessage
) -> None:
    """Let the proctor's ticks change what was just shown, and nothing dead stand beside it."""
    old = await use.check_in_shown(actor, exam, shown)
    if old is not None:
        await delete(bot, old)


def _one_page(notice: Notice, page: int) -> Notice:
    """Return a list of the plan with those exams for which there are buttons."""
    if not isinstance(notice, Drafts | Planned | Archive):
        return notice
    return replace(notice, exams=notice.exams[on_page(len(notice.exams), page)])


async def _both(work: Sequence[Awaitable[object]]) -> None:
    """Do things side by side; all are done before the first failure is raised."""
    for outcome in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome


def tapped(event: Event) -> SentMessage | None:
    """Return where the tapped message stands if another text may take its place.

    Tickets and personal links stay: they are protected, and an edited message cannot be. So do
    messages with files.
    """
    message = event.message if isinstance(event, CallbackQuery) else None
    if not isinstance(message, Message) or message.text is None or message.has_protected_content:
        return None
    chat = ChatId(message.chat.id)
    return SentMessage(chat=chat, message_id=message.message_id, has_media=False)


def filed(event: Event) -> SentMessage | None:
    """Return where the tapped file stands, if its words may be others from now on."""
    message = event.message if isinstance(event, CallbackQuery) else None
    if not isinstance(message, Message) or not message.document or message.has_protected_content:
        return None
    chat = ChatId(message.chat.id)
    return SentMessage(chat=chat, message_id=message.message_id, has_media=True)


def pictured(event: Event) -> SentMessage | None:
    """Return where the tapped picture stands, if another picture may take its place."""
    message = event.message if isinstance(event, CallbackQuery) else None
    if not isinstance(message, Message) or not message.photo:
        return None
    chat = ChatId(message.chat.id)
    return SentMessage(chat=chat, message_id=message.message_id, has_media=True)


async def acknowledge(call: CallbackQuery, text: str | None = None, *, alert: bool = True) -> bool:
    """Let the tapped button stop waiting, with an alert if there is something to say.

    Without `alert` what is said only passes over the screen.

    A tap handled after a restart, or after the own pictures, is often too old to be acknowledged,
    and one that had to wait among many is already; what it asked for is done all the same.

    Returns:
        Whether it was acknowledged, and so what is said was seen.
    """
    with suppress(TelegramBadRequest):
        await call.answer(text, show_alert=alert and bool(text))
        return True
    return False


async def pass_over(call: CallbackQuery, text: str, *, alert: bool = False) -> None:
    """Say something over the screen; in the chat, where the tap was acknowledged before."""
    if not await acknowledge(call, text, alert=alert):
        await bot_of(call).send_message(chat_of(call), text)


def language(actor: Actor | None, user: User | None) -> Locale:
    """Return the language chosen, for a stranger the one the own telephone speaks."""
    if actor is not None:
        return actor.locale
    spoken = (user.language_code or "")[:2] if user else ""
    return Locale(spoken) if spoken in {locale.value for locale in Locale} else Locale.KK


def chat_of(event: Event) -> ChatId:
    """Return where to answer."""
    if isinstance(event, Message):
        return ChatId(event.chat.id)
    return ChatId(event.message.chat.id if event.message else event.from_user.id)


def bot_of(event: Event) -> Bot:
    """Return the bot which received an event.

    Raises:
        RuntimeError: the event was made by hand, without one.
    """
    if event.bot is None:
        raise RuntimeError("an event without its bot")
    return event.bot
