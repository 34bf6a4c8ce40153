"""The wrong cells of a file, as the office reads them."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from exams.notices.lines import RowFault

SHOWN: Final = 30  # lines
_CELL: Final = re.compile(r"([A-Z]+)([0-9]+)")


def told(faults: Iterable[RowFault]) -> tuple[tuple[RowFault, ...], int]:
    """Return the first lines to be read, and how many cells are in none of them.

    One mistake all down a column is one line, from its first cell to its last: "A2–A11".
    """
    runs: list[list[RowFault]] = []
    ending: dict[tuple[str, str, int, str, str], list[RowFault]] = {}
    for fault in faults:
        found = _CELL.fullmatch(fault.cell)
        column, row = (found[1], int(found[2])) if found else (fault.cell, 0)
        run = ending.pop((fault.sheet, column, row - 1, fault.reason, fault.given), None)
        if run is None:
            run = []
            runs.append(run)
        run.append(fault)
        ending[fault.sheet, column, row, fault.reason, fault.given] = run
    left_out = sum(len(run) for run in runs[SHOWN:])
    return tuple(_line(run) for run in runs[:SHOWN]), left_out


def _line(run: list[RowFault]) -> RowFault:
    first, last = run[0], run[-1]
    return first if first is last else replace(first, cell=f"{first.cell}–{last.cell}")
