"""Sheets bound to one PDF: a cover, bookmarks, an index that is searched, the pictures untouched.

The text is set with an empty page for each sheet; then each picture is laid under its page as it
is, so that nothing is compressed anew and no more than the compressed pictures is in memory.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pikepdf

from documents.typeset import FORMS, set_paper
from exams.domain.exam import ASTANA
from exams.domain.people import Locale
from exams.ports.sheet_papers import SheetBook, Work

WORDS: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("sheets.toml").read_text(encoding="utf-8")
)
LARGEST: Final = 45 * 1024 * 1024  # bytes of pictures in one file; a bot sends 50 MB at most
FOOT: Final = 12.0  # millimetres that are left for the line under a sheet
MARGIN: Final = 3.0
A4: Final = (210.0, 297.0)
POINT: Final = 72 / 25.4  # points to a millimetre
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})  # where a JPEG tells its size
_COLOURS: Final = {1: "/DeviceGray", 3: "/DeviceRGB"}


@dataclass(frozen=True, slots=True)
class JpegHead:
    """What a PDF must know of a JPEG."""

    width: int
    height: int
    planes: int

    @property
    def wide(self) -> bool:
        """Whether it is shown on a page that lies on its side."""
        return self.width > self.height


def head_of(jpeg: bytes) -> JpegHead:
    """Read size and planes of a JPEG.

    Raises:
        ValueError: it is none.
    """
    at = 2
    while jpeg[:2] == b"\xff\xd8" and at + 9 < len(jpeg) and jpeg[at] == 0xFF:  # noqa: PLR2004
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4])
        if marker in _FRAMES:
            height, width = (int.from_bytes(jpeg[at + n : at + n + 2]) for n in (5, 7))
            return JpegHead(width, height, jpeg[at + 9])
        at += 2 + length
    raise ValueError("no JPEG")


def volumes(works: Sequence[Work], sizes: Sequence[int]) -> tuple[tuple[Work, ...], ...]:
    """Part works into files that a messenger takes, no work in two of them.

    Args:
        works: in order.
        sizes: bytes of each work's pictures.
    """
    parts: list[list[Work]] = [[]]
    filled = 0
    for work, size in zip(works, sizes, strict=True):
        if parts[-1] and filled + size > LARGEST:
            parts.append([])
            filled = 0
        parts[-1].append(work)
        filled += size
    return tuple(tuple(part) for part in parts)


def write_book(
    book: SheetBook, pictures: Sequence[Path], out: Path, locale: Locale, university: str
) -> None:
    """Bind works to one file.

    Args:
        book: what to bind; the digests of its pages are not looked at.
        pictures: a JPEG for each page, work after work.
        out: where the PDF is written.
        locale: of the words around.
        university: its name on the cover; empty leaves it out.

    Raises:
        ValueError: a picture is no JPEG.
    """
    skeleton = out.with_suffix(".text")
    heads = [head_of(picture.read_bytes()) for picture in pictures]
    facts = told(book, heads, locale, university)
    skeleton.write_bytes(set_paper(FORMS / "sheets.typ", facts, "pdf"))
    try:
        with pikepdf.open(skeleton) as pdf:
            first = len(pdf.pages) - len(pictures)
            for number, (picture, head) in enumerate(zip(pictures, heads, strict=True)):
                _lay_under(pdf, pdf.pages[first + number], picture.read_bytes(), head)
            pdf.save(out)
    finally:
        skeleton.unlink()


def _lay_under(pdf: pikepdf.Pdf, page: pikepdf.Page, jpeg: bytes, head: JpegHead) -> None:
    image = pikepdf.Stream(pdf, jpeg)
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=head.width,
        Height=head.height,
        ColorSpace=pikepdf.Name(_COLOURS[head.planes]),
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    across, down = A4[::-1] if head.wide else A4
    share = min((across - 2 * MARGIN) / head.width, (down - FOOT - MARGIN) / head.height)
    width, height = head.width * share * POINT, head.height * share * POINT
    left = (across * POINT - width) / 2
    top = (down - MARGIN) * POINT
    name = page.add_resource(image, pikepdf.Name.XObject)
    drawn = f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {top - height:.2f} cm {name} Do Q"
    page.contents_add(drawn.encode(), prepend=True)


def told(
    book: SheetBook, heads: Sequence[JpegHead], locale: Locale, university: str
) -> dict[str, Any]:
    """Return what the form reads."""
    wide = iter([head.wide for head in heads])

    def word(kind: str, name: str) -> str:
        return str(WORDS[kind][name][locale.value])

    facts = [
        (word("fact", "subject"), book.subject),
        (word("fact", "kind"), word("kind", book.kind)),
        (word("fact", "moment"), _moment(book.starts_at, locale)),
    ]
    alone = book.works[0] if len(book.works) == 1 else None
    if alone is not None:
        facts.append((word("fact", "code" if book.anonymous else "name"), alone.who))
        if alone.number:
            facts.append((word("fact", "number"), alone.number))
        if alone.ticket is not None:
            facts.append((word("fact", "ticket"), str(alone.ticket)))
    else:
        facts.append((word("fact", "works"), str(len(book.works))))
    facts.append((word("fact", "sheets"), str(sum(len(work.pages) for work in book.works))))
    words = {name: word("word", name) for name in ("sheet", "sheets", "page", "aside")}
    words["who"] = word("fact", "code" if book.anonymous else "name")
    if not book.anonymous:
        words["number"] = word("fact", "number")
    return {
        "university": university,
        "title": word("title", "one" if alone is not None else "all"),
        "facts": facts,
        "words": words,
        "works": [
            {
                "who": work.who,
                "number": work.number,
                "wide": list(islice(wide, len(work.pages))),
                "aside": work.aside,
            }
            for work in book.works
        ],
    }


def _moment(at: datetime, locale: Locale) -> str:
    city = "Astana" if locale is Locale.EN else "Астана"
    return f"{at.astimezone(ASTANA):%d.%m.%Y %H:%M} ({city})"
