"""Answers page by page: leafed through, turned, put in order; the own one by its student."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiogram import F, Router
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery

from exams.domain.ids import AttemptId, ExamId, SheetId
from exams.domain.people import Actor
from exams.notices.sheet_desk import SheetPage
from exams.services import UseCases
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.sheets import OfSheet, OwnPageButton, SheetButton
from handlers.keyboards.by_notice import keyboard
from handlers.outgoing import outgoing, send
from handlers.reply import bot_of, chat_of, reply
from templates.renderer import Renderer


async def open_sheets(
    call: CallbackQuery, callback_data: AttemptButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The first page, as a new message."""
    notice = await use.open_sheets(actor, AttemptId(callback_data.attempt))
    await reply(call, notice, use, words, actor, below=True)


async def look(
    call: CallbackQuery, callback_data: SheetButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A page in place of the one before it, or the photograph behind it."""
    sheet, original = SheetId(callback_data.sheet), callback_data.do is OfSheet.ORIGINAL
    notice = await use.look_at_sheet(actor, sheet, original=original)
    await reply(call, notice, use, words, actor)


async def arrange(
    call: CallbackQuery, callback_data: SheetButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Turn a page, move it, or take the last such act back."""
    acts: dict[OfSheet, Callable[[Actor, SheetId, int], Awaitable[SheetPage]]] = {
        OfSheet.TURN: use.turn_sheet,
        OfSheet.MOVE: use.move_sheet,
        OfSheet.UNDO: use.undo_at_desk,
    }
    notice = await acts[callback_data.do](actor, SheetId(callback_data.sheet), callback_data.to)
    await reply(call, notice, use, words, actor)


async def ask_lost(
    call: CallbackQuery, callback_data: SheetButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The student may send the sheet that follows this one after all."""
    notice = await use.ask_lost_sheet(actor, SheetId(callback_data.sheet))
    await reply(call, notice, use, words, actor)


async def own(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The own answer from its first page, below what was tapped."""
    notice = await use.own_sheet(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor, below=True)


async def own_page(
    call: CallbackQuery, callback_data: OwnPageButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Another page of the own answer."""
    notice = await use.own_sheet(actor, ExamId(callback_data.exam), callback_data.page)
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


ARRANGING = {OfSheet.TURN, OfSheet.MOVE, OfSheet.UNDO}


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(open_sheets, AttemptButton.filter(F.do == OfAttempt.PICTURES))
    tap(look, SheetButton.filter(F.do.in_({OfSheet.LOOK, OfSheet.ORIGINAL})))
    tap(arrange, SheetButton.filter(F.do.in_(ARRANGING)))
    tap(ask_lost, SheetButton.filter(F.do == OfSheet.LOST))
    tap(own, ExamButton.filter(F.do == OfExam.OWN_SHEETS))
    tap(own_page, OwnPageButton.filter())
    tap(book, ExamButton.filter(F.do == OfExam.BOOK))
    return router
