"""How many transactions a second the storage takes, beside the bare driver."""

import tempfile
from pathlib import Path

from sandbox.bench.figures import Figure
from storage import bench

SECONDS = 3.0


async def measure(seconds: float = SECONDS) -> tuple[Figure, ...]:
    """Read an attempt, save it, append an event, commit; one after the other."""
    with tempfile.TemporaryDirectory(prefix="emtihan-bench-") as folder:
        found = await bench.measure(Path(folder), seconds=seconds)
    return (
        Figure(
            bench="storage",
            what="transactions, one after the other",
            value=found.ours,
            unit="tx/s",
            beside="sqlite3 alone, same pragmas",
            peer=found.raw,
        ),
        Figure(
            bench="storage",
            what="99 of 100 take at most",
            value=found.ours_p99,
            unit="ms",
            beside="sqlite3 alone, same pragmas",
            peer=found.raw_p99,
        ),
    )
