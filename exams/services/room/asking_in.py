"""From when on a student may check in (rules B)."""

from dataclasses import replace
from datetime import datetime

from exams.domain import beforehand
from exams.domain.attempt_table import Act, Stage
from exams.domain.people import SYSTEM, Role
from exams.records.unit import Unit
from exams.services.doors import Seat
from exams.services.keeping import keep


async def ask_in(unit: Unit, seat: Seat, *, at: datetime) -> Seat:
    """Let a student check in from now on; nothing changes for whoever may already."""
    attempt = seat.attempt
    if attempt.stage is not Stage.SCHEDULED:
        return seat
    invited = beforehand.invite(attempt, attempt.link, attempt.registrant)
    by_clock = replace(seat, actor=SYSTEM, held=frozenset({Role.SYSTEM}))
    kept = await keep(unit, by_clock, invited, Act.INVITE.value, at=at)
    return replace(seat, attempt=kept)
