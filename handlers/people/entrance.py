"""Coming in: Start with or without an invite, the own contact, strangers."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message, User

from exams.domain.ids import ChatId
from exams.domain.people import Actor
from exams.domain.refusals.people import NotAllowed
from exams.notices.entrance import Stranger
from exams.services import UseCases
from handlers.buttons.places import Go, GoButton
from handlers.filters import Label, is_stranger
from handlers.forms import leave_forms
from handlers.reply import Event, reply
from templates.renderer import Renderer


async def start(
    message: Message, command: CommandObject, actor: Actor | None, use: UseCases, words: Renderer
) -> None:
    """Start was pressed, perhaps on an invite: bind, greet, or say how to be let in."""
    notice = await use.start(account_of(message.from_user), command.args or "")
    await reply(message, notice, use, words, actor)


async def contact(message: Message, actor: Actor | None, use: UseCases, words: Renderer) -> None:
    """A contact was shared: the own one may be known on the roster."""
    if message.contact is None:
        return
    owner = message.contact.user_id
    notice = await use.bind_contact(
        account_of(message.from_user),
        None if owner is None else ChatId(owner),
        message.contact.phone_number,
    )
    await reply(message, notice, use, words, actor)


async def stranger(message: Message, use: UseCases, words: Renderer) -> None:
    """Somebody unknown wrote anything at all."""
    await reply(message, Stranger(), use, words, None)


async def strangers_help(event: Event, use: UseCases, words: Renderer) -> None:
    """Who cannot come in needs the registrar's office most of all (S32)."""
    await reply(event, await use.help(None), use, words, None)


async def stranger_tap(_: CallbackQuery) -> None:
    """Somebody unknown tapped a button, perhaps one that was theirs once."""
    raise NotAllowed


def account_of(user: User | None) -> ChatId:
    """Return the account behind an update.

    Raises:
        NotAllowed: a channel or an anonymous administrator speaks, nobody we can know.
    """
    if user is None:
        raise NotAllowed
    return ChatId(user.id)


def build() -> Router:
    """Make a fresh router; whatever it answers leaves a form first."""
    router = Router(name=__name__)
    router.message.middleware(leave_forms)
    router.message.register(start, CommandStart())
    router.message.register(contact, F.contact)
    for asks in (Command("help"), Label("help")):
        router.message.register(strangers_help, is_stranger, asks)
    router.message.register(stranger, is_stranger)
    to_help = GoButton.filter(F.to == Go.HELP)
    router.callback_query.register(strangers_help, is_stranger, to_help)
    router.callback_query.register(stranger_tap, is_stranger)
    return router
