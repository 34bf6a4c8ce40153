"""Periods that count working days only; which those are, the country's calendar says."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from exams.domain.exam import ASTANA

Works = Callable[[date], bool]
"""Tells whether people work on a day."""

DAY = timedelta(days=1)


def next_working_day(day: date, works: Works) -> date:
    """Return the first working day after a day."""
    day += DAY
    while not works(day):
        day += DAY
    return day


def working_days_later(moment: datetime, days: int, works: Works) -> datetime:
    """Return the same time of day in Astana, so many working days later.

    Args:
        moment: aware, any zone; the result is in the same one.
        days: at least 1.
        works: the calendar.
    """
    local = moment.astimezone(ASTANA)
    day = local.date()
    for _ in range(days):
        day = next_working_day(day, works)
    return datetime.combine(day, local.timetz()).astimezone(moment.tzinfo)
