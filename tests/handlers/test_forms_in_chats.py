"""Typing to each other: every form opens, does one thing, and can be left."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from aiogram.filters.callback_data import CallbackData

from exams.domain.attempt import Camera, Seen
from exams.domain.ids import ExamId
from exams.domain.page_comment import Spot
from exams.domain.people import Locale, Role
from exams.domain.refusals.words import ReasonMissing
from exams.notices.office import ExamChecks
from exams.notices.proctor import StudentCard
from exams.notices.trouble import Done
from handlers.buttons.commission import CommissionButton, OfCommission
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.oral import SwapButton
from handlers.forms import Typing
from tests import make
from tests.handlers.chats import Chats, PlainWords
from tests.handlers.samples.base import plain

VOICE = {"file_id": "v", "file_unique_id": "v", "duration": 4}


@pytest.fixture
def proctor(chats: Chats) -> Chats:
    chats.speaks(make.NURLAN, Role.PROCTOR)
    return chats


async def test_a_question_reaches_the_proctor_and_help_stays_at_hand(chats: Chats) -> None:
    chats.use.returns["ask_proctor"] = Done(what="message_sent", exam=ExamId(5))
    await chats.tap("e:question:5")
    await chats.write("Камера өшіп қалды, не істеймін?")

    assert chats.use.calls == [("ask_proctor", 5, "Камера өшіп қалды, не істеймін?")]
    assert await chats.state() is None
    keys = chats.telegram.last("sendMessage").reply_markup.inline_keyboard
    assert [key.callback_data for key in keys[0]] == ["e:outage:5", "g:help"]


@pytest.mark.parametrize(
    ("button", "text", "called"),
    [
        ("a:warn_words:9", "Терезеге қарамаңыз", ("warn", 9, "Терезеге қарамаңыз", None)),
        ("a:message:9", "Асықпаңыз", ("message_student", 9, "Асықпаңыз")),
        ("a:fail_id:9", "Құжат бөгде", ("fail_id", 9, "Құжат бөгде")),
        ("a:minutes:9", "20 жарық сөнді", ("add_time", 9, 20, "жарық сөнді")),
        ("a:yes_end:9", "Басқа адам отыр", ("end_attempt", 9, "Басқа адам отыр")),
    ],
)
async def test_words_about_a_student_go_where_they_were_asked_for(
    proctor: Chats, button: str, text: str, called: tuple[object, ...]
) -> None:
    await proctor.tap(button)
    await proctor.write(text)

    assert proctor.use.calls == [("student_card", 9), called]
    assert await proctor.state() is None


@pytest.mark.parametrize(
    ("button", "text", "called"),
    [
        (SwapButton(attempt=9, other=8), "Ауырып тұр", ("swap", 9, 8, "Ауырып тұр")),
        (
            CommissionButton(do=OfCommission.NAME, exam=5),
            "T1 T2",
            ("name_commission", 5, "T1 T2"),
        ),
        (ExamButton(do=OfExam.MEND_KEY, exam=5), "3 B", ("preview_regrade", 5, "3 B")),
    ],
    ids=["swap", "commission", "key"],
)
async def test_words_about_an_exam_go_where_they_were_asked_for(
    proctor: Chats, button: CallbackData, text: str, called: tuple[object, ...]
) -> None:
    await proctor.tap(button.pack())
    assert await proctor.state() is not None
    await proctor.write(text)

    assert proctor.use.calls[-1] == called


async def test_a_warning_can_be_recorded(proctor: Chats) -> None:
    await proctor.tap("a:warn_words:9")
    await proctor.send(voice=VOICE)

    assert proctor.use.calls[-1] == ("warn", 9, "", proctor.telegram.contents)
    assert await proctor.state() is None


@pytest.mark.parametrize(("tapped", "said"), [("a:minutes:9", "көбірек"), ("e:move:5", "ертең")])
async def test_what_cannot_be_read_is_told_so_and_asked_for_again(
    proctor: Chats, monkeypatch: pytest.MonkeyPatch, tapped: str, said: str
) -> None:
    proctor.speaks(make.MADINA, Role.PROCTOR, Role.REGISTRAR)
    proctor.use.returns["exam_checks"] = replace(plain(ExamChecks), can=("move",))
    monkeypatch.setattr(
        PlainWords, "_text", lambda _, name, __, facts: f"{name} {facts.get('again')}"
    )

    await proctor.tap(tapped)
    assert proctor.telegram.texts[-1] == "write_message False"
    await proctor.write(said)

    assert proctor.telegram.texts[-1] == "write_message True"


async def test_minutes_that_are_no_number_are_asked_for_again(proctor: Chats) -> None:
    await proctor.tap("a:minutes:9")
    await proctor.write("көбірек")

    assert proctor.use.names == ["student_card"]
    assert proctor.telegram.texts[-1] == "write_message kk"
    assert await proctor.state() == Typing.extra_time.state

    await proctor.write("10 интернет")
    assert proctor.use.calls[-1] == ("add_time", 9, 10, "интернет")


async def test_an_exam_is_moved_to_what_was_typed_in_astana_time(proctor: Chats) -> None:
    proctor.use.returns["exam_checks"] = replace(plain(ExamChecks), can=("move",))
    await proctor.tap("e:move:5")
    for wrong in ("ертең", "12.13.2026 10:00", "12.12.2026", "12.12.2026 25:00"):
        await proctor.write(wrong)
        assert await proctor.state() == Typing.new_time.state
        assert proctor.use.names == ["exam_checks"]

    await proctor.write(" 12.12.2026  10:00 ")

    assert proctor.use.calls[-1] == ("move_exam", 5, datetime(2026, 12, 12, 5, tzinfo=UTC))
    assert await proctor.state() is None


async def test_after_a_refusal_the_form_stays_open(proctor: Chats) -> None:
    proctor.use.refuses["add_time"] = ReasonMissing()
    await proctor.tap("a:minutes:9")

    await proctor.write("10")

    assert proctor.telegram.texts[-1] == "refusals/reason_missing kk"
    assert await proctor.state() == Typing.extra_time.state


async def test_a_comment_on_a_page_is_typed(proctor: Chats) -> None:
    await proctor.tap("sh:comment:31:0")
    await proctor.write("Формула дұрыс")

    assert proctor.use.calls == [("comment_page", 31, "Формула дұрыс")]
    assert await proctor.state() is None


@pytest.mark.parametrize(
    ("button", "called"),
    [
        ("e:markers:5", ("plan_marking", 5, "07 85")),
        ("e:works:5", ("mark_works", 5, "07 85")),
        ("wk:points:9:31", ("mark_work", 9, "07 85")),
    ],
)
async def test_markers_and_marks_are_typed(
    proctor: Chats, button: str, called: tuple[object, ...]
) -> None:
    await proctor.tap(button)
    await proctor.write("07 85")

    assert proctor.use.calls[-1] == called


@pytest.mark.parametrize("way", ["/cancel", "button", "menu", "another card", "/help"])
async def test_a_form_can_always_be_left(proctor: Chats, way: str) -> None:
    await proctor.tap("a:message:9")
    assert await proctor.state() == Typing.message.state

    if way == "button":
        await proctor.tap("g:cancel")
    elif way == "menu":
        await proctor.write("📋 Бүгінгі емтихандар")
    elif way == "another card":
        await proctor.tap("a:card:10")
    else:
        await proctor.write(way)

    assert await proctor.state() is None
    await proctor.write("бұл енді ешкімге бармайды")
    assert "message_student" not in proctor.use.names


async def test_leaving_a_form_is_confirmed(proctor: Chats) -> None:
    await proctor.tap("a:message:9")
    await proctor.tap("g:cancel")

    assert proctor.telegram.texts[-1] == "done kk"


async def test_a_sticker_in_a_form_closes_it_instead_of_keeping_a_trap(proctor: Chats) -> None:
    await proctor.tap("a:message:9")

    await proctor.send(dice={"emoji": "🎲", "value": 3})

    assert proctor.use.names[-1] == "menu"
    assert await proctor.state() is None


async def test_pages_are_marked_by_tapping_and_asked_for_together(proctor: Chats) -> None:
    card = replace(plain(StudentCard), can=("ask_again",))  # three sheets
    proctor.use.returns["student_card"] = card
    await proctor.tap("a:ask_again:9")
    await proctor.tap("s:9:1:0")
    marked = proctor.telegram.last("editMessageText").reply_markup.inline_keyboard
    await proctor.tap("s:9:5:1")

    assert [key.text for key in marked[0]] == ["☑ 1", "☐ 2", "☐ 3"]
    assert proctor.use.calls[-1] == ("ask_again", 9, (1, 3))
    assert await proctor.state() is None


async def test_pages_are_not_asked_for_once_the_student_has_left(proctor: Chats) -> None:
    proctor.use.returns["student_card"] = replace(plain(StudentCard), can=("sheets",))
    await proctor.tap("a:ask_again:9")
    assert "wrong_stage" in (proctor.telegram.alert or "")
    assert await proctor.state() is None


async def test_pages_can_be_typed_with_a_note(proctor: Chats) -> None:
    proctor.use.returns["student_card"] = replace(plain(StudentCard), can=("ask_again",))
    await proctor.tap("a:ask_again:9")
    await proctor.write("1 3 шеті көрінбейді")

    assert proctor.use.calls[1:] == [("ask_again", 9, (1, 3), "шеті көрінбейді")]


@pytest.mark.parametrize(
    ("button", "called"),
    [
        ("k:9:face:1", ("tick", 9, Seen.FACE, True)),
        ("w:9:talking:3", ("warn", 9, "talking", None, 3)),
        ("x:9:10:5", ("add_time", 9, 10, "technical", 5)),
        ("a:pause:9", ("pause", 9, "technical", False)),
        ("a:pause_clock:9", ("pause", 9, "technical", True)),
        ("a:unpause:9", ("unpause", 9)),
        ("a:return:9", ("bring_back", 9, False)),
        ("a:counted:9", ("bring_back", 9, True)),
        ("a:admit:9", ("admit", 9)),
        ("a:in_order:9", ("admit", 9, True)),
        ("a:identify:9", ("identify", 9)),
        ("a:overrule_id:9", ("overrule_id", 9)),
        ("a:revert:9", ("revert_no_show", 9)),
        ("a:accept:9", ("accept_sheets", 9)),
        ("a:accept_shown:9", ("accept_shown", 9, "shown_to_camera")),
        ("a:reopen:9", ("reopen_upload", 9)),
        ("a:release:9", ("release", 9)),
        ("a:pdf:9", ("sheets_pdf", 9)),
        ("a:pictures:9", ("open_sheets", 9)),
        ("sh:look:31:0", ("look_at_sheet", 31, False)),
        ("sh:original:31:0", ("look_at_sheet", 31, True)),
        ("sh:turn:31:3", ("turn_sheet", 31, 3)),
        ("sh:move:31:2", ("move_sheet", 31, 2)),
        ("sh:undo:31:17", ("undo_at_desk", 31, 17)),
        ("sh:lost:31:0", ("ask_lost_sheet", 31)),
        ("e:marking:5", ("marking_plan", 5)),
        ("pl:5:1:", ("plan_marking", 5, True, None)),
        ("pl:5::20", ("plan_marking", 5, None, 20)),
        ("g:to_mark", ("to_mark",)),
        ("e:works:5", ("works", 5)),
        ("p:work_list:1:5", ("works", 5)),
        ("e:bind_works:5", ("bind_works", 5)),
        ("wk:open:9:0", ("work_page", 9, None)),
        ("wk:look:9:31", ("work_page", 9, 31)),
        ("wk:points:9:31", ("work_page", 9, 31)),
        ("wp:9:85", ("mark_work", 9, "85")),
        ("cs:5:top", ("place_comment", 5, Spot.TOP)),
        ("cw:5", ("withdraw_comment", 5)),
        ("e:own_sheets:5", ("own_sheet", 5)),
        ("so:5:2", ("own_sheet", 5, 2)),
        ("sr:out:31:0", ("leave_out_page", 31)),
        ("sr:back:31:0", ("put_back_page", 31)),
        ("sr:move:31:2", ("move_own_page", 31, 2)),
        ("e:board:5", ("board", 5)),
        ("e:begin:5", ("begin_exam", 5)),
        ("e:start_link:5", ("start_link", 5)),
        ("e:release_all:5", ("release_ready", 5)),
        ("p:proctor_board:1:5", ("board_now", 5)),
        ("c:5:phone", ("choose_camera", 5, Camera.PHONE)),
        ("r:5:2", ("read_rules", 5, 2)),
        ("e:retry_id:5", ("retry_id", 5)),
        ("e:finish:5", ("finish_writing", 5)),
        ("e:back:5", ("come_back", 5)),
        ("bk:open:TOKEN:1", ("look_into_bank", "TOKEN", 1)),
        ("bk:look:TOKEN:2", ("look_into_bank", "TOKEN", 2)),
        ("bk:take:TOKEN:7", ("confirm_bank", "TOKEN", 7)),
        ("bk:drop:TOKEN:0", ("drop_bank", "TOKEN")),
        ("g:questions", ("bank_help",)),
        ("e:items:5", ("item_statistics", 5)),
        ("gr:4", ("group_page", 4)),
        ("p:group_page:1:4", ("group_page", 4)),
        ("pa:statement:5:ru", ("statement", 5, Locale.RU)),
        ("pa:journal:4:kk", ("journal", 4, Locale.KK)),
        ("pa:transcript:0:en", ("transcript", 0, Locale.EN)),
        ("n:4", ("make_invites", 4)),
        ("i:TOKEN:1", ("confirm_import", "TOKEN")),
        ("i:TOKEN:0", ("drop_import", "TOKEN")),
        ("tb:TOKEN:0", ("ask_take_back", "TOKEN")),
        ("tb:TOKEN:1", ("take_back_import", "TOKEN")),
        ("e:yes_cancel:5", ("cancel_exam", 5)),
        ("e:move_read:5", ("acknowledge_move", 5)),
        ("e:publish:5", ("publish_exam", 5)),
        ("e:resits:5", ("keep_for_resits", 5)),
    ],
)
async def test_a_tap_does_one_thing(
    proctor: Chats, button: str, called: tuple[object, ...]
) -> None:
    await proctor.tap(button)

    shown = [call for call in proctor.use.calls if call[0] != "check_in_shown"]
    assert shown == [called]


@pytest.mark.parametrize(
    "button", ["a:end:9", "a:ask_pause:9", "a:warn:9", "a:extra_time:9", "e:cancel:5"]
)
async def test_what_is_grave_or_has_choices_asks_first(proctor: Chats, button: str) -> None:
    await proctor.tap(button)

    assert proctor.use.names in (["student_card"], ["exam_checks"])
    keys = proctor.telegram.last("editMessageText").reply_markup.inline_keyboard
    assert len([key for row in keys for key in row]) > 1
    assert keys[-1][0].text == proctor.words.label("button.back", make.actor().locale)
