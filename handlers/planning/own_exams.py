"""A student before the exam: details, equipment, the link, a new time."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.exam import CameraButton, ExamButton, OfExam
from handlers.reply import reply
from templates.renderer import Renderer


async def details(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """One exam, and what to do now."""
    notice = await use.exam_details(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def equipment(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """With what one will be on camera (S1)."""
    notice = await use.equipment(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def choose_camera(
    call: CallbackQuery, callback_data: CameraButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The answer about equipment."""
    exam = ExamId(callback_data.exam)
    notice = await use.choose_camera(actor, exam, callback_data.camera)
    await reply(call, notice, use, words, actor)


async def my_link(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The personal link, on demand too."""
    notice = await use.my_link(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def move_read(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The exam's new time was read."""
    notice = await use.acknowledge_move(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(details, ExamButton.filter(F.do == OfExam.DETAILS))
    tap(equipment, ExamButton.filter(F.do == OfExam.EQUIPMENT))
    tap(choose_camera, CameraButton.filter())
    tap(move_read, ExamButton.filter(F.do == OfExam.MOVE_READ))
    tap(my_link, ExamButton.filter(F.do == OfExam.MY_LINK))
    return router
