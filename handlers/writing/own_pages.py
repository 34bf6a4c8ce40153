"""The own answer page by page, put right before it is handed in."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId, SheetId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.sheets import OfOwnPage, OwnPageButton, PutRightButton
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def turn(
    call: CallbackQuery, callback_data: OwnPageButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Another page, in place of the one before."""
    notice = await use.own_sheet(actor, ExamId(callback_data.exam), callback_data.page)
    await reply(call, notice, use, words, actor)


async def move(
    call: CallbackQuery,
    callback_data: PutRightButton,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """A page becomes another one."""
    notice = await use.move_own_page(actor, SheetId(callback_data.sheet), callback_data.to)
    await reply(call, notice, use, words, actor)


def its_sheet(button: PutRightButton) -> SheetId:
    """Return the sheet that a button names."""
    return SheetId(button.sheet)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(
        one_tap(lambda use: use.own_sheet, its_exam, below=True),
        ExamButton.filter(F.do == OfExam.OWN_SHEETS),
    )
    tap(turn, OwnPageButton.filter())
    tap(move, PutRightButton.filter(F.do == OfOwnPage.MOVE))
    tap(
        one_tap(lambda use: use.leave_out_page, its_sheet, below=True),
        PutRightButton.filter(F.do == OfOwnPage.LEAVE_OUT),
    )
    tap(
        one_tap(lambda use: use.put_back_page, its_sheet, below=True),
        PutRightButton.filter(F.do == OfOwnPage.PUT_BACK),
    )
    return router
