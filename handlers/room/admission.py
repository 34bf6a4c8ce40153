"""A student checks in: here, the rules, the agreement, the information window."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam, RulesButton
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


async def agree(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The student agrees to the rules (S6)."""
    notice = await use.agree(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def retry_id(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The student wants to be identified again."""
    notice = await use.retry_id(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def information(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The information window (S13)."""
    notice = await use.information(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(here, ExamButton.filter(F.do == OfExam.HERE))
    tap(read_rules, RulesButton.filter())
    tap(agree, ExamButton.filter(F.do == OfExam.AGREE))
    tap(retry_id, ExamButton.filter(F.do == OfExam.RETRY_ID))
    tap(information, ExamButton.filter(F.do == OfExam.INFORMATION))
    return router
