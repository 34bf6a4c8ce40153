"""The dean's office and the registrar: the queue, decisions, orders, additional exams (S30)."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.exam import ASTANA
from exams.domain.ids import CaseId, ExamId, OrderId
from exams.domain.people import Actor
from exams.notices.absence import PlanCard
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.absence import CaseButton, OfCase, OfOrder, OrderButton, QueueButton
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.places import Go, GoButton
from handlers.filters import is_words
from handlers.forms import Typing, about_case, about_exam, case_of, exam_of, moment
from handlers.keyboards.absence import cancelling_order, unpacked
from handlers.keyboards.keys import Keys
from handlers.reply import reply
from handlers.written import written
from templates.renderer import Renderer

DAY: Final = timedelta(days=1)


async def queue(
    call: CallbackQuery, callback_data: QueueButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A page of the cases, with some of them marked."""
    marked = unpacked(callback_data.marked)
    notice = await use.absence_queue(actor, callback_data.page, marked)
    await reply(call, notice, use, words, actor)


async def approve_marked(
    call: CallbackQuery, callback_data: QueueButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Several at once."""
    marked = unpacked(callback_data.marked)
    notice = await use.approve_marked(actor, marked, callback_data.page)
    await reply(call, notice, use, words, actor)


async def open_case(
    call: CallbackQuery, callback_data: CaseButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A case with its evidence above it."""
    notices = await use.absence(actor, CaseId(callback_data.case))
    await reply(call, notices, use, words, actor)


async def approve(
    call: CallbackQuery, callback_data: CaseButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The reason is valid."""
    notice = await use.approve_absence(actor, CaseId(callback_data.case))
    await reply(call, notice, use, words, actor)


WORDS_FOR: Final = {
    OfCase.REFUSE: (Typing.absence_refuse, "absence_refuse"),
    OfCase.ASK_PROOF: (Typing.absence_ask_proof, "absence_ask_proof"),
}


async def ask(
    call: CallbackQuery,
    callback_data: CaseButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Why it is refused, or which proof is wanted; the case is named."""
    form, purpose = WORDS_FOR[callback_data.do]
    view = await use.my_absence(actor, CaseId(callback_data.case))
    await about_case(state, form, callback_data.case)
    about = f"{getattr(view, 'name', '')} · {view.subject}".strip(" ·")
    await reply(call, WriteMessage(purpose=purpose, about=about), use, words, actor)


# -- orders ---------------------------------------------------------------------------


async def issue_order(call: CallbackQuery, actor: Actor, use: UseCases, words: Renderer) -> None:
    """One order about everything that is approved."""
    await reply(call, await use.issue_order(actor), use, words, actor)


async def open_order(
    call: CallbackQuery, callback_data: OrderButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """An order with its paper; before it is cancelled: really?"""
    notice = await use.order(actor, OrderId(callback_data.order))
    really = callback_data.do is OfOrder.CANCEL and notice.can_cancel
    rows = cancelling_order(notice, Keys(words, actor.locale)) if really else None
    await reply(call, notice, use, words, actor, rows=rows)


async def cancel_order(
    call: CallbackQuery, callback_data: OrderButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Another order cancels this one."""
    notice = await use.cancel_order(actor, OrderId(callback_data.order))
    await reply(call, notice, use, words, actor)


# -- additional exams --------------------------------------------------------------------


async def propose(call: CallbackQuery, actor: Actor, use: UseCases, words: Renderer) -> None:
    """Additional exams for everything that orders name."""
    await reply(call, await use.propose_additional(actor), use, words, actor)


async def open_plan(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The plan of an additional exam."""
    await reply(call, await use.plan(actor, ExamId(callback_data.exam)), use, words, actor)


async def settle_plan(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Approved by the dean, confirmed by the registrar, or dropped."""
    acts: dict[OfExam, Callable[[Actor, ExamId], Awaitable[PlanCard]]] = {
        OfExam.APPROVE_PLAN: use.approve_plan,
        OfExam.CONFIRM_PLAN: use.confirm_plan,
        OfExam.DROP_PLAN: use.drop_plan,
    }
    notice = await acts[callback_data.do](actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


PLAN_FORMS: Final = {
    OfExam.ADJUST_PLAN: (Typing.adjust_plan, "adjust_plan"),
    OfExam.SEND_BACK_PLAN: (Typing.send_back_plan, "send_back_plan"),
}


async def ask_plan(
    call: CallbackQuery,
    callback_data: ExamButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Another time or proctor; or why it goes back."""
    form, purpose = PLAN_FORMS[callback_data.do]
    card = await use.plan(actor, ExamId(callback_data.exam))
    await about_exam(state, form, callback_data.exam)
    await reply(call, WriteMessage(purpose=purpose, about=card.subject), use, words, actor)


async def adjust_plan(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A moment is the new time; anything else is a proctor's number."""
    text = (message.text or "").strip()
    to = moment(text)
    exam = await exam_of(state)
    notice = await use.adjust_plan(actor, exam, to=to, proctor="" if to else text)
    await state.clear()
    await reply(message, notice, use, words, actor)


# -- the register ---------------------------------------------------------------------------


async def ask_search(
    call: CallbackQuery,
    callback_data: GoButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Whom to look for, or which period to take away."""
    searching = callback_data.to is Go.FIND_ABSENCES
    await state.set_state(Typing.find_absences if searching else Typing.export_absences)
    purpose = "find_absences" if searching else "export_absences"
    await reply(call, WriteMessage(purpose=purpose, about=""), use, words, actor)


async def search(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A part of the name or number."""
    notice = await use.find_absences(actor, message.text or "")
    await state.clear()
    await reply(message, notice, use, words, actor)


async def export(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """First and last day; what is no period is asked for again."""
    period = _period(message.text or "")
    if period is None:
        again = WriteMessage(purpose="export_absences", about="")
        return await reply(message, again, use, words, actor)
    notice = await use.export_absences(actor, *period)
    await state.clear()
    return await reply(message, notice, use, words, actor)


def _period(text: str) -> tuple[datetime, datetime] | None:
    """Read "01.12.2026 31.12.2026" as the period from that morning to the last midnight."""
    try:
        first, last = (
            datetime.strptime(f"{part} +0500", "%d.%m.%Y %z")
            for part in text.replace("–", " ").replace(" - ", " ").split()
        )
    except ValueError:
        return None
    until = last.astimezone(ASTANA) + DAY
    return (first.astimezone(UTC), until.astimezone(UTC)) if first < until else None


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap, said = router.callback_query.register, router.message.register
    tap(approve_marked, QueueButton.filter(F.approve))
    tap(queue, QueueButton.filter(~F.approve))
    tap(open_case, CaseButton.filter(F.do == OfCase.OPEN))
    tap(approve, CaseButton.filter(F.do == OfCase.APPROVE))
    tap(ask, CaseButton.filter(F.do.in_(set(WORDS_FOR))))
    tap(issue_order, GoButton.filter(F.to == Go.ISSUE_ORDER))
    tap(propose, GoButton.filter(F.to == Go.PROPOSE))
    tap(ask_search, GoButton.filter(F.to.in_({Go.FIND_ABSENCES, Go.EXPORT_ABSENCES})))
    tap(open_order, OrderButton.filter(F.do.in_({OfOrder.OPEN, OfOrder.CANCEL})))
    tap(cancel_order, OrderButton.filter(F.do == OfOrder.YES_CANCEL))
    tap(open_plan, ExamButton.filter(F.do == OfExam.PLAN))
    settled = {OfExam.APPROVE_PLAN, OfExam.CONFIRM_PLAN, OfExam.DROP_PLAN}
    tap(settle_plan, ExamButton.filter(F.do.in_(settled)))
    tap(ask_plan, ExamButton.filter(F.do.in_(set(PLAN_FORMS))))
    said(written(lambda use: use.refuse_absence, case_of), Typing.absence_refuse, is_words)
    said(written(lambda use: use.ask_proof, case_of), Typing.absence_ask_proof, is_words)
    said(adjust_plan, Typing.adjust_plan, is_words)
    said(written(lambda use: use.send_back_plan, exam_of), Typing.send_back_plan, is_words)
    said(search, Typing.find_absences, is_words)
    said(export, Typing.export_absences, is_words)
    return router
