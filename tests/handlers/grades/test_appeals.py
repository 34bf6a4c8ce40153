"""Appeals in chats: a tap and words by the student, a tap and words by whoever decides."""

from dataclasses import replace
from typing import Any

import pytest

from exams.domain.appeal import AppealStage
from exams.domain.people import Role
from exams.domain.refusals.marks import MarkOutOfRange
from exams.domain.refusals.moments import TooLate
from exams.notices.appeals import AppealCard, AppealFiled
from exams.notices.trouble import WriteMessage
from handlers.forms import Typing, points_and_reason
from tests import make
from tests.handlers.chats import Chats
from tests.handlers.samples.base import plain


@pytest.fixture
def dean(chats: Chats) -> Chats:
    chats.speaks(make.SERIK, Role.DEAN)
    return chats


async def test_a_student_appeals_by_a_tap_and_words(chats: Chats) -> None:
    chats.use.returns["ask_appeal"] = WriteMessage(purpose="appeal", about="Тарих: 61 · C-")

    await chats.tap("e:appeal:5")
    await chats.write("Екінші сұрақ толық")

    assert chats.use.calls == [("ask_appeal", 5), ("file_appeal", 5, "Екінші сұрақ толық")]
    assert await chats.state() is None
    assert chats.telegram.names[0] == "sendMessage"  # the mark stays above, to be read


async def test_whoever_has_appealed_is_asked_for_nothing(chats: Chats) -> None:
    chats.use.returns["ask_appeal"] = plain(AppealFiled)

    await chats.tap("e:appeal:5")

    assert await chats.state() is None
    assert chats.telegram.texts == ["appeal_filed kk"]


async def test_an_appeal_that_comes_too_late_is_refused(chats: Chats) -> None:
    chats.use.refuses["ask_appeal"] = TooLate(closed_at=make.START)

    await chats.tap("e:appeal:5")

    assert await chats.state() is None


async def test_a_dean_goes_from_the_menu_to_an_appeal_and_lets_the_mark_stand(
    dean: Chats,
) -> None:
    still_open = replace(plain(AppealCard), stage=AppealStage.OPEN.value)
    dean.use.returns["open_appeal"] = still_open

    await dean.write("⚖️ Апелляциялар")
    await dean.tap("a:appeal:70")
    await dean.tap("a:appeal_sheets:70")
    await dean.tap("a:uphold:70")
    await dean.write("баға әділ")

    assert dean.use.calls == [
        ("appeals",),
        ("open_appeal", 70),
        ("appeal_sheets", 70),
        ("open_appeal", 70),
        ("uphold", 70, "баға әділ"),
    ]
    assert await dean.state() is None


async def test_a_new_mark_is_typed_with_its_reason_and_may_be_typed_again(dean: Chats) -> None:
    dean.use.refuses["change_mark"] = MarkOutOfRange(given="жүз")

    await dean.tap("a:change_mark:70")
    await dean.write("жүз балл")
    assert await dean.state() == Typing.change_mark.state

    del dean.use.refuses["change_mark"]
    await dean.write("78 екінші сұрақ толық")
    assert dean.use.calls[-1] == ("change_mark", 70, "78", "екінші сұрақ толық")
    assert await dean.state() is None


async def test_a_settled_appeal_asks_for_no_reason(dean: Chats) -> None:
    dean.use.returns["open_appeal"] = replace(plain(AppealCard), stage=AppealStage.UPHELD.value)

    await dean.tap("a:uphold:70")

    assert dean.use.calls == [("open_appeal", 70)]
    assert await dean.state() is None
    assert dean.telegram.alert is not None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("78 екінші сұрақ\nтолық", ("78", "екінші сұрақ\nтолық")),
        ("78\nқате", ("78", "қате")),
        ("78: қате", ("78", "қате")),
        ("78", ("78", "")),
        ("  ", ("", "")),
        ("қате 78", ("қате", "78")),
    ],
    ids=range(6),
)
def test_points_come_first_and_the_reason_is_the_rest(text: str, read: Any) -> None:
    assert points_and_reason(text) == read
