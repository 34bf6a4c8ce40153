"""The register of absences: searched, and taken away for a period."""

from datetime import UTC, datetime, timedelta
from typing import Final

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.exam import ASTANA
from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.places import Go, GoButton
from handlers.filters import is_words
from handlers.forms import Typing
from handlers.reply import reply
from templates.renderer import Renderer

DAY: Final = timedelta(days=1)


async def ask_search(
    call: CallbackQuery,
    callback_data: GoButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Whom to look for, or which period to take away."""
    searching = callback_data.to is Go.FIND_ABSENCES
    await state.set_state(Typing.find_absences if searching else Typing.export_absences)
    purpose = "find_absences" if searching else "export_absences"
    await reply(call, WriteMessage(purpose=purpose, about=""), use, words, actor)


async def search(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A part of the name or number; where nothing is found, another part can be written."""
    notice = await use.find_absences(actor, message.text or "")
    if notice.cases:
        await state.clear()
    await reply(message, notice, use, words, actor)


async def export(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """First and last day; what is no period is asked for again."""
    period = _period(message.text or "")
    if period is None:
        again = WriteMessage(purpose="export_absences", about="", again=True)
        return await reply(message, again, use, words, actor)
    notice = await use.export_absences(actor, *period)
    await state.clear()
    return await reply(message, notice, use, words, actor)


def _period(text: str) -> tuple[datetime, datetime] | None:
    """Read "01.12.2026 31.12.2026" as the period from that morning to the last midnight."""
    try:
        first, last = (
            datetime.strptime(f"{part} +0500", "%d.%m.%Y %z")
            for part in text.replace("–", " ").replace(" - ", " ").split()
        )
    except ValueError:
        return None
    until = last.astimezone(ASTANA) + DAY
    return (first.astimezone(UTC), until.astimezone(UTC)) if first < until else None


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap, said = router.callback_query.register, router.message.register
    tap(ask_search, GoButton.filter(F.to.in_({Go.FIND_ABSENCES, Go.EXPORT_ABSENCES})))
    said(search, Typing.find_absences, is_words)
    said(export, Typing.export_absences, is_words)
    return router
