"""What was needed for a moment is given back; in processes of their own, each with a new heap."""

import platform
import subprocess
import sys

import pytest

HELD = """
import sys
from pathlib import Path
from bot.heap import give_back_large
def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))
if sys.argv[1] == "set":
    give_back_large()
first = b"x" * (3 * 1024 * 1024)
del first
before = resident()
pictures, small = [], []
for _ in range(30):
    pictures.append(b"x" * (2 * 1024 * 1024))
    small.append(b"x" * 100_000)
del pictures
print(resident() - before)
"""

pytestmark = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="only glibc lays pictures between small things"
)


def held(how: str) -> int:
    """Return the kilobytes still held after thirty pictures of two megabytes were freed."""
    done = subprocess.run(  # noqa: S603 - our own lines
        [sys.executable, "-c", HELD, how], check=True, capture_output=True, text=True
    )
    return int(done.stdout)


def test_pictures_that_were_freed_lie_no_longer_in_the_process() -> None:
    assert held("set") < 10_000
    assert held("as it was") > 50_000, "else the setting is needed no more"
