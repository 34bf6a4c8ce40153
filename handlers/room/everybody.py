"""A proctor speaks to everybody in the room, or gives everybody time."""

from typing import Final

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.filters import is_words
from handlers.forms import Typing, about_exam, exam_of, minutes_and_reason
from handlers.reply import reply
from handlers.written import read_as, written
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


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    router.callback_query.register(ask, ExamButton.filter(F.do.in_(set(FORMS))))
    said = router.message.register
    said(written(lambda use: use.message_everybody, exam_of), Typing.message_all, is_words)
    minutes = read_as(
        minutes_and_reason,
        lambda use: use.add_time_for_everybody,
        exam_of,
        purpose="time_all",
    )
    said(minutes, Typing.time_all, is_words)
    return router
