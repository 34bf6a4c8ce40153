"""Tables and banks of questions that the office sends."""

from typing import Any

import pytest
from aiogram.types import InlineKeyboardMarkup

from exams.domain.people import Locale, Role
from exams.domain.refusals.files import FileUnreadable, UnknownTable
from exams.notices.office import Drafts, Planned
from handlers.buttons.places import Go, GoButton
from handlers.keyboards.by_notice import keyboard
from tests import make
from tests.handlers.chats import Chats, PlainWords
from tests.handlers.samples.base import line

FILE = {"file_id": "d", "file_unique_id": "d", "file_size": 9}
WORKBOOK: dict[str, Any] = FILE | {"file_name": "marks.XLSX"}


@pytest.fixture
def registrar(chats: Chats) -> Chats:
    chats.speaks(make.MADINA, Role.REGISTRAR)
    return chats


@pytest.mark.parametrize("name", ["кесте.xlsx", "people.CSV"])
async def test_a_table_from_the_office_is_previewed(registrar: Chats, name: str) -> None:
    registrar.use.returns["preview_bank"] = None  # it is no bank of questions
    registrar.use.returns["preview_pool"] = None  # nor a pool to compose tickets from

    await registrar.send(document=FILE | {"file_name": name})

    contents = registrar.telegram.contents
    assert registrar.use.calls == [
        ("preview_bank", contents, name),
        ("preview_pool", contents, name),
        ("preview_import", contents, name),
    ]
    assert registrar.telegram.texts == ["import_preview kk"]


@pytest.mark.parametrize("name", ["физика.xml", "q.gift", "aiken.TXT", "qti.zip", "q.xlsx"])
async def test_a_bank_from_the_office_is_previewed(registrar: Chats, name: str) -> None:
    await registrar.send(document=FILE | {"file_name": name})

    assert registrar.use.calls == [("preview_bank", registrar.telegram.contents, name)]
    assert registrar.telegram.texts == ["bank_preview kk"]


async def test_a_table_that_cannot_be_read_is_refused(registrar: Chats) -> None:
    registrar.use.returns["preview_bank"] = None
    registrar.use.returns["preview_pool"] = None
    registrar.use.refuses["preview_import"] = FileUnreadable()

    await registrar.send(document=FILE | {"file_name": "1.xlsx"})

    assert registrar.telegram.texts == ["refusals/file_unreadable kk"]


@pytest.mark.parametrize("kind", [Drafts, Planned])
@pytest.mark.parametrize(("importer", "empty"), [(True, True), (True, False), (False, True)])
def test_an_empty_plan_leads_whoever_sends_the_schedule_to_the_file(
    kind: type[Drafts | Planned], *, importer: bool, empty: bool
) -> None:
    notice = kind(exams=() if empty else (line(),), importer=importer)
    found = keyboard(notice, Locale.KK, PlainWords())

    rows = found.inline_keyboard if isinstance(found, InlineKeyboardMarkup) else []
    data = {button.callback_data for row in rows for button in row}
    assert (GoButton(to=Go.IMPORT).pack() in data) is (importer and empty)


@pytest.mark.parametrize(("missing", "offered"), [((), True), (("сынақ",), False)])
async def test_whose_columns_nobody_knows_is_offered_the_file_that_has_them(
    registrar: Chats, missing: tuple[str, ...], *, offered: bool
) -> None:
    registrar.use.returns["preview_bank"] = None
    registrar.use.returns["preview_pool"] = None
    registrar.use.refuses["preview_import"] = UnknownTable(columns=("a",), missing=missing)

    await registrar.send(document=FILE | {"file_name": "1.xlsx"})

    keys = registrar.telegram.last("sendMessage").reply_markup.inline_keyboard
    data = [button.callback_data for row in keys for button in row]
    assert data == [GoButton(to=to).pack() for to in (Go.IMPORT, Go.HELP)[0 if offered else 1 :]]


async def test_a_table_over_20_megabytes_is_refused(registrar: Chats) -> None:
    await registrar.send(document=FILE | {"file_name": "1.xlsx", "file_size": 21 * 1024 * 1024})

    assert registrar.telegram.texts == ["refusals/file_too_large kk"]


@pytest.mark.parametrize(
    "sent",
    [
        {"document": FILE | {"file_name": "кесте.pdf"}},
        {"photo": [FILE | {"width": 900, "height": 1200}]},
    ],
    ids=["pdf", "photo"],
)
async def test_what_is_no_table_is_answered_with_one_to_fill_in(
    registrar: Chats, sent: dict[str, Any]
) -> None:
    await registrar.send(**sent)

    assert registrar.use.names == ["import_help"]


async def test_a_registrar_who_marks_sends_the_marks(registrar: Chats) -> None:
    await registrar.tap("e:marks:5")
    await registrar.send(document=WORKBOOK)

    assert registrar.use.names == ["mark_list", "enter_marks_file"]
