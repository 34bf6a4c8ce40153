"""A bank of questions: previewed, taken in or dropped; and how its questions measured."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.notices.trouble import Done
from exams.services import UseCases
from handlers.buttons.banks import BankButton, OfBank
from handlers.buttons.exam import ExamButton, OfExam
from handlers.one_tap import its_exam, one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def look(
    call: CallbackQuery, callback_data: BankButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """One question as a student will see it, with what is right."""
    notice = await use.look_into_bank(actor, callback_data.token, callback_data.of)
    below = True if callback_data.do is OfBank.OPEN else None
    await reply(call, notice, use, words, actor, below=below)


async def take(
    call: CallbackQuery, callback_data: BankButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Take the bank in for the tests of a subject."""
    notice = await use.confirm_bank(actor, callback_data.token, ExamId(callback_data.of))
    await reply(call, notice, use, words, actor)


async def drop(
    call: CallbackQuery, callback_data: BankButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Forget the bank."""
    await use.drop_bank(actor, callback_data.token)
    await reply(call, Done(what="cancelled_form"), use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(
        one_tap(lambda use: use.item_statistics, its_exam), ExamButton.filter(F.do == OfExam.ITEMS)
    )
    tap(look, BankButton.filter(F.do.in_({OfBank.OPEN, OfBank.LOOK})))
    tap(take, BankButton.filter(F.do == OfBank.TAKE))
    tap(drop, BankButton.filter(F.do == OfBank.DROP))
    return router
