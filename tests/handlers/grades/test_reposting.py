"""What a chat, linked again, does not have is looked at in private, then posted."""

import pytest
from aiogram.types import InlineKeyboardMarkup

from exams.domain.ids import ExamId
from exams.domain.people import Role
from exams.domain.refusals.people import ChatMissing
from exams.notices.results import UnpostedLine, UnpostedPreview, UnpostedResults
from handlers.keyboards.by_notice import keyboard
from tests import make
from tests.handlers.chats import GROUP_CHAT, Chats, PlainWords, message
from tests.handlers.samples.base import plain


@pytest.fixture
def proctor(chats: Chats) -> Chats:
    chats.speaks(make.NURLAN, Role.PROCTOR)
    return chats


def taps(notice: UnpostedResults | UnpostedPreview) -> list[str | None]:
    """Return what the buttons under a message carry."""
    buttons = keyboard(notice, make.actor().locale, PlainWords())
    assert isinstance(buttons, InlineKeyboardMarkup)
    return [button.callback_data for row in buttons.inline_keyboard for button in row]


async def test_what_is_posted_was_previewed(proctor: Chats) -> None:
    line = UnpostedLine(exam=ExamId(5), subject="Тарих", starts_at=make.START)
    offer = UnpostedResults(group=make.GROUP, name="АЖ-21-1", exams=(line,))
    (look,) = taps(offer)
    post, back = taps(plain(UnpostedPreview))
    assert (look, post, back) == ("up:look:1:5", "up:post:7:1234567890", "up:list:7:0")

    await proctor.tap("up:look:1:5")
    await proctor.tap("up:post:1:5")
    await proctor.tap("up:list:1:0")

    assert proctor.use.calls == [
        ("preview_unposted", 5, 1),
        ("post_unposted", 5, 1),
        ("unposted_results", 1),
    ]


async def test_where_the_chat_is_lost_again_it_is_said_how_to_link_it(proctor: Chats) -> None:
    proctor.use.refuses["post_unposted"] = ChatMissing(group="АЖ-21-1")

    await proctor.tap("up:post:1:5")

    assert proctor.telegram.alert == "refusals/chat_missing kk"


async def test_nothing_of_it_works_in_the_group_itself(proctor: Chats) -> None:
    chat = {"id": GROUP_CHAT, "type": "supergroup"}

    await proctor.tap("up:look:1:5", message(chat=chat, text="?"))

    assert proctor.use.calls == []
    assert proctor.telegram.alert == "refusals/unknown kk"
