"""How many children may look at pictures side by side: what the machine or container gives."""

import os
from pathlib import Path
from typing import Final

CHILD: Final = 300 * 1024 * 1024  # bytes which a child holds at most, with an ordinary picture
SHARE: Final = 2  # children may hold one half of the memory; the rest is the bot's and the disk's
MOST: Final = 8  # judge as many photos a second as Telegram takes verdicts: 30
_GROUP: Final = Path("/sys/fs/cgroup")


def children() -> int:
    """Return how many children to begin, at least one.

    One core is the bot's; on two, though, two children judge more, and give way to it.
    """
    return fitting(cores(), memory())


def fitting(cores: int, memory: int | None) -> int:
    """Return how many children fit on so many cores and into so many bytes, if these are known."""
    most = min(MOST, max(cores - 1, min(cores, 2)))
    if memory is not None:
        most = min(most, memory // SHARE // CHILD)
    return max(1, most)


def cores(group: Path = _GROUP) -> int:
    """Return how many cores this process may keep busy."""
    if hasattr(os, "sched_getaffinity"):
        here = len(os.sched_getaffinity(0))
    else:
        here = os.cpu_count() or 1
    quota, _, period = _first_line(group / "cpu.max").partition(" ")
    if quota.isdigit() and period.isdigit():
        here = min(here, max(1, int(quota) // int(period)))
    return here


def memory(group: Path = _GROUP) -> int | None:
    """Return how many bytes this process and its children may hold; None where nobody tells."""
    limit = _first_line(group / "memory.max")
    told = [int(limit)] if limit.isdigit() else []
    try:
        told.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, OSError, ValueError):
        return min(told, default=None)
    return min(told)


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").partition("\n")[0].strip()
    except OSError:
        return ""  # no Linux, or no container
