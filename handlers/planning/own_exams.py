"""A student before the exam: details, equipment, the link, a new time."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.exam import CameraButton, ExamButton, OfExam
from handlers.keyboards.keys import Keys, markup
from handlers.keyboards.student import equipment
from handlers.one_tap import its_exam, one_tap
from handlers.outgoing import edit_buttons
from handlers.reply import bot_of, pass_over, pictured
from templates.renderer import Renderer


async def choose_camera(
    call: CallbackQuery, callback_data: CameraButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The answer about equipment: shown where one tapped, and said over the screen."""
    camera = callback_data.camera
    question = await use.choose_camera(actor, ExamId(callback_data.exam), camera)
    noted, chosen = words.label("mark.camera_noted", actor.locale), f"camera.{camera.value}"
    await pass_over(call, f"{noted}: {words.label(chosen, actor.locale)}")
    asked = pictured(call)
    if asked is not None:
        buttons = markup(equipment(question, Keys(words, actor.locale)))
        await edit_buttons(bot_of(call), asked, buttons)


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
