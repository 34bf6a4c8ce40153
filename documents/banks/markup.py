"""Words as banks have them, with HTML, formulas and pictures, as plain words with pieces to draw.

Scripts and styles are dropped, lists and tables become lines, small raised digits stay small
raised digits. Nothing of the HTML is kept.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from typing import Final

from documents.banks.tex import Maths, UnknownFormula, above, below, formula
from documents.grids import tidy

FORMULA: Final = re.compile(
    r"\$\$(?P<shown>.+?)\$\$|\\\((?P<inline>.+?)\\\)|\\\[(?P<block>.+?)\\\]"
    r"|(?<![\\$\w])\$(?P<single>[^\s$](?:[^$\n]{0,200}?[^\s$\\])?)\$(?![\w$])",
    re.DOTALL,
)
"""$$ $$, \\( \\) and \\[ \\]; a single $ only where what it holds looks like a formula."""

LIKE_A_FORMULA: Final = re.compile(r"[\\^_]")
BREAKS: Final = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre"}
)
DROPPED: Final = frozenset({"script", "style", "head", "title", "object", "iframe", "template"})
FENCES: Final = {"sup": above, "sub": below}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a text; what cannot be read stays as it was typed."""

    latex: str
    maths: Maths | None

    @property
    def plain(self) -> str:
        """Return it as signs."""
        return self.latex if self.maths is None else self.maths.plain

    @property
    def to_draw(self) -> bool:
        """Whether only a picture says it well."""
        return self.maths is not None and not self.maths.simple


@dataclass(frozen=True)
class Passage:
    """Words, formulas and pictures, in order.

    Attributes:
        pieces: plain words and formulas.
        pictures: names of files, or data addresses.
    """

    pieces: tuple[str | Formula, ...] = ()
    pictures: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """Return the plain words, formulas as signs."""
        parts = (piece if isinstance(piece, str) else piece.plain for piece in self.pieces)
        return tidy("".join(parts)) or ""

    @property
    def empty(self) -> bool:
        """Whether there is neither a word nor a picture."""
        return not self.text and not self.pictures

    @property
    def to_draw(self) -> bool:
        """Whether a formula in it needs a picture."""
        return any(isinstance(piece, Formula) and piece.to_draw for piece in self.pieces)

    @property
    def unread(self) -> bool:
        """Whether a formula in it stays as it was typed."""
        return any(isinstance(piece, Formula) and piece.maths is None for piece in self.pieces)


def plain_passage(text: str, pictures: tuple[str, ...] = ()) -> Passage:
    """Return plain text with the formulas in it."""
    pieces: list[str | Formula] = []
    end = 0
    for found in FORMULA.finditer(text):
        latex = next(part for part in found.groups() if part is not None)
        if found["single"] is not None and not LIKE_A_FORMULA.search(latex):
            continue
        if text[end : found.start()]:
            pieces.append(text[end : found.start()])
        pieces.append(_formula(latex))
        end = found.end()
    if text[end:]:
        pieces.append(text[end:])
    return Passage(tuple(pieces), pictures)


def _formula(latex: str) -> Formula:
    try:
        return Formula(latex.strip(), formula(latex))
    except UnknownFormula:
        return Formula(latex.strip(), None)


def html_passage(markup: str) -> Passage:
    """Return what a reader sees of HTML."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return plain_passage("\n".join(line for line in lines if line), tuple(reader.pictures))


class _Words(HTMLParser):
    """Gathers words and the addresses of pictures."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.pictures: list[str] = []
        self._dropped = 0
        self._fences: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED:
            self._dropped += 1
        elif tag in BREAKS:
            self.words.append("\n")
            if tag == "li":
                self.words.append("– ")
        elif tag in {"td", "th"}:
            self.words.append(" ")
        elif tag in FENCES:
            self._fences.append((tag, len(self.words)))
        elif tag == "img":
            address = dict(attrs).get("src") or ""
            if address:
                self.pictures.append(address)

    def handle_endtag(self, tag: str) -> None:
        if tag in DROPPED:
            self._dropped = max(self._dropped - 1, 0)
        elif tag in BREAKS and tag != "br":
            self.words.append("\n")
        elif self._fences and self._fences[-1][0] == tag:
            _, start = self._fences.pop()
            inner = "".join(self.words[start:]).strip()
            del self.words[start:]
            if inner:
                self.words.append(FENCES[tag](inner))

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self.words.append(data.replace("\n", " "))
