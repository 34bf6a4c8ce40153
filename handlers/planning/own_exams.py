"""A student before the exam: details, equipment, the link, a new time."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.exam import CameraButton, ExamButton, OfExam
from handlers.one_tap import its_exam, one_tap
from handlers.reply import pass_over, reply
from templates.renderer import Renderer


async def choose_camera(
    call: CallbackQuery, callback_data: CameraButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The answer about equipment."""
    exam = ExamId(callback_data.exam)
    notice = await use.choose_camera(actor, exam, callback_data.camera)
    await reply(call, notice, use, words, actor)


async def read_move(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Somebody has read the new time: said over the screen, for what was read stays below."""
    await use.acknowledge_move(actor, ExamId(callback_data.exam))
    await pass_over(call, words.label("mark.move_acknowledged", actor.locale), alert=True)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(one_tap(lambda use: use.exam_details, its_exam), ExamButton.filter(F.do == OfExam.DETAILS))
    tap(one_tap(lambda use: use.equipment, its_exam), ExamButton.filter(F.do == OfExam.EQUIPMENT))
    tap(choose_camera, CameraButton.filter())
    tap(read_move, ExamButton.filter(F.do == OfExam.MOVE_READ))
    tap(one_tap(lambda use: use.my_link, its_exam), ExamButton.filter(F.do == OfExam.MY_LINK))
    return router
