"""Answers page by page: leafed through, turned, put in order."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from aiogram import F, Router
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery

from exams.domain.ids import ExamId, SheetId
from exams.domain.people import Actor
from exams.notices.sheet_desk import SheetPage
from exams.services import UseCases
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.sheets import OfSheet, SheetButton
from handlers.keyboards.by_notice import keyboard
from handlers.one_tap import its_attempt, one_tap
from handlers.outgoing import outgoing, send
from handlers.reply import bot_of, chat_of, reply
from templates.renderer import Renderer


async def look(
    call: CallbackQuery, callback_data: SheetButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A page in place of the one before it, or the photograph behind it."""
    sheet, original = SheetId(callback_data.sheet), callback_data.do is OfSheet.ORIGINAL
    notice = await use.look_at_sheet(actor, sheet, original=original)
    await reply(call, notice, use, words, actor)


ARRANGING: Final[
    dict[OfSheet, Callable[[UseCases], Callable[[Actor, SheetId, int], Awaitable[SheetPage]]]]
] = {
    OfSheet.TURN: lambda use: use.turn_sheet,
    OfSheet.MOVE: lambda use: use.move_sheet,
    OfSheet.UNDO: lambda use: use.undo_at_desk,
}


async def arrange(
    call: CallbackQuery, callback_data: SheetButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Turn a page, move it, or take the last such act back."""
    act = ARRANGING[callback_data.do](use)
    notice = await act(actor, SheetId(callback_data.sheet), callback_data.to)
    await reply(call, notice, use, words, actor)


async def book(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """All sheets of an exam as a file: first what is being made, then the file itself."""
    exam = ExamId(callback_data.exam)
    await reply(call, await use.begin_book(actor, exam), use, words, actor, below=True)
    with suppress(TelegramAPIError):  # only says that something is coming
        await bot_of(call).send_chat_action(chat_of(call), ChatAction.UPLOAD_DOCUMENT)
    notice = await use.exam_book(actor, exam)
    what = await outgoing(
        notice, actor.locale, words, use.file, markup=keyboard(notice, actor.locale, words)
    )
    await send(bot_of(call), chat_of(call), what)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(
        one_tap(lambda use: use.open_sheets, its_attempt, below=True),
        AttemptButton.filter(F.do == OfAttempt.PICTURES),
    )
    tap(look, SheetButton.filter(F.do.in_({OfSheet.LOOK, OfSheet.ORIGINAL})))
    tap(arrange, SheetButton.filter(F.do.in_(set(ARRANGING))))
    tap(
        one_tap(lambda use: use.ask_lost_sheet, lambda on: SheetId(on.sheet)),
        SheetButton.filter(F.do == OfSheet.LOST),
    )
    tap(book, ExamButton.filter(F.do == OfExam.BOOK))
    return router
