"""Tables in files as people make them: recognised, or refused without harm."""

from datetime import date, datetime, time
from pathlib import Path

import pytest

from documents import reading
from documents.columns import COLUMNS, LANGUAGES, heading, names
from documents.grids import MOST_ROWS, address
from documents.imports import TableFiles
from exams.domain.people import Locale
from exams.domain.refusals.files import FileUnreadable, UnknownTable
from exams.ports.tables import TABLE_COLUMNS, Cell, ImportedTable
from templates.renderer import Renderer
from tests.documents.office_files import compound, encrypted, ods, raw_xlsx, xls, xlsx

FILES = TableFiles()
PEOPLE = (("Нөмірі", "Аты-жөні", "Тобы"), ("0021", "Әсел Ұлықбек", "АЖ-21-1"))


async def read(data: bytes, name: str = "file.xlsx") -> tuple[ImportedTable, ...]:
    return await FILES.read(data, name)


def values(table: ImportedTable, row: int = 0) -> dict[str, Cell]:
    return {column: value for column, (value, _) in table.rows[row].cells.items()}


# -- what is recognised --------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TABLE_COLUMNS)
async def test_every_heading_of_every_language_is_known(kind: str, language: str) -> None:
    columns = TABLE_COLUMNS[kind]
    longest = max(len(COLUMNS[kind][column][language]) for column in columns)
    for turn in range(longest):
        called = [COLUMNS[kind][column][language] for column in columns]
        header = [each[turn % len(each)] for each in called]

        (table,) = await read(xlsx({"S": [header, [f"v{n}" for n in range(len(columns))]]}))

        assert table.kind == kind
        assert values(table) == {column: f"v{n}" for n, column in enumerate(columns)}


@pytest.mark.parametrize(
    "header",
    [
        ("  НӨМІРІ ", "аты - жөні"),
        ("номер", "Ф.И.О."),
        ("Номер студента:", "ФИО (полностью)"),
        ("student_number", "FULL  NAME"),
        ("ЖСН / ИИН", "Аты-жөні | ФИО"),
        ("номири", "Аты-жони"),  # typed without a Kazakh layout
        ("Нөмірі", "Аты-жөні".replace("й", "и\u0306")),
    ],
)
async def test_headings_are_read_whatever_case_spacing_and_signs(header: tuple[str, ...]) -> None:
    (table,) = await read(xlsx({"S": [header, ("1", "Әсел")]}))

    assert values(table) == {"number": "1", "name": "Әсел"}


async def test_columns_may_stand_in_any_order_among_others_below_a_title() -> None:
    rows = [
        ("Список студентов 2-го курса",),
        (),
        ("Староста", "Группа", "ФИО", "Пол", "Номер"),
        ("да", "АЖ-21-1", "Әсел", "ж", "0021"),
    ]

    (table,) = await read(xlsx({"Лист1": rows}))

    assert table.rows[0].cells == {
        "group": ("АЖ-21-1", "B4"),
        "name": ("Әсел", "C4"),
        "number": ("0021", "E4"),
    }


async def test_each_sheet_is_a_table_of_its_own_and_strange_ones_are_passed_over() -> None:
    book = {
        "Оқыңыз": [("Бұл файлды тіркеуші толтырады",)],
        "People": PEOPLE,
        "Ratings": [("Number", "Subject", "Rating"), ("0021", "Databases", 78)],
        "Empty": [],
    }

    people, ratings = await read(xlsx(book))

    assert (people.kind, people.sheet) == ("people", "People")
    assert (ratings.kind, values(ratings)["rating"]) == ("ratings", 78)


async def test_hidden_sheets_are_not_read() -> None:
    tables = await read(xlsx({"A": PEOPLE, "B": PEOPLE}, hidden=["B"]))

    assert [table.sheet for table in tables] == ["A"]


async def test_blank_rows_are_left_out_and_addresses_stay_right() -> None:
    (table,) = await read(xlsx({"S": [*PEOPLE, (), ("  ", None, ""), ("0022", "Болат", "T")]}))

    assert [row.cells["number"] for row in table.rows] == [("0021", "A2"), ("0022", "A5")]


async def test_a_subject_merged_over_its_tickets_belongs_to_each_of_them() -> None:
    rows = [
        ("Пән", "Билет", "1-сұрақ"),
        ("Деректер қоры", 1, "Бір"),
        (None, 2, "Екі"),
        (None, 3, "Үш"),
        ("Физика", 1, "Төрт"),
    ]

    (table,) = await read(xlsx({"S": rows}, merged={"S": ["A2:A4"]}))

    subjects = [values(table, row)["subject"] for row in range(4)]
    assert subjects == ["Деректер қоры"] * 3 + ["Физика"]
    assert table.rows[2].cells["subject"][1] == "A4"


async def test_an_empty_row_inside_a_merged_cell_is_still_empty() -> None:
    rows = [("Пән", "Билет", "1-сұрақ"), ("Физика", 1, "Бір")]

    (table,) = await read(xlsx({"S": rows}, merged={"S": ["A2:A5"]}))

    assert len(table.rows) == 1


async def test_cells_keep_their_types() -> None:
    header = [names("schedule", column)[0] for column in TABLE_COLUMNS["schedule"]]
    row = ["Физика", "ауызша", date(2027, 5, 21), time(9, 30), "A", "T1", None, 90, None]

    (table,) = await read(xlsx({"S": [header, row]}))

    found = values(table)
    assert found["date"] in {date(2027, 5, 21), datetime(2027, 5, 21)}  # noqa: DTZ001 - a cell has no zone
    assert found["time"] == time(9, 30)
    assert found["minutes"] == 90
    assert found["chief"] is None


async def test_text_numbers_keep_their_zeros_and_numbers_have_lost_them() -> None:
    rows = [("Номер", "ФИО"), ("0021045", "Әсел"), (21045, "Болат"), (990101300123, "Қанат")]

    (table,) = await read(xlsx({"S": rows}))

    assert [values(table, row)["number"] for row in range(3)] == ["0021045", 21045, 990101300123]


async def test_open_document_and_old_excel_files_are_read_as_well() -> None:
    for data in (ods(PEOPLE), xls(PEOPLE)):
        (table,) = await read(data)

        assert values(table) == {"number": "0021", "name": "Әсел Ұлықбек", "group": "АЖ-21-1"}


# -- text files ------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
async def test_csv_is_read_by_its_own_signs(separator: str, encoding: str, line_end: str) -> None:
    text = line_end.join(separator.join(row) for row in PEOPLE)

    (table,) = await read(text.encode(encoding), "people.csv")

    assert values(table) == {"number": "0021", "name": "Әсел Ұлықбек", "group": "АЖ-21-1"}
    assert table.sheet == ""
    assert table.rows[0].cells["name"][1] == "B2"


async def test_csv_of_an_old_windows_program_is_read() -> None:
    text = 'sep=;\nНомер;ФИО;Группа\n0021;"Иванов; Иван";ИС-21\n'

    (table,) = await read(text.encode("cp1251"), "список.csv")

    assert values(table) == {"number": "0021", "name": "Иванов; Иван", "group": "ИС-21"}
    assert table.rows[0].cells["number"][1] == "A3"


async def test_a_question_in_csv_may_have_quotes_and_lines() -> None:
    text = 'Subject,Ticket,Question 1\nDatabases,1,"What is\n""ACID""?"\n'

    (table,) = await read(text.encode())

    assert values(table)["question_1"] == 'What is\n"ACID"?'


# -- what is refused ------------------------------------------------------------------------


NO_TABLES = {
    "nothing": b"",
    "blank lines": b"   \n\n",
    "a picture": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)),
    "a PDF": b"%PDF-1.7\n1 0 obj",
    "a web page": b"<html><table><tr><td>Number</td></tr></table></html>",
    "JSON": b'{"number": 1}',
    "a zero byte": b"Number,Full name\x00\n1,A",
    "letters of no code page": b"\x98\x98\x98",
    "an open quote": b'Number,Full name\n1,"never closed',
    "half a letter": "Номер,ФИО".encode("utf-16")[:-1],
    "no archive": b"PK\x03\x04 and no archive",
    "a torn workbook": xlsx({"S": PEOPLE})[:-200],
    "an empty workbook": xlsx({"S": []}),
    "headings alone": xlsx({"S": [PEOPLE[0]]}),
    "broken XML": raw_xlsx("<sheetData><row"),
    "an encrypted workbook": encrypted(),
    "an old letter": compound({"WordDocument": b"\xec\xa5"}),
    "an empty compound file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "too many columns": ",".join(["Number", "Full name"] * 60).encode() + b"\n1,2",
}


@pytest.mark.parametrize("data", NO_TABLES.values(), ids=NO_TABLES.keys())
async def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(FileUnreadable):
        await read(data, "people.xlsx")


async def test_a_table_too_long_is_refused() -> None:
    text = "Number,Full name\n" + "1,A\n" * MOST_ROWS

    with pytest.raises(FileUnreadable):
        await read(text.encode())
    with pytest.raises(FileUnreadable):
        await read(xlsx({"S": [PEOPLE[0], *[("1", "A")] * MOST_ROWS]}))


def sheet_of_people(padding: str) -> bytes:
    """Make a sound workbook whose sheet holds blanks that a spreadsheet program never sees."""
    rows = "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{c}{r}" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in cells)
        + "</row>"
        for r, cells in ((1, (("A", "Number"), ("B", "Name"))), (2, (("A", "0021"), ("B", "A"))))
    )
    return raw_xlsx(f"<sheetData>{rows}</sheetData>{padding}")


async def test_a_file_that_unpacks_to_far_more_than_a_table_is_refused() -> None:
    (table,) = await read(sheet_of_people(" " * 1000))
    assert values(table) == {"number": "0021", "name": "A"}

    bomb = sheet_of_people(" " * 250_000_000)
    assert len(bomb) < 1_000_000

    with pytest.raises(FileUnreadable):
        await read(bomb)


async def test_two_cells_at_the_ends_of_the_earth_cost_a_refusal_and_not_the_memory() -> None:
    far = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )

    with pytest.raises(FileUnreadable):
        await read(raw_xlsx(far))


async def test_unknown_columns_are_named() -> None:
    with pytest.raises(UnknownTable) as refused:
        await read(xlsx({"S": [("Фамилия", "Телефон"), ("Әсел", "1")]}))

    assert refused.value.facts == {"columns": ("Фамилия", "Телефон"), "missing": ()}


async def test_a_table_without_a_needed_column_is_not_guessed() -> None:
    with pytest.raises(UnknownTable) as refused:
        await read(xlsx({"S": [("Пән", "Күні"), ("Физика", "21.05.2027")], "People": PEOPLE}))

    assert refused.value.facts["columns"] == ("Пән", "Күні")
    assert refused.value.facts["missing"] == (
        "Түрі / Вид / Kind", "Уақыты / Время / Time", "Топтары / Группы / Groups",
        "Прокторлардың нөмірлері / Номера прокторов / Proctor numbers",
    )  # fmt: skip
    for locale in Locale:
        assert "Уақыты" in Renderer().refusal(refused.value, locale)


# -- our workbook --------------------------------------------------------------------------


async def test_our_workbook_unfilled_holds_nothing_to_import() -> None:
    with pytest.raises(FileUnreadable):
        await read(await FILES.template())


async def test_our_workbook_is_the_same_each_time() -> None:
    assert await FILES.template() == await FILES.template()


def test_our_workbook_has_four_sheets_with_headings_and_examples() -> None:
    import asyncio  # noqa: PLC0415

    data = asyncio.run(FILES.template())
    sheets = reading.read(data, MOST_ROWS, 100)

    assert len(sheets) == 4
    for sheet, (kind, columns) in zip(sheets, TABLE_COLUMNS.items(), strict=True):
        assert tuple(sheet["rows"][0]) == tuple(heading(kind, column) for column in columns)
        assert any(sheet["rows"][1])
    assert "Нөмірі\nНомер\nNumber" in sheets[0]["rows"][0]


async def test_an_example_row_that_was_changed_is_data() -> None:
    header = [heading("people", column) for column in TABLE_COLUMNS["people"]]
    example = ("T-014", "Примеров Образец Мысалұлы", "проктор")
    changed = ("T-014", "Төлегенов Нұрлан Сағынұлы", "проктор")

    (table,) = await read(xlsx({"S": [header, example, changed]}))

    assert [values(table, row)["name"] for row in range(len(table.rows))] == [changed[1]]


# -- the documentation ------------------------------------------------------------------------


def test_the_documentation_names_every_column() -> None:
    text = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")

    for kind, columns in TABLE_COLUMNS.items():
        for column in columns:
            for language in LANGUAGES:
                assert f"{COLUMNS[kind][column][language][0]}" in text, (kind, column, language)


@pytest.mark.parametrize(
    ("row", "column", "name"), [(0, 0, "A1"), (6, 1, "B7"), (9, 25, "Z10"), (0, 26, "AA1")]
)
def test_cells_are_named_as_spreadsheets_name_them(row: int, column: int, name: str) -> None:
    assert address(row, column) == name
