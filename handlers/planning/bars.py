"""The registrar lets a barred student sit after all."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.bars import BarredButton, LiftButton
from handlers.buttons.exam import ExamButton, OfExam
from handlers.filters import is_words
from handlers.forms import Typing, about_attempt, attempt_of
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from handlers.written import written
from templates.renderer import Renderer


async def ask(
    call: CallbackQuery,
    callback_data: LiftButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Why may the student sit? The name is said so that nobody else is meant."""
    listed = await use.barred_list(actor, ExamId(callback_data.exam))
    named = (name for attempt, name, _ in listed.students if attempt == callback_data.attempt)
    await about_attempt(state, Typing.lift_bar, callback_data.attempt)
    prompt = WriteMessage(purpose="lift_bar", about=next(named, ""))
    await reply(call, prompt, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    router.callback_query.register(
        one_tap(lambda use: use.barred_list, its_exam), BarredButton.filter()
    )
    router.callback_query.register(
        one_tap(lambda use: use.keep_for_resits, its_exam),
        ExamButton.filter(F.do == OfExam.RESITS),
    )
    router.callback_query.register(ask, LiftButton.filter())
    why = written(lambda use: use.lift_bar, attempt_of)
    router.message.register(why, Typing.lift_bar, is_words)
    return router
