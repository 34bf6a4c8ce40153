"""Additional exams: proposed from orders, adjusted, approved, confirmed (S30)."""

from typing import Final

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.refusals.absence import PlanMoved
from exams.notices.additional import PlanCard
from exams.services import UseCases
from handlers.asking import asking
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.places import Go, GoButton
from handlers.filters import is_words
from handlers.forms import Typing, about_exam, exam_of, moment
from handlers.one_tap import Act, its_exam, one_tap
from handlers.reply import reply
from handlers.written import written
from templates.renderer import Renderer


async def propose(call: CallbackQuery, actor: Actor, use: UseCases, words: Renderer) -> None:
    """Additional exams for everything that orders name."""
    await reply(call, await use.propose_additional(actor), use, words, actor)


PLAN_FORMS: Final = {
    OfExam.ADJUST_PLAN: (Typing.adjust_plan, "adjust_plan"),
    OfExam.SEND_BACK_PLAN: (Typing.send_back_plan, "send_back_plan"),
}


NEEDS: Final = {OfExam.ADJUST_PLAN: "adjust", OfExam.SEND_BACK_PLAN: "send_back"}
"""What must be possible by the card (`PlanCard.can`), so that the words come to something."""


def _ready(do: OfExam, card: PlanCard) -> None:
    if NEEDS[do] not in card.can:
        raise PlanMoved(stage=card.stage)


ask_plan = asking(
    PLAN_FORMS,
    lambda use: use.plan,
    its_exam,
    about_exam,
    lambda card: card.subject,
    _ready,
)


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


SETTLED: Final[dict[OfExam, Act[ExamId]]] = {
    OfExam.APPROVE_PLAN: lambda use: use.approve_plan,
    OfExam.CONFIRM_PLAN: lambda use: use.confirm_plan,
    OfExam.DROP_PLAN: lambda use: use.drop_plan,
}
"""Approved by the dean, confirmed by the registrar, or dropped."""


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap, said = router.callback_query.register, router.message.register
    tap(propose, GoButton.filter(F.to == Go.PROPOSE))
    tap(one_tap(lambda use: use.plan, its_exam), ExamButton.filter(F.do == OfExam.PLAN))
    for do, act in SETTLED.items():
        tap(one_tap(act, its_exam), ExamButton.filter(F.do == do))
    tap(ask_plan, ExamButton.filter(F.do.in_(set(PLAN_FORMS))))
    said(adjust_plan, Typing.adjust_plan, is_words)
    said(written(lambda use: use.send_back_plan, exam_of), Typing.send_back_plan, is_words)
    return router
