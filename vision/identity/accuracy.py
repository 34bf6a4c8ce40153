"""How right documents are read: `python -m vision.identity.accuracy [EACH]`.

Documents of nobody are drawn and photographed in each of the ways of `photographed.SHOTS`.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from time import process_time
from typing import Final, TextIO

import cv2
import numpy as np

from vision.decode import decode
from vision.identity.document import read_document
from vision.identity.drawn import Drawn, draw_document
from vision.identity.photographed import SHOTS, photograph

_EACH: Final = 10  # documents of each kind for each way to photograph
_SEED: Final = 2026
_TODAY: Final = date(2026, 1, 1)
KINDS: Final = ("card", "passport")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document.

    Attributes:
        right: number and 12-digit number are those on the document.
        whole: every character is.
        checked: it would be shown as checked.
        milliseconds: of one core.
    """

    right: bool
    whole: bool
    checked: bool
    milliseconds: float


def measure(drawn: Drawn, upload: bytes) -> Result:
    """Read a photographed document and compare it with what was drawn."""
    pixels = decode(upload)[0].pixels
    started = process_time()
    read = read_document(pixels, today=_TODAY)
    milliseconds = (process_time() - started) * 1000
    if read is None:
        return Result(right=False, whole=False, checked=False, milliseconds=milliseconds)
    return Result(
        right=(read.lines.number, read.lines.iin) == (drawn.number, drawn.iin),
        whole=read.text == drawn.lines,
        checked=read.checked,
        milliseconds=milliseconds,
    )


def main(arguments: Sequence[str], out: TextIO) -> int:
    """Print the table.

    Args:
        arguments: how many documents of each kind are photographed in each way; may be empty.
        out: gets the table, in Markdown.
    """
    each = int(arguments[0]) if arguments else _EACH
    cv2.setNumThreads(1)
    out.write("| photographed | documents | numbers right | every character | checked ")
    out.write(
        "| checked, but wrong | ms, longest |\n| --- | --- | --- | --- | --- | --- | --- |\n"
    )
    everything: list[Result] = []
    for place, (name, shot) in enumerate(SHOTS.items()):
        found = []
        for kind in KINDS:
            for turn in range(each):
                draws = np.random.default_rng([_SEED, place, KINDS.index(kind), turn])
                drawn = draw_document(kind, draws)
                found.append(measure(drawn, photograph(drawn, shot(draws), draws)))
        out.write(_row(name, found))
        out.flush()
        everything += found
    out.write(_row("all", everything))
    return 0


def _row(name: str, found: Sequence[Result]) -> str:
    def share(hits: Iterable[bool]) -> str:
        return f"{sum(hits) / max(len(found), 1):.1%}"

    wrong = sum(one.checked and not one.right for one in found)
    times = [one.milliseconds for one in found]
    return (
        f"| {name} | {len(found)} | {share(one.right for one in found)} "
        f"| {share(one.whole for one in found)} | {share(one.checked for one in found)} "
        f"| {wrong} | {np.mean(times):.0f}, {max(times):.0f} |\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdout))
