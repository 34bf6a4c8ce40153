"""Reminders, equipment, the check-in and links before an exam (S1, D1, D2, B5, B8)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from exams.domain.attempt_table import Stage
from exams.domain.delivery import Priority
from exams.domain.exam import (
    CHIEF_CALLED,
    EQUIPMENT,
    EQUIPMENT_LEAD,
    LINK_LEAD,
    REMINDERS,
    RESERVE_CALLED,
    ROOM_MINUTES,
    Exam,
    lost,
)
from exams.domain.exam_table import ExamAct, ExamStage
from exams.domain.ids import ExamId, PersonId
from exams.domain.people import SYSTEM, Role
from exams.notices.base import Notice
from exams.notices.before import ConferenceLink, DayBefore, Equipment, ExamNotHeld, Reminder
from exams.notices.commission import CommissionReminder, MembersUnreached
from exams.notices.proctor import ProctorAbsent, RoomMissing, Unreached
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.apart import Apart
from exams.services.cards import board_of
from exams.services.doors import Seat, seats_for
from exams.services.keeping import keep_exam, noted
from exams.services.members import NAMED, members_of, tell_each, unreached_of
from exams.services.planning.own_exams import THEN, link_of
from exams.services.planning.proving import commit_draw
from exams.services.room.asking_in import ask_in
from exams.services.room.board import PROCTOR_HERE, called_slot
from exams.services.telling import tell, tell_deans, tell_staff

HELD: Final = frozenset({Role.SYSTEM})
UNREACHED_AT: Final = (timedelta(minutes=14), timedelta(minutes=5))  # B8
UNREACHED_FOR: Final = timedelta(minutes=5)  # so long is the list true, and something to be done
RESERVE_LEAD: Final = timedelta(minutes=20)  # edge cases: the proctor is absent
CHIEF_LEAD: Final = timedelta(minutes=10)  # the reserve has not come either
ROOM_MISSING: Final = "room_missing"
LINKS_SENT: Final = "links"
TOLD_NOT_HELD: Final = "not_held"
STALE: Final = timedelta(minutes=20)  # an exam published late: no reminder of the past
AHEAD: Final = max(*REMINDERS, EQUIPMENT_LEAD)
"""So long before its start an exam concerns the clock for the first time."""
COMING: Final = frozenset({ExamStage.PUBLISHED, ExamStage.CHECKIN_OPEN})
OPENING: Final = frozenset({ExamStage.CHECKIN_OPEN, ExamStage.RUNNING})
LIVE: Final = OPENING | {ExamStage.SUSPENDED}


async def seats_of(unit: Unit, exam: Exam) -> list[Seat]:
    """Return the seats of an exam, with the clock at the door."""
    return await seats_for(unit, SYSTEM, exam)


async def send_link(unit: Unit, seat: Seat, *, anew: str = "") -> None:
    """Send a student the link to the conference.

    Args:
        unit: in which the link was made, or is sent to everybody.
        seat: with the link.
        anew: sets a second link apart from the first.
    """
    exam = seat.exam
    notice = ConferenceLink(
        exam=exam.id,
        subject=exam.subject,
        starts_at=exam.starts_at,
        url=link_of(seat),
        then=THEN.get(seat.attempt.stage, ""),
        anew=lost(LINKS_SENT) in exam.done,
    )
    key = f"{link_key(exam)}{anew}"
    await tell(unit, seat, notice, key=key, priority=Priority.LINK)


def link_key(exam: Exam) -> str:
    """Return what sets the links to an exam's room apart from those to its other ones."""
    room = exam.room.id if exam.room else ""
    return f"{exam.schedule_version}:{room}"


def passed(exam: Exam, lead: timedelta, now: datetime) -> bool:
    """Return whether an exam is as near as this."""
    return exam.starts_at - lead <= now


@dataclass(frozen=True, slots=True)
class Reminders:
    """Reminders, equipment, the call to the proctor, the list of unreached students."""

    units: Units
    clock: Clock

    async def __call__(self, exam: Exam) -> None:
        """Send what an exam's clock has reached."""
        now = self.clock.now()
        for lead in REMINDERS:
            exam = await self._remind(exam, lead, now)
        await self._ask(exam, now)
        for lead in UNREACHED_AT:
            await self._unreached(exam, lead, now)
        await self._call_instead(exam, now)
        await self._no_room(exam, now)

    async def _remind(self, exam: Exam, lead: timedelta, now: datetime) -> Exam:
        """Remind everybody; who has not said what will be on camera is asked by the same."""
        hours = int(lead.total_seconds()) // 3600
        name = f"reminder_{hours}"
        if not _reached(exam, name, lead, now):
            return exam
        asks = EQUIPMENT not in exam.done and lead == EQUIPMENT_LEAD
        async with self.units() as unit:
            exam = await noted(unit, exam, name)
            if now < exam.starts_at and now <= exam.starts_at - lead + min(STALE, lead / 2):
                if asks:
                    exam = await noted(unit, exam, EQUIPMENT)
                reminder, question = _reminders(exam, hours)
                for seat in await seats_of(unit, exam):
                    notice = question if asks and seat.attempt.camera is None else reminder
                    await _tell_ahead(unit, seat, notice, name)
                member = CommissionReminder(
                    exam=exam.id,
                    subject=exam.subject,
                    starts_at=exam.starts_at,
                    hours=hours,
                    minutes=ROOM_MINUTES,
                )
                key = f"{name}:{exam.schedule_version}"
                await tell_each(unit, exam.id, await members_of(unit, exam), member, key=key)
                await _tell_namer(unit, exam, key=key)
            await unit.commit()
        return exam

    async def _ask(self, exam: Exam, now: datetime) -> None:
        """Ask what will be on camera, where no reminder has: the exam was published late (S1)."""
        if not _reached(exam, EQUIPMENT, EQUIPMENT_LEAD, now):
            return
        async with self.units() as unit:
            exam = await noted(unit, exam, EQUIPMENT)
            question = Equipment(exam=exam.id, subject=exam.subject, starts_at=exam.starts_at)
            for seat in await seats_of(unit, exam) if now < exam.starts_at else ():
                if seat.attempt.camera is None:
                    await _tell_ahead(unit, seat, question, EQUIPMENT)
            await unit.commit()

    async def _unreached(self, exam: Exam, lead: timedelta, now: datetime) -> None:
        minutes = int(lead.total_seconds()) // 60
        name = f"unreached_{minutes}"
        if exam.stage not in OPENING or name in exam.done or not passed(exam, lead, now):
            return
        fresh = now < exam.starts_at - lead + UNREACHED_FOR
        async with self.units() as unit:
            exam = await noted(unit, exam, name)
            board = await board_of(unit, exam, now=now)
            members = await unreached_of(unit, await members_of(unit, exam))
            if (board.unreached or members) and fresh:
                notice = Unreached(
                    exam=exam.id,
                    subject=exam.subject,
                    names=board.unreached,
                    minutes=minutes,
                    members=members,
                )
                await tell_staff(unit, exam, notice, key=f"{name}:{exam.schedule_version}")
            await unit.commit()

    async def _call_instead(self, exam: Exam, now: datetime) -> None:
        """Call the reserve, then the chief, while nobody of the staff has come (B9).

        The reserve is called ten minutes after the proctors, the chief ten minutes later; at
        once, where there is no reserve.
        """
        if "room" not in exam.done or exam.stage not in COMING:
            return
        first = exam.chief if exam.reserve is None else exam.reserve
        for name, lead, person in (
            ("reserve", RESERVE_LEAD, first),
            ("chief", CHIEF_LEAD, exam.chief),
        ):
            if name in exam.done or not passed(exam, lead, now):
                continue
            wanted = PROCTOR_HERE not in exam.done and now < exam.starts_at
            async with self.units() as unit:
                exam = await noted(unit, exam, name)
                if wanted and person is not None:
                    exam = await _called(unit, exam, person)
                await unit.commit()

    async def _no_room(self, exam: Exam, now: datetime) -> None:
        """Tell everybody of the staff that there is no conference, while that can be mended."""
        due = exam.room is None and passed(exam, RESERVE_LEAD, now)
        if not due or ROOM_MISSING in exam.done or exam.stage not in COMING:
            return
        async with self.units() as unit:
            exam = await noted(unit, exam, ROOM_MISSING)
            if now < exam.starts_at:
                notice = RoomMissing(exam=exam.id, subject=exam.subject, starts_at=exam.starts_at)
                key = f"{exam.schedule_version}"
                await tell_staff(unit, exam, notice, key=key, priority=Priority.LINK)
            await unit.commit()


def _reached(exam: Exam, name: str, lead: timedelta, now: datetime) -> bool:
    """Return whether something is to be done by now that was not done before."""
    return exam.stage in COMING and name not in exam.done and passed(exam, lead, now)


def _reminders(exam: Exam, hours: int) -> tuple[Reminder, DayBefore]:
    """Return what reminds of an exam, alone and with the question about equipment."""
    facts: dict[str, Any] = {
        "exam": exam.id,
        "subject": exam.subject,
        "starts_at": exam.starts_at,
        "hours": hours,
        "kind": exam.kind.value,
    }
    return Reminder(**facts), DayBefore(**facts)


async def _tell_ahead(unit: Unit, seat: Seat, notice: Notice, name: str) -> None:
    """Tell a student who is to sit the exam; whoever is barred from it is not."""
    if not seat.attempt.over:
        key = f"{name}:{seat.exam.schedule_version}"
        await tell(unit, seat, notice, key=key, priority=Priority.REMINDER)


async def _tell_namer(unit: Unit, exam: Exam, *, key: str) -> None:
    """Tell whoever named the commission last whom of it no message reaches."""
    commission = await unit.commissions.of(exam.id)
    names = await unreached_of(unit, commission.members) if commission else ()
    namer = await unit.events.last(exam.id, NAMED) if names else None
    if namer is not None:
        notice = MembersUnreached(
            exam=exam.id, subject=exam.subject, starts_at=exam.starts_at, names=names
        )
        await tell_each(unit, exam.id, [namer.actor], notice, key=key)


async def _called(unit: Unit, exam: Exam, person: PersonId) -> Exam:
    """Call somebody in place of those who have not come; twice is once."""
    reserve = (exam.reserve,) if exam.reserve is not None and exam.reserve_called else ()
    called = (*exam.proctors, *reserve)
    people = await unit.people.many(called)
    notice = ProctorAbsent(
        exam=exam.id,
        subject=exam.subject,
        starts_at=exam.starts_at,
        names=tuple(people[one].name for one in called if one != person),
    )
    await unit.outbox.put(
        Envelope(
            notice=notice,
            to=person,
            key=f"proctor_absent:{exam.id}:{exam.schedule_version}:{person}",
            priority=Priority.LINK,
            slot=called_slot(exam.id),
            exam_id=exam.id,
        )
    )
    return await noted(unit, exam, RESERVE_CALLED if person == exam.reserve else CHIEF_CALLED)


@dataclass(frozen=True, slots=True)
class Invitations:
    """The check-in at T-15."""

    units: Units
    clock: Clock
    shuffler: Shuffler
    draw_page: str

    async def __call__(self, exam: Exam) -> None:
        """Open the check-in.

        It opens in time even if the conference service is down: rules are read and
        agreed to, and the link follows. An exam that was slept through as a whole stays as it
        was planned, to be moved; everybody is told so.
        """
        now = self.clock.now()
        if now >= exam.checkin_closes_at:
            if exam.stage is ExamStage.PUBLISHED and TOLD_NOT_HELD not in exam.done:
                await self._not_held(exam, now)
            return
        if exam.stage is ExamStage.PUBLISHED and passed(exam, LINK_LEAD, now):
            await self._open_checkin(exam, now)

    async def _not_held(self, exam: Exam, now: datetime) -> None:
        """Tell everybody, once, and whoever plans what to do."""
        async with self.units() as unit:
            stored = await unit.exams.get(exam.id) or exam
            if stored.stage is not ExamStage.PUBLISHED or now < stored.checkin_closes_at:
                return  # since it was read it was moved
            stored = await noted(unit, stored, TOLD_NOT_HELD)
            notice = ExamNotHeld(
                exam=stored.id, subject=stored.subject, starts_at=stored.starts_at
            )
            key, urgent = f"{stored.schedule_version}", Priority.LINK
            for seat in await seats_of(unit, stored):
                if not seat.attempt.over:
                    await tell(unit, seat, notice, key=key, priority=urgent)
            await tell_staff(unit, stored, notice, key=key, priority=urgent)
            members = await members_of(unit, stored)
            await tell_each(unit, stored.id, members, notice, key=key, priority=urgent)
            office = replace(notice, office=True)
            registrars = [one.id for one in await unit.people.with_role(Role.REGISTRAR)]
            await tell_each(unit, stored.id, registrars, office, key=f"{key}:office")
            await tell_deans(unit, stored, office, key=f"{key}:office")
            await unit.commit()

    async def _open_checkin(self, exam: Exam, now: datetime) -> None:
        async with self.units() as unit:
            stored = await unit.exams.get(exam.id) or exam
            if stored.stage is not ExamStage.PUBLISHED:
                return  # another tick was quicker
            opened = stored.take(ExamAct.OPEN_CHECKIN, HELD, at=now)
            act = ExamAct.OPEN_CHECKIN.value
            opened = await keep_exam(unit, SYSTEM, stored, opened, act, at=now)
            await commit_draw(unit, opened, self.shuffler, at=now, page=self.draw_page)
            await ask_in(unit, await seats_of(unit, opened), at=now)
            await unit.commit()


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Those who got their place in an exam after its door was opened."""

    units: Units
    clock: Clock

    async def __call__(self, exams: Sequence[Exam]) -> None:
        """Ask them in while the doors are open.

        Raises:
            PartFailed: something could not be done, and everything else was.
        """
        now, apart = self.clock.now(), Apart()
        doors = [e.id for e in exams if e.stage in LIVE and now < e.checkin_closes_at]
        if not doors:
            return
        async with self.units.reading() as unit:
            found = await unit.attempts.newcomers(*doors)
        late = {attempt.exam_id for attempt in found if attempt.stage is Stage.SCHEDULED}
        for exam in doors:
            if exam in late:
                await apart.do(self._ask_in(exam, now))
        apart.end()

    async def _ask_in(self, exam: ExamId, now: datetime) -> None:
        async with self.units() as unit:
            stored = await unit.exams.get(exam)
            if stored is not None and stored.stage in LIVE:
                await ask_in(unit, await seats_of(unit, stored), at=now)
            await unit.commit()
