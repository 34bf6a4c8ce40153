"""Comments on pages: typed, given a place, taken back."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import CommentId, SheetId
from exams.domain.people import Actor
from exams.notices.trouble import WriteMessage
from exams.services import UseCases
from handlers.buttons.sheets import OfSheet, SheetButton, SpotButton, WithdrawButton
from handlers.filters import is_words
from handlers.forms import Typing
from handlers.one_tap import one_tap
from handlers.reply import reply
from templates.renderer import Renderer


async def ask(
    call: CallbackQuery,
    callback_data: SheetButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """What is to be said about the page? Whether it may be said is asked with the words."""
    await state.set_state(Typing.comment)
    await state.set_data({"sheet": callback_data.sheet})
    await reply(call, WriteMessage(purpose="comment", about=""), use, words, actor)


async def comment(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The words came."""
    sheet = SheetId(int((await state.get_data())["sheet"]))
    notice = await use.comment_page(actor, sheet, message.text or "")
    await state.clear()
    await reply(message, notice, use, words, actor)


async def place(
    call: CallbackQuery, callback_data: SpotButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Where on the page."""
    notice = await use.place_comment(actor, CommentId(callback_data.comment), callback_data.spot)
    await reply(call, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(ask, SheetButton.filter(F.do == OfSheet.COMMENT))
    tap(place, SpotButton.filter())
    tap(
        one_tap(lambda use: use.withdraw_comment, lambda on: CommentId(on.comment)),
        WithdrawButton.filter(),
    )
    router.message.register(comment, Typing.comment, is_words)
    return router
