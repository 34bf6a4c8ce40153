"""The proctor's board: the room as a whole (D7, B15)."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.places import Listing, PageButton
from handlers.one_tap import its_exam, one_tap
from handlers.reply import pass_over, reply
from templates.renderer import Renderer


async def board_page(
    call: CallbackQuery, callback_data: PageButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """More students of a large room."""
    notice = await use.board_now(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor, page=callback_data.page)


async def release_all(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Let everybody go whose sheets are accepted; the board shows it, and a word how many."""
    count = await use.release_ready(actor, ExamId(callback_data.exam))
    said = words.label("mark.released_all" if count else "mark.released_none", actor.locale)
    await pass_over(call, f"{said}: {count}" if count else said)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(one_tap(lambda use: use.board, its_exam), ExamButton.filter(F.do == OfExam.BOARD))
    tap(board_page, PageButton.filter(F.listing == Listing.BOARD))
    tap(
        one_tap(lambda use: use.start_link, its_exam), ExamButton.filter(F.do == OfExam.START_LINK)
    )
    tap(one_tap(lambda use: use.begin_exam, its_exam), ExamButton.filter(F.do == OfExam.BEGIN))
    tap(release_all, ExamButton.filter(F.do == OfExam.RELEASE_ALL))
    return router
