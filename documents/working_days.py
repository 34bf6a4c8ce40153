"""The working days of Kazakhstan: weekends, public holidays, days moved by decree."""

from datetime import date


class KazakhCalendar:
    """The `WorkingDays` port."""

    def __init__(self) -> None:
        from holidays import country_holidays  # noqa: PLC0415 - most commands need no calendar

        self._days = country_holidays("KZ")

    def works(self, day: date) -> bool:
        """Return whether people work on a day."""
        return bool(self._days.is_working_day(day))
