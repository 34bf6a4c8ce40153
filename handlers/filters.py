"""By what an update is recognised."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from aiogram.filters import BaseFilter
from aiogram.types import ChatMemberRestricted, ChatMemberUpdated, Message

from exams.domain.people import Actor, Locale, Role
from exams.records.came import named_as_table
from handlers.buttons.marks import MarksButton, OfMarks
from templates.renderer import Renderer

SHEET_KINDS: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "application/pdf"}
    | {"image/jpg", "image/pjpeg", "image/x-png"}  # as some file managers have it
    | {"image/heic-sequence", "image/heif-sequence"}  # with what moved before and after
)
SHEET_ENDINGS: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".pdf"})


@dataclass(frozen=True, slots=True)
class Label(BaseFilter):
    """An entry of the menu, in whatever language the person's keyboard still is."""

    key: str

    async def __call__(self, message: Message, words: Renderer) -> bool:
        """Tell whether the message is exactly this entry."""
        name = f"button.{self.key}"
        return message.text in {words.label(name, locale) for locale in Locale}


class Holds(BaseFilter):
    """Somebody with one of the roles; it only finds the way, the use case decides."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    async def __call__(self, _: Message, actor: Actor | None) -> bool:
        """Tell whether the sender holds one."""
        return actor is not None and bool(actor.roles & self.roles)


async def is_stranger(_: Any, actor: Actor | None) -> bool:
    """Tell whether nobody knows the sender."""
    return actor is None


async def is_sheet_file(message: Message) -> bool:
    """Tell whether a document may be an answer sheet, by what the sender's phone calls it.

    Only the pictures themselves decide in the end; telephones name HEIC in many ways.
    """
    file = message.document
    if file is None:
        return False
    if file.mime_type and file.mime_type.startswith("image/"):
        return file.mime_type in SHEET_KINDS
    ending = PurePath(file.file_name or "").suffix.lower()
    return file.mime_type in SHEET_KINDS or ending in SHEET_ENDINGS


async def is_table(message: Message) -> bool:
    """Tell whether a document is a table or a bank of questions, by its name."""
    return message.document is not None and named_as_table(message.document.file_name)


def replied_exam(message: Message) -> int | None:
    """Return the exam whose list of marks a message replies to.

    The list is known by the button under it, which stays there for ever.
    """
    listed = message.reply_to_message
    if listed is None or listed.reply_markup is None:
        return None
    data = [key.callback_data for row in listed.reply_markup.inline_keyboard for key in row]
    packed = f"{MarksButton.__prefix__}:{OfMarks.CHECK.value}:"
    found = next((item for item in data if item and item.startswith(packed)), None)
    return MarksButton.unpack(found).exam if found else None


async def replies_to_marks(message: Message) -> bool:
    """Tell whether a message replies to a list of marks."""
    return replied_exam(message) is not None


async def was_muted(event: ChatMemberUpdated) -> bool:
    """Tell whether the bot may not write in the chat any more."""
    now = event.new_chat_member
    return isinstance(now, ChatMemberRestricted) and now.is_member and not now.can_send_messages


async def is_words(message: Message) -> bool:
    """Tell whether somebody typed words and no command."""
    return bool(message.text) and not str(message.text).startswith("/")
