"""How an exam is marked, planned by dean or registrar."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.sheets import PlanButton
from handlers.filters import is_words
from handlers.forms import Typing, about_exam, exam_of
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def change(
    call: CallbackQuery, callback_data: PlanButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Names or codes; once, or a share of the works twice."""
    exam = ExamId(callback_data.exam)
    notice = await use.plan_marking(
        actor, exam, anonymous=callback_data.anonymous, share=callback_data.share
    )
    await reply(call, notice, use, words, actor)


async def ask_markers(
    call: CallbackQuery,
    callback_data: ExamButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Who marks?"""
    card = await use.marking_plan(actor, ExamId(callback_data.exam))
    await about_exam(state, Typing.markers, callback_data.exam)
    await reply(call, WriteMessage(purpose="markers", about=card.subject), use, words, actor)


async def markers(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The staff numbers of the markers."""
    notice = await use.plan_marking(actor, await exam_of(state), markers=message.text or "")
    await state.clear()
    await reply(message, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap, said = router.callback_query.register, router.message.register
    tap(one_tap(lambda use: use.marking_plan, its_exam), ExamButton.filter(F.do == OfExam.MARKING))
    tap(ask_markers, ExamButton.filter(F.do == OfExam.MARKERS))
    tap(change, PlanButton.filter())
    said(markers, Typing.markers, is_words)
    return router
