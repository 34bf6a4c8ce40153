"""What the clock does by itself: reminders, links, no-shows, deadlines, boards (rules A-E).

What is due is a question to the database, never a job in memory: a restart loses nothing, and
what was done is noted in the same transaction, so that nothing is done twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain.attempt import TESTING
from exams.domain.attempt_table import Stage
from exams.domain.delivery import Priority
from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.notices.proctor import ProctorBoard
from exams.notices.results import ResultsDue
from exams.ports.clock import Clock
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.absence.case_clock import WatchCases
from exams.services.apart import Apart
from exams.services.cards import board_for, boards_of
from exams.services.clock.deadlines import Sweep
from exams.services.clock.pauses import ForgottenPauses
from exams.services.clock.unattended import Unattended
from exams.services.computer_tests.booklets import finish_of, put_page, put_window, question_at
from exams.services.grades.appeals import RemindOfAppeals
from exams.services.grades.awaited import tell_due
from exams.services.grades.overdue import hours_left
from exams.services.grades.reposting import AskOfPosts
from exams.services.keeping import noted
from exams.services.oral.clock import OralClock
from exams.services.planning.invitations import (
    AHEAD,
    COMING,
    LIVE,
    Invitations,
    Newcomers,
    Reminders,
)
from exams.services.planning.personal_links import SendLinks
from exams.services.planning.proving import OPEN, open_draw
from exams.services.room.board import board_slot
from exams.services.room.downtime import Pulse
from exams.services.telling import staff_of, tell_deans

ALARMS: Final = (timedelta(hours=1), timedelta(hours=6))  # before results are due: 23 and 18 h
HOUR: Final = timedelta(hours=1)
BOARD_EVERY: Final = timedelta(seconds=4)
BOARDS_AT_ONCE: Final = 25  # at each tick: more would hold up everybody's answers for too long
WINDOW_EVERY: Final = timedelta(minutes=1)
WINDOWS_AT_ONCE: Final = 8  # at each tick; answers need the rest of Telegram's 30 a second
SWEEP_EVERY: Final = timedelta(seconds=5)
WAITING: Final = frozenset({ExamStage.CLOSED, ExamStage.MARKING})


@dataclass(slots=True)
class Boards:
    """Keeps the proctors' boards current.

    Attributes:
        shown: what each exam's board showed last, until it is over; lost at a restart, which costs
            one edit.
        looked_at: when each exam's board was made last, be it that nothing had changed.
    """

    units: Units
    clock: Clock
    shown: dict[ExamId, tuple[datetime, ProctorBoard]] = field(default_factory=dict)
    looked_at: dict[ExamId, datetime] = field(default_factory=dict)

    async def __call__(self, exams: Sequence[Exam]) -> None:
        """Send the boards that have changed, at most every few seconds, while somebody looks.

        Where there are many, those come first that were not looked at for longest.

        Args:
            exams: all that are not over.
        """
        now = self.clock.now()
        here = {exam.id for exam in exams}
        self.shown = {one: last for one, last in self.shown.items() if one in here}
        self.looked_at = {one: last for one, last in self.looked_at.items() if one in here}
        due = [exam for exam in exams if self._due(exam, now)]
        due = sorted(due, key=self._looked_at)[:BOARDS_AT_ONCE]
        if not due:
            return
        self.looked_at |= {exam.id: now for exam in due}
        together = Apart()
        await together.do(self._send(due, now))
        if not together.failed:
            return
        alone = Apart()  # one room whose board cannot be made hides no other's
        for exam in due:
            await alone.do(self._send([exam], now))
        alone.end()

    async def _send(self, due: Sequence[Exam], now: datetime) -> None:
        async with self.units.reading() as unit:
            boards = await boards_of(unit, due, now=now)
        changed = [exam for exam in due if self._differs(boards[exam.id])]
        if not changed:
            return
        async with self.units() as unit:
            for exam in changed:
                for person in staff_of(exam):
                    await unit.outbox.put(_board_envelope(exam, person, boards[exam.id], now))
            await unit.commit()
        self.shown |= {exam.id: (now, boards[exam.id]) for exam in changed}

    def _due(self, exam: Exam, now: datetime) -> bool:
        last = self.shown.get(exam.id)
        if last is None:
            return exam.stage in LIVE
        # Of one that is over the last board must show so.
        behind = exam.stage in WAITING and last[1].stage != exam.stage.value
        return (exam.stage in LIVE or behind) and now - last[0] >= BOARD_EVERY

    def _looked_at(self, exam: Exam) -> float:
        last = self.looked_at.get(exam.id)
        return 0.0 if last is None else last.timestamp()

    def _differs(self, board: ProctorBoard) -> bool:
        last = self.shown.get(board.exam)
        return last is None or replace(last[1], at=board.at) != board


def _board_envelope(exam: Exam, person: PersonId, board: ProctorBoard, now: datetime) -> Envelope:
    return Envelope(
        notice=board_for(board, exam, person),
        to=person,
        key=f"board:{exam.id}:{person}:{now.timestamp()}",
        priority=Priority.BOARD,
        slot=board_slot(exam.id),
        exam_id=exam.id,
    )


@dataclass(frozen=True, slots=True)
class Windows:
    """Keeps the time left in the windows of computer tests current.

    A student who answers sees it with every answer; only windows that stand still are shown
    again, a few at a time, so that Telegram's limits are for those who act.
    """

    units: Units
    clock: Clock

    async def __call__(self) -> None:
        """Show some windows again that have shown the same for a minute."""
        now = self.clock.now()
        async with self.units.reading() as unit:
            behind = await unit.booklets.behind(now - WINDOW_EVERY, limit=WINDOWS_AT_ONCE)
        if not behind:
            return
        async with self.units() as unit:
            for one in behind:
                await _show_time(unit, one, now)
            await unit.commit()


async def _show_time(unit: Unit, one: AttemptId, now: datetime) -> None:
    attempt, booklet = await unit.attempts.get(one), await unit.booklets.of(one)
    if attempt is None or booklet is None or attempt.stage not in TESTING:
        return
    if attempt.clock.held_at is not None:
        return  # suspended since it was read: no question is read while the clocks stand
    booklet = await unit.booklets.save(replace(booklet, shown_at=now))
    if attempt.stage is Stage.REVIEW:
        await put_window(unit, attempt, booklet, finish_of(attempt, booklet, now), now=now)
        return
    question = await question_at(unit, booklet, booklet.place)
    await put_page(unit, attempt, booklet, question, now=now)


@dataclass(frozen=True, slots=True)
class Alarms:
    """Results that are due: examiner and dean are told at 18 and 23 hours (rules E)."""

    units: Units
    clock: Clock

    async def __call__(self, exam: Exam) -> None:
        """Tell those who must publish."""
        now, due = self.clock.now(), exam.results_due_at
        reached = [lead for lead in ALARMS if due is not None and now >= due - lead]
        if due is None or not reached or _alarm(reached[0]) in exam.done:
            return
        # A clock that slept over both sounds the last one only, and says what is really left.
        left = hours_left(due, now)
        notice = ResultsDue(exam=exam.id, subject=exam.subject, due=due, hours_left=left)
        async with self.units() as unit:
            for lead in reached:
                exam = await noted(unit, exam, _alarm(lead))
            key = _alarm(reached[0])
            if exam.kind is Kind.ORAL and await _all_marked(unit, exam):
                await unit.commit()
                return
            await tell_due(unit, exam, notice, key=key)
            await tell_deans(unit, exam, replace(notice, office=True), key=key)
            await unit.commit()


async def _all_marked(unit: Unit, exam: Exam) -> bool:
    """Return whether nobody waits for a mark: those of oral answers are told at once (S26)."""
    marks = await unit.marks.of_exam(exam.id)
    return all(a.id in marks for a in await unit.attempts.of_exam(exam.id) if a.sat)


def _alarm(lead: timedelta) -> str:
    return f"results_due_{lead // HOUR}"


@dataclass(frozen=True, slots=True)
class OpenDraws:
    """Opens, once an exam is over, how its tickets lay (B1).

    Attributes:
        page: where anybody can check it in the own browser; empty where there is no such page.
    """

    units: Units
    clock: Clock
    page: str

    async def __call__(self, exam: Exam) -> None:
        """Open the draw, once."""
        if OPEN in exam.done:
            return
        async with self.units() as unit:
            exam = await noted(unit, exam, OPEN)
            await open_draw(unit, exam, at=self.clock.now(), page=self.page)
            await unit.commit()


@dataclass(slots=True)
class ClockTick:
    """Everything that is due now; idempotent, called every second or so."""

    units: Units
    clock: Clock
    reminders: Reminders
    invitations: Invitations
    links: SendLinks
    newcomers: Newcomers
    open_draws: OpenDraws
    sweep: Sweep
    unattended: Unattended
    pauses: ForgottenPauses
    oral: OralClock
    boards: Boards
    alarms: Alarms
    posts: AskOfPosts
    appeals: RemindOfAppeals
    pulse: Pulse
    cases: WatchCases
    windows: Windows
    swept_at: datetime | None = None

    async def __call__(self) -> None:
        """Do what is due.

        Raises:
            PartFailed: something could not be done, and everything else was.
        """
        now, apart = self.clock.now(), Apart()
        async with self.units.reading() as unit:
            exams = await unit.exams.in_stages(COMING | LIVE | WAITING, until=now + AHEAD)
        await apart.do(self.pulse([exam for exam in exams if exam.stage in LIVE]))
        for exam in exams:
            await apart.do(self._exam(exam))
        await apart.do(self.links(exams))
        await apart.do(self.newcomers(exams))
        await apart.do(self.oral())
        await apart.do(self.boards(exams))
        if any(exam.kind is Kind.TEST and exam.stage in LIVE for exam in exams):
            await apart.do(self.windows())
        if self.swept_at is None or now - self.swept_at >= SWEEP_EVERY:
            self.swept_at = now
            for work in (
                self.sweep(exams),
                self.unattended(),
                self.pauses(),
                self.posts(),
                self.appeals(),
                self.cases(),
            ):
                await apart.do(work)
        apart.end()

    async def _exam(self, exam: Exam) -> None:
        if exam.stage in COMING | LIVE:
            await self.reminders(exam)
            await self.invitations(exam)
        if exam.stage in WAITING:
            await self.open_draws(exam)
            await self.alarms(exam)
