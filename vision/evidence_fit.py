"""Find how to weigh the evidence for a sheet: `python -m vision.evidence_fit FOLDER...`.

Each FOLDER is one of labelled photographs, as for `vision.accuracy`. What is no sheet is weighed
as much as all the rest, and good sheets three times. Screens are told by other means, and of what
is too dark or too bright nothing else is said: they are left out.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from exams.domain.refusals.base import Refusal
from exams.domain.verdict import LEAST_PAGE
from vision.accuracy import Row, read_labels
from vision.decode import photos
from vision.evidence import evidence
from vision.measure import measure
from vision.pool import SPAWN
from vision.writing import find_writing

_DOUBTED: Final = 0.3  # as likely as this, a sheet is still taken for one
_HIDING: Final = ("dark", "overexposed")
_GOOD: Final = 3.0  # weight of a good sheet
_HELD: Final = 0.02  # how strongly weights are kept small
_STEPS: Final = 50
_FARTHEST: Final = 30.0  # a logit

Numbers = NDArray[np.float64]


def look(row: Row) -> dict[str, float] | None:
    """Measure the evidence in a labelled picture; None if it is not asked for."""
    cv2.setNumThreads(1)
    try:
        measured = measure(next(photos(row.path.read_bytes())))
    except Refusal:
        return None
    if measured is None:
        return None
    photo, page, flat, report = measured.photo, measured.page, measured.flat, measured.report
    if report.drawn:
        return None
    writing = find_writing(flat)
    return evidence(photo, page, flat, writing, max(report.blur, report.moved))


def fit(values: Numbers, sheets: Numbers, counts: Numbers) -> tuple[float, Numbers]:
    """Return the constant and the weights of a logistic regression, by Newton's steps.

    Args:
        values: shape (pictures, kinds of evidence).
        sheets: shape (pictures,), 1 for a sheet, 0 for none.
        counts: the same shape, how much each picture counts.
    """
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    terms = np.c_[np.ones(len(values)), (values - middle) / spread]
    held = _HELD * len(values) * np.eye(terms.shape[1])
    held[0, 0] = 0
    weights = np.zeros(terms.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(terms @ weights, -_FARTHEST, _FARTHEST)))
        bend = terms.T @ (terms * (counts * likely * (1 - likely))[:, None]) + held
        weights += np.linalg.solve(bend, terms.T @ (counts * (sheets - likely)) - held @ weights)
    raw = weights[1:] / spread
    return float(weights[0] - raw @ middle), raw


def _logit(likely: float) -> float:
    return float(np.log(likely / (1 - likely)))


def main(arguments: Sequence[str]) -> int:
    """Print the constant and the weights."""
    console = Console()
    labelled = chain.from_iterable(read_labels(Path(folder)) for folder in arguments)
    rows = [row for row in labelled if row.reason not in _HIDING]
    with ProcessPoolExecutor(mp_context=SPAWN) as pool:
        looked = list(pool.map(look, rows, chunksize=4))
    known = [(row, found) for row, found in zip(rows, looked, strict=True) if found is not None]
    names = list(known[0][1])
    values = np.array([[found[name] for name in names] for _, found in known])
    sheets = np.array([row.reason != "not_page" for row, _ in known], float)
    counts = np.where([row.expected == "reject" for row, _ in known], 1.0, _GOOD)
    counts = np.where(sheets == 0, sheets.sum() / max(1, (sheets == 0).sum()), counts)
    constant, weights = fit(values, sheets, counts)
    constant += _logit(LEAST_PAGE) - _logit(_DOUBTED)
    console.print(f"constant: {constant:.2f}")
    for name, weight in zip(names, weights, strict=True):
        console.print(f"{name}: {weight:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
