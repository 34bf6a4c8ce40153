"""Tables that come from the university's own system by themselves, each with its own fate."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from exams.domain.ids import Digest, PersonId
from exams.domain.refusals.base import Refusal


class AlreadyDecided(Refusal):
    """What came from the university's system was taken in, dropped or refused already."""

    code = "already_decided"


class ArrivalState(Enum):
    """How far a table has come."""

    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A file with tables, as it came.

    Attributes:
        key: names it for ever; the same table that comes twice is known by it.
        name: the file's name, for the registrar.
        faults: sheet, cell, reason and what stood there, for each wrong cell; a file that
            cannot be read at all has one with the reason alone.
        answered_at: when the system was told; None while it is not.
        version: grows by one with each saved change.
    """

    id: int
    key: str
    name: str
    digest: Digest
    came_at: datetime
    state: ArrivalState = ArrivalState.WAITING
    faults: tuple[tuple[str, str, str, str], ...] = ()
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    answered_at: datetime | None = None
    version: int = 0

    def decide(self, state: ArrivalState, *, by: PersonId, at: datetime) -> "Arrival":
        """Take it in, or drop it.

        Raises:
            AlreadyDecided: somebody was first, or a cell is wrong.
        """
        if self.state is not ArrivalState.WAITING:
            raise AlreadyDecided
        return replace(self, state=state, decided_by=by, decided_at=at)

    def refuse(self, faults: tuple[tuple[str, str, str, str], ...], *, at: datetime) -> "Arrival":
        """Note that not a row of it can be taken, and why.

        Raises:
            AlreadyDecided: somebody was first.
        """
        if self.state is not ArrivalState.WAITING:
            raise AlreadyDecided
        return replace(self, state=ArrivalState.REFUSED, faults=faults, decided_at=at)

    def answered(self, *, at: datetime) -> "Arrival":
        """Note that the system knows."""
        return replace(self, answered_at=at)
