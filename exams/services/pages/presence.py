"""Whether somebody looks at the page; how grave it is when not, the proctor decides."""

from dataclasses import dataclass

from exams.domain.attempt import TESTING
from exams.domain.ids import ExamId
from exams.domain.page import Leaving
from exams.domain.people import Actor
from exams.domain.talk import RemarkKind
from exams.ports.clock import Clock
from exams.records.unit import Units
from exams.services.doors import own_seat
from exams.services.keeping import note
from exams.services.telling import remember


@dataclass(frozen=True, slots=True)
class LeavePage:
    """A student's page is not looked at any more while the test runs."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, how: Leaving) -> None:
        """Note it in the log, on the card and on the board; a second word changes nothing."""
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            session = await unit.pages.of(seat.attempt.id)
            if session is None or seat.attempt.stage not in TESTING:
                return
            away = session.leave(now)
            if away is session:
                return
            await unit.pages.put(away)
            await note(unit, seat, "page_left", at=now, reason=how.value)
            await unit.commit()


@dataclass(frozen=True, slots=True)
class ReturnToPage:
    """A student looks at the page again."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, *, seconds: int) -> None:
        """Note it in the log, and in Chat&log for how long the page was left.

        Args:
            actor: the student.
            exam: which.
            seconds: that the page itself has counted; it may have told us later.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            session = await unit.pages.of(seat.attempt.id)
            if session is None or session.away_since is None:
                return
            seen = int((now - session.away_since).total_seconds())
            await unit.pages.put(session.come_back())
            facts = {"seconds": seen, "told": seconds}
            await note(unit, seat, "page_seen", at=now, facts=facts)
            text = str(max(seen, seconds))
            await remember(unit, seat.attempt, RemarkKind.LEFT_PAGE, text, at=now)
            await unit.commit()
