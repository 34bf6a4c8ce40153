"""Marks and results: typed, sent as a file, previewed, published, corrected."""

from typing import Any

import pytest
from aiogram.types import InlineKeyboardMarkup

from exams.domain.people import Role
from exams.domain.refusals.marks import MarksUnreadable
from exams.notices.results import MarkList
from handlers.forms import Typing
from handlers.keyboards.by_notice import keyboard
from tests import make
from tests.handlers.chats import Chats, PlainWords, message
from tests.handlers.samples.base import EXAM, plain

FILE = {"file_id": "d", "file_unique_id": "d", "file_size": 9}
WORKBOOK: dict[str, Any] = FILE | {"file_name": "marks.XLSX"}


@pytest.fixture
def proctor(chats: Chats) -> Chats:
    chats.speaks(make.NURLAN, Role.PROCTOR)
    return chats


async def test_marks_are_typed_line_by_line_while_the_form_is_open(proctor: Chats) -> None:
    await proctor.tap("e:marks:5")
    await proctor.write("1 85\n2 70")
    await proctor.write("3 90")

    assert proctor.use.calls == [
        ("mark_list", 5),
        ("enter_marks", 5, "1 85\n2 70"),
        ("enter_marks", 5, "3 90"),
    ]
    assert await proctor.state() == Typing.marks.state


async def test_marks_that_cannot_be_read_are_refused_and_may_be_typed_again(
    proctor: Chats,
) -> None:
    proctor.use.refuses["enter_marks"] = MarksUnreadable(line="?")
    await proctor.tap("e:marks:5")

    await proctor.write("бәрі жақсы")

    assert proctor.telegram.texts[-1] == "refusals/marks_unreadable kk"
    assert await proctor.state() == Typing.marks.state


async def test_the_filled_in_workbook_comes_back_to_the_open_form(proctor: Chats) -> None:
    await proctor.tap("e:marks:5")
    await proctor.send(document=WORKBOOK)

    assert proctor.use.calls[-1] == ("enter_marks_file", 5, proctor.telegram.contents)


async def test_the_filled_in_workbook_may_reply_to_its_list_days_later(proctor: Chats) -> None:
    buttons = keyboard(plain(MarkList), make.actor().locale, PlainWords())
    assert isinstance(buttons, InlineKeyboardMarkup)
    listed = message(message_id=40, text="тізім", reply_markup=buttons)

    await proctor.send(document=WORKBOOK, reply_to_message=listed)

    assert proctor.use.calls == [("enter_marks_file", EXAM, proctor.telegram.contents)]


async def test_a_workbook_in_reply_to_something_else_is_no_marks(proctor: Chats) -> None:
    await proctor.send(document=WORKBOOK, reply_to_message=message(message_id=40, text="сәлем"))

    assert proctor.use.names == ["menu"]


async def test_what_is_published_is_what_was_previewed(proctor: Chats) -> None:
    await proctor.tap("e:preview:5")
    await proctor.tap("v:5:digits:0")
    await proctor.tap("v:5:digits:1")

    assert proctor.use.calls == [
        ("preview_results", 5),  # as the university usually shows it
        ("preview_results", 5, "digits"),
        ("publish_results", 5, "digits"),
    ]


async def test_a_correction_is_a_mark_with_its_reason(proctor: Chats) -> None:
    await proctor.tap("e:correct:5")
    await proctor.write("3 78 қосындыда қате")

    assert proctor.use.calls == [("correct_mark", 5, "3 78", "қосындыда қате")]
    assert await proctor.state() is None
