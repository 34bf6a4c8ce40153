"""A table or a bank of questions from the office: previewed, taken in or dropped."""

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Message

from exams.domain.people import Actor, Role
from exams.domain.refusals.sheets import WrongFile
from exams.notices.trouble import Done
from exams.services import UseCases
from handlers.buttons.office import ImportButton, TakeBackButton
from handlers.files import download
from handlers.filters import Holds, is_table
from handlers.one_tap import one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def preview_import(
    message: Message, bot: Bot, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A table or a bank of questions came: say what it would change, before it does."""
    file = message.document
    if file is None:
        raise WrongFile
    data = await download(bot, file)
    name = file.file_name or ""
    bank = await use.preview_bank(actor, data, name)
    pool = bank or await use.preview_pool(actor, data, name)
    notice = pool or await use.preview_import(actor, data, name)
    await reply(message, notice, use, words, actor)


async def confirm_import(
    call: CallbackQuery, callback_data: ImportButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Take in what was previewed."""
    notice = await use.confirm_import(actor, callback_data.token)
    await reply(call, notice, use, words, actor)


async def drop_import(
    call: CallbackQuery, callback_data: ImportButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Forget what was previewed."""
    await use.drop_import(actor, callback_data.token)
    await reply(call, Done(what="cancelled_form"), use, words, actor)


def _its_import(button: TakeBackButton) -> str:
    return button.token


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(confirm_import, ImportButton.filter(F.keep))
    tap(drop_import, ImportButton.filter(~F.keep))
    tap(one_tap(lambda use: use.ask_take_back, _its_import), TakeBackButton.filter(~F.sure))
    tap(one_tap(lambda use: use.take_back_import, _its_import), TakeBackButton.filter(F.sure))
    office = Holds(Role.REGISTRAR, Role.DEAN, Role.ADMIN)
    router.message.register(preview_import, is_table, office)
    return router
