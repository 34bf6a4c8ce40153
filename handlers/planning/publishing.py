"""Dean and registrar: an exam is published, moved, cancelled."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.notices.office import CancelAsked
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.filters import is_words
from handlers.forms import Typing, about_exam, exam_of, moment
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def move(
    call: CallbackQuery,
    callback_data: ExamButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Move an exam: to when? One that cannot be is shown as it is."""
    checks = await use.exam_checks(actor, ExamId(callback_data.exam))
    if "move" not in checks.can:
        return await reply(call, checks, use, words, actor)
    await about_exam(state, Typing.new_time, callback_data.exam)
    asked = WriteMessage(purpose="new_time", about=checks.subject)
    return await reply(call, asked, use, words, actor)


async def new_time(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """When the exam takes place now; what is no moment is asked for again."""
    to = moment(message.text or "")
    if to is None:
        again = WriteMessage(purpose="new_time", about="", again=True)
        return await reply(message, again, use, words, actor)
    notice = await use.move_exam(actor, await exam_of(state), to)
    await state.clear()
    return await reply(message, notice, use, words, actor)


async def cancel(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Say what follows when an exam is cancelled; one that cannot be is shown as it is."""
    found = await use.exam_checks(actor, ExamId(callback_data.exam))
    asked = CancelAsked(
        exam=found.exam,
        subject=found.subject,
        starts_at=found.starts_at,
        stage=found.stage,
        students=found.students,
    )
    await reply(call, asked if "cancel" in found.can else found, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(one_tap(lambda use: use.exam_checks, its_exam), ExamButton.filter(F.do == OfExam.CHECKS))
    tap(one_tap(lambda use: use.publish_exam, its_exam), ExamButton.filter(F.do == OfExam.PUBLISH))
    tap(move, ExamButton.filter(F.do == OfExam.MOVE))
    tap(cancel, ExamButton.filter(F.do == OfExam.CANCEL))
    tap(
        one_tap(lambda use: use.cancel_exam, its_exam),
        ExamButton.filter(F.do == OfExam.YES_CANCEL),
    )
    router.message.register(new_time, Typing.new_time, is_words)
    return router
