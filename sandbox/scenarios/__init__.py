"""Whole exam days, played by people who exist only here, through the very bot process."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from sandbox.scenarios import absence, computer_test, oral, written
from sandbox.stage import Stage
from sandbox.university import COURSE, STUDENTS, Somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A scenario and who takes part in it."""

    act: Callable[[Stage], Awaitable[None]]
    students: tuple[Somebody, ...] = STUDENTS


PLAYS: Final[dict[str, Play]] = {
    "written": Play(act=written.play),
    "oral": Play(act=oral.play),
    "test": Play(act=computer_test.play, students=COURSE),
    "absence": Play(act=absence.play),
}
"""Each scenario by its name."""
