"""Photographed answer sheets: as photos, albums or files; handing in (S25)."""

from contextlib import suppress

from aiogram import Bot, F, Router
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Document, Message, PhotoSize

from exams.domain.ids import ExamId
from exams.domain.people import Actor, Role
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.sheets import WrongFile
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, HandInButton, OfExam
from handlers.files import download
from handlers.filters import Holds, is_sheet_file
from handlers.one_tap import its_exam, one_tap
from handlers.outgoing import edit_buttons
from handlers.reply import bot_of, reply, tapped
from templates.renderer import Renderer


async def sheets_so_far(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """What has come so far, as a new message at the end of the chat."""
    notice = await use.sheets_so_far(actor, ExamId(callback_data.exam))
    below = callback_data.do is OfExam.SEND_SHEETS
    await reply(call, notice, use, words, actor, below=below)


async def add_sheet(message: Message, bot: Bot, actor: Actor, use: UseCases) -> None:
    """A sheet came; those of an album come one by one, in the order of their message ids.

    The verdict goes through the outbox.
    """
    with suppress(TelegramAPIError):  # only says that somebody is looking
        await bot.send_chat_action(message.chat.id, ChatAction.TYPING)
    as_file = message.document is not None
    try:
        upload = await download(bot, sent_file(message))
        await use.add_sheet(actor, upload, (message.message_id, 0), as_file=as_file)
    except Refusal:
        await use.list_again(actor, message.message_id)
        raise


async def refuse(message: Message, actor: Actor, use: UseCases) -> None:
    """Stickers, films, voices, archives, drawings are no sheets."""
    if message.document is not None:
        await use.list_again(actor, message.message_id)
    raise WrongFile


async def hand_in(
    call: CallbackQuery, callback_data: HandInButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """All sent, so many pages: the receipt comes, and the question it answers has no more buttons.

    The question itself stays: it stands where the list of sheets does, should more be asked for.
    """
    notice = await use.hand_in(actor, ExamId(callback_data.exam), callback_data.said)
    await reply(call, notice, use, words, actor)
    asked = tapped(call)
    if asked is not None:
        await edit_buttons(bot_of(call), asked, None)


def sent_file(message: Message) -> PhotoSize | Document:
    """Return the document, or the largest size of the photo.

    Raises:
        WrongFile: the message carries neither.
    """
    if message.document is not None:
        return message.document
    if message.photo:
        return max(message.photo, key=lambda size: size.width * size.height)
    raise WrongFile


REFUSED = (
    F.document | F.sticker | F.video | F.voice | F.animation | F.audio | F.video_note | F.location
    | F.venue | F.poll | F.dice | F.story | F.game
)  # fmt: skip


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(sheets_so_far, ExamButton.filter(F.do.in_({OfExam.SEND_SHEETS, OfExam.NOT_YET})))
    tap(
        one_tap(lambda use: use.confirm_sheets, its_exam),
        ExamButton.filter(F.do == OfExam.ALL_SENT),
    )
    tap(hand_in, HandInButton.filter())
    student = Holds(Role.STUDENT)
    router.message.register(add_sheet, F.photo, student)
    router.message.register(add_sheet, is_sheet_file, student)
    router.message.register(refuse, REFUSED, student)
    return router
