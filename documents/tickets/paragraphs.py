"""What both kinds of text are made of: paragraphs with formulas and pictures in them."""

from dataclasses import dataclass
from typing import Final

from documents.banks.markup import Formula, Passage

LARGEST_PICTURE: Final = 3 * 1024 * 1024  # bytes of one picture, as in a bank of questions
Piece = str | Formula


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as it is read.

    Attributes:
        pieces: words and formulas, in order.
        pictures: files nobody has looked at yet.
        fault: a code of what in it cannot be taken: picture or formula.
        numbered: the program that wrote it puts a number or a dot before it.
    """

    pieces: tuple[Piece, ...]
    pictures: tuple[bytes, ...] = ()
    fault: str = ""
    numbered: bool = False

    @property
    def text(self) -> str:
        """Return it in plain signs."""
        return " ".join(Passage(self.pieces).text.split())

    @property
    def wordless(self) -> bool:
        """Whether it holds formulas or pictures alone, and so belongs to what stands above."""
        words = any(piece.strip() for piece in self.pieces if isinstance(piece, str))
        return not words and not self.numbered

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.text and not self.pictures and not self.fault
