"""The closed tickets, and the writing."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.refusals.tickets import TicketTaken
from exams.services import UseCases
from handlers.buttons.exam import CardButton, ExamButton, OfExam
from handlers.reply import reply
from templates.renderer import Renderer


async def open_board(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The closed tickets (S20)."""
    notice = await use.open_board(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


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


async def show_ticket(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The ticket once more."""
    notice = await use.ticket(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def ask_finish(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The student wants to finish before the time: really?"""
    notice = await use.ask_finish(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def finish(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The student has finished."""
    notice = await use.finish_writing(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(open_board, ExamButton.filter(F.do == OfExam.TO_TICKETS))
    tap(draw_ticket, CardButton.filter())
    tap(show_ticket, ExamButton.filter(F.do == OfExam.SHOW_TICKET))
    tap(ask_finish, ExamButton.filter(F.do == OfExam.ASK_FINISH))
    tap(finish, ExamButton.filter(F.do == OfExam.FINISH))
    return router
