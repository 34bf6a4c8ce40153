"""The chief proctor's desk: a whole exam stopped, lost time given back."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.exam import ClocksButton, ExamButton, OfExam
from handlers.keyboards.chief import suspending
from handlers.keyboards.keys import Keys
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def desk(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The desk; from the board or an alert it comes as a new message."""
    notice = await use.chief_desk(actor, ExamId(callback_data.exam))
    below = callback_data.do is OfExam.DESK
    await reply(call, notice, use, words, actor, below=below)


async def ask_suspend(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Ask back before everybody is stopped."""
    notice = await use.chief_desk(actor, ExamId(callback_data.exam))
    rows = suspending(notice, Keys(words, actor.locale))
    await reply(call, notice, use, words, actor, rows=rows)


async def turn_clocks(
    call: CallbackQuery, callback_data: ClocksButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Stop everybody, or let everybody go on; either shows the desk as it is then."""
    turn = use.resume_exam if callback_data.run else use.suspend_exam
    notice = await turn(actor, ExamId(callback_data.exam), callback_data.turn)
    old = callback_data.run is (notice.stage == ExamStage.SUSPENDED.value)
    alert = words.label("mark.outdated", actor.locale) if old else None
    await reply(call, notice, use, words, actor, alert=alert)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(desk, ExamButton.filter(F.do.in_({OfExam.DESK, OfExam.DESK_AGAIN})))
    tap(ask_suspend, ExamButton.filter(F.do == OfExam.SUSPEND))
    tap(turn_clocks, ClocksButton.filter())
    tap(
        one_tap(lambda use: use.credit_downtime, its_exam, below=True),
        ExamButton.filter(F.do == OfExam.CREDIT),
    )
    return router
