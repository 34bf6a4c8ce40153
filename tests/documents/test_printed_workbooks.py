"""Whatever workbook is printed, it fits A4, repeats its head and cuts nothing."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from documents.marks import _write as marks
from documents.template import questions_template, template
from exams.domain.papers import Form
from exams.domain.people import Locale
from exams.notices.lines import MarkLine
from tests.documents.test_absence_papers import PAPERS, SCHEDULE
from tests.documents.test_signed_papers import EVERY, FILES, row, sat, statement

LINES = [MarkLine(place=1, who="Өтегенова Гүлнұр", points=78, letter="B-", absent=False)]


def sheets(data: bytes) -> list[str]:
    """Return the sheets of a workbook as XML."""
    with ZipFile(BytesIO(data)) as book:
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        return [book.read(name).decode() for name in names]


def heads(data: bytes) -> int:
    """Return how many sheets repeat their head on every page."""
    with ZipFile(BytesIO(data)) as book:
        return book.read("xl/workbook.xml").decode().count("Print_Titles")


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
async def test_every_workbook_fits_the_width_of_a4_and_repeats_its_head(locale: Locale) -> None:
    papers = [await FILES.write(paper, Form.XLSX, locale) for paper in EVERY]
    for book in (*papers, template(), questions_template(), marks("Тарих", LINES)):
        assert heads(book) == len(sheets(book))
        for sheet in sheets(book):
            (setup,) = re.findall(r"<pageSetup [^>]*>", sheet)
            assert 'paperSize="9"' in setup
            assert 'fitToHeight="0"' in setup


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
async def test_what_stays_in_sight_leaves_half_of_a_phone_to_the_rest(locale: Locale) -> None:
    papers = [await FILES.write(paper, Form.XLSX, locale) for paper in EVERY]
    others = [template(), questions_template(), marks("Тарих", LINES)]
    kept = []
    for sheet in (one for book in (*papers, *others) for one in sheets(book)):
        (pane,) = re.findall(r"<pane [^>]*>", sheet)
        widths = [float(one) for one in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
        columns = re.findall(r'xSplit="(\d+)"', pane)
        (rows,) = re.findall(r'ySplit="(\d+)"', pane)
        kept.append(int(columns[0]) if columns else 0)
        assert sum(widths[: kept[-1]]) <= 29, pane  # of 360 points these are 210
        assert int(rows) <= 4
    assert kept[: len(papers)] == [2] * len(papers)  # who it is stays beside the grades


def test_a_long_name_in_the_list_of_marks_takes_a_second_line() -> None:
    book = marks("Тарих", LINES)
    (sheet,) = sheets(book)
    with ZipFile(BytesIO(book)) as parts:
        styles = parts.read("xl/styles.xml").decode()
    formats = re.findall(r"<xf .*?(?:/>|</xf>)", styles.partition("<cellXfs")[2])
    for cell in ("A3", "B3", "C3"):
        (style,) = re.findall(rf'<c r="{cell}" s="(\d+)"', sheet)
        assert 'wrapText="1"' in formats[int(style)], cell


def characters(sheet: str) -> float:
    """Return how wide the columns of a sheet are together."""
    spans = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet)
    return sum((int(last) - int(first) + 1) * float(width) for first, last, width in spans)


async def test_a_table_is_printed_upright_only_where_it_can_be_read_so() -> None:
    papers = [await FILES.write(paper, Form.XLSX, Locale.KK) for paper in EVERY]
    others = [await PAPERS.schedule_workbook(SCHEDULE), template(), marks("Тарих", LINES)]
    upright = []
    for sheet in (one for book in (*papers, *others) for one in sheets(book)):
        upright.append("landscape" not in sheet)
        assert upright[-1] == (characters(sheet) < 110), characters(sheet)
    assert 1 < sum(upright) < len(upright)


async def test_a_head_below_many_lines_does_not_fill_a_phone() -> None:
    (sheet,) = sheets(await PAPERS.schedule_workbook(SCHEDULE))
    (pane,) = re.findall(r"<pane [^>]*>", sheet)
    assert "ySplit" not in pane
    assert 'xSplit="2"' in pane


async def test_what_stands_above_a_schedule_is_wrapped_inside_its_table() -> None:
    long = replace(SCHEDULE, subject="Ақпараттық-коммуникациялық технологиялар " * 4)
    (sheet,) = sheets(await PAPERS.schedule_workbook(long))
    merged = re.findall(r'<mergeCell ref="A(\d+):D\1"/>', sheet)
    assert merged == [str(one) for one in range(1, 12)]  # all that is told above the students
    heights = dict(re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', sheet))
    assert float(heights["4"]) > 2 * float(heights["5"])


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
async def test_a_long_note_stays_as_wide_as_the_table_and_as_high_as_its_words(
    locale: Locale,
) -> None:
    corrected = [row(place, sat(61), was=55) for place in range(1, 13)]
    (sheet,) = sheets(await FILES.write(statement(*corrected), Form.XLSX, locale))

    notes = re.findall(r'<mergeCell ref="A(\d+):M(\d+)"/>', sheet)
    notes = notes[1:]  # the first are the facts above the table
    assert len(notes) == 4
    heights = [
        float(re.findall(rf'<row r="{one}"[^>]* ht="([\d.]+)"', sheet)[0]) for one, _ in notes
    ]
    assert max(heights) > 3 * min(heights)
