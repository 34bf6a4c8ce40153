"""Marks by tapping, student after student; the whole list looked through and confirmed."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.marks import MarksButton, OfMarks, PadButton, TapMarkButton, UndoMarkButton
from handlers.forms import Typing, about_exam
from handlers.keyboards.keys import Keys
from handlers.keyboards.marks import mark_ones
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def pad(
    call: CallbackQuery,
    callback_data: MarksButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The first student without a mark."""
    notice = await use.mark_pad(actor, ExamId(callback_data.exam))
    await about_exam(state, Typing.marks, notice.exam)  # who types instead may
    await reply(call, notice, use, words, actor)


async def go_to(
    call: CallbackQuery,
    callback_data: PadButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """A student to be marked: first the tens, then the ones."""
    exam, attempt = ExamId(callback_data.exam), AttemptId(callback_data.attempt)
    notice = await use.mark_pad(actor, exam, attempt)
    await about_exam(state, Typing.marks, notice.exam)
    tens = callback_data.tens
    rows = mark_ones(notice, tens, Keys(words, actor.locale)) if tens in range(10) else None
    await reply(call, notice, use, words, actor, rows=rows)


async def tap(
    call: CallbackQuery,
    callback_data: TapMarkButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The points were tapped: on to the next student."""
    attempt = AttemptId(callback_data.attempt)
    notice = await use.tap_mark(actor, attempt, callback_data.points)
    await about_exam(state, Typing.marks, notice.exam)
    await reply(call, notice, use, words, actor)


async def undo(
    call: CallbackQuery,
    callback_data: UndoMarkButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The mark given last was a slip of the finger."""
    attempt = AttemptId(callback_data.attempt)
    notice = await use.undo_mark(actor, attempt, callback_data.given)
    await about_exam(state, Typing.marks, notice.exam)
    await reply(call, notice, use, words, actor)


async def check(
    call: CallbackQuery,
    callback_data: MarksButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The whole list; what is wrong in it may be typed anew."""
    notice = await use.check_marks(actor, ExamId(callback_data.exam))
    await about_exam(state, Typing.marks, callback_data.exam)
    await reply(call, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    press = router.callback_query.register
    press(pad, MarksButton.filter(F.do == OfMarks.PAD))
    press(check, MarksButton.filter(F.do == OfMarks.CHECK))
    press(
        one_tap(lambda use: use.confirm_marks, its_exam),
        MarksButton.filter(F.do == OfMarks.CONFIRM),
    )
    press(
        one_tap(lambda use: use.remind_examiners, its_exam),
        MarksButton.filter(F.do == OfMarks.REMIND),
    )
    press(go_to, PadButton.filter())
    press(tap, TapMarkButton.filter())
    press(undo, UndoMarkButton.filter())
    return router
