"""Whole exam days, played by people who exist only here, through the very bot process."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from sandbox.scenarios import absence, appeal, computer_test, oral, written, written_hard
from sandbox.stage import Stage
from sandbox.university import CHIEF, COURSE, STUDENTS, Somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A scenario and who takes part in it.

    Attributes:
        act: plays it on a stage.
        chief: who leads the exam; nobody in the small one.
    """

    act: Callable[[Stage], Awaitable[None]]
    students: tuple[Somebody, ...] = STUDENTS
    chief: Somebody | None = None


PLAYS: Final[dict[str, Play]] = {
    "written": Play(act=written.play),
    "written-hard": Play(act=written_hard.play, students=written_hard.STUDENTS, chief=CHIEF),
    "appeal": Play(act=appeal.play, students=appeal.STUDENTS, chief=CHIEF),
    "absence": Play(act=absence.play),
    "oral": Play(act=oral.play, students=oral.STUDENTS, chief=CHIEF),
    "test": Play(act=computer_test.play, students=COURSE),
}
"""Each scenario by its name."""
