"""The benchmark runs what it says it runs."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sandbox.bench.storage import compare


async def test_both_are_measured_on_files_and_every_transaction_is_there(tmp_path: Path) -> None:
    figures = await compare(tmp_path, seconds=0.1)
    assert min(figures.ours, figures.ours_p99, figures.raw, figures.raw_p99) > 0
    for name in ("bench.db", "bench-raw.db"):
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            (warnings,) = connection.execute("SELECT warnings FROM attempts").fetchone()
            (events,) = connection.execute("SELECT count(*) FROM events").fetchone()
        assert warnings == events > 0
