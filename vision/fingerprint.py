"""Tell whether two photographs show the same sheet of paper.

A hash of the whole picture calls all written pages alike; the strokes themselves do not
lie. Corners of strokes are described (ORB), matched, and counted if one move of the paper
explains them together (RANSAC). Most pairs of sheets are told apart by a third of their strokes.
The print of a form is on all sheets of an exam: the same sheet has more in common than they have.

Source:
    Rublee et al., "ORB: an efficient alternative to SIFT or SURF", ICCV 2011.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.arrays import Floats, Pixels
from vision.decode import fit

_SIDE: Final = 1000  # pixels of the sheet's longer side on which strokes are described
_POINTS: Final = 700  # strokes described: 32 bytes and a place each, 25 kB in all
_SURE: Final = 52  # points moved alike; one text in one drawn hand had 46, the same sheet 60
# And this share of the points: one printed form filled in by two has 0.1 at most, unless there is
# little ink on it, the same sheet of it 0.19 and more.
_SURE_SHARE: Final = 0.14
_ALIKE: Final = 0.85  # of the second-best distance, by Lowe's rule
_TOLERANCE: Final = 6.0  # pixels by which paper that is not flat may bend a place
_CELL: Final = 170  # pixels; a sheet has about 24 of them
_SPREAD: Final = 0.5  # of the written cells must meet: one hand's headers alone are 0.43 at most
_MOST_SHARE: Final = 0.25  # of the points, from which on they may lie anywhere
_USUAL_FEW: Final = 6  # other sheets, from which on it is known how much is usually in common
_USUAL_MANY: Final = 24  # more would say the same
_MORE: Final = 1.8  # times the usual; where a form has little ink 2.0, another student's 1.6
_THIRD: Final = 3  # every third stroke is looked for first, and often no more is needed
_HINTS: Final = 6  # of these, moved alike; the same sheet has 8 and more, others mostly 5 at most
_NEAR: Final = 20.0  # pixels by which they may be off where the paper is seen at a slant
_SIZES: Final = (0.6, 1.7)  # of a sheet in one picture to its size in the other
_APART: Final = 60.0  # pixels between two strokes that tell how the paper moved
_DRAWS: Final = np.random.default_rng(7).random((2, 150))  # of two strokes; always the same
_HASH_BYTES: Final = 8
_ROW: Final = 36  # bytes of a point: x and y as 16 bits, 32 bytes of description

Places = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Strokes:
    """What a fingerprint holds: where strokes are, pixels, and 32 bytes that describe each."""

    places: Places
    words: Pixels


def fingerprint(straightened: Pixels) -> bytes:
    """Describe the strokes of a straightened, evenly lit sheet, in at most 26 kB."""
    grey = fit(cv2.cvtColor(straightened, cv2.COLOR_BGR2GRAY), _SIDE)
    orb = cv2.ORB.create(nfeatures=_POINTS, fastThreshold=12, edgeThreshold=20)
    points, words = orb.detectAndCompute(grey, None)
    head = _hash(grey)
    if not points:
        return head
    places = np.array([point.pt for point in points]).astype("<u2")[:_POINTS]
    rows = np.hstack([places.view(np.uint8).reshape(-1, 4), words[:_POINTS]])
    return head + rows.astype(np.uint8).tobytes()


def same_sheet(first: bytes, second: bytes) -> bool:
    """Tell whether two fingerprints are of one sheet, photographed twice or sent twice."""
    if first == second and len(first) > _HASH_BYTES + _SURE * _ROW:
        return True
    return common_points(first, second) >= _SURE


def first_same(mine: bytes, others: Sequence[bytes]) -> int | None:
    """Return the index of the first fingerprint that is of the same sheet as `mine`.

    Args:
        mine: of the sheet that came.
        others: of sheets of the same exam, which have a form's print in common.
    """
    found = [index for index, other in enumerate(others) if same_sheet(mine, other)]
    if not found or len(others) <= _USUAL_FEW:
        return next(iter(found), None)
    here = _unpack(mine)
    few = others[:: len(others) // _USUAL_MANY + 1]
    usual = float(np.median([len(_met(here, _unpack(other))) for other in few]))
    more = (n for n in found if len(_met(here, _unpack(others[n]))) >= _MORE * usual)
    return next(more, None)


def common_points(first: bytes, second: bytes) -> int:
    """Count the strokes of two sheets that one move of the paper brings together.

    On one printed form the print of both meets, and what was written on it does not: too few of
    all strokes meet then. Few strokes that meet in one corner only are no sign: a student writes
    the same header on every sheet, and lined paper has the same lines.
    """
    mine, other = _unpack(first), _unpack(second)
    if min(len(mine.words), len(other.words)) < _SURE or not _hinted(mine, other):
        return 0
    met = _met(mine, other)
    share = len(met) / min(len(mine.places), len(other.places))
    spread = len(_cells(met)) >= _SPREAD * len(_cells(mine.places))
    return len(met) if share >= _MOST_SHARE or (share >= _SURE_SHARE and spread) else 0


def _met(mine: Strokes, other: Strokes) -> Places:
    """Return where strokes of a sheet are that one move of the paper brings onto another."""
    none = mine.places[:0]
    if min(len(mine.words), len(other.words)) < _SURE:
        return none
    here, there = _matched(mine, other)
    if len(here) < _SURE:
        return none
    cv2.setRNGSeed(7)
    move, inside = cv2.findHomography(here, there, cv2.RANSAC, _TOLERANCE, maxIters=600)
    if np.shape(move) != (3, 3) or not _moves_paper(move[:2, :2]):
        return none
    return here[inside.ravel() > 0]


def _matched(mine: Strokes, other: Strokes) -> tuple[Places, Places]:
    """Return where strokes are, and where on the other sheet the one is that is most like each."""
    far, which = cv2.batchDistance(
        mine.words, other.words, cv2.CV_32S, normType=cv2.NORM_HAMMING, K=2
    )
    clear = far[:, 0] < _ALIKE * far[:, 1]
    return mine.places[clear], other.places[which[clear, 0]]


def _hinted(mine: Strokes, other: Strokes) -> bool:
    """Whether a third of the strokes leave it possible that the sheets are one.

    Any two strokes tell by which turn, size and shift one sheet comes onto the other. With places
    as complex numbers that is one factor and one sum. The best of many such pairs is taken.
    """
    few = Strokes(mine.places[::_THIRD], np.ascontiguousarray(mine.words[::_THIRD]))
    here, there = (
        np.ascontiguousarray(side).view(np.complex64)[:, 0] for side in _matched(few, other)
    )
    if len(here) < _HINTS:
        return False
    one, two = (_DRAWS * len(here)).astype(np.intp)
    apart = here[one] - here[two]
    known = np.abs(apart) > _APART
    one, two, apart = one[known], two[known], apart[known]
    turn = (there[one] - there[two]) / apart
    likely = (np.abs(turn) > _SIZES[0]) & (np.abs(turn) < _SIZES[1])
    one, turn = one[likely], turn[likely]
    moved = turn[:, None] * (here - here[one][:, None]) + there[one][:, None]
    alike = (np.abs(moved - there) < _NEAR).sum(axis=1)
    return int(alike.max(initial=0)) >= _HINTS


def _cells(points: Places) -> set[tuple[int, int]]:
    """Return the parts of the sheet in which points lie."""
    return {(int(x) // _CELL, int(y) // _CELL) for x, y in points}


def _moves_paper(turn: Floats) -> bool:
    """Whether a transformation could be a sheet seen anew: not mirrored, not squeezed."""
    return 0.4 < float(np.linalg.det(turn)) < 2.5  # noqa: PLR2004, areas


def _unpack(data: bytes) -> Strokes:
    rows = np.frombuffer(data[_HASH_BYTES:], np.uint8).reshape(-1, _ROW)
    places = np.ascontiguousarray(rows[:, :4]).view("<u2")
    return Strokes(places.astype(np.float32), np.ascontiguousarray(rows[:, 4:]))


def _hash(grey: Pixels) -> bytes:
    """Return a 64-bit perceptual hash: signs of the picture's lowest frequencies."""
    small = cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    low = cv2.dct(small)[:8, :8].ravel()
    return np.packbits(low > np.median(low[1:])).tobytes()
