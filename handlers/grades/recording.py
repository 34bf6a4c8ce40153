"""Grades on their way into the university's own system."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.reply import reply
from templates.renderer import Renderer


async def records(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """What the university's system has taken of an exam's grades."""
    notice = await use.grade_records(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def send_again(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Send what was rejected once more."""
    notice = await use.send_again(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(records, ExamButton.filter(F.do == OfExam.RECORDS))
    tap(send_again, ExamButton.filter(F.do == OfExam.SEND_AGAIN))
    return router
