"""Pictures and formulas of tickets in Word and Markdown: taken with their question, or named."""

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from documents.banks.reading import BankFiles
from documents.imports import TableFiles
from documents.tickets.omml import latex
from exams.domain.refusals.files import TicketsUnreadable
from exams.ports.tables import ImportedTable
from tests.documents.ticket_files import address, document, math, picture, run, said, shown

HEAD = (said("Физика"), said("Билет 1"))
TEAL = picture()


async def table(data: bytes) -> ImportedTable:
    (found,) = await TableFiles().read(data, "билеттер")
    return found


async def fault(data: bytes) -> tuple[object, object]:
    with pytest.raises(TicketsUnreadable) as refused:
        await TableFiles().read(data, "билеттер")
    return refused.value.facts["reason"], refused.value.facts["ticket"]


def questions(found: ImportedTable, row: int = 0) -> list[object]:
    cells = found.rows[row].cells
    return [cells[f"question_{n}"][0] for n in range(1, 5) if f"question_{n}" in cells]


# -- pictures ------------------------------------------------------------------


async def test_a_picture_in_word_goes_with_the_question_it_stands_in_or_below() -> None:
    inside = said("1. Схеманы оқы") + shown("rId1")
    found = await table(
        document(
            [*HEAD, inside, said("2. Мынау не?"), shown("rId2")],
            media={"a.png": TEAL, "b.jpeg": picture("red", kind="JPEG")},
        )
    )

    assert questions(found) == ["Схеманы оқы", "Мынау не?"]
    assert found.rows[0].pictures == {
        "question_1": (TEAL,),
        "question_2": (picture("red", kind="JPEG"),),
    }


async def test_what_old_programs_see_instead_is_no_second_picture() -> None:
    both = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><a:blip r:embed='rId1'/></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><v:imagedata r:id='rId1'/></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    found = await table(document([*HEAD, said("Не?") + both], media={"a.png": TEAL}))

    assert found.rows[0].pictures == {"question_1": (TEAL,)}


async def test_words_of_a_text_box_are_said_once() -> None:
    box = f"<w:r><w:pict><w:p>{said('Қорап')}</w:p></w:pict></w:r>"

    found = await table(document([*HEAD, said("Сұрақ ") + box]))

    assert questions(found) == ["Сұрақ Қорап"]


@pytest.mark.parametrize(
    ("paragraph", "relations"),
    [
        (shown(), "<Relationship Id='rId1' TargetMode='External' Target='http://x.kz/a.png'/>"),
        (shown("rId9"), None),
        ("<w:r><w:drawing/></w:r>", None),
    ],
    ids=["outside", "nowhere", "a shape"],
)
async def test_a_picture_that_did_not_come_along_is_named(
    paragraph: str, relations: str | None
) -> None:
    data = document([*HEAD, said("Не?") + paragraph], media={"a.png": TEAL}, relations=relations)
    assert await fault(data) == ("picture", "1")


async def test_a_picture_of_more_than_three_megabytes_is_named() -> None:
    data = document([*HEAD, said("Не?") + shown()], media={"a.png": b"\x89PNG" + bytes(3_200_000)})
    assert await fault(data) == ("picture", "1")


async def test_a_picture_before_the_first_question_is_nobodys() -> None:
    data = document([*HEAD, shown(), said("Не?")], media={"a.png": TEAL})
    assert await fault(data) == ("picture_alone", "1")


@pytest.mark.parametrize(
    "text",
    [
        f"# Физика\n## Билет 1\n1. Схема ![]({address(TEAL)})\n",
        f"# Физика\n## Билет 1\n1. Схема\n\n![сурет]({address(TEAL)})\n",
        f"# Физика\n## Билет 1\n1. Схема ![][image1]\n\n[image1]: <{address(TEAL)}>\n",
        f"# Физика\n## Билет 1\n1. Схема ![image1][]\n\n[image1]: {address(TEAL)}\n",
    ],
    ids=["in the line", "below", "by name", "named by its words"],
)
async def test_a_picture_inside_markdown_is_taken(text: str) -> None:
    found = await table(text.encode())

    assert questions(found) == ["Схема"]
    assert found.rows[0].pictures == {"question_1": (TEAL,)}


async def test_markdown_may_come_in_an_archive_with_its_pictures() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("физика/билеттер.md", "# Физика\n## Билет 1\nСхема ![](сур%201.png)\n")
        archive.writestr("физика/сур 1.png", TEAL)

    found = await table(out.getvalue())

    assert found.rows[0].pictures == {"question_1": (TEAL,)}


@pytest.mark.parametrize("where", ["../../etc/passwd", "http://x.kz/a.png", "data:image/png,abc"])
async def test_an_address_that_leads_elsewhere_is_refused(where: str) -> None:
    assert await fault(f"# Физика\n## Билет 1\nНе? ![]({where})\n".encode()) == ("picture", "1")


# -- formulas ------------------------------------------------------------------

ROOT = f"<m:rad><m:deg/><m:e>{run('x')}</m:e></m:rad>"
FRACTION = f"<m:f><m:num>{run('a+1')}</m:num><m:den>{ROOT}</m:den></m:f>"
SQUARE = f"<m:sSup><m:e>{run('x')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>"


async def test_a_simple_formula_of_word_becomes_signs() -> None:
    found = await table(document([*HEAD, said("Шеш: ") + math(SQUARE + run("=4"))]))

    assert questions(found) == ["Шеш: x²=4"]
    assert found.rows[0].pictures == {}


async def test_a_formula_which_signs_do_not_say_is_drawn_before_the_own_pictures() -> None:
    found = await table(
        document([*HEAD, said("Есепте: ") + math(FRACTION) + shown()], media={"a.png": TEAL})
    )

    drawn, own = found.rows[0].pictures["question_1"]
    assert own == TEAL
    assert Image.open(BytesIO(drawn)).width >= 400
    assert questions(found) == ["Есепте: (a+1)/(√x)"]


async def test_a_formula_on_a_line_of_its_own_belongs_to_the_question_above() -> None:
    own = f"<m:oMathPara>{math(FRACTION)}</m:oMathPara>"
    found = await table(document([*HEAD, said("1. Есепте"), own, said("2. Неге?")]))
    written = await table(
        "# Физика\n## Билет 1\n1. Есепте\n\n$$\\sqrt{x}$$\n\n2. Неге?\n".encode()
    )

    assert questions(found) == ["Есепте (a+1)/(√x)", "Неге?"]
    assert questions(written) == ["Есепте √x", "Неге?"]


async def test_a_formula_by_itself_may_be_the_question() -> None:
    found = await table(document([*HEAD, math(SQUARE)]))

    assert questions(found) == ["x²"]


@pytest.mark.parametrize(
    ("xml", "wanted"),
    [
        (FRACTION, "\\frac{a+1}{\\sqrt{x}}"),
        (
            (
                f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{run('i=1')}</m:sub>"
                f"<m:sup>{run('n')}</m:sup><m:e>{run('i')}</m:e></m:nary>"
            ),
            "\\sum_{i=1}^{n} {i}",
        ),
        (
            (
                f"<m:d><m:dPr><m:begChr m:val='{{'/><m:endChr m:val=''/></m:dPr><m:e><m:eqArr>"
                f"<m:e>{run('x')}</m:e><m:e>{run('y')}</m:e></m:eqArr></m:e></m:d>"
            ),
            "\\left\\{ \\begin{matrix}x \\\\ y\\end{matrix} \\right. ",
        ),
        (
            f"<m:func><m:fName>{run('sin')}</m:fName><m:e>{run('α')}</m:e></m:func>",
            "\\sin  {α}",
        ),
        ("<m:r><m:rPr><m:nor/></m:rPr><m:t>егер</m:t></m:r>", "\\text{егер}"),
        (run("5%"), "5\\% "),
    ],
    ids=["fraction", "sum", "system", "function", "words", "percent"],
)
def test_formulas_of_word_are_told_in_latex(xml: str, wanted: str) -> None:
    from xml.etree.ElementTree import fromstring  # noqa: PLC0415 - our own text

    space = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    root = fromstring(f'<m:oMath xmlns:m="{space}">{xml}</m:oMath>')  # noqa: S314

    assert latex(root) == wanted


@pytest.mark.parametrize(
    "data",
    [
        document([*HEAD, said("Не?") + math("<m:groupChr/>")]),
        "# Физика\n## Билет 1\nНе: $\\unknown{x}$?\n".encode(),
    ],
    ids=["word", "markdown"],
)
async def test_a_formula_nobody_can_read_is_named_by_its_ticket(data: bytes) -> None:
    assert await fault(data) == ("formula", "1")


async def test_markdown_keeps_what_in_a_formula_looks_like_emphasis() -> None:
    found = await table("# Физика\n## Билет 1\n**Тап**: $a_1 + b_1$\n".encode())

    assert questions(found) == ["Тап: a₁ + b₁"]


async def test_markdown_with_braces_in_its_formulas_is_no_bank_of_questions() -> None:
    text = "# Физика\n## Билет 1\nЕсепте: $\\frac{a}{b}$\n".encode()

    assert await BankFiles().read(text) is None
    assert questions(await table(text)) == ["Есепте: a/b"]
