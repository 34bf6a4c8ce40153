"""An application to the dean: written by the student, or by the office for one (S29, D8)."""

from contextlib import suppress
from typing import Final

from aiogram import Bot, F, Router
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramAPIError
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.absence.table import CaseStage
from exams.domain.ids import AttemptId, CaseId, ExamId
from exams.domain.people import Actor
from exams.domain.refusals.absence import CaseIncomplete, CaseMoved, WrongEvidence
from exams.notices.absence import AbsenceForm
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from exams.services.absence.own_cases import View
from handlers.asking import asking
from handlers.buttons.absence import CaseButton, OfCase, ReasonButton
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.buttons.exam import ExamButton, OfExam
from handlers.files import download
from handlers.filters import is_sheet_file, is_words
from handlers.forms import Typing, about_case, case_of, moment
from handlers.keyboards.absence import reasons
from handlers.keyboards.keys import Keys
from handlers.one_tap import its_case, its_exam, one_tap
from handlers.reply import Event, reply
from handlers.writing.sheets import REFUSED, sent_file
from handlers.written import written
from templates.renderer import Renderer

SENDING: Final = (Typing.absence, Typing.absence_proof)
"""Forms in which pictures are evidence."""


async def _show(
    event: Event,
    notice: View,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
    *,
    below: bool | None = None,
) -> None:
    """Show a case; while it is written, words and pictures that follow go into it."""
    if isinstance(notice, AbsenceForm):
        await about_case(state, Typing.absence, notice.case)
    await reply(event, notice, use, words, actor, below=below)


async def apply(
    call: CallbackQuery,
    callback_data: ExamButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The student wants to apply; below what was said about the exam."""
    form = await use.apply(actor, ExamId(callback_data.exam))
    await _show(call, form, state, actor, use, words, below=True)


async def apply_for(
    call: CallbackQuery,
    callback_data: AttemptButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The office writes for a student."""
    view = await use.apply_for(actor, AttemptId(callback_data.attempt))
    await _show(call, view, state, actor, use, words)


async def show(
    call: CallbackQuery,
    callback_data: CaseButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Where the case stands, or the form to go on with."""
    view = await use.my_absence(actor, CaseId(callback_data.case))
    await _show(call, view, state, actor, use, words)


async def other_reason(
    call: CallbackQuery, callback_data: CaseButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The four reasons again, or back with the one that stands."""
    case = CaseId(callback_data.case)
    view = await use.my_absence(actor, case)
    rows = None
    if isinstance(view, AbsenceForm):
        keys = Keys(words, actor.locale)
        back = [keys.key("back", CaseButton(do=OfCase.FORM, case=case))]
        rows = [*reasons(case, keys), back]
    await reply(call, view, use, words, actor, rows=rows)


async def give_reason(
    call: CallbackQuery,
    callback_data: ReasonButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """The reason was tapped."""
    form = await use.fill_in(actor, CaseId(callback_data.case), reason=callback_data.reason)
    await _show(call, form, state, actor, use, words)


async def write_words(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """What the applicant writes stands in the application."""
    form = await use.fill_in(actor, await case_of(state), text=message.text or "")
    await _show(message, form, state, actor, use, words)


FORMS: Final = {
    OfCase.WHEN: (Typing.absence_when, "absence_when"),
    OfCase.PROOF: (Typing.absence_proof, "absence_proof"),
    OfCase.RECONSIDER: (Typing.reconsider, "reconsider"),
}
"""What opens a form of who writes: the form, and what is asked for."""


STAGES: Final = {
    OfCase.WHEN: {CaseStage.OPENED.value},
    OfCase.PROOF: {CaseStage.OPENED.value, CaseStage.NEEDS_PROOF.value, CaseStage.SUBMITTED.value},
    OfCase.RECONSIDER: {CaseStage.REFUSED.value},
}
"""At which stages of the case the words of a form are taken."""


def _ready(do: OfCase, view: View) -> None:
    stage = CaseStage.OPENED.value if isinstance(view, AbsenceForm) else view.stage
    if stage not in STAGES[do]:
        raise CaseMoved(stage=stage)


ask = asking(
    FORMS, lambda use: use.my_absence, its_case, about_case, lambda view: view.subject, _ready
)


async def write_when(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """When it began; what is no moment is asked for again."""
    began = moment(message.text or "")
    if began is None:
        again = WriteMessage(purpose="absence_when", about="", again=True)
        return await reply(message, again, use, words, actor)
    form = await use.fill_in(actor, await case_of(state), happened_at=began)
    return await _show(message, form, state, actor, use, words)


async def add_proof(
    message: Message,
    bot: Bot,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """A picture or PDF that proves the reason."""
    with suppress(TelegramAPIError):  # only says that somebody is looking
        await bot.send_chat_action(message.chat.id, ChatAction.TYPING)
    upload = await download(bot, sent_file(message))
    view = await use.add_proof(actor, await case_of(state), upload, (message.message_id, 0))
    await _show(message, view, state, actor, use, words)


async def refuse(_: Message) -> None:
    """Films, voices, stickers and archives prove nothing here."""
    raise WrongEvidence


async def send(
    call: CallbackQuery,
    callback_data: CaseButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Confirmed: it goes to the dean; words that are missing can be written at once."""
    later = callback_data.do is OfCase.PROOF_LATER
    try:
        view = await use.send_application(actor, CaseId(callback_data.case), proof_later=later)
    except CaseIncomplete:
        await about_case(state, Typing.absence, callback_data.case)
        raise
    await reply(call, view, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap, said = router.callback_query.register, router.message.register
    tap(apply, ExamButton.filter(F.do == OfExam.APPLY))
    tap(one_tap(lambda use: use.missed_list, its_exam), ExamButton.filter(F.do == OfExam.MISSED))
    tap(apply_for, AttemptButton.filter(F.do == OfAttempt.APPLY_FOR))
    tap(show, CaseButton.filter(F.do == OfCase.FORM))
    tap(other_reason, CaseButton.filter(F.do == OfCase.REASONS))
    tap(give_reason, ReasonButton.filter())
    tap(ask, CaseButton.filter(F.do.in_(set(FORMS))))
    tap(send, CaseButton.filter(F.do.in_({OfCase.SEND, OfCase.PROOF_LATER})))
    tap(
        one_tap(lambda use: use.print_application, its_case),
        CaseButton.filter(F.do == OfCase.PAPER),
    )
    said(write_words, Typing.absence, is_words)
    said(write_when, Typing.absence_when, is_words)
    said(written(lambda use: use.reconsider, case_of), Typing.reconsider, is_words)
    for form in SENDING:
        said(add_proof, form, F.photo)
        said(add_proof, form, is_sheet_file)
        said(refuse, form, REFUSED)
    return router
