"""A student's case, decided by the chief proctor or by the dean."""

from typing import Final

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import AttemptId
from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.filters import is_words
from handlers.forms import Typing, about_attempt, attempt_of
from handlers.reply import reply
from handlers.written import written
from templates.renderer import Renderer


async def aside(
    call: CallbackQuery, callback_data: AttemptButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Sheets that came early or late count, or are left out."""
    take = callback_data.do is OfAttempt.TAKE_ASIDE
    notice = await use.decide_aside(actor, AttemptId(callback_data.attempt), take=take)
    alert = words.label("mark.outdated", actor.locale) if notice.outdated else None
    await reply(call, notice, use, words, actor, alert=alert)


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
    tap, said = router.callback_query.register, router.message.register
    tap(aside, AttemptButton.filter(F.do.in_(ASIDE)))
    tap(clear, AttemptButton.filter(F.do == OfAttempt.CLEAR))
    tap(ask_annul, AttemptButton.filter(F.do == OfAttempt.ANNUL))
    said(written(lambda use: use.ask_end, attempt_of), Typing.ask_end, is_words)
    said(written(lambda use: use.void, attempt_of), Typing.void, is_words)
    said(written(lambda use: use.open_review, attempt_of), Typing.review, is_words)
    said(annul, Typing.annul, is_words)
    return router
