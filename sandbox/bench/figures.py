"""A measured figure beside its limit or its peer, and how a list of them is shown."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured, and beside what.

    Attributes:
        bench: the benchmark's name.
        what: which quantity, in words.
        value: of ours, in `unit`.
        beside: the limit or the peer, in words.
        peer: its value in the same unit, measured in the same run where it can be.
        at_most, at_least: what is wanted of `value`; None where there is no target.
    """

    bench: str
    what: str
    value: float
    unit: str
    beside: str
    peer: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours divided by the peer's; None where the peer's is nothing."""
        return self.value / self.peer if self.peer else None

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None without one."""
        if self.at_most is None and self.at_least is None:
            return None
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    @property
    def target(self) -> str:
        """The target in words, empty without one."""
        parts = []
        if self.at_least is not None:
            parts.append(f"≥ {short(self.at_least)}")
        if self.at_most is not None:
            parts.append(f"≤ {short(self.at_most)}")
        return " ".join(parts)


def figure(
    what: str,
    value: float,
    unit: str,
    beside: str,
    peer: float,
    *,
    bench: str,
    most: float | None = None,
) -> Figure:
    """Return a figure written in one line, for a bench that has many."""
    return Figure(
        bench=bench, what=what, value=value, unit=unit, beside=beside, peer=peer, at_most=most
    )


def short(number: float) -> str:
    """Write a number with three digits that matter."""
    size = abs(number)
    if size == 0 or size >= 100 or number == int(number):  # noqa: PLR2004 - three digits
        return f"{number:.0f}"
    return f"{number:.1f}" if size >= 10 else f"{number:.2f}"  # noqa: PLR2004


def as_json(figures: Sequence[Figure]) -> str:
    """Return the figures as one JSON object."""
    rows = [asdict(one) | {"ratio": one.ratio, "met": one.met} for one in figures]
    return json.dumps({"figures": rows}, ensure_ascii=False)


def as_table(figures: Sequence[Figure]) -> Table:
    """Return the figures as a table for the terminal."""
    table = Table(box=None, pad_edge=False)
    for head in ("Bench", "What", "Figure", "Beside", "Its figure", "Ratio", "Wanted", ""):
        table.add_column(head, justify="right" if head in {"Figure", "Ratio"} else "left")
    for one in figures:
        table.add_row(
            one.bench,
            one.what,
            f"{short(one.value)} {one.unit}",
            one.beside,
            f"{short(one.peer)} {one.unit}",
            "" if one.ratio is None else short(one.ratio),
            one.target,
            {None: "", True: "✔", False: "✘"}[one.met],
        )
    return table
