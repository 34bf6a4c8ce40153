"""A student checks in: here, the rules, the agreement, the information window."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam, RulesButton
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def here(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The student says "I'm here", or asks how far checking has come."""
    notice = await use.check_in(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def read_rules(
    call: CallbackQuery, callback_data: RulesButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A page of the rules (S6)."""
    notice = await use.read_rules(actor, ExamId(callback_data.exam), callback_data.page)
    await reply(call, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(here, ExamButton.filter(F.do == OfExam.HERE))
    tap(read_rules, RulesButton.filter())
    tap(one_tap(lambda use: use.agree, its_exam), ExamButton.filter(F.do == OfExam.AGREE))
    tap(one_tap(lambda use: use.retry_id, its_exam), ExamButton.filter(F.do == OfExam.RETRY_ID))
    tap(
        one_tap(lambda use: use.information, its_exam),
        ExamButton.filter(F.do == OfExam.INFORMATION),
    )
    return router
