"""Whether writing runs out of the picture: lines that its frame cuts through.

Where no edge of the paper is in sight, no outline tells that a part is missing. The writing does:
line after line ends in a cut letter at the frame, and goes on inwards as a line does. The page
beside a fold is cut as well, but a blank band parts it from this one.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from exams.domain.verdict import MOST_CUT_LINES
from vision.arrays import Flags, Floats
from vision.straighten import MILLIMETRE
from vision.writing import SHRINK

_DEPTH: Final = 0.2  # of the paper's brightness, from which on it is a stroke
_AT: Final = 2  # pixels of the shrunk sheet; what ends no farther from the frame is cut by it
_LETTER: Final = (1.0 * MILLIMETRE / SHRINK, 12 * MILLIMETRE / SHRINK)  # height, pixels
_SPECK: Final = 2  # pixels
_LEAST_LETTERS: Final = 20
_TURNS: Final = (3, 0, 1, 2)  # quarters, after which top, right, bottom and left are at the right
# Of the margins, where the sheet is whole; lengths in heights of a letter.
_WHOLE: Final = (0.5, 4.0)  # height of a letter
_MARGIN: Final = 2.0  # a part of a page taken from near has none
_MOST_NEAR: Final = 4  # letters in a margin; more are cut words or the next column,
_FEW: Final = 0.25  # unless they are few beside those at the side that is cut: dirt, a number
# Of a line that ends at the frame; lengths in heights of a letter.
_REST: Final = (0.4, 3.0)  # height of a cut letter or word
_LONGEST: Final = 14.0  # word, and how far inwards a line is followed
_BESIDE: Final = (1.0, 8.0)  # from the frame, where all lines are counted
_WRITTEN: Final = 0.25  # of the ink of the fullest rows; from there on a row has a line in it
_RARE: Final = 0.12  # of the lines; a column in which fewer have ink is blank
_MOST_BAND: Final = 0.8  # blank; cut text has 0.4 at most, the narrowest fold 1.3
_COLUMNS: Final = 3  # blank bands so near the frame are those of a table; a fold makes one
_LEAST_SHARE: Final = 0.4  # of all lines there; a few may end at the sheet's own edge
# Of a line that the frame cuts lengthwise.
_LEAST_STROKES: Final = 12
_STROKES: Final = 3  # count as one line that ends at the frame
_LEFT: Final = (0.15, 1.2)  # height of what is left of most letters, of a whole one
_LEVEL: Final = 0.5  # of a letter's height, within which most of them begin
_COVERED: Final = 0.25  # of the side


@dataclass(frozen=True, slots=True)
class RunOut:
    """What the frame cuts.

    Attributes:
        lines: how many lines of writing run out on one side; 0 where the sheet has no margin on
            another, because then it is a part of a page taken from near.
        sides: top, right, bottom and left: whether lines of writing run out there.
    """

    lines: int = 0
    sides: tuple[bool, ...] = (False,) * 4


@dataclass(frozen=True, slots=True)
class _Strokes:
    """Parts of the ink in a picture whose right side is looked at; pixels, an entry a part."""

    left: Floats
    right: Floats
    top: Floats
    bottom: Floats

    @property
    def heights(self) -> Floats:
        return self.bottom - self.top

    @property
    def widths(self) -> Floats:
        return self.right - self.left


def run_out(depth: Floats, rules: Flags, open_sides: tuple[bool, ...]) -> RunOut:
    """Find where writing runs out of the picture.

    Args:
        depth: shape (height, width) of the sheet, how much darker than its paper, 0 to 1; its
            lines of writing lie.
        rules: shape of the sheet divided by SHRINK, where printed lines are.
        open_sides: top, right, bottom and left: whether the sheet goes on outside the picture.
    """
    ink = _ink(depth, rules)
    strokes = _strokes(ink)
    inside = _inside(strokes, ink.shape[1], ink.shape[0])
    if not any(open_sides) or inside.size < _LEAST_LETTERS:
        return RunOut()
    letter = float(np.median(inside))
    lines = [0] * 4
    for side, turns in enumerate(_TURNS):
        if open_sides[side]:
            count = _ending if side % 2 else _lengthwise
            lines[side] = count(np.rot90(ink, turns), letter)
    most = int(np.argmax(lines))
    near = _near(strokes, ink.shape, letter)
    margins = all(
        near[side] <= max(_MOST_NEAR, _FEW * near[most])
        for side in range(4)
        if open_sides[side] and side != most
    )
    return RunOut(lines[most] if margins else 0, tuple(found > MOST_CUT_LINES for found in lines))


def _ink(depth: Floats, rules: Flags) -> Flags:
    height, width = rules.shape
    even = depth[: height * SHRINK, : width * SHRINK]
    half = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray((half > _DEPTH) & ~rules)


def _strokes(ink: Flags) -> _Strokes:
    part = np.ascontiguousarray(ink, np.uint8)
    boxes = cv2.connectedComponentsWithStats(part, connectivity=8)[2][1:].astype(np.float32)
    specks = boxes[:, cv2.CC_STAT_AREA] <= _SPECK
    left, top, width, height = boxes[~specks, : cv2.CC_STAT_AREA].T
    return _Strokes(left, left + width, top, top + height)


def _inside(strokes: _Strokes, width: int, height: int) -> Floats:
    """Return the heights of letters that are whole, pixels."""
    least, most = _LETTER
    whole = (strokes.left > _AT) & (strokes.right < width - _AT)
    whole &= (strokes.top > _AT) & (strokes.bottom < height - _AT)
    whole &= (strokes.heights >= least) & (strokes.heights <= most)
    return np.asarray(strokes.heights[whole])


def _near(strokes: _Strokes, size: tuple[int, ...], letter: float) -> list[int]:
    """Count the letters that come near the top, right, bottom and left side."""
    low, high = (letter * share for share in _WHOLE)
    letters = (strokes.heights > low) & (strokes.heights < high)
    height, width = size
    away = (strokes.top, width - strokes.right, height - strokes.bottom, strokes.left)
    return [int(np.count_nonzero(letters & (side < _MARGIN * letter))) for side in away]


def _ending(ink: Flags, letter: float) -> int:
    """Count the lines of writing that end in a cut letter at the right side."""
    strokes = _strokes(ink)
    at_frame = strokes.right >= ink.shape[1] - _AT
    low, high = (letter * share for share in _REST)
    heights = strokes.heights
    cut = at_frame & (heights > low) & (heights < high) & (strokes.widths < _LONGEST * letter)
    middles = np.sort((strokes.top + strokes.bottom)[cut] / 2)
    rows = middles[np.diff(middles, prepend=-np.inf) > letter]
    if len(rows) <= MOST_CUT_LINES or 2 * np.count_nonzero(at_frame & (heights >= high)) > len(
        rows
    ):
        return 0  # what is higher than a line is a table or a shadow
    deep = int(min(_LONGEST * letter, 0.4 * ink.shape[1]))
    reach = int(letter / 2)
    seen = [
        ink[max(int(row) - reach, 0) : int(row) + reach + 1, -deep:].any(axis=0) for row in rows
    ]
    bands = _runs(np.mean(seen, axis=0) < _RARE)
    if 0 < np.count_nonzero(bands > _MOST_BAND * letter) < _COLUMNS:
        return 0
    return len(rows) if len(rows) >= _LEAST_SHARE * _beside(ink, letter) else 0


def _beside(ink: Flags, letter: float) -> int:
    """Count the lines of writing beside the right side."""
    near, far = (max(int(heights * letter), 1) for heights in _BESIDE)
    inked = ink[:, -far:-near].mean(axis=1)
    wide = max(int(_REST[0] * letter), 1)
    inked = np.convolve(inked, np.full(wide, 1 / wide), "same")
    written = inked > _WRITTEN * np.percentile(inked, 95)
    return int(np.count_nonzero(written[1:] & ~written[:-1]))


def _lengthwise(ink: Flags, letter: float) -> int:
    """Measure the line of writing that the right side cuts lengthwise, as lines that end there."""
    strokes = _strokes(ink)
    cut = (strokes.right >= ink.shape[1] - _AT) & (strokes.widths < 2 * letter)
    cut &= strokes.heights < _LONGEST * letter
    count = int(np.count_nonzero(cut))
    if count < _LEAST_STROKES:
        return 0
    low, high = np.percentile(strokes.left[cut], (20, 80))
    left = np.median(strokes.widths[cut]) / letter
    covered = np.zeros(len(ink), bool)
    for top, bottom in zip(strokes.top[cut], strokes.bottom[cut], strict=True):
        covered[max(int(top - letter), 0) : int(bottom + letter)] = True
    is_line = high - low < _LEVEL * letter and _LEFT[0] < left < _LEFT[1]
    return count // _STROKES if is_line and covered.mean() > _COVERED else 0


def _runs(flags: Flags) -> NDArray[np.integer]:
    """Return the lengths of the stretches of a row in which a flag is set."""
    ends = np.flatnonzero(np.diff(np.concatenate(([0], flags.view(np.int8), [0]))))
    return ends[1::2] - ends[::2]
