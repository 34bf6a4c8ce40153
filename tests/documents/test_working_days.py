"""The calendar of Kazakhstan, by days that everybody can look up."""

from datetime import date

import pytest

from documents.working_days import KazakhCalendar


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 1), False),  # New Year
        (date(2026, 1, 5), True),  # a plain Monday
        (date(2026, 1, 7), False),  # Christmas
        (date(2026, 3, 8), False),  # a Sunday, and Women's Day
        (date(2026, 3, 9), False),  # so the Monday after it is free
        (date(2026, 3, 21), False),
        (date(2026, 3, 23), False),  # Nauryz
        (date(2026, 5, 23), False),  # a plain Saturday
        (date(2026, 12, 16), False),  # Independence Day
        (date(2025, 1, 3), False),  # moved by decree to the Sunday
        (date(2025, 1, 5), True),  # on which people worked for it
    ],
)
def test_people_work_on_working_days(day: date, works: bool) -> None:  # noqa: FBT001
    assert KazakhCalendar().works(day) is works
