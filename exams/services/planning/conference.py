"""The conference of an exam, be it that it was made and no link to it."""

from typing import Final

from exams.domain.exam import ROOM_LEAD, Exam
from exams.ports.conferences import Conference, Conferences, conference_of

HALF_OPEN: Final = "room_half_open"
"""There is a conference which nobody has a link to."""


async def conference_for(conferences: Conferences, exam: Exam) -> Conference:
    """Return the noted conference of an exam, or the one made for its start, now if need be.

    Raises:
        ConferencesUnavailable: there is none that is known.
    """
    if exam.room is not None:
        return conference_of(exam.room)
    return await conferences.create(
        exam=exam.id,
        topic=exam.subject,
        starts_at=exam.starts_at,
        minutes=int((exam.allowed + ROOM_LEAD * 2).total_seconds()) // 60,
        host=exam.host,
    )
