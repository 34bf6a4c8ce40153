"""Formulas that plain signs do not say, drawn by the typesetter: all of a bank at once."""

import json
from collections.abc import Sequence
from typing import Any, Final

from documents.banks.markup import Formula, Passage
from documents.typeset import fonts

SHARP: Final = 192.0  # dots an inch: two for each of a telephone's points
HEAD: Final = b"""#let drawings = json(bytes(sys.inputs.drawings))
#set page(width: auto, height: auto, margin: 9pt, fill: white)
#set text(font: ("Roboto", "New Computer Modern"), size: 13pt, hyphenate: false)
#set par(leading: 0.75em)
#show math.equation: set text(font: "New Computer Modern Math")
#let words(piece) = if type(piece) == int { formulas.at(piece) } else { piece }
"""
BODY: Final = b"""
#for (number, drawing) in drawings.enumerate() {
  if number > 0 { pagebreak() }
  context {
    let whole = drawing.map(words).join()
    let narrow = calc.min(measure(whole).width, 330pt)
    // a chat blows a small picture up: none is narrower than 500 pixels
    block(width: calc.max(narrow + 1pt, 180pt), whole)
  }
}
"""


def draw(passages: Sequence[Passage]) -> list[bytes | None]:
    """Return a PNG of each passage, words and formulas together; None where that fails."""
    import typst  # noqa: PLC0415 - start-up need not wait for it

    if not passages:
        return []
    try:
        return list(_drawn(passages))
    except typst.TypstError:
        if len(passages) == 1:
            return [None]
        middle = len(passages) // 2  # one formula spoils none but itself
        return [*draw(passages[:middle]), *draw(passages[middle:])]


def _drawn(passages: Sequence[Passage]) -> list[bytes]:
    import typst  # noqa: PLC0415 - start-up need not wait for it

    formulas: list[str] = []
    drawings = [[_told(piece, formulas) for piece in passage.pieces] for passage in passages]
    code = "".join(f"${formula}$, " for formula in formulas)
    source = f"#let formulas = ({code})\n".encode() + HEAD + BODY
    made: Any = typst.compile(
        source,
        font_paths=fonts(with_maths=True),
        sys_inputs={"drawings": json.dumps(drawings, ensure_ascii=False)},
        format="png",
        ppi=SHARP,
    )
    return [made] if isinstance(made, bytes) else list(made)


def _told(piece: str | Formula, formulas: list[str]) -> str | int:
    if isinstance(piece, str):
        return piece
    if piece.maths is None:
        return piece.latex
    formulas.append(piece.maths.code)
    return len(formulas) - 1
