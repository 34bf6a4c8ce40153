"""What nobody else answered: nothing is left without a word."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.refusals.people import Unknown
from handlers.forms import leave_forms
from handlers.menu import menu


async def unknown_tap(_: CallbackQuery) -> None:
    """A button of an older day, or one that was never ours."""
    raise Unknown


def build() -> Router:
    """Make a fresh router; it stands at the end."""
    router = Router(name=__name__)
    router.message.filter(F.chat.type == "private")  # people talk to each other in groups
    router.message.middleware(leave_forms)
    router.message.register(menu)
    router.callback_query.register(unknown_tap)
    return router
