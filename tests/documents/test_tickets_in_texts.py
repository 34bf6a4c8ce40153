"""Tickets in Word and Markdown: taken whole, or refused by name."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

import pytest

from documents.imports import TableFiles
from exams.domain.refusals.files import FileUnreadable, TicketsUnreadable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
LINES = (
    "Деректер қоры",
    "1-билет",
    "1. Реляциялық модель <негіздері>",
    "2) Индекс деген не?",
    "Билет № 2",
    "Транзакция және ACID",
)


def word(lines: tuple[str, ...] = LINES, *, inside: str = "", macros: bool = False) -> bytes:
    """Make a document; `inside` is put into its last paragraph."""
    texts = [f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines]
    texts[-1] = texts[-1].replace("</w:p>", f"{inside}</w:p>")
    body = (
        f'<w:document xmlns:w="{W}" xmlns:m="{M}"><w:body>{"".join(texts)}</w:body></w:document>'
    )
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
        if macros:
            archive.writestr("word/vbaProject.bin", b"\x00")
    return made.getvalue()


async def taken(data: bytes) -> list[dict[str, object]]:
    (table,) = await TableFiles().read(data, "билеттер")
    assert table.kind == "tickets"
    return [{name: value for name, (value, _) in row.cells.items()} for row in table.rows]


async def fault(data: bytes) -> tuple[object, object]:
    with pytest.raises(TicketsUnreadable) as refused:
        await TableFiles().read(data, "билеттер")
    return refused.value.facts["reason"], refused.value.facts["ticket"]


WANTED = [
    {
        "subject": "Деректер қоры",
        "ticket": 1,
        "question_1": "Реляциялық модель <негіздері>",
        "question_2": "Индекс деген не?",
    },
    {"subject": "Деректер қоры", "ticket": 2, "question_1": "Транзакция және ACID"},
]


async def test_a_word_document_is_taken() -> None:
    assert await taken(word()) == WANTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
async def test_markdown_is_taken_in_any_usual_encoding(encoding: str) -> None:
    text = (
        "# Пән: Деректер қоры\r\n\r\n## 1-билет\r\n1. Реляциялық модель\r\n   <негіздері>\r\n"
        "2. **Индекс** деген не?\r\n\r\n## Билет № 2\r\nТранзакция\r\nжәне ACID\r\n"
    )
    assert await taken(text.encode(encoding)) == WANTED


async def test_russian_markdown_in_windows_1251_is_taken() -> None:
    text = "# История\n## Билет 1\n- Первый вопрос\n- Второй вопрос\n"

    (row,) = await taken(text.encode("cp1251"))

    assert (row["subject"], row["question_2"]) == ("История", "Второй вопрос")


@pytest.mark.parametrize("said", ["Тілі: қазақша", "Оқу тілі: Қазақ", "Язык обучения: каз."])
async def test_the_language_of_study_may_stand_below_the_subject(said: str) -> None:
    found = await taken(word((LINES[0], said, *LINES[1:])))
    written = await taken(f"# {LINES[0]}\n{said}\n## 1-билет\n{LINES[2]}\n".encode())

    assert [row["language"] for row in found] == [said.split(": ")[1]] * 2
    assert written[0]["language"] == said.split(": ")[1]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("История", "Билет 1", "?", "Билет 3", "?"), ("gap", "2")),
        (("История", "Билет 1", "?", "Билет 1", "?"), ("duplicate", "1")),
        (("Билет 1", "?"), ("no_subject", "")),
        (("История", "Вопрос"), ("no_tickets", "")),
        (("История", "Билет 1", "Билет 2", "?"), ("no_questions", "1")),
        (("История", "Билет 1", *"abcde"), ("many_questions", "1")),
        (
            ("История", *(line for n in range(1, 202) for line in (f"Билет {n}", "?"))),
            ("too_long", ""),
        ),
    ],
    ids=["gap", "twice", "no subject", "no tickets", "no question", "five questions", "201"],
)
async def test_what_breaks_the_form_is_refused_with_the_ticket(
    lines: tuple[str, ...], wanted: tuple[str, str]
) -> None:
    assert await fault(word(lines)) == wanted
    assert await fault(("# " + "\n\n".join(lines)).encode()) == wanted


@pytest.mark.parametrize(
    ("inside", "reason"),
    [("<w:r><w:drawing/></w:r>", "picture"), ("<m:oMath><m:r/></m:oMath>", "formula")],
    ids=["picture", "formula"],
)
async def test_pictures_and_formulas_are_not_dropped_in_silence(inside: str, reason: str) -> None:
    assert await fault(word(inside=inside)) == (reason, "2")


async def test_a_picture_in_markdown_is_refused_too() -> None:
    text = "# История\n## Билет 1\n![карта](karta.png)\n"
    assert await fault(text.encode()) == ("picture", "1")


@pytest.mark.parametrize(
    "data",
    ["# Тарих\n## Билет 1\nНе?\n".encode("utf-16-le"), b"# History\n## Ticket 1\n\x98?\n"],
    ids=["UTF-16 without its mark", "no letter of any encoding"],
)
async def test_a_text_in_an_encoding_we_do_not_know_is_refused(data: bytes) -> None:
    with pytest.raises(FileUnreadable):
        await TableFiles().read(data, "билеттер.md")


async def test_an_archive_with_a_text_of_hundreds_of_pages_is_refused_before_it_is_read() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("билеттер.md", "# Тарих\n## Билет 1\n" + "а" * 11_000_000)

    assert len(made.getvalue()) < 200_000
    assert await fault(made.getvalue()) == ("too_long", "")


async def test_macros_are_refused() -> None:
    assert await fault(word(macros=True)) == ("macros", "")


async def test_a_document_of_hundreds_of_pages_is_refused_before_it_is_read() -> None:
    long = word(("История", "Билет 1", "а" * 21_000_000))

    assert len(long) < 200_000
    assert await fault(long) == ("too_long", "")


@pytest.mark.parametrize("broken", [word()[:400], b"PK\x03\x04 nothing"], ids=["cut", "none"])
async def test_a_damaged_document_is_no_file(broken: bytes) -> None:
    with pytest.raises(FileUnreadable):
        await TableFiles().read(broken, "билеттер.docx")


async def test_entities_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    with pytest.raises(FileUnreadable):
        await TableFiles().read(made.getvalue(), "билеттер.docx")
