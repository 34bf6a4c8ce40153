"""How right the verdicts are on labelled photographs: `python -m vision.accuracy FOLDER`.

FOLDER holds labels.csv (path, kind, expected, reasons, source_repo, and corners where the
sheet's are known: x and y of each, as shares of width and height) and the pictures. The rates
are split by fault and by source, because photographs of one source resemble each other.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

import cv2
import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from exams.domain.refusals.base import Refusal
from exams.domain.verdict import Strictness
from vision.corner_accuracy import GOOD, Corners, as_sent, overlap, read_corners
from vision.fingerprint import common_points, same_sheet
from vision.inspector import inspect_file
from vision.pool import SPAWN

_KINDS: Final = ("sheet_full", "sheet_fill", "sheet_closeup", "photo", "screenshot")
_DRAWS: Final = 1000  # of the bootstrap
_NOWHERE: Final = ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
_WIDTH: Final = 140  # characters, where the tables go to a file
_STRANGERS: Final = 3  # other sheets with which each sheet is compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A labelled picture."""

    path: Path
    expected: str
    reason: str
    source: str
    corners: Corners = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled picture and what was said about it."""

    row: Row
    accepted: bool
    reasons: tuple[str, ...]
    milliseconds: float
    fingerprint: bytes
    overlap: float | None = None

    @property
    def right(self) -> bool:
        """Whether the sheet was accepted or refused as it should be."""
        return self.accepted == (self.row.expected != "reject")


def read_labels(folder: Path) -> list[Row]:
    """Read which pictures there are and what they should be judged as.

    Raises:
        FileNotFoundError: there is no labels.csv in the folder.
    """
    with (folder / "labels.csv").open(encoding="utf-8") as lines:
        return [
            Row(
                path=folder / line["path"],
                expected=line["expected"],
                reason=line["reasons"],
                source=line["source_repo"],
                corners=read_corners(line.get("corners") or ""),
            )
            for line in csv.DictReader(lines)
            if line["kind"] in _KINDS
        ]


def judge_row(row: Row) -> Judged:
    """Inspect one labelled picture."""
    cv2.setNumThreads(1)
    started = perf_counter()
    try:
        page = inspect_file(row.path, Strictness.NORMAL)[0]
    except Refusal as refusal:
        accepted, reasons, mark, common = False, [refusal.code], b"", None
    else:
        accepted, mark = page.verdict.accepted, page.fingerprint
        reasons = [kind.value for fault in page.verdict.reasons for kind in fault.kinds]
        found = as_sent(page.report.outline or _NOWHERE, page.report.turned)
        size = (page.report.width, page.report.height)
        common = overlap(found, row.corners, size) if row.corners else None
    return Judged(
        row=row,
        accepted=accepted,
        reasons=tuple(reasons),
        milliseconds=(perf_counter() - started) * 1000,
        fingerprint=mark,
        overlap=common,
    )


Rate = Callable[[Sequence[Judged]], list[bool]]


def accuracy(judged: Sequence[Judged]) -> list[bool]:
    """Tell of each picture whether it was judged right."""
    return [one.right for one in judged]


def bad_accepted(judged: Sequence[Judged]) -> list[bool]:
    """Tell of each bad picture whether it was accepted."""
    return [one.accepted for one in judged if one.row.expected == "reject"]


def good_refused(judged: Sequence[Judged]) -> list[bool]:
    """Tell of each good sheet whether it was refused."""
    return [not one.accepted for one in judged if one.row.expected != "reject"]


def right_reason(judged: Sequence[Judged]) -> list[bool]:
    """Tell of each bad picture that was refused whether its fault was named."""
    refused = (one for one in judged if one.row.expected == "reject" and not one.accepted)
    return [one.row.reason in one.reasons for one in refused]


RATES: Final[tuple[Rate, ...]] = (accuracy, bad_accepted, good_refused, right_reason)


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else float("nan")


def _shown(hits: Sequence[bool]) -> str:
    return f"{_share(hits):.1%}, {sum(hits)} of {len(hits)}" if hits else "–"


def interval(judged: Sequence[Judged], rate: Rate) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a rate; originals are drawn, not their variants.

    Source:
        Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, the percentile interval,
        with the cluster as the unit that is drawn.
    """
    clusters: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        clusters[one.row.path.stem.rsplit("_", 1)[0]].append(one)
    names = sorted(clusters)
    chance = np.random.default_rng(1)
    rates = []
    for _ in range(_DRAWS):
        drawn = chance.integers(len(names), size=len(names))
        rates.append(_share(rate([one for place in drawn for one in clusters[names[place]]])))
    low, high = np.nanpercentile(rates, [2.5, 97.5])
    return float(low), float(high)


def tables(judged: Sequence[Judged]) -> list[Table]:
    """Lay out the rates: in all, by source, by fault."""
    return [_overall(judged), _by_source(judged), _by_fault(judged)]


def _overall(judged: Sequence[Judged]) -> Table:
    table = Table("rate", "measured", "95 % interval", title=f"{len(judged)} pictures")
    for rate in RATES:
        hits = rate(judged)
        spread = "{:.1%} to {:.1%}".format(*interval(judged, rate)) if hits else "–"
        table.add_row(_named(rate), _shown(hits), spread)
    times = [one.milliseconds for one in judged]
    table.add_row("median time", f"{np.median(times):.0f} ms", "")
    table.add_row("longest time", f"{max(times):.0f} ms", "")
    return table


def _by_source(judged: Sequence[Judged]) -> Table:
    table = Table("source", "pictures", *map(_named, RATES))
    for source in sorted({one.row.source for one in judged}):
        part = [one for one in judged if one.row.source == source]
        table.add_row(source, str(len(part)), *(_shown(rate(part)) for rate in RATES))
    return table


def _named(rate: Rate) -> str:
    return rate.__name__.replace("_", " ")


def _by_fault(judged: Sequence[Judged]) -> Table:
    table = Table("fault", "pictures", "refused", "named")
    faults: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        if one.row.expected == "reject":
            faults[one.row.reason].append(one)
            if "halfblur" in one.row.path.stem:
                faults["blur of half a page"].append(one)
    for fault, part in sorted(faults.items()):
        refused = [not one.accepted for one in part]
        named = [one.row.reason in one.reasons for one in part]
        table.add_row(fault, str(len(part)), _shown(refused), _shown(named))
    return table


def corners_found(judged: Sequence[Judged]) -> str:
    """Say how often the outline is the sheet's, on good sheets whose corners are known."""
    known = [one.overlap for one in judged if one.overlap is not None and not one.row.reason]
    if not known:
        return "corners: known of no picture"
    good = _shown([value >= GOOD for value in known])
    return f"corners: overlap of {GOOD} and more on {good} good sheets"


def duplicates(judged: Sequence[Judged], folder: Path) -> str:
    """Say how often a sheet photographed anew is recognised, and a stranger taken for it."""
    by_path = {one.row.path: one for one in judged}
    pairs = [
        (one, by_path[folder / one.row.reason.split(":", 1)[1]])
        for one in judged
        if one.row.reason.startswith("duplicate_of:")
    ]
    if not pairs:
        return "the same sheet twice: labelled of no picture"
    found = [same_sheet(first.fingerprint, second.fingerprint) for first, second in pairs]
    originals = [one for one in judged if one.row.path.stem.endswith("_orig")]
    strangers = [
        (one, originals[(place + step) % len(originals)])
        for place, one in enumerate(originals)
        for step in range(1, min(_STRANGERS, len(originals) - 1) + 1)
    ]
    common = [common_points(one.fingerprint, other.fingerprint) for one, other in strangers]
    wrong = [same_sheet(one.fingerprint, other.fingerprint) for one, other in strangers]
    return (
        f"the same sheet twice: {_shown(found)}; another sheet taken for it: {_shown(wrong)} "
        f"(most points in common: {max(common, default=0)})"
    )


def main(arguments: Sequence[str]) -> int:
    """Print the tables for a folder."""
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    folder = Path(arguments[0]) if arguments else Path("../shared/data")
    if not (folder / "labels.csv").exists():
        console.print(f"There is no labels.csv in {folder}: nothing was measured.", soft_wrap=True)
        return 1
    rows = read_labels(folder)
    with ProcessPoolExecutor(mp_context=SPAWN) as pool:
        judged = list(track(pool.map(judge_row, rows, chunksize=4), "judging", total=len(rows)))
    for table in tables(judged):
        console.print(table)
    for one in judged:
        if not one.right:
            console.print(f"wrong: {one.row.path.name}: {', '.join(one.reasons) or 'accepted'}")
    console.print(corners_found(judged))
    console.print(duplicates(judged, folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
