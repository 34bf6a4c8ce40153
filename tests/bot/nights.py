"""A clock that is set by hand, work that fails as it is told, and the backups of a night."""

from datetime import UTC, datetime

from bot.night import Night

AT = datetime(2026, 12, 14, 22, 0, tzinfo=UTC)


class Set:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = AT

    def now(self) -> datetime:
        return self.time


class Work:
    """What is due; fails as it is told."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.calls = 0
        self.woken = 0

    async def __call__(self) -> None:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)

    async def count(self) -> int:
        self.calls += 1
        return 0

    def wake(self) -> None:
        self.woken += 1


async def backups(night: Night) -> list[str]:
    assert night.folder is not None
    return sorted(path.name for path in night.folder.glob("emtihan-????-??-??"))
