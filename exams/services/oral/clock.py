"""What the clock does in oral exams: boards, absences, the live turns (B2, rules C2)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain import oral
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.delivery import DeliveryState, Priority
from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId
from exams.domain.people import SYSTEM
from exams.domain.refusals.base import Refusal
from exams.notices.oral import YourTurn
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.apart import Apart
from exams.services.doors import Seat
from exams.services.keeping import keep, keep_exam
from exams.services.oral.desk import no_answer, turn_slot
from exams.services.planning.invitations import HELD, seats_of
from exams.services.telling import alert_staff, tell
from exams.services.writing.lost_tickets import SendLostTickets, tickets_sent
from exams.services.writing.picking import open_boards
from exams.services.writing.tickets import ticket_arrived

CORRECTED: Final = timedelta(minutes=2)  # a forecast that moved by less is not worth an edit
RUNS: Final = frozenset({ExamStage.RUNNING})
GOES_ON: Final = RUNS | {ExamStage.SUSPENDED}


@dataclass(slots=True)
class OralClock:
    """Keeps the rooms of oral exams going, and starts the clocks of tickets the bot sent.

    Attributes:
        lost: sends tickets that nobody has acknowledged.
        shown: what each student read last about the turn, until the exam is over; lost at a
            restart, which costs an edit.
    """

    units: Units
    clock: Clock
    lost: SendLostTickets
    shown: dict[AttemptId, YourTurn] = field(default_factory=dict)

    async def __call__(self) -> None:
        """Do what is due.

        Raises:
            PartFailed: something could not be done, and everything else was.
        """
        now, apart = self.clock.now(), Apart()
        async with self.units.reading() as unit:
            known = await unit.exams.in_stages(GOES_ON)
            exams = [exam for exam in known if exam.stage in RUNS]
            drawn = await unit.attempts.without_clock(*(exam.id for exam in exams))
        here = {exam.id for exam in known}
        self.shown = {seat: turn for seat, turn in self.shown.items() if turn.exam in here}
        for exam in exams:
            waiting = [attempt for attempt in drawn if attempt.exam_id == exam.id]
            if waiting:
                await apart.do(self._tickets(exam, waiting, now))
            if exam.kind is Kind.ORAL and exam.picking_opened_at is not None:
                await apart.do(self._picking(exam, now))
        apart.end()

    async def _tickets(self, exam: Exam, waiting: Sequence[Attempt], now: datetime) -> None:
        await self.lost(exam, waiting)
        async with self.units.reading() as unit:
            sent = await tickets_sent(unit, exam)
        if any(sent.get(one.student_id) is DeliveryState.SENT for one in waiting):
            await self._once(exam, now, self._arrived)

    async def _picking(self, exam: Exam, now: datetime) -> None:
        async with self.units.reading() as unit:
            attempts = await unit.attempts.of_exam(exam.id)
        if any(a.stage is Stage.ADMITTED for a in attempts):
            await self._once(exam, now, self._boards)
        if exam.oral_opens_at is None and not any(map(oral.awaited, attempts)):
            await self._once(exam, now, self._close)
        for attempt in attempts:
            if attempt.stage is Stage.PICKING and oral.pick_time_over(attempt, now):
                await self._once(exam, now, self._late, attempt.id)
            if attempt.stage is Stage.CALLED and _absent(attempt, now):
                await self._once(exam, now, self._gone, attempt.id)
        await self._turns(exam, now)

    async def _once(
        self,
        exam: Exam,
        now: datetime,
        what: Callable[..., Awaitable[None]],
        attempt: AttemptId | None = None,
    ) -> None:
        """Do one thing in a transaction, on what is stored by then."""
        async with self.units() as unit:
            stored = await unit.exams.get(exam.id)
            if stored is None or stored.stage not in RUNS:
                return
            seats = await seats_of(unit, stored)
            wanted = [s for s in seats if attempt is None or s.attempt.id == attempt]
            try:
                await what(unit, stored, wanted, now)
            except Refusal:
                return  # since it was read somebody did something, and it is not due any more
            await unit.commit()

    async def _arrived(self, unit: Unit, exam: Exam, seats: list[Seat], now: datetime) -> None:
        """Start the clock of tickets which the outbox has delivered (S24)."""
        sent = await tickets_sent(unit, exam)
        for seat in seats:
            waits = seat.attempt.ticket is not None and seat.attempt.clock.started_at is None
            if waits and sent.get(seat.student.id) is DeliveryState.SENT:
                await ticket_arrived(unit, seat, at=now)

    async def _boards(self, unit: Unit, exam: Exam, _: list[Seat], now: datetime) -> None:
        await open_boards(unit, exam, at=now)

    async def _close(self, unit: Unit, exam: Exam, seats: list[Seat], now: datetime) -> None:
        attempts = [seat.attempt for seat in seats]
        closed = oral.close_picking(exam, attempts, HELD, at=now)
        await keep_exam(unit, SYSTEM, exam, closed, "close_picking", at=now)

    async def _late(self, unit: Unit, _: Exam, seats: list[Seat], now: datetime) -> None:
        """Tell the staff, once, who has not chosen a ticket in time."""
        for seat in seats:
            begun = seat.attempt.pick_from
            if seat.attempt.stage is Stage.PICKING and begun is not None:
                key = f"{begun.timestamp()}"
                await alert_staff(unit, seat, "pick_late", at=now, key=key)

    async def _gone(self, unit: Unit, exam: Exam, seats: list[Seat], now: datetime) -> None:
        """Put who was called and is not there last; the second time there is no answer."""
        queue = oral.queue_of(exam, await unit.attempts.of_exam(exam.id))
        for seat in seats:
            if seat.attempt.skipped:
                over = oral.give_up_on(seat.attempt, seat.held, at=now)
                after = await keep(unit, seat, over, Act.GIVE_UP_ON.value, at=now, reason="absent")
                await tell(unit, seat, no_answer(seat, after), key=f"{after.version}")
            else:
                last = oral.put_last(seat.attempt, queue, seat.held, at=now)
                await keep(unit, seat, last, Act.PUT_LAST.value, at=now, reason="absent")

    async def _turns(self, exam: Exam, now: datetime) -> None:
        """Tell everybody who waits their turn, and correct it as it goes."""
        async with self.units.reading() as unit:
            exam = await unit.exams.get(exam.id) or exam  # the picking may be over by now
            attempts = await unit.attempts.of_exam(exam.id)
        skipped = {attempt.id for attempt in attempts if attempt.skipped}
        shown = {a.id for a in attempts if a.clock.started_at is not None}
        said = {}
        for turn in oral.queue_of(exam, attempts).forecast(now):
            about = None if turn.about is None else turn.about.replace(second=0, microsecond=0)
            last = turn.attempt in skipped
            notice = YourTurn(exam=exam.id, place=turn.place, about=about, last=last)
            if turn.attempt in shown and self._is_news(turn.attempt, notice):
                said[turn.attempt] = notice
        if not said:
            return
        async with self.units() as unit:
            for seat in await seats_of(unit, exam):
                news = said.get(seat.attempt.id)
                if news is not None and seat.attempt.stage is Stage.PREPARING:
                    await self._tell_turn(unit, seat, news, now)
            await unit.commit()
        self.shown |= said

    def _is_news(self, attempt: AttemptId, notice: YourTurn) -> bool:
        old = self.shown.get(attempt)
        if old is None or replace(old, about=notice.about) != notice:
            return True
        if old.about is None or notice.about is None:
            return old.about is not notice.about
        return abs(notice.about - old.about) >= CORRECTED

    async def _tell_turn(self, unit: Unit, seat: Seat, notice: YourTurn, now: datetime) -> None:
        old = self.shown.get(seat.attempt.id)
        await tell(
            unit,
            seat,
            notice,
            key=f"{now.timestamp()}",
            priority=Priority.BOARD,
            slot=turn_slot(seat.attempt),
            # A new message makes the phone ring: at first, when it comes near, and when put last.
            fresh=old is None or notice.last != old.last or (notice.place == 1 != old.place),
        )


def _absent(attempt: Attempt, now: datetime) -> bool:
    return attempt.called_at is not None and now >= attempt.called_at + oral.ABSENT
