"""Checks the event log as it lies on the disk."""

from dataclasses import dataclass

from exams.domain.ids import ExamId
from exams.domain.log import BrokenLink, verify
from storage.database import connect
from storage.unit import SqlUnits


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found.

    Attributes:
        chains: exam, number of events, and the first bad link, None if the chain is whole.
    """

    chains: tuple[tuple[ExamId, int, BrokenLink | None], ...]

    @property
    def whole(self) -> bool:
        """Whether every chain is."""
        return all(broken is None for _, _, broken in self.chains)

    def shown(self) -> list[dict[str, object]]:
        """Return a line for each chain; exam 0 is what belongs to no exam."""
        return [
            {"exam": int(exam), "events": count, "verdict": _verdict(broken)}
            for exam, count, broken in self.chains
        ]


async def check_log(url: str) -> Checked:
    """Check every chain of the database, each against the head noted outside it."""
    database = connect(url)
    units = SqlUnits(database)
    chains = []
    try:
        async with units.reading() as unit:
            for exam in await unit.events.exams():
                events = await unit.events.of(exam)
                broken = verify(events, head=await unit.events.head(exam))
                chains.append((exam, len(events), broken))
    finally:
        await database.close()
    return Checked(chains=tuple(chains))


def _verdict(broken: BrokenLink | None) -> str:
    return "whole" if broken is None else f"{broken.fault} at event {broken.sequence}"
