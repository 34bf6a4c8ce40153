"""From when on a student may check in (rules B)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from exams.domain import beforehand
from exams.domain.attempt_table import Act, Stage
from exams.domain.people import SYSTEM, Role
from exams.records.unit import Unit
from exams.services.doors import Seat
from exams.services.keeping import keep_all


async def ask_in(unit: Unit, seats: Sequence[Seat], *, at: datetime) -> list[Seat]:
    """Let students check in from now on; nothing changes for whoever may already.

    Args:
        unit: of the transaction.
        seats: of one exam.
        at: now.

    Returns:
        The seats as they are stored now, in this order.
    """
    changes = [
        (
            replace(seat, actor=SYSTEM, held=frozenset({Role.SYSTEM})),
            beforehand.invite(seat.attempt, seat.attempt.link, seat.attempt.registrant),
        )
        for seat in seats
        if seat.attempt.stage is Stage.SCHEDULED
    ]
    kept = await keep_all(unit, changes, Act.INVITE.value, at=at)
    invited = {attempt.id: attempt for attempt in kept}
    return [replace(one, attempt=invited.get(one.attempt.id, one.attempt)) for one in seats]
