"""How printed papers are parted into pages, and what fits beside each other on one."""

import re
from collections.abc import Callable

import pypdfium2
import pytest

from exams.domain.papers import Form, Journal, Paper
from exams.domain.people import Locale
from tests.documents.test_signed_papers import (
    FILES,
    MILLIMETRE,
    PADDING,
    journal,
    printed,
    row,
    sat,
    statement,
    transcript,
)

LONG = "Ақпараттық-коммуникациялық технологиялардың өзекті мәселелері"


async def test_a_statement_of_thirty_is_one_sheet_to_sign() -> None:
    (page,) = await printed(statement(*(row(n, was=61 if n == 5 else None) for n in range(1, 31))))

    assert "1 / 1" in page


@pytest.mark.parametrize(
    "paper",
    [
        lambda count: statement(*(row(n) for n in range(1, count + 1))),
        lambda count: transcript(*(sat(subject=f"Пән {n}", day=n) for n in range(count))),
    ],
    ids=["statement", "transcript"],
)
async def test_nobody_signs_a_page_on_which_no_grade_stands(
    paper: Callable[[int], Paper],
) -> None:
    lengths = {}
    for count in range(32, 48, 3):
        *_, last = pages = await printed(paper(count), Locale.EN)
        assert "Registrar" in last
        assert f"{count - 1} " in last
        assert len(re.findall(r"\b80\s+90\s+84\b", last)) >= 2
        lengths[len(pages)] = count
    assert len(lengths) > 1  # the end of a page was passed


async def upright(paper: Journal, word: str) -> bool:
    """Return whether a word of a paper's table stands on its side, and see that it is whole."""
    document = pypdfium2.PdfDocument(await FILES.write(paper, Form.PDF, Locale.KK))
    found = document[0].get_textpage().search(word).get_next()
    assert found is not None, word
    text = document[0].get_textpage()
    boxes = [text.get_charbox(found[0] + n) for n in range(len(word))]
    wide = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    high = max(box[3] for box in boxes) - min(box[1] for box in boxes)
    assert wide <= (20 - PADDING) * MILLIMETRE, word
    return bool(high > wide)


async def test_a_subject_of_long_words_turns_the_headings_of_a_journal() -> None:
    short = journal(sat(subject="Физика"), sat(subject="Жалпы тарих", day=1))
    assert not await upright(short, "Физика")

    long = journal(sat(subject="Физика"), sat(subject=LONG, day=1))
    assert await upright(long, "технологиялардың")
    assert await upright(long, "Физика")
