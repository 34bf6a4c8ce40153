"""The chief proctor: a whole exam stopped, lost time given back, a student's case decided."""

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
from handlers.filters import is_words
from handlers.forms import Typing, about_attempt, attempt_of
from handlers.keyboards.chief import suspending
from handlers.keyboards.keys import Keys
from handlers.reply import reply
from handlers.written import written
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


async def suspend(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Every clock stands."""
    notice = await use.suspend_exam(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def go_on(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Every clock runs on."""
    notice = await use.resume_exam(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def credit(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Give everybody the time in which the bot was away."""
    notice = await use.credit_downtime(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor, below=True)


async def aside(
    call: CallbackQuery, callback_data: AttemptButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Sheets that came early or late count, or are left out."""
    take = callback_data.do is OfAttempt.TAKE_ASIDE
    notice = await use.decide_aside(actor, AttemptId(callback_data.attempt), take=take)
    await reply(call, notice, use, words, actor)


async def clear(
    call: CallbackQuery, callback_data: AttemptButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The dean lets a result stand."""
    attempt = AttemptId(callback_data.attempt)
    notice = await use.decide_review(actor, attempt, annul=False)
    await reply(call, notice, use, words, actor)


async def ask_annul(
    call: CallbackQuery,
    callback_data: AttemptButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The dean annuls a result: why?"""
    review = await use.review(actor, AttemptId(callback_data.attempt))
    await about_attempt(state, Typing.annul, callback_data.attempt)
    await reply(call, WriteMessage(purpose="annul", about=review.name), use, words, actor)


async def annul(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Why a result is annulled."""
    attempt, reason = await attempt_of(state), message.text or ""
    notice = await use.decide_review(actor, attempt, annul=True, reason=reason)
    await state.clear()
    await reply(message, notice, use, words, actor)


ASIDE: Final = frozenset({OfAttempt.TAKE_ASIDE, OfAttempt.LEAVE_ASIDE})


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(desk, ExamButton.filter(F.do.in_({OfExam.DESK, OfExam.DESK_AGAIN})))
    tap(ask_suspend, ExamButton.filter(F.do == OfExam.SUSPEND))
    tap(suspend, ExamButton.filter(F.do == OfExam.YES_SUSPEND))
    tap(go_on, ExamButton.filter(F.do == OfExam.GO_ON))
    tap(credit, ExamButton.filter(F.do == OfExam.CREDIT))
    tap(aside, AttemptButton.filter(F.do.in_(ASIDE)))
    tap(clear, AttemptButton.filter(F.do == OfAttempt.CLEAR))
    tap(ask_annul, AttemptButton.filter(F.do == OfAttempt.ANNUL))
    said = router.message.register
    said(written(lambda use: use.ask_end, attempt_of), Typing.ask_end, is_words)
    said(written(lambda use: use.void, attempt_of), Typing.void, is_words)
    said(written(lambda use: use.open_review, attempt_of), Typing.review, is_words)
    said(annul, Typing.annul, is_words)
    return router
