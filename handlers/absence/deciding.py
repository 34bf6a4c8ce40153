"""The cases before the dean's office: the queue, what is decided (S30)."""

from typing import Final

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.absence.table import CaseStage
from exams.domain.ids import CaseId
from exams.domain.people import Actor
from exams.domain.refusals.absence import CaseMoved
from exams.notices.absence import AbsenceCard, AbsenceForm, AbsenceStatus
from exams.services import UseCases
from exams.services.absence.own_cases import View
from handlers.asking import asking
from handlers.buttons.absence import CaseButton, OfCase, QueueButton
from handlers.filters import is_words
from handlers.forms import Typing, about_case, case_of
from handlers.keyboards.absence import unpacked
from handlers.one_tap import its_case, one_tap
from handlers.reply import reply
from handlers.written import written
from templates.renderer import Renderer


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


WORDS_FOR: Final = {
    OfCase.REFUSE: (Typing.absence_refuse, "absence_refuse"),
    OfCase.ASK_PROOF: (Typing.absence_ask_proof, "absence_ask_proof"),
}


def _meant(view: View) -> str:
    """Name whose case it is, where it is not the reader's own, and the subject."""
    name = "" if isinstance(view, AbsenceStatus) else view.name
    return f"{name} · {view.subject}" if name else view.subject


def _ready(do: OfCase, view: View) -> None:
    if not (isinstance(view, AbsenceCard) and do.value in view.can):
        stage = CaseStage.OPENED.value if isinstance(view, AbsenceForm) else view.stage
        raise CaseMoved(stage=stage)


ask = asking(WORDS_FOR, lambda use: use.my_absence, its_case, about_case, _meant, _ready)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap, said = router.callback_query.register, router.message.register
    tap(approve_marked, QueueButton.filter(F.approve))
    tap(queue, QueueButton.filter(~F.approve))
    tap(open_case, CaseButton.filter(F.do == OfCase.OPEN))
    tap(
        one_tap(lambda use: use.approve_absence, its_case),
        CaseButton.filter(F.do == OfCase.APPROVE),
    )
    tap(ask, CaseButton.filter(F.do.in_(set(WORDS_FOR))))
    said(written(lambda use: use.refuse_absence, case_of), Typing.absence_refuse, is_words)
    said(written(lambda use: use.ask_proof, case_of), Typing.absence_ask_proof, is_words)
    return router
