"""Marking in the chat: the pad, the list, the confirmation."""

import pytest
from aiogram.methods import EditMessageText
from aiogram.types import InlineKeyboardMarkup

from exams.domain.people import Role
from exams.domain.refusals.marks import MarksMissing
from exams.notices.marks import MarkPad
from handlers.forms import Typing
from handlers.keyboards.by_notice import keyboard
from handlers.keyboards.keys import Keys
from handlers.keyboards.marks import mark_ones
from tests import make
from tests.handlers.chats import Chats, PlainWords
from tests.handlers.samples.base import ATTEMPT, EXAM, plain


@pytest.fixture
def proctor(chats: Chats) -> Chats:
    chats.speaks(make.NURLAN, Role.PROCTOR)
    return chats


def texts(markup: object) -> list[str]:
    assert isinstance(markup, InlineKeyboardMarkup)
    return [button.text for row in markup.inline_keyboard for button in row]


def test_every_mark_from_0_to_100_is_two_taps_away_at_most() -> None:
    pad, locale = plain(MarkPad), make.actor().locale
    tens = texts(keyboard(pad, locale, PlainWords()))
    assert tens[:4] == ["100", "90–99", "80–89", "70–79"]
    reached = {100} | {
        int(button.text)
        for ten in range(10)
        for row in mark_ones(pad, ten, Keys(PlainWords(), locale))
        for button in row
        if button.text.isdigit()
    }
    assert reached == set(range(101))


def shown(chats: Chats) -> list[str]:
    """Return the buttons of the message that was edited last."""
    edits = [one for one in chats.telegram.calls if isinstance(one, EditMessageText)]
    return texts(edits[-1].reply_markup)


async def test_a_mark_is_two_taps_in_one_message(proctor: Chats) -> None:
    proctor.use.returns["mark_pad"] = plain(MarkPad)
    proctor.use.returns["tap_mark"] = plain(MarkPad)
    await proctor.tap("mk:pad:5")
    await proctor.tap(f"mp:5:{ATTEMPT}:8")
    assert "85" in shown(proctor)
    await proctor.tap(f"mt:{ATTEMPT}:85")
    await proctor.tap(f"mu:{ATTEMPT}:1900000000000")

    assert proctor.use.calls == [
        ("mark_pad", 5),
        ("mark_pad", 5, ATTEMPT),
        ("tap_mark", ATTEMPT, 85),
        ("undo_mark", ATTEMPT, 1900000000000),
    ]
    sent = [type(call).__name__ for call in proctor.telegram.calls]
    assert "SendMessage" not in sent


@pytest.mark.parametrize(
    "tapped",
    ["mk:pad:5", f"mp:5:{ATTEMPT}:8", f"mt:{ATTEMPT}:85", f"mu:{ATTEMPT}:1900000000000"],
)
async def test_who_types_marks_over_the_pad_is_understood(proctor: Chats, tapped: str) -> None:
    for name in ("mark_pad", "tap_mark", "undo_mark"):
        proctor.use.returns[name] = plain(MarkPad)
    await proctor.tap(tapped)
    await proctor.write("1 85")
    assert proctor.use.calls[-1] == ("enter_marks", EXAM, "1 85")


@pytest.mark.parametrize("tens", [-1, 10, 77])
async def test_tens_that_no_mark_has_show_the_pad_again(proctor: Chats, tens: int) -> None:
    proctor.use.returns["mark_pad"] = plain(MarkPad)
    await proctor.tap(f"mp:5:{ATTEMPT}:{tens}")
    assert "90–99" in shown(proctor)


async def test_the_list_is_looked_through_mended_and_confirmed(proctor: Chats) -> None:
    await proctor.tap("mk:check:5")
    assert await proctor.state() == Typing.marks.state
    await proctor.write("3 70")
    proctor.use.refuses["confirm_marks"] = MarksMissing(count=2)
    await proctor.tap("mk:confirm:5")

    assert proctor.use.calls == [
        ("check_marks", 5),
        ("enter_marks", 5, "3 70"),
        ("confirm_marks", 5),
    ]
