"""What the clock does by itself."""

from dataclasses import dataclass

from exams.services.clock.clockwork import ClockTick
from exams.services.clock.rooms import KeepRooms


@dataclass(frozen=True, kw_only=True)
class ClockUseCases:
    """What the clock sets going."""

    tick_clock: ClockTick
    keep_rooms: KeepRooms
