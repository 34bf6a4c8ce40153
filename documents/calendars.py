"""Calendar files, by RFC 5545."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from exams.ports.calendars import Appointment
from exams.ports.clock import Clock


@dataclass(frozen=True, slots=True)
class CalendarFiles:
    """The `Calendars` port."""

    clock: Clock

    def write(self, appointments: Sequence[Appointment]) -> bytes:
        """Return the appointments as an iCalendar file, times in UTC."""
        import icalendar  # noqa: PLC0415 - start-up need not wait for it

        calendar = icalendar.Calendar()
        calendar.add("prodid", "-//Emtihan//Exams//KK")
        calendar.add("version", "2.0")
        gone = bool(appointments) and all(one.cancelled for one in appointments)
        calendar.add("method", "CANCEL" if gone else "PUBLISH")
        made = self.clock.now().replace(microsecond=0)
        for appointment in appointments:
            event = icalendar.Event()
            event.add("uid", appointment.uid)
            event.add("sequence", appointment.version)
            event.add("dtstamp", made)
            event.add("dtstart", appointment.starts_at.astimezone(UTC))
            event.add("dtend", appointment.ends_at.astimezone(UTC))
            event.add("summary", appointment.title)
            if appointment.cancelled:
                event.add("status", "CANCELLED")
            calendar.add_component(event)
        return bytes(calendar.to_ical())
