"""What nobody else answered: nothing is left without a word."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from exams.domain.people import Actor, Role
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.words import EditUnread
from exams.services import UseCases
from handlers.filters import Holds
from handlers.forms import leave_forms
from handlers.menu import import_help, menu
from handlers.reply import reply
from templates.renderer import Renderer


async def not_understood(message: Message, actor: Actor, use: UseCases, words: Renderer) -> None:
    """Somebody wrote instead of tapping: in an exam, say whom to ask; else, what can be done."""
    if Role.STUDENT in actor.roles and (help_ := await use.help(actor)).exam:
        return await reply(message, help_, use, words, actor)
    return await menu(message, actor, use, words)


async def no_table(message: Message, actor: Actor, use: UseCases, words: Renderer) -> None:
    """The registrar sent what is no table: say what is taken, with a file to fill in."""
    await import_help(message, actor, use, words)


async def edited(_: Message) -> None:
    """What was sent counts as it came; words or a picture changed later are not seen."""
    raise EditUnread


MEANT = F.text | F.caption | F.photo | F.document
"""An edit that somebody made; a shared place that moves on is edited by the phone itself."""


async def unknown_tap(_: CallbackQuery) -> None:
    """A button of an older day, or one that was never ours."""
    raise Unknown


def build() -> Router:
    """Make a fresh router; it stands at the end."""
    router = Router(name=__name__)
    router.message.filter(F.chat.type == "private")  # people talk to each other in groups
    router.message.middleware(leave_forms)
    router.message.register(no_table, F.document | F.photo, Holds(Role.REGISTRAR))
    router.message.register(not_understood)
    router.edited_message.register(edited, F.chat.type == "private", MEANT)
    router.callback_query.register(unknown_tap)
    return router
