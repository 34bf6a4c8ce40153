"""The closed tickets, and the writing."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.refusals.tickets import TicketTaken
from exams.services import UseCases
from handlers.buttons.exam import CardButton, ExamButton, OfExam
from handlers.one_tap import its_exam, one_tap
from handlers.outgoing import delete
from handlers.reply import bot_of, reply, tapped
from templates.renderer import Renderer


async def draw_ticket(
    call: CallbackQuery, callback_data: CardButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A closed ticket was tapped: show what is under it, or that somebody was quicker."""
    exam = ExamId(callback_data.exam)
    try:
        notice = await use.draw_ticket(actor, exam, callback_data.position)
    except TicketTaken as taken:
        alert = words.plain_refusal(taken, actor.locale)
        await reply(call, await use.open_board(actor, exam), use, words, actor, alert=alert)
    else:
        await reply(call, notice, use, words, actor)
        board = tapped(call)
        if board is not None:  # the ticket stands below; no card here can be turned over any more
            await delete(bot_of(call), board)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(
        one_tap(lambda use: use.open_board, its_exam), ExamButton.filter(F.do == OfExam.TO_TICKETS)
    )
    tap(draw_ticket, CardButton.filter())
    tap(one_tap(lambda use: use.ticket, its_exam), ExamButton.filter(F.do == OfExam.SHOW_TICKET))
    tap(
        one_tap(lambda use: use.ask_finish, its_exam), ExamButton.filter(F.do == OfExam.ASK_FINISH)
    )
    tap(
        one_tap(lambda use: use.finish_writing, its_exam), ExamButton.filter(F.do == OfExam.FINISH)
    )
    return router
