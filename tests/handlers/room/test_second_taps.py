"""Buttons that may be tapped once too often, or when the card has changed since."""

from dataclasses import replace
from typing import Any

import pytest
from aiogram.types import Document

from exams.domain.ids import AttemptId
from exams.domain.people import Locale, Role
from exams.notices.additional import PlanCard
from exams.notices.appeals import AppealCard
from exams.notices.proctor import StudentCard
from tests import make
from tests.handlers.chats import Chats, message
from tests.handlers.samples.base import plain


@pytest.fixture
def proctor(chats: Chats) -> Chats:
    chats.speaks(make.NURLAN, Role.PROCTOR)
    return chats


@pytest.mark.parametrize(
    ("warnings", "outdated", "said"), [(3, False, False), (4, False, True), (3, True, True)]
)
async def test_a_warning_of_an_old_card_says_that_it_was_not_given(
    proctor: Chats, warnings: int, *, outdated: bool, said: bool
) -> None:
    card = replace(plain(StudentCard), warnings=warnings, outdated=outdated)
    proctor.use.returns["warn"] = card

    await proctor.tap("w:9:talking:3")

    words = proctor.words.label("mark.outdated", Locale.KK)
    assert proctor.telegram.alert == (words if said else None)
    assert proctor.telegram.texts == ["student_card kk"]


@pytest.mark.parametrize(
    ("given", "outdated", "said"), [(15, False, False), (20, False, True), (15, True, True)]
)
async def test_extra_time_of_an_old_card_says_that_it_was_not_given(
    proctor: Chats, given: int, *, outdated: bool, said: bool
) -> None:
    card = replace(plain(StudentCard), given=given, outdated=outdated)
    proctor.use.returns["add_time"] = card

    await proctor.tap("x:9:10:5")

    words = proctor.words.label("mark.outdated", Locale.KK)
    assert proctor.telegram.alert == (words if said else None)
    assert proctor.telegram.texts == ["student_card kk"]


@pytest.mark.parametrize(
    ("stands", "data", "said"),
    [
        (True, "a:pause_clock:9", False),
        (False, "a:pause:9", False),
        (None, "a:pause:9", False),
        (False, "a:pause_clock:9", True),
        (True, "a:pause:9", True),
    ],
)
async def test_a_pause_of_the_other_kind_says_that_it_changed_nothing(
    proctor: Chats, data: str, *, stands: bool | None, said: bool
) -> None:
    proctor.use.returns["pause"] = replace(plain(StudentCard), stands=stands)

    await proctor.tap(data)

    words = proctor.words.label("mark.outdated", Locale.KK)
    assert proctor.telegram.alert == (words if said else None)


@pytest.mark.parametrize(
    ("can", "offered"),
    [
        (("pause",), ["a:pause:9"]),
        (("pause_clock",), ["a:pause_clock:9"]),
        (("pause", "pause_clock"), ["a:pause:9", "a:pause_clock:9"]),
        ((), []),
    ],
)
async def test_a_pause_is_chosen_by_a_second_tap_and_nobody_is_paused_by_the_first(
    proctor: Chats, can: tuple[str, ...], offered: list[str]
) -> None:
    card = replace(plain(StudentCard), attempt=AttemptId(9), stage="admitted", can=can)
    proctor.use.returns["student_card"] = card

    await proctor.tap("a:ask_pause:9")

    assert proctor.use.names == ["student_card"]
    assert data_of(proctor.telegram.last("editMessageText")) == [*offered, "a:card:9"]


@pytest.mark.parametrize("following", [None, AttemptId(10)])
async def test_a_tap_too_many_on_admission_does_nothing_to_anybody(
    proctor: Chats, following: AttemptId | None
) -> None:
    can = ("warn", "message", "extra_time", "pause", "pause_clock", "new_phone", "ask_end", "end")
    admitted = replace(
        plain(StudentCard), attempt=AttemptId(9), stage="admitted", can=can, following=following
    )
    proctor.use.returns |= {"admit": admitted, "student_card": admitted}
    await proctor.tap("a:admit:9")
    under = data_of(proctor.telegram.last("editMessageText"))
    assert "a:ask_pause:9" in under

    proctor.use.calls.clear()
    for data in under:
        await proctor.tap(data)

    assert set(proctor.use.names) == {"student_card", "new_phone_code", "board"}


async def test_who_accepts_sheets_twice_lets_nobody_go(proctor: Chats) -> None:
    both = ("ask_again", "sheets", "warn", "message")
    before = replace(plain(StudentCard), stage="sheets_ok", can=("accept", *both))
    after = replace(plain(StudentCard), stage="accepted", can=("release", *both))
    proctor.use.returns |= {"student_card": before, "accept_sheets": after}

    await proctor.tap("a:card:9")
    accept = data_of(proctor.telegram.last("editMessageText")).index(f"a:accept:{before.attempt}")
    await proctor.tap(f"a:accept:{before.attempt}")

    shown = data_of(proctor.telegram.last("editMessageText"))
    assert shown[accept] != f"a:release:{before.attempt}"
    assert f"a:release:{before.attempt}" in shown


def data_of(edit: Any) -> list[str]:
    """Return what the buttons carry that stand under a message now."""
    return [button.callback_data for row in edit.reply_markup.inline_keyboard for button in row]


@pytest.mark.parametrize("outdated", [False, True])
async def test_late_sheets_decided_already_say_that_nothing_changed(
    proctor: Chats, *, outdated: bool
) -> None:
    proctor.use.returns["decide_aside"] = replace(plain(StudentCard), outdated=outdated)

    await proctor.tap("a:leave_aside:9")

    words = proctor.words.label("mark.outdated", Locale.KK)
    assert proctor.telegram.alert == (words if outdated else None)


@pytest.mark.parametrize(("count", "said"), [(3, "mark.released_all"), (0, "mark.released_none")])
async def test_who_lets_everybody_go_reads_how_many_that_were(
    proctor: Chats, count: int, said: str
) -> None:
    proctor.use.returns["release_ready"] = count

    await proctor.tap("e:release_all:5")

    words = proctor.words.label(said, Locale.KK)
    assert proctor.telegram.alert == (f"{words}: {count}" if count else words)
    assert proctor.telegram.last("answerCallbackQuery").show_alert is False


@pytest.mark.parametrize("called", [False, True])
async def test_calling_the_next_one_twice_shows_no_second_card(
    proctor: Chats, *, called: bool
) -> None:
    card = replace(plain(StudentCard), outdated=called)
    proctor.use.returns["call_next"] = card

    await proctor.tap("e:call_next:5")

    words = f"{proctor.words.label('mark.called_already', Locale.KK)}: {card.name}"
    assert proctor.telegram.alert == (words if called else None)
    assert proctor.telegram.texts == ([] if called else ["student_card kk"])


@pytest.mark.parametrize("act", ["spoil", "yes_end", "fail_id", "minutes", "message"])
async def test_an_old_card_asks_for_no_words_that_come_to_nothing(
    proctor: Chats, act: str
) -> None:
    card = replace(plain(StudentCard), stage="released", can=("sheets",))
    proctor.use.returns["student_card"] = card

    await proctor.tap(f"a:{act}:9")

    assert await proctor.state() is None
    assert proctor.telegram.alert == "refusals/wrong_stage kk"


@pytest.mark.parametrize("act", ["adjust_plan", "send_back"])
async def test_an_old_plan_asks_for_no_words_that_come_to_nothing(
    proctor: Chats, act: str
) -> None:
    proctor.use.returns["plan"] = replace(plain(PlanCard), stage="confirmed", can=())

    await proctor.tap(f"e:{act}:9")

    assert await proctor.state() is None
    assert proctor.telegram.alert == "refusals/plan_moved kk"


@pytest.mark.parametrize("act", ["uphold", "change_mark"])
async def test_an_old_appeal_asks_for_no_words_that_come_to_nothing(
    proctor: Chats, act: str
) -> None:
    proctor.use.returns["open_appeal"] = replace(plain(AppealCard), stage="upheld")

    await proctor.tap(f"a:{act}:9")

    assert await proctor.state() is None
    assert proctor.telegram.alert == "refusals/appeal_settled kk"


FILE = Document(file_id="f", file_unique_id="u", file_name="1.pdf")


async def test_accepting_under_the_sheets_puts_the_card_there_once(proctor: Chats) -> None:
    for _ in range(2):
        await proctor.tap("a:accept:9", message(document=FILE, caption="парақтар"))

    sent = [type(call).__name__ for call in proctor.telegram.calls]
    assert sent.count("EditMessageCaption") == 2
    assert "SendMessage" not in sent


async def test_another_students_card_never_stands_under_a_file(proctor: Chats) -> None:
    await proctor.tap("a:card:9", message(document=FILE, caption="парақтар"))

    sent = [type(call).__name__ for call in proctor.telegram.calls]
    assert "SendMessage" in sent
    assert "EditMessageCaption" not in sent
