"""What a proctor types or records about one student."""

from collections.abc import Awaitable, Callable
from typing import Final

from aiogram import Bot, F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import Message

from exams.domain.ids import AttemptId
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.notices.proctor import StudentCard
from exams.services import UseCases
from handlers.asking import asking
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.files import download
from handlers.filters import is_words
from handlers.forms import (
    Typing,
    about_attempt,
    attempt_of,
    minutes_and_reason,
)
from handlers.keyboards.keys import Keys
from handlers.keyboards.proctor import said_to
from handlers.one_tap import its_attempt
from handlers.reply import reply
from handlers.written import read_as, written
from templates.renderer import Renderer

FORMS: Final[dict[OfAttempt, tuple[State, str]]] = {
    OfAttempt.WARN_WORDS: (Typing.warning, "warning"),
    OfAttempt.MESSAGE: (Typing.message, "reply"),
    OfAttempt.FAIL_ID: (Typing.id_failed, "id_failed"),
    OfAttempt.MINUTES: (Typing.extra_time, "extra_time"),
    OfAttempt.YES_END: (Typing.end, "end"),
    OfAttempt.SPOIL: (Typing.spoil, "spoil"),
    OfAttempt.MARK_WORDS: (Typing.points, "points"),
    OfAttempt.ASK_END: (Typing.ask_end, "ask_end"),
    OfAttempt.VOID: (Typing.void, "void"),
    OfAttempt.REVIEW: (Typing.review, "review"),
}
"""What opens a form: the form, and what the proctor is asked for."""

NEEDS: Final[dict[OfAttempt, str]] = {
    OfAttempt.WARN_WORDS: "warn",
    OfAttempt.MESSAGE: "message",
    OfAttempt.FAIL_ID: "fail_id",
    OfAttempt.MINUTES: "extra_time",
    OfAttempt.YES_END: "end",
    OfAttempt.SPOIL: "spoil",
    OfAttempt.MARK_WORDS: "mark",
    OfAttempt.ASK_END: "ask_end",
    OfAttempt.VOID: "void",
    OfAttempt.REVIEW: "open_review",
}
"""What must be possible by the card (`StudentCard.can`), so that the words come to something."""


def _ready(do: OfAttempt, card: StudentCard) -> None:
    if NEEDS[do] not in card.can:
        raise WrongStage(act=NEEDS[do], stage=card.stage)


ask = asking(
    FORMS,
    lambda use: use.student_card,
    its_attempt,
    about_attempt,
    lambda card: card.name,
    _ready,
)


async def warn(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A warning in own words (S16)."""
    notice = await use.warn(actor, await attempt_of(state), message.text or "", None)
    await state.clear()
    await reply(message, notice, use, words, actor)


async def warn_by_voice(
    message: Message, bot: Bot, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A warning that the student will hear (S16)."""
    if message.voice is None:
        return
    voice = await download(bot, message.voice)
    notice = await use.warn(actor, await attempt_of(state), "", voice)
    await state.clear()
    await reply(message, notice, use, words, actor)


async def message_student(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A message to a student, or the answer to a question."""
    attempt = await attempt_of(state)
    notice = await use.message_student(actor, attempt, message.text or "")
    await state.clear()
    rows = [said_to(attempt, Keys(words, actor.locale))]
    await reply(message, notice, use, words, actor, rows=rows)


def _add_time(use: UseCases) -> Callable[[Actor, AttemptId, int, str], Awaitable[StudentCard]]:
    return use.add_time


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap, said = router.callback_query.register, router.message.register
    tap(ask, AttemptButton.filter(F.do.in_(set(FORMS))))
    said(warn, Typing.warning, is_words)
    said(warn_by_voice, Typing.warning, F.voice)
    said(message_student, Typing.message, is_words)
    said(written(lambda use: use.fail_id, attempt_of), Typing.id_failed, is_words)
    said(written(lambda use: use.end_attempt, attempt_of), Typing.end, is_words)
    said(written(lambda use: use.spoil_ticket, attempt_of), Typing.spoil, is_words)
    minutes = read_as(minutes_and_reason, _add_time, attempt_of, purpose="extra_time")
    said(minutes, Typing.extra_time, is_words)
    return router
