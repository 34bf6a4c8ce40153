"""Sheets bound to PDF files: searched by name and number, led to by index and bookmarks."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from bot.binding import SheetBinder
from documents import sheet_book
from documents.sheet_book import head_of, volumes
from exams.domain.ids import Digest
from exams.domain.people import Locale
from exams.ports.sheet_papers import NotBound, SheetBook, Work
from storage.files import DiskFiles

NAMES = ("Ғалымжанов Әбілқайыр Өмірзақұлы", "Нұрмұхамедова-Константинопольская Жанна")
COLOURS = ((200, 40, 40), (40, 200, 40), (40, 40, 200), (200, 200, 40), (40, 200, 200))


def picture(colour: tuple[int, int, int], size: tuple[int, int] = (620, 877)) -> bytes:
    """Return a page of one colour."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", quality=90)
    return out.getvalue()


async def works(files: DiskFiles) -> tuple[Work, ...]:
    """Return a work of two sheets and one of three, the last of them kept aside and wide."""
    stored = [await files.put(picture(colour)) for colour in COLOURS[:4]]
    stored.append(await files.put(picture(COLOURS[4], (877, 620))))
    return (
        Work(who=NAMES[0], number="21010007", ticket=4, pages=tuple(stored[:2])),
        Work(who=NAMES[1], number="21010031", ticket=None, pages=tuple(stored[2:]), aside=1),
    )


def book(found: tuple[Work, ...], *, anonymous: bool = False) -> SheetBook:
    return SheetBook(
        subject="Деректер қоры",
        kind="written",
        starts_at=datetime(2027, 5, 19, 5, tzinfo=UTC),
        anonymous=anonymous,
        works=found,
    )


@pytest.fixture
async def binder(tmp_path: Path) -> AsyncIterator[SheetBinder]:
    made = SheetBinder(DiskFiles(tmp_path), "Абай университеті")
    yield made
    await made.close()


async def opened(binder: SheetBinder, digest: Digest) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(await binder.files.get(digest))


def text_of(document: pypdfium2.PdfDocument, page: int) -> str:
    return " ".join(document[page].get_textpage().get_text_bounded().split())


def found_on(document: pypdfium2.PdfDocument, words: str) -> list[int]:
    """Return the pages on which a reader's search finds words."""
    return [
        number
        for number, page in enumerate(document)
        if page.get_textpage().search(words).get_next() is not None
    ]


def led_to(data: bytes) -> list[int]:
    """Return the pages to which the links of the first page lead."""
    with pikepdf.open(BytesIO(data)) as pdf:
        named = pikepdf.NameTree(pdf.Root.Names.Dests)
        goals = [named[str(link.Dest)] for link in pdf.pages[0].Annots]
        goals = [goal.D if isinstance(goal, pikepdf.Dictionary) else goal for goal in goals]
        return [pdf.pages.index(pikepdf.Page(goal[0])) for goal in goals]


def middle(document: pypdfium2.PdfDocument, page: int) -> tuple[int, ...]:
    """Return the colour in the middle of a page."""
    return colour_at(document, page, 0.5, 0.5)


def colour_at(
    document: pypdfium2.PdfDocument, page: int, across: float, down: float
) -> tuple[int, ...]:
    """Return the colour at a share of a page's width and height."""
    pixels = document[page].render(scale=0.2).to_numpy()
    height, width = pixels.shape[:2]
    return tuple(int(one) for one in pixels[int(height * down), int(width * across), ::-1][-3:])


async def test_the_file_of_an_exam_is_searched_and_its_index_leads_to_every_work(
    binder: SheetBinder,
) -> None:
    found = await works(binder.files)
    (digest,) = await binder.bind(book(found), Locale.KK)
    document = await opened(binder, digest)

    assert len(document) == 6
    assert found_on(document, "Өмірзақұлы") == [0, 1, 2]
    assert found_on(document, "21010031") == [0, 3, 4, 5]
    assert "бөлек сақталған" in text_of(document, 5)
    assert "Абай университеті" in text_of(document, 0)
    marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    assert marks == [
        ("Емтиханның жауап парақтары", 0),
        (NAMES[0], 1), ("Парақ 1", 1), ("Парақ 2", 2),
        (NAMES[1], 3), ("Парақ 1", 3), ("Парақ 2", 4), ("Парақ 3", 5),
    ]  # fmt: skip
    links = [link for link in document[0].get_objects() if link]
    assert links
    assert led_to(await binder.files.get(digest)) == [1, 1, 3, 3]
    for page, colour in enumerate(COLOURS, start=1):
        assert np.allclose(middle(document, page), colour, atol=12), page
    assert document[5].get_width() > document[5].get_height()


async def test_the_pictures_are_laid_in_as_they_are(binder: SheetBinder) -> None:
    found = await works(binder.files)
    (digest,) = await binder.bind(book(found[:1]), Locale.RU)
    data = await binder.files.get(digest)

    assert all([await binder.files.get(page) in data for page in found[0].pages])
    document = await opened(binder, digest)
    assert len(document) == 3
    cover = text_of(document, 0)
    for told in ("Листы ответа", NAMES[0], "21010007", "Билет 4", "19.05.2027 10:00 (Астана)"):
        assert told in cover


async def test_a_file_of_codes_has_no_column_of_numbers(binder: SheetBinder) -> None:
    found = tuple(
        replace(work, who=f"{place:02d}", number="", ticket=None)
        for place, work in enumerate(await works(binder.files), start=1)
    )
    (digest,) = await binder.bind(book(found, anonymous=True), Locale.EN)
    document = await opened(binder, digest)

    assert "Code of the work" in text_of(document, 0)
    assert not found_on(document, "Student")
    for page in range(1, 6):  # what stood in the header is not in the file any more
        assert min(colour_at(document, page, 0.2, 0.08)) > 230
        assert np.allclose(middle(document, page), COLOURS[page - 1], atol=12)
    data = await binder.files.get(digest)
    assert not any([await binder.files.get(page) in data for page in found[0].pages])


async def test_what_no_messenger_takes_comes_in_parts(
    binder: SheetBinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await works(binder.files)
    sizes = [
        sum(binder.files.path_of(page).stat().st_size for page in work.pages) for work in found
    ]
    monkeypatch.setattr(sheet_book, "LARGEST", sizes[0])

    first, second = await binder.bind(book(found), Locale.KK)

    assert len(await opened(binder, first)) == 3
    assert len(await opened(binder, second)) == 4
    assert volumes(found, sizes) == ((found[0],), (found[1],))
    assert volumes(found, [1, 1]) == (found,)


async def test_a_page_that_is_gone_or_no_picture_is_refused_and_the_next_file_is_made(
    binder: SheetBinder,
) -> None:
    found = await works(binder.files)
    broken = replace(found[0], pages=(await binder.files.put(b"no picture"),))

    with pytest.raises(NotBound):
        await binder.bind(book((broken,)), Locale.KK)
    gone = replace(found[0], pages=(Digest("0" * 64),))
    with pytest.raises(NotBound):
        await binder.bind(book((gone,)), Locale.KK)
    assert await binder.bind(book(found[:1]), Locale.KK)


@pytest.mark.parametrize("junk", [b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"PNG"])
def test_what_is_no_jpeg_has_no_head(junk: bytes) -> None:
    with pytest.raises(ValueError, match="no JPEG"):
        head_of(junk)
