"""Whole exam days, played by people who exist only here, through the very bot process."""

from collections.abc import Awaitable, Callable
from typing import Final

from sandbox.scenarios import absence, oral, written
from sandbox.stage import Stage

PLAYS: Final[dict[str, Callable[[Stage], Awaitable[None]]]] = {
    "written": written.play,
    "absence": absence.play,
    "oral": oral.play,
}
"""Each scenario by its name."""
