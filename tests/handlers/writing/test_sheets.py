"""Everything that a student may send instead of, or as, an answer sheet."""

from typing import Any

import pytest
from aiohttp import ClientError

from exams.domain.people import Role
from exams.domain.refusals.pictures import PictureBroken
from exams.domain.refusals.sheets import NoSheets, PagesDiffer, SheetsNotNow
from handlers.files import DownloadFailed
from handlers.forms import Typing
from tests import make
from tests.handlers.chats import TOKEN, Chats
from tests.handlers.samples.base import EXAM

SMALL = {"file_id": "s", "file_unique_id": "s", "width": 90, "height": 120, "file_size": 900}
LARGE = {"file_id": "l", "file_unique_id": "l", "width": 960, "height": 1280, "file_size": 90_000}
FILE = {"file_id": "d", "file_unique_id": "d"}
CLIP = FILE | {"width": 1, "height": 1, "duration": 1}
MEGABYTE = 1024 * 1024


def document(name: str | None, mime: str | None, size: int = 1000) -> dict[str, Any]:
    return FILE | {"file_name": name, "mime_type": mime, "file_size": size}


async def test_of_a_photo_the_largest_size_is_judged(chats: Chats) -> None:
    await chats.send(photo=[SMALL, LARGE], message_id=77)

    assert chats.use.calls == [("add_sheet", chats.telegram.contents, (77, 0), False)]
    assert chats.telegram.names == ["sendChatAction", "getFile"]
    assert chats.telegram.last("getFile").file_id == "l"


async def test_each_picture_of_an_album_keeps_its_place(chats: Chats) -> None:
    for number in (83, 81, 82):
        await chats.send(photo=[LARGE], message_id=number, media_group_id="album")

    assert [call[2] for call in chats.use.calls] == [(83, 0), (81, 0), (82, 0)]


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("1.jpg", "image/jpeg"),
        ("IMG_1.HEIC", "image/heic"),
        ("IMG_1.HEIC", "application/octet-stream"),
        ("IMG_1.heic", None),
        ("IMG_1.HEIC", "image/heic-sequence"),
        ("1.jpg", "image/jpg"),
        ("жауап.pdf", "application/pdf"),
        (None, "image/png"),
        ("scan.webp", "image/webp"),
    ],
)
async def test_pictures_and_pdf_are_taken_as_files(
    chats: Chats, name: str | None, mime: str | None
) -> None:
    await chats.send(document=document(name, mime), message_id=78)

    assert chats.use.calls == [("add_sheet", chats.telegram.contents, (78, 0), True)]
    assert chats.telegram.texts == []


REFUSED: dict[str, dict[str, Any]] = {
    "svg": {"document": document("1.svg", "image/svg+xml")},
    "svg by another name": {"document": document("1.jpg", "image/svg+xml")},
    "archive": {"document": document("listy.zip", "application/zip")},
    "word": {"document": document("1.docx", "application/msword")},
    "workbook": {"document": document("1.xlsx", "application/vnd.ms-excel")},
    "gif": {"document": document("1.gif", "image/gif")},
    "nameless": {"document": document(None, None)},
    "sticker": {
        "sticker": FILE
        | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    },
    "video": {"video": CLIP},
    "voice": {"voice": FILE | {"duration": 1}},
    "audio": {"audio": FILE | {"duration": 1}},
    "animation": {"animation": CLIP},
    "round video": {"video_note": FILE | {"length": 1, "duration": 1}},
    "place": {"location": {"latitude": 51.1, "longitude": 71.4}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
}


@pytest.mark.parametrize("kind", REFUSED)
async def test_what_is_no_sheet_is_refused_in_words(chats: Chats, kind: str) -> None:
    await chats.send(**REFUSED[kind], message_id=78)

    counted = "document" in REFUSED[kind]  # among the pictures that wait
    assert chats.use.calls == ([("list_again", 78)] if counted else [])
    assert chats.telegram.texts == ["refusals/wrong_file kk"]
    help_ = chats.telegram.last("sendMessage").reply_markup.inline_keyboard[0][0]
    assert help_.callback_data == "g:help"


async def test_a_file_over_20_megabytes_is_not_even_asked_for(chats: Chats) -> None:
    await chats.send(document=document("1.jpg", "image/jpeg", 20 * MEGABYTE + 1))

    assert "getFile" not in chats.telegram.names
    assert chats.telegram.texts == ["refusals/file_too_large kk"]


async def test_a_file_of_just_20_megabytes_is_taken(chats: Chats) -> None:
    await chats.send(document=document("1.jpg", "image/jpeg", 20 * MEGABYTE))

    assert chats.use.names == ["add_sheet"]


async def test_a_file_that_telegram_finds_too_big_is_refused_the_same(chats: Chats) -> None:
    chats.telegram.refuse["getFile"] = "Bad Request: file is too big"

    await chats.send(photo=[LARGE])

    assert chats.telegram.texts == ["refusals/file_too_large kk"]


async def test_a_download_that_breaks_does_not_tell_the_token(chats: Chats) -> None:
    chats.telegram.breaks = ClientError(f"https://api.telegram.org/file/bot{TOKEN}/1.jpg")

    with pytest.raises(DownloadFailed) as failed:
        await chats.send(photo=[LARGE])

    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__
    assert TOKEN not in str(failed.value)
    assert chats.use.calls == []


async def test_nothing_is_lost_when_telegram_will_not_show_that_somebody_looks(
    chats: Chats,
) -> None:
    chats.telegram.refuse["sendChatAction"] = "Too Many Requests"

    await chats.send(photo=[LARGE])

    assert chats.use.names == ["add_sheet"]


async def test_a_refused_picture_is_named_and_the_list_comes_again(chats: Chats) -> None:
    chats.use.refuses["add_sheet"] = PictureBroken()

    await chats.send(photo=[LARGE], message_id=78)

    assert chats.use.names == ["add_sheet", "list_again"]
    assert chats.telegram.last("sendMessage").reply_parameters.message_id == 78


async def test_an_album_of_what_is_no_sheet_is_answered_once(chats: Chats) -> None:
    for _ in range(3):
        await chats.send(video=CLIP, media_group_id="videos")

    assert chats.telegram.texts == ["refusals/wrong_file kk"]


async def test_a_picture_out_of_turn_is_refused_by_the_rules(chats: Chats) -> None:
    chats.use.refuses["add_sheet"] = NoSheets()

    await chats.send(photo=[LARGE])

    assert chats.telegram.texts == ["refusals/no_sheets kk"]


async def test_an_album_out_of_turn_is_answered_once(chats: Chats) -> None:
    chats.use.refuses["add_sheet"] = SheetsNotNow()

    for album in ("a", "a", "a", "b"):
        await chats.send(photo=[LARGE], media_group_id=f"out of turn {album}")

    assert chats.telegram.texts == ["refusals/sheets_not_now kk"] * 2


async def test_an_album_whose_answer_was_not_sent_is_answered_at_its_next_picture(
    chats: Chats,
) -> None:
    chats.use.refuses["add_sheet"] = SheetsNotNow()
    chats.telegram.breaks_at["sendMessage"] = ConnectionError()
    with pytest.raises(ConnectionError):
        await chats.send(photo=[LARGE], media_group_id="cut off")
    chats.telegram.breaks_at.clear()

    await chats.send(photo=[LARGE], media_group_id="cut off")

    assert chats.telegram.texts == ["refusals/sheets_not_now kk"] * 2


async def test_each_broken_picture_of_an_album_is_told(chats: Chats) -> None:
    chats.use.refuses["add_sheet"] = PictureBroken()

    for _ in range(2):
        await chats.send(photo=[LARGE], media_group_id="broken")

    assert chats.telegram.texts == ["refusals/picture_broken kk"] * 2


async def test_a_sheet_sent_into_an_open_question_is_a_sheet(chats: Chats) -> None:
    await chats.open(Typing.question, exam=EXAM)

    await chats.send(photo=[LARGE])

    assert chats.use.names == ["add_sheet"]


async def test_a_picture_from_somebody_who_is_no_student_is_answered_with_the_menu(
    chats: Chats,
) -> None:
    chats.speaks(make.SERIK, Role.DEAN)

    await chats.send(photo=[LARGE])

    assert chats.use.names == ["menu"]


async def test_the_list_of_sheets_comes_below_and_goes_back_in_place(chats: Chats) -> None:
    await chats.tap(f"e:send_sheets:{EXAM}")
    await chats.tap(f"e:not_yet:{EXAM}")

    assert chats.use.names == ["sheets_so_far", "sheets_so_far"]
    assert [n for n in chats.telegram.names if n != "answerCallbackQuery"] == [
        "sendMessage",
        "editMessageText",
    ]


async def test_all_sent_says_the_number_that_was_read(chats: Chats) -> None:
    await chats.tap(f"h:{EXAM}:5")

    assert chats.use.calls == [("hand_in", EXAM, 5)]
    assert chats.telegram.texts == ["receipt kk"]


async def test_the_question_whether_all_is_sent_is_asked_no_more_once_it_is_answered(
    chats: Chats,
) -> None:
    chats.use.refuses["hand_in"] = PagesDiffer(said=5, accepted=6)
    await chats.tap(f"h:{EXAM}:5")
    assert "editMessageReplyMarkup" not in chats.telegram.names

    chats.use.refuses.clear()
    await chats.tap(f"h:{EXAM}:5")

    bare = chats.telegram.last("editMessageReplyMarkup")
    assert (bare.message_id, bare.reply_markup) == (50, None)
