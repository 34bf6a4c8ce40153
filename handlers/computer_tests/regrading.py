"""An examiner mends the key of a computer test."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.computer_test import KeyButton
from handlers.buttons.exam import ExamButton, OfExam
from handlers.filters import is_words
from handlers.forms import Typing, about_exam, exam_of
from handlers.reply import reply
from templates.renderer import Renderer


async def ask(
    call: CallbackQuery,
    callback_data: ExamButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Which question, and what is right."""
    await about_exam(state, Typing.mend_key, callback_data.exam)
    await reply(call, WriteMessage(purpose="mend_key", about=""), use, words, actor)


async def preview(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """What would change; another key may be typed instead."""
    notice = await use.preview_regrade(actor, await exam_of(state), message.text or "")
    await reply(message, notice, use, words, actor)


async def confirm(
    call: CallbackQuery, callback_data: KeyButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Mend exactly what the preview shows."""
    notice = await use.confirm_regrade(actor, callback_data.token)
    await reply(call, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    router.callback_query.register(ask, ExamButton.filter(F.do == OfExam.MEND_KEY))
    router.callback_query.register(confirm, KeyButton.filter())
    router.message.register(preview, Typing.mend_key, is_words)
    return router
