"""A student's sheets in the proctor's hands: shown, asked for again, as one PDF (S28)."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import AttemptId
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.attempt import AttemptButton, OfAttempt, PagesButton
from handlers.filters import is_words
from handlers.forms import Typing, about_attempt, attempt_of, pages_and_note
from handlers.keyboards.keys import Keys
from handlers.keyboards.proctor import pages
from handlers.one_tap import its_attempt, one_tap
from handlers.reply import reply
from templates.renderer import Renderer

SHOWN = "shown_to_camera"
"""Code of the reason for accepting pages that were not sent."""


async def accept_shown(
    call: CallbackQuery, callback_data: AttemptButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Pages were shown to the camera instead of sent."""
    notice = await use.accept_shown(actor, AttemptId(callback_data.attempt), SHOWN)
    await reply(call, notice, use, words, actor)


async def choose_pages(
    call: CallbackQuery,
    callback_data: AttemptButton | PagesButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Which pages must be photographed again: tapped one by one, or typed."""
    card = await use.student_card(actor, AttemptId(callback_data.attempt))
    if "ask_again" not in card.can:
        raise WrongStage(act="ask_again", stage=card.stage)
    await about_attempt(state, Typing.ask_again, callback_data.attempt)
    marked = callback_data.marked if isinstance(callback_data, PagesButton) else 0
    rows = pages(card.attempt, card.sheets, marked, Keys(words, actor.locale))
    prompt = WriteMessage(purpose="ask_again", about=card.name)
    in_place = isinstance(callback_data, PagesButton)
    await reply(call, prompt, use, words, actor, rows=rows, below=not in_place)


async def ask_marked(
    call: CallbackQuery, callback_data: PagesButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Ask for the pages that are marked."""
    marked = callback_data.marked
    numbers = tuple(page + 1 for page in range(marked.bit_length()) if marked >> page & 1)
    notice = await use.ask_again(actor, AttemptId(callback_data.attempt), numbers)
    await reply(call, notice, use, words, actor)


async def ask_typed(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Ask for the pages that were typed, with what else was typed."""
    attempt, (numbers, note) = await attempt_of(state), pages_and_note(message.text or "")
    notice = await use.ask_again(actor, attempt, numbers, note)
    await state.clear()
    await reply(message, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap, said = router.callback_query.register, router.message.register
    tap(accept_shown, AttemptButton.filter(F.do == OfAttempt.ACCEPT_SHOWN))
    tap(
        one_tap(lambda use: use.sheets_pdf, its_attempt),
        AttemptButton.filter(F.do == OfAttempt.PDF),
    )
    tap(choose_pages, AttemptButton.filter(F.do == OfAttempt.ASK_AGAIN))
    tap(choose_pages, PagesButton.filter(~F.send))
    tap(ask_marked, PagesButton.filter(F.send))
    said(ask_typed, Typing.ask_again, is_words)
    return router
