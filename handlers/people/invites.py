"""Invites for a group, to print; a lost account freed."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.office import InvitesButton
from handlers.one_tap import its_group, one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def unbind(
    message: Message, command: CommandObject, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Free the person with this number from a lost or wrong account."""
    notice = await use.unbind(actor, command.args or "")
    await reply(message, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(one_tap(lambda use: use.make_invites, its_group), InvitesButton.filter())
    router.message.register(unbind, Command("unbind"))
    return router
