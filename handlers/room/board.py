"""The proctor's board: the room as a whole (D7, B15)."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.places import Listing, PageButton
from handlers.reply import reply
from templates.renderer import Renderer


async def board(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The live board comes by itself, below everything, and stays current."""
    await use.board(actor, ExamId(callback_data.exam))
    await reply(call, None, use, words, actor)


async def board_page(
    call: CallbackQuery, callback_data: PageButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """More students of a large room."""
    notice = await use.board_now(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor, page=callback_data.page)


async def start_link(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A fresh link to open the conference as its host."""
    notice = await use.start_link(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def begin_exam(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The exam begins; the board shows it."""
    await use.begin_exam(actor, ExamId(callback_data.exam))
    await reply(call, None, use, words, actor)


async def release_all(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Let everybody go whose sheets are accepted; the board shows it."""
    await use.release_ready(actor, ExamId(callback_data.exam))
    await reply(call, None, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(board, ExamButton.filter(F.do == OfExam.BOARD))
    tap(board_page, PageButton.filter(F.listing == Listing.BOARD))
    tap(start_link, ExamButton.filter(F.do == OfExam.START_LINK))
    tap(begin_exam, ExamButton.filter(F.do == OfExam.BEGIN))
    tap(release_all, ExamButton.filter(F.do == OfExam.RELEASE_ALL))
    return router
