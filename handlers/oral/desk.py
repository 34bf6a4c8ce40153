"""The oral exam in the proctor's hands: picking, queue, answer, mark (S23, S26)."""

from typing import Final

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.oral import PointsButton, SwapButton
from handlers.filters import is_words
from handlers.forms import Typing, about_swap, attempt_of, other_of, points_and_reason
from handlers.keyboards.keys import Keys
from handlers.keyboards.oral import points, sure_of
from handlers.one_tap import Act, its_attempt, its_exam, one_tap
from handlers.reply import pass_over, reply
from handlers.written import read_as
from templates.renderer import Renderer


async def ask_why_swap(
    call: CallbackQuery,
    callback_data: SwapButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Why do they exchange their turns?"""
    card = await use.student_card(actor, AttemptId(callback_data.attempt))
    await about_swap(state, callback_data.attempt, callback_data.other)
    await reply(call, WriteMessage(purpose="swap", about=card.name), use, words, actor)


async def swap(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The reason came: the turns are exchanged."""
    attempt, other = await attempt_of(state), await other_of(state)
    notice = await use.swap(actor, attempt, other, message.text or "")
    await state.clear()
    await reply(message, notice, use, words, actor)


async def choose_points(
    call: CallbackQuery, callback_data: AttemptButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Which mark?"""
    notice = await use.student_card(actor, AttemptId(callback_data.attempt))
    rows = points(notice, Keys(words, actor.locale))
    await reply(call, notice, use, words, actor, rows=rows)


async def confirm_points(
    call: CallbackQuery, callback_data: PointsButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A mark was tapped: it goes to the student at once, so the card asks."""
    notice = await use.student_card(actor, AttemptId(callback_data.attempt))
    rows = sure_of(notice, callback_data.points, Keys(words, actor.locale))
    await reply(call, notice, use, words, actor, rows=rows)


async def mark(
    call: CallbackQuery, callback_data: PointsButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The mark is announced (S26)."""
    attempt = AttemptId(callback_data.attempt)
    notice = await use.mark_answer(actor, attempt, str(callback_data.points))
    await reply(call, notice, use, words, actor)


async def call_next(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Whoever is next; where somebody is called already, a word over the screen says who."""
    card = await use.call_next(actor, ExamId(callback_data.exam))
    if card.outdated:
        said = words.label("mark.called_already", actor.locale)
        await pass_over(call, f"{said}: {card.name}")
        return
    await reply(call, card, use, words, actor, below=True)


async def choose_preparation(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """One of them was chosen."""
    equal = callback_data.do is OfExam.EQUALLY
    notice = await use.choose_preparation(actor, ExamId(callback_data.exam), equal=equal)
    await reply(call, notice, use, words, actor)


ACTS: Final[dict[OfAttempt, Act[AttemptId]]] = {
    OfAttempt.ASSIGN: lambda use: use.assign_ticket,
    OfAttempt.PICK_AGAIN: lambda use: use.pick_again,
    OfAttempt.CALL: lambda use: use.call_up,
    OfAttempt.ANSWER: lambda use: use.start_answer,
    OfAttempt.END_ANSWER: lambda use: use.end_answer,
    OfAttempt.SKIP: lambda use: use.skip,
    OfAttempt.NO_ANSWER: lambda use: use.give_up,
}
"""An act that needs no word: call, answer, skip, a ticket at random."""


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap, said = router.callback_query.register, router.message.register
    tap(
        one_tap(lambda use: use.open_picking, its_exam),
        ExamButton.filter(F.do == OfExam.OPEN_PICKING),
    )
    tap(
        one_tap(lambda use: use.close_picking, its_exam),
        ExamButton.filter(F.do == OfExam.CLOSE_PICKING),
    )
    tap(call_next, ExamButton.filter(F.do == OfExam.CALL_NEXT))
    tap(
        one_tap(lambda use: use.offer_preparation, its_exam),
        ExamButton.filter(F.do == OfExam.PREPARATION),
    )
    ways = {OfExam.BY_INSTRUCTION, OfExam.EQUALLY}
    tap(choose_preparation, ExamButton.filter(F.do.in_(ways)))
    for do, act in ACTS.items():
        tap(one_tap(act, its_attempt), AttemptButton.filter(F.do == do))
    tap(
        one_tap(lambda use: use.offer_swap, its_attempt),
        AttemptButton.filter(F.do == OfAttempt.SWAP),
    )
    tap(ask_why_swap, SwapButton.filter())
    tap(choose_points, AttemptButton.filter(F.do == OfAttempt.MARK))
    tap(confirm_points, PointsButton.filter(~F.sure))
    tap(mark, PointsButton.filter(F.sure))
    said(swap, Typing.swap, is_words)
    marked = read_as(points_and_reason, lambda use: use.mark_answer, attempt_of)
    said(marked, Typing.points, is_words)
    return router
