"""A proctor speaks to everybody in the room, or gives everybody time."""

from typing import Final

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.filters import is_words
from handlers.forms import Typing, about_exam, exam_of, minutes_and_reason
from handlers.reply import reply
from templates.renderer import Renderer

FORMS: Final[dict[OfExam, tuple[State, str]]] = {
    OfExam.MESSAGE_ALL: (Typing.message_all, "message_all"),
    OfExam.TIME_ALL: (Typing.time_all, "time_all"),
}
"""What opens a form: the form, and what the proctor is asked for."""


async def ask(
    call: CallbackQuery,
    callback_data: ExamButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Ask for words to everybody; the exam is named so that no other is meant."""
    form, purpose = FORMS[callback_data.do]
    board = await use.board_now(actor, ExamId(callback_data.exam))
    await about_exam(state, form, callback_data.exam)
    prompt = WriteMessage(purpose=purpose, about=board.subject)
    await reply(call, prompt, use, words, actor)


async def message(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A message to everybody."""
    notice = await use.message_everybody(actor, await exam_of(state), message.text or "")
    await state.clear()
    await reply(message, notice, use, words, actor)


async def add_time(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """So many minutes for everybody, and why; what begins with no number is asked for again."""
    read = minutes_and_reason(message.text or "")
    if read is None:
        again = WriteMessage(purpose="time_all", about="")
        return await reply(message, again, use, words, actor)
    notice = await use.add_time_for_everybody(actor, await exam_of(state), *read)
    await state.clear()
    return await reply(message, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    router.callback_query.register(ask, ExamButton.filter(F.do.in_(set(FORMS))))
    router.message.register(message, Typing.message_all, is_words)
    router.message.register(add_time, Typing.time_all, is_words)
    return router
