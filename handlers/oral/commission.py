"""The commission of an oral exam: named, and each member's mark."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.commission import Way
from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.commission import (
    ChairButton,
    CommissionButton,
    HearingButton,
    OfCommission,
    OfHearing,
)
from handlers.buttons.places import Listing, PageButton
from handlers.filters import is_words
from handlers.forms import Typing, about_attempt, about_exam, attempt_of, exam_of
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from handlers.written import written
from templates.renderer import Renderer


async def choose_way(
    call: CallbackQuery,
    callback_data: CommissionButton,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """How the marks become one."""
    exam, way = ExamId(callback_data.exam), Way(callback_data.do.value)
    notice = await use.name_commission(actor, exam, way=way)
    await reply(call, notice, use, words, actor)


async def desk_page(
    call: CallbackQuery, callback_data: PageButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Another page of the answers that are over."""
    notice = await use.commission_desk(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor, page=callback_data.page)


async def hand_over(
    call: CallbackQuery, callback_data: ChairButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Another member leads."""
    exam, member = ExamId(callback_data.exam), PersonId(callback_data.member)
    notice = await use.hand_over_chair(actor, exam, member)
    await reply(call, notice, use, words, actor)


async def ask_members(
    call: CallbackQuery,
    callback_data: CommissionButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Who is to be in it?"""
    card = await use.commission(actor, ExamId(callback_data.exam))
    await about_exam(state, Typing.commission, callback_data.exam)
    await reply(call, WriteMessage(purpose="commission", about=card.subject), use, words, actor)


async def members(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The staff numbers of the members."""
    exam = await exam_of(state)
    notice = await use.name_commission(actor, exam, members=message.text or "")
    await state.clear()
    await reply(message, notice, use, words, actor)


async def hear(
    call: CallbackQuery, callback_data: HearingButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """An answer: looked at, marked, confirmed, or without a member."""
    attempt, to = AttemptId(callback_data.attempt), callback_data.to
    match callback_data.do:
        case OfHearing.GIVE:
            notice = await use.give_commission_mark(actor, attempt, str(to))
        case OfHearing.ABSENT:
            notice = await use.note_absent(actor, attempt, PersonId(to))
        case OfHearing.CONFIRM:
            notice = await use.confirm_commission_mark(actor, attempt)
        case _:
            notice = await use.answer_to_mark(actor, attempt)
    await reply(call, notice, use, words, actor)


async def ask_points(
    call: CallbackQuery,
    callback_data: HearingButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Which mark?"""
    shown = await use.answer_to_mark(actor, AttemptId(callback_data.attempt))
    await about_attempt(state, Typing.commission_points, callback_data.attempt)
    asked = WriteMessage(purpose="commission_points", about=shown.name)
    await reply(call, asked, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(
        one_tap(lambda use: use.commission, its_exam),
        CommissionButton.filter(F.do == OfCommission.OPEN),
    )
    tap(ask_members, CommissionButton.filter(F.do == OfCommission.NAME))
    tap(
        one_tap(lambda use: use.commission_desk, its_exam),
        CommissionButton.filter(F.do == OfCommission.DESK),
    )
    tap(
        one_tap(lambda use: use.commission_link, its_exam),
        CommissionButton.filter(F.do == OfCommission.LINK),
    )
    tap(desk_page, PageButton.filter(F.listing == Listing.COMMISSION_DESK))
    tap(hand_over, ChairButton.filter())
    tap(choose_way, CommissionButton.filter())
    tap(ask_points, HearingButton.filter(F.do == OfHearing.WORDS))
    tap(hear, HearingButton.filter())
    router.message.register(members, Typing.commission, is_words)
    given = written(lambda use: use.give_commission_mark, attempt_of)
    router.message.register(given, Typing.commission_points, is_words)
    return router
