"""What is wrong gets a clear "no" in the person's language, and changes nothing."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import xlsxwriter

from exams.domain.people import Locale
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.files import FileTooLarge, FileUnreadable
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import InviteRefused, NotAllowed, Unknown
from exams.domain.refusals.pictures import NotAPicture, PictureBroken, PictureTooLarge
from exams.domain.refusals.planning import NotReady
from exams.domain.refusals.sheets import WrongFile
from exams.notices.entrance import Stranger
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.buttons.exam import CardButton, OfExam
from handlers.buttons.office import LinkButton
from sandbox.drawn_sheets import draw_sheet
from sandbox.players import has_button
from sandbox.telegram.phones import Phone
from sandbox.telegram.screen import PATIENCE
from sandbox.university import SUBJECT, people_csv
from templates.parts import bare
from tests.e2e.bombs import bomb
from tests.e2e.room import Room, in_full_swing, of_exam

pytestmark = pytest.mark.asyncio(loop_scope="module")

MEGABYTE = 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
strangers = iter(range(1000))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room(fresh_database: Path) -> AsyncIterator[Room]:
    async with in_full_swing(fresh_database) as room:
        yield room


def stranger(room: Room) -> Phone:
    """Give somebody unknown a telephone that speaks English."""
    name = f"Stranger {next(strangers)}"
    return room.stage.telegram.add_person(first_name=name, language_code="en")


# -- files of students -------------------------------------------------------------


@pytest.mark.parametrize("kind", ["sticker", "voice", "video", "archive", "drawing"])
async def test_a_file_that_is_no_sheet_is_refused_with_what_to_send(room: Room, kind: str) -> None:
    phone = room.aigerim.phone
    send: dict[str, Any] = {
        "sticker": lambda: phone.sticker(b"RIFF1234WEBP"),
        "voice": lambda: phone.voice(b"OggS"),
        "video": lambda: phone.video(b"mp4"),
        "archive": lambda: phone.document(b"PK\x03\x04", "answers.zip"),
        "drawing": lambda: phone.document(b"<svg/>", "page.svg", "image/svg+xml"),
    }
    async with room.unchanged():
        mark = phone.mark
        await send[kind]()
        await room.told(phone, WrongFile(), since=mark)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"no picture at all", NotAPicture()),
        (draw_sheet(1)[:3000], PictureBroken()),
        (bomb(), PictureTooLarge(megapixels=64)),
        (b"\xff\xd8\xff" + bytes(21 * MEGABYTE), FileTooLarge(megabytes=20)),
    ],
    ids=["text", "broken", "bomb", "21 MB"],
)
async def test_a_picture_that_cannot_be_taken_is_refused_with_the_reason(
    room: Room, data: bytes, refusal: Refusal
) -> None:
    phone = room.aigerim.phone
    async with room.unchanged():
        mark = phone.mark
        await phone.document(data, "page.jpg", "image/jpeg")
        message = await room.told(phone, refusal, since=mark)
        assert has_button(message, room.aigerim.label("help"))


# -- files of the registrar ------------------------------------------------------------


def empty_workbook() -> bytes:
    file = BytesIO()
    xlsxwriter.Workbook(file).close()
    return file.getvalue()


@pytest.mark.parametrize(
    "data", [b" ", empty_workbook(), b"PK\x03\x04 and no more", b"\x00\xff" * 500],
    ids=["nothing", "empty workbook", "torn workbook", "noise"],
)  # fmt: skip
async def test_a_table_that_cannot_be_read_is_refused(room: Room, data: bytes) -> None:
    phone = room.stage.registrar.phone
    async with room.unchanged():
        mark = phone.mark
        await phone.document(data, "people.xlsx", XLSX)
        await room.told(phone, FileUnreadable(), since=mark)


async def faults(room: Room, name: str, text: bytes) -> str:
    """Send a table with faults, and return what the registrar reads."""
    registrar = room.stage.registrar
    mark = registrar.phone.mark
    async with room.unchanged():
        await registrar.phone.document(text, name, "text/csv")
        message = await registrar.sees("sample_file", since=mark)
    assert not has_button(message, registrar.label("confirm_import"))
    return message.text


async def test_a_student_number_that_stands_twice_is_named_by_its_cell(room: Room) -> None:
    roster = people_csv([student.who for student in room.stage.students]).decode()
    text = await faults(room, "people.csv", (roster + roster.splitlines()[-1]).encode())
    number = room.stage.students[-1].who.number
    assert f"A{len(roster.splitlines()) + 1} {number} — повторяется в файле" in text


async def test_two_exams_of_a_group_at_one_time_are_refused(room: Room) -> None:
    stage = room.stage
    starts_at = stage.exam_at + timedelta(days=14, minutes=30)
    text = await faults(
        room,
        "schedule.csv",
        "subject,kind,date,time,groups,proctors\n"
        f"Сети,written,{starts_at:%d.%m.%Y},{starts_at:%H:%M},{stage.group_name},T-014\n".encode(),
    )
    assert f"D2 {starts_at:%H:%M} — пересекается с другим экзаменом" in text


async def test_an_exam_with_fewer_tickets_than_students_is_not_published(room: Room) -> None:
    dean = room.stage.dean
    await dean.phone.key(dean.label("drafts"))
    await dean.tap_text("Операционные системы")
    shown = await dean.sees("check_again")
    assert "Билетов нужно хотя бы на 10 % больше" in shown.text
    assert not has_button(shown, dean.label("publish"))
    async with room.unchanged():
        answer = await dean.phone.press_data(shown, of_exam(OfExam.PUBLISH, room.later))
    assert answer is not None
    assert (answer.text, answer.alert) == (room.alert(NotReady(failed=("tickets",))), True)


# -- buttons --------------------------------------------------------------------------


async def refused_tap(
    room: Room, phone: Phone, data: str, refusal: Refusal, *noted: str, locale: Locale = Locale.RU
) -> None:
    """Send what a forging or outdated telephone can send, and see the alert."""
    message = phone.find(lambda one: bool(one.markup)) or await phone.start()
    async with room.unchanged(*noted):
        answer = await phone.press_data(message, data, timeout=PATIENCE)
    assert answer is not None
    assert (answer.text, answer.alert) == (room.alert(refusal, locale), True)


@pytest.mark.parametrize(
    "data", ["?", "e:burn:1", "e:board:x", "e:details:999", "t:999:1", "t:{exam}:99"]
)
async def test_a_button_that_was_never_there_is_refused_and_noted(room: Room, data: str) -> None:
    dana = room.stage.students[2]
    await refused_tap(room, dana.phone, data.format(exam=room.exam), Unknown(), "unknown")


async def test_a_card_is_not_drawn_by_who_was_not_admitted(room: Room) -> None:
    dana = room.stage.students[2]
    refusal = WrongStage(act="draw", stage=room.attempt(dana).stage.value, own=True)
    card = CardButton(exam=room.exam, position=3).pack()
    await refused_tap(room, dana.phone, card, refusal)


async def test_a_second_card_is_not_drawn_by_who_holds_one(room: Room) -> None:
    other = CardButton(exam=room.exam, position=3).pack()
    message = room.bolat.phone.find(lambda one: bool(one.markup))
    assert message is not None
    async with room.unchanged():
        assert await room.bolat.phone.press_data(message, other) is not None


async def test_a_button_of_an_hour_ago_is_refused_and_says_where_things_stand(room: Room) -> None:
    stale = AttemptButton(do=OfAttempt.RELEASE, attempt=room.attempt(room.bolat).id).pack()
    refusal = WrongStage(act="release", stage=room.attempt(room.bolat).stage.value)
    await refused_tap(room, room.stage.proctor.phone, stale, refusal)


@pytest.mark.parametrize(
    "do", [OfAttempt.ADMIT, OfAttempt.ACCEPT, OfAttempt.RELEASE, OfAttempt.PDF]
)
async def test_a_proctors_button_pressed_by_a_student_is_refused_and_noted(
    room: Room, do: OfAttempt
) -> None:
    data = AttemptButton(do=do, attempt=room.attempt(room.aigerim).id).pack()
    await refused_tap(room, room.bolat.phone, data, NotAllowed(), "not_allowed")


async def test_a_button_for_somebody_else_in_the_group_is_refused_and_noted(room: Room) -> None:
    group = room.stage.group
    shown = next(one for one in group.messages.values() if one.from_bot)
    async with room.unchanged("not_allowed"):
        answer = await room.bolat.phone.press_data(shown, LinkButton(group=1).pack())
    assert answer is not None
    assert answer.text == room.alert(NotAllowed())


# -- strangers --------------------------------------------------------------------------


async def test_a_stranger_learns_how_to_come_in_and_nothing_else(room: Room) -> None:
    phone = stranger(room)
    async with room.unchanged():
        await phone.text("When is the exam?")
        wanted = bare(room.words.notice(Stranger(), Locale.EN)).strip()
        await phone.wait_for(wanted, PATIENCE)
    assert SUBJECT["ru"] not in "".join(one.text for one in phone.messages())


async def test_a_strangers_tap_is_refused_and_noted(room: Room) -> None:
    data = of_exam(OfExam.SHOW_TICKET, room.exam)
    phone = stranger(room)
    await phone.start()
    await phone.wait_for(lambda one: one.from_bot, PATIENCE)
    message = phone.messages()[-1]
    async with room.unchanged("not_allowed"):
        answer = await phone.press_data(message, data)
    assert answer is not None
    assert answer.text == room.alert(NotAllowed(), Locale.EN)


async def test_a_guessed_invite_is_refused_and_noted(room: Room) -> None:
    phone = stranger(room)
    async with room.unchanged("invite_refused"):
        await phone.start("GUESSED")
        await room.told(phone, InviteRefused(), since=0, locale=Locale.EN)


@pytest.mark.parametrize("command", ["/link", "/menu"])
async def test_a_command_in_the_group_from_outside_the_university_is_refused_and_noted(
    room: Room, command: str
) -> None:
    phone, group = stranger(room), room.stage.group
    await phone.join(group)
    async with room.unchanged("not_allowed"):
        mark = phone.mark
        await phone.text(command, chat=group)
        await room.told(phone, NotAllowed(), since=mark, locale=Locale.EN, chat=group)


async def test_a_students_link_command_in_the_group_is_refused_and_noted(room: Room) -> None:
    group = room.stage.group
    async with room.unchanged("not_allowed"):
        mark = room.bolat.phone.mark
        await room.bolat.phone.text("/link", chat=group)
        await room.told(room.bolat.phone, NotAllowed(), since=mark, chat=group)


# -- Zoom --------------------------------------------------------------------------------


@pytest.mark.parametrize("forged", ["signature", "secret", "time", "nothing signed"])
async def test_a_webhook_that_is_not_zooms_is_refused(room: Room, forged: str) -> None:
    zoom = room.stage.zoom
    body = json.dumps({"event": "meeting.ended", "payload": {"object": {"id": 1}}}).encode()
    headers = dict(zoom.webhooks.sign(body))
    stamp = int(headers["x-zm-request-timestamp"])
    headers |= {
        "signature": {"x-zm-signature": headers["x-zm-signature"][:-1] + "x"},
        "secret": {"x-zm-signature": zoom.webhooks.sign(body + b" ")["x-zm-signature"]},
        "time": {"x-zm-request-timestamp": str(stamp - 301)},
        "nothing signed": {"x-zm-signature": ""},
    }[forged]
    async with (
        room.unchanged(),
        aiohttp.ClientSession() as session,
        session.post(str(zoom.webhooks.url), data=body, headers=headers) as answer,
    ):
        assert answer.status == 401
