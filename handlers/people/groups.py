"""Group chats: linked to an academic group, left, moved; nothing else happens there."""

from contextlib import suppress
from dataclasses import replace
from typing import Final

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import IS_MEMBER, IS_NOT_MEMBER, ChatMemberUpdatedFilter, Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from exams.domain.ids import ChatId, GroupId
from exams.domain.people import Actor
from exams.domain.refusals.people import NotAllowed, OnlyInPrivate
from exams.services import UseCases
from handlers.buttons.office import LinkButton
from handlers.buttons.places import Listing, PageButton
from handlers.filters import is_stranger, was_muted
from handlers.keyboards.by_notice import keyboard
from handlers.menu import COMMANDS
from handlers.outgoing import outgoing, send
from handlers.reply import chat_of, reply
from templates.renderer import Renderer

GROUPS = frozenset({"group", "supergroup"})
QUESTION: Final = "question"
"""Kept of a chat: the message that asks whose it is, until that is answered."""


async def link(
    message: Message, bot: Bot, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Somebody asks in a group chat to link it."""
    await _ask(ChatId(message.chat.id), bot, state, actor, use, words)


async def _ask(
    chat: ChatId, bot: Bot, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Ask whose chat it is; the same question that stands open above is taken away."""
    notice = await use.link_choices(actor, chat)
    markup = keyboard(notice, actor.locale, words)
    what = await outgoing(notice, actor.locale, words, use.file, markup=markup)
    asked = _of_chat(state)
    earlier = await asked.get_value(QUESTION)
    sent = await send(bot, chat, what)
    await asked.set_data({QUESTION: sent.message_id})
    if earlier is not None:
        with suppress(TelegramBadRequest):  # gone already, or older than 48 hours
            await bot.delete_message(chat, earlier)


def _of_chat(state: FSMContext) -> FSMContext:
    """Return what is kept of a chat, whoever writes in it."""
    return FSMContext(
        storage=state.storage, key=replace(state.key, user_id=state.key.chat_id, thread_id=None)
    )


async def turn_page(
    call: CallbackQuery, callback_data: PageButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """More groups to choose from."""
    notice = await use.link_choices(actor, chat_of(call))
    await reply(call, notice, use, words, actor, page=callback_data.page)


async def choose(
    call: CallbackQuery,
    callback_data: LinkButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """This chat is that group's."""
    notice = await use.link_group(actor, chat_of(call), GroupId(callback_data.group))
    await _of_chat(state).set_data({})  # the answer takes the question's place
    await reply(call, notice, use, words, actor)


async def joined(
    event: ChatMemberUpdated,
    bot: Bot,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The bot was added to a chat: whose is it?"""
    await _ask(ChatId(event.chat.id), bot, state, actor, use, words)


async def lost(event: ChatMemberUpdated, use: UseCases) -> None:
    """The bot was removed, or may not write any more."""
    await use.chat_lost(ChatId(event.chat.id))


async def migrated(message: Message, use: UseCases) -> None:
    """The group became a supergroup and has another id."""
    await use.chat_migrated(ChatId(message.chat.id), ChatId(message.migrate_to_chat_id or 0))


async def refuse(_: Message | CallbackQuery | ChatMemberUpdated) -> None:
    """A stranger."""
    raise NotAllowed


async def not_here(_: Message) -> None:
    """A command that belongs into the private chat."""
    raise OnlyInPrivate


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    here = F.chat.type.in_(GROUPS)
    router.message.filter(here)
    router.my_chat_member.filter(here)
    router.callback_query.filter(F.message.chat.type.in_(GROUPS))
    router.message.register(migrated, F.migrate_to_chat_id)
    router.message.register(refuse, Command("link", "start", *COMMANDS), is_stranger)
    router.message.register(link, Command("link"))
    router.message.register(not_here, Command("start", *COMMANDS))
    router.callback_query.register(refuse, is_stranger)
    router.callback_query.register(choose, LinkButton.filter())
    router.callback_query.register(turn_page, PageButton.filter(F.listing == Listing.LINK_GROUP))
    added = ChatMemberUpdatedFilter(IS_NOT_MEMBER >> IS_MEMBER)
    router.my_chat_member.register(lost, was_muted)
    router.my_chat_member.register(refuse, added, is_stranger)
    router.my_chat_member.register(joined, added)
    router.my_chat_member.register(lost, ChatMemberUpdatedFilter(IS_MEMBER >> IS_NOT_MEMBER))
    return router
