"""In place of the tapped message, or below everything."""

from dataclasses import replace

import pytest
from aiogram.types import Chat, InaccessibleMessage, Message

from exams.domain.attempt_table import Stage
from exams.domain.ids import ChatId, Digest
from exams.domain.people import Role
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.sheets import NoSheets
from exams.domain.refusals.tickets import TicketTaken
from exams.notices.base import Media
from exams.notices.before import ConferenceLink, Equipment
from exams.notices.office import Planned
from exams.notices.sheet_desk import SheetPage
from exams.notices.writing import Board, TicketShown
from exams.records.outbox import SentMessage
from handlers.buttons.attempt import OfAttempt
from handlers.buttons.exam import CardButton, ExamButton, OfExam
from handlers.reply import bot_of
from templates.renderer import Renderer
from tests import make
from tests.handlers.chats import Chats, message
from tests.handlers.samples.base import EXAM, line, plain

DETAILS = ExamButton(do=OfExam.DETAILS, exam=EXAM).pack()
DRAW = CardButton(exam=EXAM, position=4).pack()
DIGEST = Digest("a" * 64)
PICTURE = [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}]


async def test_a_page_takes_the_place_of_the_page_before(chats: Chats) -> None:
    await chats.tap(DETAILS)

    assert chats.telegram.names == ["editMessageText", "answerCallbackQuery"]
    edit = chats.telegram.last("editMessageText")
    assert (edit.chat_id, edit.message_id, edit.text) == (7, 50, "exam_details kk")


async def test_who_agrees_has_one_card_of_checking_in_and_it_is_the_tapped_one(
    chats: Chats,
) -> None:
    tapped, old = (
        SentMessage(chat=ChatId(7), message_id=number, has_media=False) for number in (50, 41)
    )
    chats.use.returns["check_in_shown"] = old

    await chats.tap(ExamButton(do=OfExam.AGREE, exam=EXAM).pack())

    assert chats.use.calls == [("agree", EXAM), ("check_in_shown", EXAM, tapped)]
    assert chats.telegram.last("editMessageText").message_id == 50
    assert chats.telegram.last("deleteMessage").message_id == 41


async def test_a_long_plan_is_leafed_through_in_place(chats: Chats) -> None:
    chats.speaks(make.MADINA, Role.REGISTRAR)
    await chats.tap("p:planned:1:0")

    assert chats.use.names == ["planned"]
    assert chats.telegram.names[0] == "editMessageText"


@pytest.mark.parametrize(("page", "first", "last"), [(0, 1, 24), (1, 25, 30), (9, 25, 30)])
async def test_a_long_plan_tells_of_the_exams_that_have_a_button(
    page: int, first: int, last: int
) -> None:
    chats = Chats(words=Renderer())
    chats.speaks(make.MADINA, Role.REGISTRAR)
    exams = tuple(replace(line(number), subject=f"Пән {number}.") for number in range(1, 31))
    chats.use.returns["planned"] = Planned(exams=exams)

    await chats.tap(f"p:planned:{page}:0")

    (text,) = chats.telegram.texts
    told = [number for number in range(1, 31) if f"Пән {number}." in text]
    assert told == list(range(first, last + 1))


async def test_a_leaf_of_an_answer_takes_the_place_of_the_leaf_before(chats: Chats) -> None:
    page = replace(plain(SheetPage), media=(Media(kind="photo", digest=DIGEST, name="1.jpg"),))
    chats.use.returns |= {"open_sheets": page, "look_at_sheet": page}

    await chats.tap("a:pictures:9", under=message(photo=PICTURE))
    await chats.tap("sh:look:31:0", under=message(photo=PICTURE, message_id=51))

    opened, _, leafed, _ = chats.telegram.names
    assert (opened, leafed) == ("sendPhoto", "editMessageMedia")
    assert chats.telegram.last("editMessageMedia").message_id == 51


async def test_the_sheets_of_an_exam_come_after_a_word_that_they_are_being_bound(
    chats: Chats,
) -> None:
    await chats.tap("e:book:5")

    assert chats.use.calls == [("begin_book", 5), ("exam_book", 5)]
    assert chats.telegram.texts == ["book_begun kk", "exam_book kk"]
    assert "sendChatAction" in chats.telegram.names


async def test_tapping_twice_is_no_error(chats: Chats) -> None:
    chats.telegram.refuse["editMessageText"] = "Bad Request: message is not modified"

    await chats.tap(DETAILS)

    assert chats.telegram.names == ["editMessageText", "answerCallbackQuery"]


async def test_a_tap_too_old_to_be_acknowledged_is_done_all_the_same(chats: Chats) -> None:
    chats.telegram.refuse["answerCallbackQuery"] = "Bad Request: query is too old"

    await chats.tap(DETAILS)

    assert chats.use.names == ["exam_details"]


async def test_a_refused_tap_too_old_for_an_alert_is_answered_in_a_message(chats: Chats) -> None:
    chats.telegram.refuse["answerCallbackQuery"] = "Bad Request: query is too old"
    chats.use.refuses["confirm_sheets"] = NoSheets()

    await chats.tap(ExamButton(do=OfExam.ALL_SENT, exam=EXAM).pack())

    assert chats.telegram.texts == ["refusals/no_sheets kk"]


@pytest.mark.parametrize(
    "under",
    [
        message(text="билет", has_protected_content=True),
        message(photo=PICTURE, caption="сурет"),
        InaccessibleMessage(message_id=50, date=0, chat=Chat(id=7, type="private")),
    ],
    ids=["protected", "with a picture", "too old to be seen"],
)
async def test_what_must_stay_or_cannot_change_is_answered_below(
    chats: Chats, under: Message | InaccessibleMessage
) -> None:
    await chats.tap(DETAILS, under)

    assert chats.telegram.names == ["sendMessage", "answerCallbackQuery"]


@pytest.mark.parametrize("do", [OfExam.OUTAGE, OfExam.QUESTION, OfExam.ASK_FINISH])
async def test_a_message_worth_keeping_is_not_overwritten(chats: Chats, do: OfExam) -> None:
    await chats.tap(ExamButton(do=do, exam=EXAM).pack())

    assert chats.telegram.names[0] == "sendMessage"


async def test_the_personal_link_cannot_be_forwarded(chats: Chats) -> None:
    chats.use.returns["my_link"] = plain(ConferenceLink)

    await chats.tap(ExamButton(do=OfExam.MY_LINK, exam=EXAM).pack())

    assert chats.telegram.names[0] == "sendMessage"
    assert chats.telegram.last("sendMessage").protect_content is True


async def test_the_clock_starts_after_telegram_has_the_ticket(chats: Chats) -> None:
    chats.use.returns["draw_ticket"] = plain(TicketShown)

    await chats.tap(DRAW)

    assert chats.use.calls == [("draw_ticket", EXAM, 4), ("ticket_shown", EXAM)]
    assert chats.telegram.last("sendMessage").protect_content is True


async def test_the_pictures_of_a_ticket_are_as_protected_as_its_words(chats: Chats) -> None:
    media = tuple(
        Media(kind="photo", digest=Digest("ab" * 32), name=f"ticket-1-{n}.jpg") for n in (1, 2)
    )
    shown = replace(plain(TicketShown), pictured=(1, 2), media=media)
    chats.use.returns["draw_ticket"] = shown

    await chats.tap(DRAW)

    assert chats.telegram.names[:2] == ["sendMediaGroup", "sendMessage"]
    assert chats.telegram.last("sendMediaGroup").protect_content is True
    assert chats.use.names[-1] == "ticket_shown"


async def test_the_closed_tickets_go_once_the_own_one_is_there(chats: Chats) -> None:
    chats.use.returns["draw_ticket"] = plain(TicketShown)

    await chats.tap(DRAW)

    assert chats.telegram.names == ["sendMessage", "answerCallbackQuery", "deleteMessage"]
    assert chats.telegram.last("deleteMessage").message_id == 50


async def test_the_answer_about_the_camera_is_shown_under_the_picture_one_tapped(
    chats: Chats,
) -> None:
    noted = replace(plain(Equipment), exam=EXAM, camera="phone")
    chats.use.returns["choose_camera"] = noted

    await chats.tap(f"c:{EXAM}:phone", message(photo=PICTURE, caption="Камера"))

    assert chats.telegram.names == ["answerCallbackQuery", "editMessageReplyMarkup"]
    assert chats.telegram.last("answerCallbackQuery").show_alert is False
    changed = chats.telegram.last("editMessageReplyMarkup")
    assert changed.message_id == 50
    rows = changed.reply_markup.inline_keyboard
    assert [row[0].text for row in rows[:2]] == ["💻 Веб-камера", "● 📱 Смартфон"]


async def test_the_camera_is_noted_even_where_the_buttons_cannot_be_changed(chats: Chats) -> None:
    chats.use.returns["choose_camera"] = plain(Equipment)
    chats.telegram.refuse["editMessageReplyMarkup"] = "Bad Request: message can't be edited"

    await chats.tap(f"c:{EXAM}:phone", message(photo=PICTURE, caption="Камера"))

    assert chats.telegram.alert == "Жазып алдық: смартфон"


async def test_the_clock_does_not_start_when_the_ticket_was_not_delivered(chats: Chats) -> None:
    chats.use.returns["draw_ticket"] = plain(TicketShown)
    chats.telegram.refuse["sendMessage"] = "Bad Request: something"

    with pytest.raises(Exception, match="something"):
        await chats.tap(DRAW)

    assert chats.use.names == ["draw_ticket"]
    assert "deleteMessage" not in chats.telegram.names


async def test_the_button_stops_waiting_even_if_the_clock_cannot_start(chats: Chats) -> None:
    chats.use.returns["draw_ticket"] = plain(TicketShown)
    chats.use.refuses["ticket_shown"] = RuntimeError("disk full")

    with pytest.raises(RuntimeError, match="disk full"):
        await chats.tap(DRAW)

    assert chats.telegram.names == ["sendMessage", "answerCallbackQuery"]


async def test_the_clock_starts_even_if_the_tap_cannot_be_acknowledged(chats: Chats) -> None:
    chats.use.returns["draw_ticket"] = plain(TicketShown)
    chats.telegram.breaks_at["answerCallbackQuery"] = OSError("no network")

    with pytest.raises(OSError, match="no network"):
        await chats.tap(DRAW)

    assert chats.use.names == ["draw_ticket", "ticket_shown"]


async def test_a_ticket_that_was_there_already_starts_the_clock_too(chats: Chats) -> None:
    chats.use.returns["open_board"] = plain(TicketShown)

    await chats.tap(ExamButton(do=OfExam.TO_TICKETS, exam=EXAM).pack())

    assert chats.use.names == ["open_board", "ticket_shown"]


async def test_who_was_too_late_for_a_card_sees_the_board_as_it_is_now(chats: Chats) -> None:
    chats.use.refuses["draw_ticket"] = TicketTaken(position=4)
    chats.use.returns["open_board"] = Board(exam=EXAM, free=(1,), taken=(4,))

    await chats.tap(DRAW)

    assert chats.use.names == ["draw_ticket", "open_board"]
    assert chats.telegram.alert == "refusals/ticket_taken kk"
    assert chats.telegram.texts == ["board kk"]
    assert chats.telegram.names.count("answerCallbackQuery") == 1  # Telegram takes no second one


async def test_a_refused_tap_gets_an_alert_and_changes_nothing(chats: Chats) -> None:
    chats.use.refuses["check_in"] = TooEarly(opens_at=make.START)

    await chats.tap(ExamButton(do=OfExam.HERE, exam=EXAM).pack())

    assert chats.telegram.names == ["answerCallbackQuery"]
    assert chats.telegram.last("answerCallbackQuery").show_alert is True
    assert chats.telegram.alert == "refusals/too_early kk"


@pytest.mark.parametrize(
    "forged",
    ["", "x", "e:board", "e:board:1:2", "e:burn:1", "e:board:abc", "t:1:", "k:5:soul",
     "w:5:ugly:1", "w:5:phone", "x:5:9999:0", "x:5:10", "v:1:everybody:1", "p:everything:1:0",
     "l:de", "g:heaven", "j:1", "p:link_group:1:0", "a:open:1e5"],
)  # fmt: skip
async def test_a_forged_or_forgotten_button_gets_a_clear_alert(chats: Chats, forged: str) -> None:
    await chats.tap(forged)

    assert chats.use.calls == []
    assert [refusal.code for refusal in chats.use.refused] == ["unknown"]
    assert chats.telegram.alert == "refusals/unknown kk"


async def test_a_student_who_is_too_late_reads_what_comes_next(chats: Chats) -> None:
    chats.words = Renderer()
    chats.use.refuses["check_in"] = WrongStage(act="check_in", stage=Stage.ACCEPTED.value)

    await chats.tap(ExamButton(do=OfExam.HERE, exam=1).pack())

    assert chats.telegram.alert is not None
    assert "Проктор рұқсат бергенше конференциядан шықпаңыз" in chats.telegram.alert

    chats.telegram.calls.clear()
    chats.speaks(7, Role.STUDENT, Role.PROCTOR)
    await chats.tap(ExamButton(do=OfExam.HERE, exam=1).pack())

    assert chats.telegram.alert is not None
    assert "Соңғы хабарламаны ашып" in chats.telegram.alert


async def test_a_card_opened_from_the_board_leaves_the_board_alone(chats: Chats) -> None:
    await chats.tap(f"a:{OfAttempt.OPEN}:5")
    await chats.tap(f"a:{OfAttempt.CARD}:5")

    assert [name for name in chats.telegram.names if not name.startswith("answer")] == [
        "sendMessage",
        "editMessageText",
    ]


def test_an_event_without_its_bot_is_a_defect() -> None:
    with pytest.raises(RuntimeError):
        bot_of(message())
