"""The conference of an exam, be it that it was made and no link to it."""

from datetime import datetime
from typing import Final

from exams.domain.exam import ROOM_LEAD, Exam
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.moments import TooEarly, TooLate
from exams.domain.refusals.planning import RoomAwaited
from exams.ports.conferences import Conference, Conferences, conference_of

HALF_OPEN: Final = "room_half_open"
"""There is a conference which nobody has a link to."""


def no_link(exam: Exam, opens_at: datetime, now: datetime) -> Refusal:
    """Return why nobody has a link to an exam: it comes later, or should be there and is not.

    Args:
        exam: without a link for whoever asks.
        opens_at: when links are due to whoever asks.
        now: aware.
    """
    if now < opens_at:
        return TooEarly(opens_at=opens_at)
    if not exam.links_wanted(now):
        return TooLate(closed_at=exam.checkin_closes_at)
    return RoomAwaited()


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
