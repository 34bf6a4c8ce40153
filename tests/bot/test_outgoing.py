"""Which calls to Telegram a notice becomes, by a session that records them."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageText, SendMediaGroup, TelegramMethod
from aiogram.types import Chat, InlineKeyboardMarkup, Message, ReplyKeyboardRemove

from exams.domain.ids import ChatId
from exams.records.outbox import SentMessage
from handlers.outgoing import (
    LONGEST_CAPTION,
    Attachment,
    Outgoing,
    Progress,
    send,
    shown_length,
)
from templates.parts import TEXT_LIMIT

AIGERIM = ChatId(7)
OLD_TEXT = SentMessage(chat=AIGERIM, message_id=3, has_media=False)
OLD_PICTURE = SentMessage(chat=AIGERIM, message_id=4, has_media=True)
BUTTONS = InlineKeyboardMarkup(inline_keyboard=[])


class Recording(BaseSession):
    """Telegram as far as needed: takes everything, and refuses edits if told so."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []
        self.refuse_edits: str | None = None

    @property
    def names(self) -> list[str]:
        return [call.__api_method__ for call in self.calls]

    async def close(self) -> None:
        return

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> Any:
        del bot, timeout
        self.calls.append(method)
        if self.refuse_edits and method.__api_method__.startswith("edit"):
            raise TelegramBadRequest(method=method, message=self.refuse_edits)
        sent = Message.model_validate(
            {"message_id": 99, "date": 0, "chat": Chat(id=AIGERIM, type="private")}
        )
        return [sent] * len(method.media) if isinstance(method, SendMediaGroup) else sent

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


@pytest.fixture
def telegram() -> Recording:
    return Recording()


@pytest.fixture
def bot(telegram: Recording) -> Bot:
    return Bot("42:TEST", session=telegram)


def photos(count: int) -> tuple[Attachment, ...]:
    return tuple(Attachment(kind="photo", data=b"jpeg", name=f"{n}.jpg") for n in range(count))


async def test_a_text_takes_the_place_of_the_old_one(bot: Bot, telegram: Recording) -> None:
    standing = await send(bot, AIGERIM, Outgoing(texts=("Hello",)), instead_of=OLD_TEXT)

    assert telegram.names == ["editMessageText"]
    assert standing == OLD_TEXT


@pytest.mark.parametrize(
    "answer", ["Bad Request: message to edit not found", "Bad Request: message can't be edited"]
)
async def test_a_message_that_is_gone_is_sent_anew(
    bot: Bot, telegram: Recording, answer: str
) -> None:
    telegram.refuse_edits = answer

    standing = await send(bot, AIGERIM, Outgoing(texts=("Hello",)), instead_of=OLD_TEXT)

    assert telegram.names == ["editMessageText", "sendMessage"]
    assert standing.message_id == 99


async def test_nothing_new_in_a_message_is_no_error(bot: Bot, telegram: Recording) -> None:
    telegram.refuse_edits = "Bad Request: message is not modified: specified new content is same"

    assert await send(bot, AIGERIM, Outgoing(texts=("Hi",)), instead_of=OLD_TEXT) == OLD_TEXT
    assert telegram.names == ["editMessageText"]


async def test_any_other_refused_edit_is_raised(bot: Bot, telegram: Recording) -> None:
    telegram.refuse_edits = "Bad Request: can't parse entities"

    with pytest.raises(TelegramBadRequest):
        await send(bot, AIGERIM, Outgoing(texts=("Hi",)), instead_of=OLD_TEXT)


async def test_a_picture_carries_the_text_and_the_buttons(bot: Bot, telegram: Recording) -> None:
    what = Outgoing(texts=("Look",), markup=BUTTONS, attachments=photos(1), protect=True)

    standing = await send(bot, AIGERIM, what)

    (call,) = telegram.calls
    assert call.__api_method__ == "sendPhoto"
    assert (call.caption, call.protect_content) == ("Look", True)  # type: ignore[attr-defined]
    assert standing.has_media


async def test_a_text_too_long_for_a_caption_follows_its_picture(
    bot: Bot, telegram: Recording
) -> None:
    what = Outgoing(texts=("x" * (LONGEST_CAPTION + 1),), attachments=photos(1))

    standing = await send(bot, AIGERIM, what, instead_of=OLD_PICTURE)

    assert telegram.names == ["sendPhoto", "sendMessage"]
    assert not standing.has_media


async def test_a_picture_message_keeps_its_picture_under_a_new_text(
    bot: Bot, telegram: Recording
) -> None:
    await send(bot, AIGERIM, Outgoing(texts=("Noted",)), instead_of=OLD_PICTURE)

    assert telegram.names == ["editMessageCaption"]


async def test_a_picture_replaces_a_picture_but_not_a_text(bot: Bot, telegram: Recording) -> None:
    what = Outgoing(texts=("Look",), attachments=photos(1))

    await send(bot, AIGERIM, what, instead_of=OLD_PICTURE)
    await send(bot, AIGERIM, what, instead_of=OLD_TEXT)

    assert telegram.names == ["editMessageMedia", "sendPhoto"]


async def test_an_eleventh_picture_goes_by_itself_and_voice_too(
    bot: Bot, telegram: Recording
) -> None:
    voice = Attachment(kind="voice", data=b"ogg", name="warning.ogg")

    await send(bot, AIGERIM, Outgoing(texts=("All",), attachments=(*photos(11), voice)))

    assert telegram.names == ["sendMediaGroup", "sendPhoto", "sendVoice", "sendMessage"]


async def test_only_the_last_part_of_a_long_text_has_the_buttons(
    bot: Bot, telegram: Recording
) -> None:
    await send(bot, AIGERIM, Outgoing(texts=("one", "two"), markup=BUTTONS), instead_of=OLD_TEXT)

    assert telegram.names == ["sendMessage", "sendMessage"]
    first, last = telegram.calls
    assert (first.reply_markup, last.reply_markup) == (None, BUTTONS)  # type: ignore[attr-defined]


async def test_each_part_but_the_last_is_noted_and_what_is_left_goes_on(
    bot: Bot, telegram: Recording
) -> None:
    whole = Outgoing(texts=("one", "two"), markup=BUTTONS, attachments=photos(11))
    noted: list[tuple[int, ...]] = []

    async def note(out: tuple[int, ...]) -> None:
        noted.append(out)

    standing = await send(bot, AIGERIM, whole, progress=Progress(note=note))

    assert telegram.names == ["sendMediaGroup", "sendPhoto", "sendMessage", "sendMessage"]
    assert noted == [(99,) * 10, (99,) * 11, (99,) * 12] == [*noted[:2], standing.above]
    for out, left in ((10, telegram.names[1:]), (11, telegram.names[2:]), (12, ["sendMessage"])):
        telegram.calls.clear()
        await send(bot, AIGERIM, whole.after(out), progress=Progress((99,) * out))
        assert telegram.names == left


@pytest.mark.parametrize("gone", [False, True])
async def test_each_part_takes_the_place_of_its_own_unless_one_is_gone(
    bot: Bot, telegram: Recording, *, gone: bool
) -> None:
    telegram.refuse_edits = "Bad Request: message to edit not found" if gone else None
    old = SentMessage(chat=AIGERIM, message_id=5, has_media=False, above=(3, 4))

    await send(bot, AIGERIM, Outgoing(texts=("1", "2", "3"), markup=BUTTONS), instead_of=old)

    if gone:
        assert telegram.names[1:] == ["deleteMessage"] * 3 + ["sendMessage"] * 3
    else:
        edits = [call for call in telegram.calls if isinstance(call, EditMessageText)]
        assert [(one.message_id, one.text) for one in edits] == [(3, "1"), (4, "2"), (5, "3")]
        assert [one.reply_markup for one in edits] == [None, None, BUTTONS]


async def test_buttons_of_the_keyboard_need_a_new_message(bot: Bot, telegram: Recording) -> None:
    what = Outgoing(texts=("Welcome",), markup=ReplyKeyboardRemove(remove_keyboard=True))

    await send(bot, AIGERIM, what, instead_of=OLD_TEXT)

    assert telegram.names == ["sendMessage"]


def test_telegram_counts_utf16_units_without_tags() -> None:
    assert shown_length("<b>Әлия</b> &lt;3 🎓") == len("Әлия <3 ") + 2


def test_a_mark_stands_before_the_first_text() -> None:
    assert Outgoing(texts=("a", "b")).marked("<again>").texts == ("<i>&lt;again&gt;</i>\na", "b")


async def test_a_mark_that_does_not_fit_goes_ahead_and_is_no_part(
    bot: Bot, telegram: Recording
) -> None:
    full = Outgoing(texts=("x" * TEXT_LIMIT, "end"))

    standing = await send(bot, AIGERIM, full.marked("again"))

    texts = [call.text for call in telegram.calls]  # type: ignore[attr-defined]
    assert texts == ["<i>again</i>", *full.texts]
    assert standing.above == (99,)
