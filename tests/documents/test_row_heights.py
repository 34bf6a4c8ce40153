"""Every row of a workbook is as high as its words: not every program fits rows by itself."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import ImageFont

from documents.marks import _write as marks
from documents.template import questions_template, template
from exams.domain.papers import Form
from exams.domain.people import Locale
from exams.notices.lines import MarkLine
from tests.documents.test_absence_papers import PAPERS, SCHEDULE
from tests.documents.test_items import FILES as ITEMS
from tests.documents.test_items import measured
from tests.documents.test_printed_workbooks import sheets
from tests.documents.test_signed_papers import FILES, journal, row, sat, statement, transcript

NAME = "Нұрмұхамедова-Константинопольская Жанна Әбілқайырқызы"
SUBJECT = "Ақпараттық-коммуникациялық технологиялардың өзекті мәселелері"
REGULAR = ImageFont.truetype(str(files("font_roboto").joinpath("files", "Roboto-Regular.ttf")), 11)
HIGH = 13.5  # points a line of such letters takes at least
CHARACTER = REGULAR.getlength("0")  # points: what widths of columns are counted in


def texts(data: bytes) -> Iterator[tuple[str, float, float, str]]:
    """Yield of every cell whose words are wrapped: its place, width and height, and the words."""
    with ZipFile(BytesIO(data)) as book:
        shared = book.read("xl/sharedStrings.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    items = re.findall(r"<si>.*?</si>", shared, re.DOTALL)
    strings = [unescape("".join(re.findall(r"<t[^>]*>([^<]*)</t>", one))) for one in items]
    formats = re.findall(r"<xf .*?(?:/>|</xf>)", styles.partition("<cellXfs")[2], re.DOTALL)
    for sheet in sheets(data):
        widths = [
            float(width)
            for first, last, width in re.findall(
                r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet
            )
            for _ in range(int(first), int(last) + 1)
        ]
        across = set(re.findall(r'<mergeCell ref="(A\d+):', sheet))
        rows = re.findall(r'<row r="\d+"([^>]*)>(.*?)</row>', sheet, re.DOTALL)
        for facts, cells in rows:
            height = float((re.findall(r'ht="([\d.]+)"', facts) or ["15"])[0])
            for place, style, number in re.findall(
                r'<c r="(\w+)" s="(\d+)" t="s"><v>(\d+)', cells
            ):
                if 'wrapText="1"' in formats[int(style)]:
                    column = ord(place[0]) - ord("A")  # no table has more than 26
                    width = sum(widths) if place in across else widths[column]
                    yield place, width * CHARACTER, height, strings[int(number)]


def lines_of(words: str, width: float) -> int:
    """Return how many lines words take, measured with a font."""
    lines = 0
    for part in words.split("\n"):
        line = ""
        for word in re.findall(r"[^\s-]*-|[^\s-]+|\s+", part):
            if line and REGULAR.getlength((line + word).rstrip()) > width:
                lines, line = lines + 1, ""
            line = (line + word).lstrip()
        lines += 1
    return lines


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
async def test_every_row_is_as_high_as_its_words_in_programs_that_fit_none(locale: Locale) -> None:
    papers = [
        await FILES.write(paper, Form.XLSX, locale)
        for paper in (
            statement(replace(row(), name=NAME, was=55, appealed=True)),
            journal(sat(subject=SUBJECT), name=NAME),
            transcript(sat(subject=SUBJECT)),
        )
    ]
    items = await ITEMS.workbook("Деректер қоры", measured(SUBJECT * 2), locale)
    marked = marks("Тарих", [MarkLine(place=1, who=NAME, points=78, letter="B-")])
    schedule = await PAPERS.schedule_workbook(replace(SCHEDULE, students=((NAME, "1", ""),)))
    wrapped = 0
    for book in (*papers, items, marked, schedule, template(), questions_template()):
        for cell, width, height, words in texts(book):
            lines = lines_of(words, width)
            wrapped += lines > 1
            assert lines * HIGH <= height, (cell, words)
    assert wrapped > 30


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
async def test_no_number_in_words_is_marked_as_a_mistake(locale: Locale) -> None:
    paper = await FILES.write(statement(row()), Form.XLSX, locale)
    for book in (paper, await PAPERS.schedule_workbook(SCHEDULE), template()):
        for sheet in sheets(book):
            assert 'numberStoredAsText="1"' in sheet
