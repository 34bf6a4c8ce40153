"""Tickets in a Word document: its paragraphs with the formulas and pictures in them."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from documents.banks.markup import Formula
from documents.banks.tex import UnknownFormula, formula
from documents.tickets.omml import M, latex
from documents.tickets.paragraphs import LARGEST_PICTURE, Paragraph, Piece
from exams.domain.refusals.files import FileUnreadable, TicketsUnreadable

BODY: Final = "word/document.xml"
RELATIONS: Final = "word/_rels/document.xml.rels"
MACROS: Final = "word/vbaProject.bin"
MOST_BODY: Final = 20_000_000  # bytes of a document's text, unpacked; a hundred pages have one
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
BLIP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
OLD_PICTURE: Final = "{urn:schemas-microsoft-com:vml}imagedata"
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DRAWN: Final = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
FORMULAS: Final = frozenset({f"{M}oMath", f"{M}oMathPara"})
SPACES: Final = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}


def is_word(data: bytes) -> bool:
    """Return whether an archive is a Word document."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return BODY in archive.namelist()
    except zipfile.BadZipFile:
        return False


def word_paragraphs(data: bytes) -> list[Paragraph]:
    """Return the paragraphs of a document, those of its tables too.

    Raises:
        TicketsUnreadable: macros, or far too long.
        FileUnreadable: damaged.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = frozenset(archive.namelist())
        if MACROS in names:
            raise TicketsUnreadable(reason="macros", ticket="")
        body = _tree(archive, BODY)
        related = _tree(archive, RELATIONS) if RELATIONS in names else None
        document = _Document(archive, names, _targets(related))
        return [document.paragraph(one) for one in _outermost(body)]


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - start-up need not wait
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    if archive.getinfo(name).file_size > MOST_BODY:
        raise TicketsUnreadable(reason="too_long", ticket="")
    try:
        root: Element = fromstring(archive.read(name))
    except (DefusedXmlException, ParseError, ValueError, zipfile.BadZipFile, zlib.error) as bad:
        raise FileUnreadable from bad
    return root


def _targets(related: Element | None) -> dict[str, str]:
    """Return which file of the document each reference means; what lies outside means none."""
    inside = (one for one in related or () if one.get("TargetMode") != "External")
    return {
        one.get("Id", ""): posixpath.normpath(posixpath.join("word", one.get("Target", "")))
        for one in inside
    }


def _outermost(element: Element) -> Iterator[Element]:
    """Yield paragraphs; those of a text box belong to the one which holds it."""
    for child in element:
        if child.tag == f"{W}p":
            yield child
        else:
            yield from _outermost(child)


@dataclass(frozen=True, slots=True)
class _Document:
    archive: zipfile.ZipFile
    names: frozenset[str]
    targets: Mapping[str, str]

    def paragraph(self, element: Element) -> Paragraph:
        pieces: list[Piece] = []
        pictures: list[bytes] = []
        fault = self._gather(element, pieces, pictures)
        numbered = element.find(f"{W}pPr/{W}numPr") is not None
        return Paragraph(tuple(pieces), tuple(pictures), fault=fault, numbered=numbered)

    def _gather(self, element: Element, pieces: list[Piece], pictures: list[bytes]) -> str:
        """Gather what a paragraph says, in order; return what in it cannot be taken."""
        fault = ""
        for child in element:
            if child.tag == f"{W}t":
                pieces.append(child.text or "")
            elif child.tag in SPACES:
                pieces.append(SPACES[child.tag])
            elif child.tag in FORMULAS:
                fault = fault or _formula(child, pieces)
            elif child.tag in DRAWN:
                fault = fault or self._picture(child, pieces, pictures)
            elif child.tag != FALLBACK:  # what old programs see in place of what stands beside it
                fault = self._gather(child, pieces, pictures) or fault
        return fault

    def _picture(self, drawn: Element, pieces: list[Piece], pictures: list[bytes]) -> str:
        references = [
            one.get(f"{R}embed") or one.get(f"{R}id") or ""
            for one in drawn.iter()
            if one.tag in {BLIP, OLD_PICTURE}
        ]
        texts = [node.text or "" for node in drawn.iter(f"{W}t")]
        pieces += texts
        for reference in references:
            name = self.targets.get(reference, "")
            if name not in self.names or self.archive.getinfo(name).file_size > LARGEST_PICTURE:
                return "picture"
            pictures.append(self._read(name))
        return "" if references or texts else "picture"  # a chart or a shape is none

    def _read(self, name: str) -> bytes:
        try:
            return self.archive.read(name)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError) as bad:
            raise FileUnreadable from bad


def _formula(element: Element, pieces: list[Piece]) -> str:
    try:
        told = latex(element)
        pieces.append(Formula(told, formula(told)))
    except UnknownFormula:
        return "formula"
    return ""
