"""The works before a marker: leafed through, marked, as one file."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import AttemptId, ExamId, SheetId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.places import Listing, PageButton
from handlers.buttons.sheets import OfWork, WorkButton, WorkPointsButton
from handlers.filters import is_words
from handlers.forms import Typing, about_attempt, about_exam, attempt_of, exam_of
from handlers.keyboards.keys import Keys
from handlers.keyboards.marking import points as points_rows
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from handlers.written import written
from templates.renderer import Renderer


async def works(
    call: CallbackQuery,
    callback_data: ExamButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The works before a marker; marks may be typed from now on."""
    notice = await use.works(actor, ExamId(callback_data.exam))
    await about_exam(state, Typing.works, callback_data.exam)
    await reply(call, notice, use, words, actor)


async def works_page(
    call: CallbackQuery, callback_data: PageButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """More works."""
    notice = await use.works(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor, page=callback_data.page)


async def mark_works(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Marks were typed; the form stays open for more."""
    notice = await use.mark_works(actor, await exam_of(state), message.text or "")
    await reply(message, notice, use, words, actor)


async def read(
    call: CallbackQuery, callback_data: WorkButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A work from its first page, or another page in place of the one before it."""
    attempt, sheet = AttemptId(callback_data.attempt), SheetId(callback_data.sheet)
    notice = await use.work_page(actor, attempt, sheet or None)
    await reply(call, notice, use, words, actor, below=callback_data.do is OfWork.OPEN)


async def ask_points(
    call: CallbackQuery,
    callback_data: WorkButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The usual marks under the page; any other may be typed."""
    attempt, sheet = AttemptId(callback_data.attempt), SheetId(callback_data.sheet)
    notice = await use.work_page(actor, attempt, sheet or None)
    await about_attempt(state, Typing.work_points, attempt)
    rows = points_rows(notice, Keys(words, actor.locale))
    await reply(call, notice, use, words, actor, rows=rows)


async def mark(
    call: CallbackQuery,
    callback_data: WorkPointsButton,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """So many points."""
    attempt = AttemptId(callback_data.attempt)
    notice = await use.mark_work(actor, attempt, str(callback_data.points))
    await reply(call, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap, said = router.callback_query.register, router.message.register
    tap(works, ExamButton.filter(F.do == OfExam.WORKS))
    tap(works_page, PageButton.filter(F.listing == Listing.WORK_LIST))
    tap(
        one_tap(lambda use: use.bind_works, its_exam), ExamButton.filter(F.do == OfExam.BIND_WORKS)
    )
    tap(read, WorkButton.filter(F.do.in_({OfWork.OPEN, OfWork.LOOK})))
    tap(ask_points, WorkButton.filter(F.do == OfWork.POINTS))
    tap(mark, WorkPointsButton.filter())
    said(mark_works, Typing.works, is_words)
    said(written(lambda use: use.mark_work, attempt_of), Typing.work_points, is_words)
    return router
