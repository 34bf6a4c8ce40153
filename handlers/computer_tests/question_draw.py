"""What each student of a test is asked, and what was right afterwards."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.question_draw import AnswerButton, DrawButton, KeepDrawButton, OfDraw
from handlers.filters import is_words
from handlers.forms import Typing, about_exam, exam_of
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from templates.renderer import Renderer

OFFERING = {OfDraw.OFFER_ANSWERS, OfDraw.HIDE_ANSWERS}


async def ask(
    call: CallbackQuery,
    callback_data: DrawButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """How many questions of which topic? The topics with their numbers stay above."""
    notice = await use.question_draw(actor, ExamId(callback_data.exam))
    await about_exam(state, Typing.question_draw, callback_data.exam)
    prompt = WriteMessage(purpose="question_draw", about=notice.subject)
    await reply(call, prompt, use, words, actor, below=True)


async def preview(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """What each student would get; something else may be typed instead."""
    notice = await use.preview_draw(actor, await exam_of(state), message.text or "")
    await reply(message, notice, use, words, actor)


async def keep(
    call: CallbackQuery,
    callback_data: KeepDrawButton,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Keep exactly what the preview shows."""
    await reply(call, await use.keep_draw(actor, callback_data.token), use, words, actor)


async def offer_answers(
    call: CallbackQuery, callback_data: DrawButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Show students what was right, once it is over for everybody; or do not."""
    on = callback_data.do is OfDraw.OFFER_ANSWERS
    notice = await use.offer_answers(actor, ExamId(callback_data.exam), on=on)
    await reply(call, notice, use, words, actor)


async def right_answer(
    call: CallbackQuery, callback_data: AnswerButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A question of the own booklet with what was right."""
    exam, place = ExamId(callback_data.exam), callback_data.place
    await reply(call, await use.right_answer(actor, exam, place), use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(
        one_tap(lambda use: use.question_draw, its_exam, below=True),
        DrawButton.filter(F.do == OfDraw.OPEN),
    )
    tap(ask, DrawButton.filter(F.do == OfDraw.SET))
    tap(
        one_tap(lambda use: use.draw_in_proportion, its_exam),
        DrawButton.filter(F.do == OfDraw.IN_PROPORTION),
    )
    tap(offer_answers, DrawButton.filter(F.do.in_(OFFERING)))
    tap(keep, KeepDrawButton.filter())
    tap(right_answer, AnswerButton.filter())
    router.message.register(preview, Typing.question_draw, is_words)
    return router
