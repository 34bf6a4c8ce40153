"""Marks and results: typed or sent as a file, previewed, published, corrected (S27, D6)."""

from aiogram import Bot, F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.refusals.sheets import WrongFile
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.results import PrivacyButton
from handlers.files import download
from handlers.filters import is_table, is_words, replied_exam, replies_to_marks
from handlers.forms import Typing, about_exam, exam_of, mark_and_reason
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from handlers.written import read_as
from templates.renderer import Renderer


async def mark_list(
    call: CallbackQuery,
    callback_data: ExamButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The list; marks may be typed from now on."""
    notice = await use.mark_list(actor, ExamId(callback_data.exam))
    await about_exam(state, Typing.marks, callback_data.exam)
    await reply(call, notice, use, words, actor)


async def enter_marks(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Marks were typed; the form stays open for more."""
    notice = await use.enter_marks(actor, await exam_of(state), message.text or "")
    await reply(message, notice, use, words, actor)


async def enter_file(
    message: Message, bot: Bot, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The list came back filled in, to the open form or in reply to the list itself."""
    if message.document is None:
        raise WrongFile
    replied = replied_exam(message)
    exam = await exam_of(state) if replied is None else ExamId(replied)
    notice = await use.enter_marks_file(actor, exam, await download(bot, message.document))
    await reply(message, notice, use, words, actor)


async def choose_privacy(
    call: CallbackQuery, callback_data: PrivacyButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The same with more or less of the names."""
    exam = ExamId(callback_data.exam)
    notice = await use.preview_results(actor, exam, callback_data.privacy.value)
    await reply(call, notice, use, words, actor)


async def publish(
    call: CallbackQuery, callback_data: PrivacyButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Publish exactly what the preview shows."""
    exam = ExamId(callback_data.exam)
    notice = await use.publish_results(actor, exam, callback_data.privacy.value)
    await reply(call, notice, use, words, actor)


async def correction(
    call: CallbackQuery,
    callback_data: ExamButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """A published mark turned out wrong."""
    await about_exam(state, Typing.correction, callback_data.exam)
    await reply(call, WriteMessage(purpose="correction", about=""), use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap, said = router.callback_query.register, router.message.register
    tap(mark_list, ExamButton.filter(F.do == OfExam.MARKS))
    tap(
        one_tap(lambda use: use.preview_results, its_exam),
        ExamButton.filter(F.do == OfExam.PREVIEW),
    )
    tap(publish, PrivacyButton.filter(F.publish))
    tap(choose_privacy, PrivacyButton.filter(~F.publish))
    tap(correction, ExamButton.filter(F.do == OfExam.CORRECT))
    said(enter_marks, Typing.marks, is_words)
    corrected = read_as(mark_and_reason, lambda use: use.correct_mark, exam_of)
    said(corrected, Typing.correction, is_words)
    said(enter_file, is_table, replies_to_marks)
    said(enter_file, is_table, Typing.marks)
    return router
