"""A student in trouble: outage, coming back, a question to the proctor."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.filters import is_words
from handlers.forms import Typing, about_exam, exam_of
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from handlers.written import written
from templates.renderer import Renderer


async def question(
    call: CallbackQuery,
    callback_data: ExamButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The student wants to write to the proctor."""
    await about_exam(state, Typing.question, callback_data.exam)
    await reply(call, WriteMessage(purpose="question", about=""), use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(one_tap(lambda use: use.outage, its_exam), ExamButton.filter(F.do == OfExam.OUTAGE))
    tap(one_tap(lambda use: use.come_back, its_exam), ExamButton.filter(F.do == OfExam.BACK))
    tap(question, ExamButton.filter(F.do == OfExam.QUESTION))
    asked = written(lambda use: use.ask_proctor, exam_of)
    router.message.register(asked, Typing.question, is_words)
    return router
