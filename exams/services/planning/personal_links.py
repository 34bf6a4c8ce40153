"""The personal links, so early that the last one lands by T-15 (D2, B5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from exams.domain.exam import Exam
from exams.domain.ids import ExamId
from exams.ports.clock import Clock
from exams.records.unit import Units
from exams.services.apart import Apart
from exams.services.keeping import noted
from exams.services.planning.invitations import COMING, LINKS_SENT, LIVE, seats_of, send_link

LINKS_A_SECOND: Final = 20  # of Telegram's 30: those who ask meanwhile are answered


@dataclass(frozen=True, slots=True)
class SendLinks:
    """Sends each exam's links when it is their turn.

    Many exams begin at the same time, and all of their links go through one messenger: an exam
    begins the earlier the more people are to have theirs before its own or with them.
    """

    units: Units
    clock: Clock

    async def __call__(self, exams: Sequence[Exam]) -> None:
        """Send the links that are due.

        Args:
            exams: by start.

        Raises:
            PartFailed: something could not be done, and everything else was.
        """
        now, apart = self.clock.now(), Apart()
        waiting = [exam for exam in exams if _waits(exam, now)]
        if not waiting:
            return
        async with self.units.reading() as unit:
            counts = await unit.attempts.counts(exam.id for exam in waiting)
        people = 0
        for exam in waiting:
            people += counts[exam.id]
            if now >= exam.checkin_opens_at - timedelta(seconds=people / LINKS_A_SECOND):
                await apart.do(self._send(exam.id))
        apart.end()

    async def _send(self, exam: ExamId) -> None:
        async with self.units() as unit:
            stored = await unit.exams.get(exam)
            if stored is None or stored.stage not in COMING | LIVE or LINKS_SENT in stored.done:
                return  # since it was read it was cancelled, or another tick was quicker
            stored = await noted(unit, stored, LINKS_SENT)
            for seat in await seats_of(unit, stored):
                if not seat.attempt.over:
                    await send_link(unit, seat)
            await unit.commit()


def _waits(exam: Exam, now: datetime) -> bool:
    unsent = exam.room is not None and LINKS_SENT not in exam.done
    return unsent and exam.stage in COMING | LIVE and exam.links_wanted(now)
