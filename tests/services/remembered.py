"""Steps that many tests begin with: gone once by each process, then begun where they led.

What a day leaves behind is a database file and what the fakes hold. So a test in which nothing
has happened yet is put where the same steps led another one, with the very rows they wrote.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar, cast

KEPT: Final = 40
"""Places kept by each process, of half a megabyte each."""
ROLLBACK: Final = b"\x01\x01"
"""What a database's header says of its journal: none that memory could not have."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where steps led: the rows, what was around them, and what the steps returned."""

    database: bytes
    around: list[dict[str, Any]]
    led_to: Any


_places: OrderedDict[str, _Place] = OrderedDict()


class Beginning:
    """A world in which nothing has happened yet, or a test can tell that something has.

    Args:
        path: of the database file.
        around: what else changes, each with the names of its attributes that do.
    """

    def __init__(self, path: Path, around: Sequence[tuple[object, Iterable[str]]]) -> None:
        self._around = around
        self._database = sqlite3.connect(path)
        self._database.execute("PRAGMA synchronous = OFF")
        self.begin()

    def begin(self) -> None:
        """Take what is here now for the beginning."""
        self._left = False
        self._version = self._changes()
        self._at_first = deepcopy(self._facts())

    def close(self) -> None:
        """Watch no longer."""
        self._database.close()

    @property
    def untouched(self) -> bool:
        """Whether nothing has happened yet."""
        if self._left or self._changes() != self._version:
            return False
        return self._facts() == self._at_first

    def keep(self, steps: str, led_to: object) -> None:
        """Keep where steps have led."""
        self._left = True
        with closing(sqlite3.connect(":memory:")) as copy:
            self._database.backup(copy)
            rows = copy.serialize()
        _places[steps] = _Place(
            rows[:18] + ROLLBACK + rows[20:],
            deepcopy(self._facts()),
            led_to,
        )
        if len(_places) > KEPT:
            _places.popitem(last=False)

    def go_to(self, place: _Place) -> None:
        """Put everything as it was at a place."""
        self._left = True
        with closing(sqlite3.connect(":memory:")) as copy:
            copy.deserialize(place.database)
            copy.backup(self._database)
        for (one, _), facts in zip(self._around, deepcopy(place.around), strict=True):
            for name, fact in facts.items():
                setattr(one, name, fact)

    def _facts(self) -> list[dict[str, Any]]:
        return [{name: getattr(one, name) for name in names} for one, names in self._around]

    def _changes(self) -> int:
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        return int(version)


Steps = TypeVar("Steps", bound=Callable[..., Awaitable[Any]])
"""Go somewhere in a world, which is their first argument and has a `beginning`."""


def remembered(steps: Steps) -> Steps:
    """Go these steps at the beginning of a world once, and later be where they led."""

    @wraps(steps)
    async def go(world: Any, *args: object, **kwargs: object) -> object:
        beginning: Beginning = world.beginning
        if not beginning.untouched:
            return await steps(world, *args, **kwargs)
        name = f"{steps.__module__}.{steps.__name__} {args} {sorted(kwargs.items())}"
        if (place := _places.get(name)) is not None:
            beginning.go_to(place)
            return place.led_to
        led_to = await steps(world, *args, **kwargs)
        beginning.keep(name, led_to)
        return led_to

    return cast("Steps", go)
