"""Who is in the conference, by its events: by registrant, never by display name (B5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final

from exams.domain import checking_in
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import ACTIVE, Act, Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.interruptions import alone_for, come_back
from exams.domain.log import Fact
from exams.domain.people import SYSTEM, Role
from exams.ports.clock import Clock
from exams.ports.conferences import ConferenceEvent, PresenceKind
from exams.records.unit import Unit, Units
from exams.services.doors import Seat
from exams.services.keeping import keep, note
from exams.services.room.board import staff_came
from exams.services.telling import alert_staff, tell
from exams.services.writing.tickets import welcome_back

TOLD: Final = frozenset({PresenceKind.JOINED.value, PresenceKind.LEFT.value})
UNNAMED: Final = ""
LIVE: Final = (ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED)


@dataclass(frozen=True, slots=True)
class NotePresence:
    """The conference service reported that somebody came or left."""

    units: Units
    clock: Clock

    async def __call__(self, event: ConferenceEvent) -> None:
        """Note it. Unknown rooms and people are ignored.

        Events come twice and out of order: what is older than what is known moves nobody, and
        stands in the log; it may tell that somebody who is away left later than was known.
        """
        if event.kind is PresenceKind.HOST_CAME:
            await self._host_came(event)
        elif event.registrant is not None and event.kind is not PresenceKind.ENDED:
            await self._moved(event, event.registrant)

    async def _host_came(self, event: ConferenceEvent) -> None:
        """Note that the staff has come: nobody else has the host's link.

        That the room was started tells nothing: some accounts let students in before the host.
        """
        async with self.units() as unit:
            exam = await _exam_of(unit, event)
            if exam is not None:
                await staff_came(unit, SYSTEM, exam, at=self.clock.now())
                await unit.commit()

    async def _moved(self, event: ConferenceEvent, registrant: str) -> None:
        """Note who came or left in the attempt; joining in time also checks in."""
        async with self.units() as unit:
            exam = await _exam_of(unit, event)
            if exam is None:
                return
            attempt = await unit.attempts.by_registrant(exam.id, registrant)
            student = await unit.people.get(attempt.student_id) if attempt else None
            if attempt is None or student is None:
                return
            held = frozenset({Role.SYSTEM})
            seat = Seat(actor=SYSTEM, exam=exam, attempt=attempt, student=student, held=held)
            past = await _visits(unit, attempt)
            news = _news(attempt, past, event)
            if news is News.NONE:
                return
            left = _left_at([*past, _told(event)])
            if news is News.NOW:
                after = attempt.joined() if left is None else attempt.left(at=left)
            else:
                after = attempt if attempt.present or left is None else attempt.left(at=left)
            act, at = event.kind.value, self.clock.now()
            if after == attempt:
                await note(unit, seat, act, at=at, **_said(event))
            else:
                after = await keep(unit, seat, after, act, at=at, **_said(event))
            if news is News.NOW:
                await self._follow(unit, replace(seat, attempt=after), event)
            await unit.commit()

    async def _follow(self, unit: Unit, seat: Seat, event: ConferenceEvent) -> None:
        """Do what follows when somebody comes or goes: check in, go on, or have it looked at."""
        now, stage = self.clock.now(), seat.attempt.stage
        if event.kind is PresenceKind.LEFT:
            if stage in ACTIVE:
                await alert_staff(unit, seat, "left", at=now, key=event.key)
        elif stage is Stage.INTERRUPTED:
            await self._bring_back(unit, seat)
        elif (
            stage is Stage.INVITED
            and seat.exam.checkin_opens_at <= now < seat.exam.checkin_closes_at
        ):
            arrived = checking_in.check_in(seat.attempt, seat.exam, seat.held, at=now)
            await keep(unit, seat, arrived, Act.CHECK_IN.value, at=now)

    async def _bring_back(self, unit: Unit, seat: Seat) -> None:
        """Let a student who rejoins within five minutes go on; later the proctor decides."""
        now, stands = self.clock.now(), seat.exam.suspended_at
        if alone_for(seat.attempt, at=now, suspended_at=stands) < timedelta():
            key = f"waits:{seat.attempt.version}"
            await alert_staff(unit, seat, "back", at=now, key=key)
            return
        back = come_back(
            seat.attempt, frozenset({Role.STUDENT}), at=now, counted=False, suspended_at=stands
        )
        after = await keep(unit, seat, back, Act.RETURN.value, at=now, reason="rejoined")
        await tell(unit, seat, welcome_back(seat, after, now), key=f"{after.version}")
        await alert_staff(unit, seat, "back", at=now, key=str(after.version))


async def _exam_of(unit: Unit, event: ConferenceEvent) -> Exam | None:
    """Return the exam whose room it happened in."""
    exams = await unit.exams.in_stages((ExamStage.PUBLISHED, *LIVE))
    return next((e for e in exams if e.room and e.room.id == event.conference), None)


class News(Enum):
    """What an event tells that was not known."""

    NONE = "none"
    NOTED = "noted"
    """It happened, and moves nobody: something later is known, or another connection stands."""
    NOW = "now"


async def _visits(unit: Unit, attempt: Attempt) -> list["_Visit"]:
    """Return what is known of somebody's comings and goings."""
    if _unseen(attempt):
        return []  # spares reading the log while everybody comes at once
    return [
        _Visit(one.act == PresenceKind.JOINED.value, one.facts, one.reason)
        for one in await unit.events.of_attempt(attempt.exam_id, attempt.id, TOLD)
    ]


def _unseen(attempt: Attempt) -> bool:
    return not attempt.present and attempt.left_at is None


def _news(attempt: Attempt, past: Sequence["_Visit"], event: ConferenceEvent) -> News:
    """Return what an event changes, by the service's own time of what is known already."""
    if _unseen(attempt):
        return News.NOW
    if any(one.key == event.key for one in past):
        return News.NONE
    told = _told(event)
    inside = _left_at([*past, told]) is None
    if inside != attempt.present and inside == told.joined:
        return News.NOW
    same = [one for one in past if one.joined == told.joined]
    if told.connection:
        new = all(one.connection != told.connection for one in same)
    else:
        new = not attempt.present and (told.joined or all(one.at < told.at for one in same))
    return News.NOTED if new else News.NONE


@dataclass(frozen=True, slots=True)
class _Visit:
    """Somebody joined or left, as the log has it."""

    joined: bool
    facts: Mapping[str, Fact]
    key: str

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(str(self.facts["at"]))

    @property
    def connection(self) -> str:
        return str(self.facts.get("connection", UNNAMED))


def _left_at(visits: Sequence[_Visit]) -> datetime | None:
    """Return when somebody left the room, None while any connection stands that was made.

    Two devices are two connections, and a network that changes makes a new one before the old one
    is given up. An end that got lost is made up for by the look into the room, which names none:
    then time and order decide. Whoever's connection ended was there until then.
    """
    standing, left = set[str](), None
    for one in sorted(visits, key=_turn):
        there = bool(standing or one.connection or left is None)
        if one.joined:
            standing.add(one.connection)
        elif one.connection:
            standing -= {one.connection, UNNAMED}
        else:
            standing.clear()
        if there and not standing:
            left = one.at
    return None if standing else left


def _turn(one: _Visit) -> tuple[datetime, bool]:
    # A connection that ends in the second in which it was made has ended, in whatever order.
    return one.at, bool(one.connection) and not one.joined


def _facts(event: ConferenceEvent) -> dict[str, Fact]:
    named = {"connection": event.connection} if event.connection else {}
    return {"at": event.at.isoformat(), **named}


def _told(event: ConferenceEvent) -> _Visit:
    return _Visit(event.kind is PresenceKind.JOINED, _facts(event), event.key)


def _said(event: ConferenceEvent) -> dict[str, Any]:
    return {"reason": event.key, "facts": _facts(event)}
