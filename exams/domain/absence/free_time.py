"""When an additional exam can take place: working days, usual hours, nobody elsewhere (S30)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from exams.domain.exam import ASTANA
from exams.domain.working_days import Works, next_working_day

NOTICE_DAYS: Final = 2  # working days between the plan and the exam
LOOKED_AT: Final = 10  # working days in which a time is looked for
HOURS: Final = (time(9), time(10), time(11), time(14), time(15), time(16))
MARGIN: Final = timedelta(minutes=30)  # the room opens so early, and sheets are still coming in


@dataclass(frozen=True, slots=True)
class Busy:
    """A time in which somebody who is needed is elsewhere."""

    starts_at: datetime
    ends_at: datetime


def candidates(after: datetime, usual: datetime, works: Works) -> Iterator[datetime]:
    """Yield the times to try, day by day: first the hour of the missed exam, then the others."""
    first = usual.astimezone(ASTANA).time()
    day = after.astimezone(ASTANA).date()
    for number in range(1, NOTICE_DAYS + LOOKED_AT):
        day = next_working_day(day, works)
        if number >= NOTICE_DAYS:
            for hour in dict.fromkeys((first, *HOURS)):
                yield datetime.combine(day, hour, ASTANA).astimezone(after.tzinfo)


def is_free(starts_at: datetime, length: timedelta, busy: Iterable[Busy]) -> bool:
    """Return whether everybody is free then, with time to come and to go."""
    opens, closes = starts_at - MARGIN, starts_at + length + MARGIN
    return all(one.ends_at <= opens or closes <= one.starts_at for one in busy)


def first_free(
    after: datetime, usual: datetime, length: timedelta, busy: Iterable[Busy], works: Works
) -> datetime | None:
    """Return the first time at which everybody is free; None if there is none soon.

    Args:
        after: now; the exam is at least two working days later.
        usual: when the missed exam began; its hour is tried first.
        length: of the exam.
        busy: where students, proctor and conference host are elsewhere.
        works: the calendar.
    """
    taken = tuple(busy)
    free = (one for one in candidates(after, usual, works) if is_free(one, length, taken))
    return next(free, None)
