"""Appeals: made by a student, decided by the chief proctor or a dean (rules E)."""

from typing import Final

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery

from exams.domain.appeal import AppealStage
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.refusals.appeals import AppealSettled
from exams.notices.appeals import AppealCard
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.asking import asking
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.buttons.exam import ExamButton, OfExam
from handlers.filters import is_words
from handlers.forms import (
    Typing,
    about_attempt,
    about_exam,
    attempt_of,
    exam_of,
    points_and_reason,
)
from handlers.one_tap import its_attempt, one_tap
from handlers.reply import reply
from handlers.written import read_as, written
from templates.renderer import Renderer

FORMS: Final[dict[OfAttempt, tuple[State, str]]] = {
    OfAttempt.UPHOLD: (Typing.uphold, "uphold"),
    OfAttempt.CHANGE_MARK: (Typing.change_mark, "change_mark"),
}
"""What opens a form of whoever decides: the form, and what is asked for."""


async def ask(
    call: CallbackQuery,
    callback_data: ExamButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """A student wants to appeal; below the mark, which stays to be read."""
    exam = ExamId(callback_data.exam)
    notice = await use.ask_appeal(actor, exam)
    if isinstance(notice, WriteMessage):
        await about_exam(state, Typing.appeal, exam)
    await reply(call, notice, use, words, actor, below=True)


def _ready(_: OfAttempt, appeal: AppealCard) -> None:
    if appeal.stage != AppealStage.OPEN.value:
        raise AppealSettled(by=appeal.decided_by)


decide = asking(
    FORMS,
    lambda use: use.open_appeal,
    its_attempt,
    about_attempt,
    lambda appeal: f"{appeal.name}: {appeal.points} · {appeal.letter}",
    _ready,
)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap, said = router.callback_query.register, router.message.register
    tap(ask, ExamButton.filter(F.do == OfExam.APPEAL))
    tap(
        one_tap(lambda use: use.open_appeal, its_attempt),
        AttemptButton.filter(F.do == OfAttempt.APPEAL),
    )
    tap(
        one_tap(lambda use: use.appeal_sheets, its_attempt),
        AttemptButton.filter(F.do == OfAttempt.APPEAL_SHEETS),
    )
    tap(decide, AttemptButton.filter(F.do.in_(set(FORMS))))
    said(written(lambda use: use.file_appeal, exam_of), Typing.appeal, is_words)
    said(written(lambda use: use.uphold, attempt_of), Typing.uphold, is_words)
    changed = read_as(points_and_reason, lambda use: use.change_mark, attempt_of)
    said(changed, Typing.change_mark, is_words)
    return router
