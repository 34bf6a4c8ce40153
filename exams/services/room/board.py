"""The proctor's exams, the way into the conference, the live board, a card (D7, B15)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain.delivery import Priority
from exams.domain.exam import CHIEF_CALLED, RESERVE_CALLED, Exam
from exams.domain.exam_table import TO_BE_HELD, ExamStage
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.planning import ConferenceSilent
from exams.notices.proctor import (
    ProctorBoard,
    ProctorCalled,
    ProctorCame,
    ProctorExams,
    StudentCard,
)
from exams.ports.clock import Clock
from exams.ports.conferences import Conference, Conferences, ConferencesUnavailable
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.cards import board_for, board_of, card_of, exam_lines
from exams.services.conference import no_link
from exams.services.doors import STAFF, room, seat_of
from exams.services.keeping import note_exam
from exams.services.members import guests_of
from exams.services.telling import staff_of

LONG_OVER: Final = timedelta(days=14)  # appeals are over; a correction is an office matter then
PROCTOR_HERE: Final = "proctor_here"
"""Noted on an exam once somebody of its staff has opened its room."""


@dataclass(frozen=True, slots=True)
class ListProctorExams:
    """A proctor looks at the own exams (D7)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor) -> ProctorExams:
        """Return those that are published and not long over, by start.

        Beside them those which one only marks as a member of the commission.
        """
        hidden = {ExamStage.DRAFT, ExamStage.ARCHIVED, ExamStage.CANCELLED}
        since = self.clock.now() - LONG_OVER
        async with self.units.reading() as unit:
            exams = [
                exam
                for exam in await unit.exams.of_proctor(actor.id)
                if exam.stage not in hidden
                and exam.roles_of(actor) & set(STAFF)  # a reserve only once called
                and (exam.stage is not ExamStage.RESULTS_PUBLISHED or exam.starts_at > since)
            ]
            heard = [
                exam
                for exam in await unit.exams.of_member(actor.id)
                if exam.stage not in hidden | {ExamStage.RESULTS_PUBLISHED}
                and actor.id not in staff_of(exam)
            ]
            return ProctorExams(
                exams=await exam_lines(unit, exams), heard=await exam_lines(unit, heard)
            )


@dataclass(frozen=True, slots=True)
class GiveStartLink:
    """A proctor opens the conference as its host; the link lives for two hours only."""

    units: Units
    clock: Clock
    conferences: Conferences

    async def __call__(self, actor: Actor, exam: ExamId) -> ProctorCalled:
        """Fetch a fresh link.

        Raises:
            TooEarly: the conference opens later.
            RoomAwaited: it should be open, and the service has given none.
            TooLate: it never opened.
            WrongStage: the exam is over, and its conference with it.
            ConferenceSilent: the service gives none now; that the staff has come is noted.
        """
        async with self.units() as unit:
            found = await room(unit, actor, exam, *STAFF)
            if found.stage not in TO_BE_HELD:
                raise WrongStage(act="start_link", stage=found.stage.value)
            if found.room is None:
                raise no_link(found, found.room_opens_at, self.clock.now())
            people, members = await unit.attempts.count(exam), await guests_of(unit, found)
            await staff_came(unit, actor, found, at=self.clock.now())
            await unit.commit()
        conference = Conference(
            id=found.room.id, host=found.room.host, join_url=found.room.join_url
        )
        try:
            url = await self.conferences.start_link(conference)
        except ConferencesUnavailable as unavailable:
            raise ConferenceSilent from unavailable
        return ProctorCalled(
            exam=exam,
            subject=found.subject,
            starts_at=found.starts_at,
            url=url,
            people=people,
            members=members,
        )


async def staff_came(unit: Unit, actor: Actor, exam: Exam, *, at: datetime) -> None:
    """Note, once, that the staff has come: nobody need be called in its place (B9).

    Who was called already, and is somebody else, is told so in place of the call.
    """
    if exam.room is None or PROCTOR_HERE in exam.done or exam.stage not in TO_BE_HELD:
        return
    await unit.exams.save(replace(exam, done=exam.done | {PROCTOR_HERE}))
    await note_exam(unit, actor, exam, PROCTOR_HERE, at=at)
    who = await unit.people.get(actor.id)
    notice = ProctorCame(
        exam=exam.id,
        subject=exam.subject,
        starts_at=exam.starts_at,
        name=who.name if who is not None else "",
    )
    for person, called in ((exam.reserve, RESERVE_CALLED), (exam.chief, CHIEF_CALLED)):
        if person is None or person == actor.id or called not in exam.done:
            continue
        await unit.outbox.put(
            Envelope(
                notice=notice,
                to=person,
                key=f"proctor_came:{exam.id}:{exam.schedule_version}:{person}",
                priority=Priority.ANSWER,
                slot=called_slot(exam.id),
                fresh=True,
                exam_id=exam.id,
            )
        )


def called_slot(exam: ExamId) -> str:
    """Return the slot of the call to whoever stands in for the absent."""
    return f"called:{exam}"


def board_slot(exam: ExamId) -> str:
    """Return the slot of an exam's live board."""
    return f"board:{exam}"


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """A proctor wants the live board below everything else in the chat."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Send the board afresh; from then on it stays current by itself."""
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *STAFF)
            await unit.outbox.put(
                Envelope(
                    notice=board_for(await board_of(unit, found, now=now), found, actor.id),
                    to=actor.id,
                    key=f"board:{exam}:{actor.id}:asked:{now.timestamp()}",
                    priority=Priority.ANSWER,
                    slot=board_slot(exam),
                    fresh=True,
                    exam_id=exam,
                )
            )
            await staff_came(unit, actor, found, at=now)
            await unit.commit()


@dataclass(frozen=True, slots=True)
class LookAtRoom:
    """A proctor turns a page of a large room's board."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> ProctorBoard:
        """Return the board as it stands; nothing is sent and nothing changes."""
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *STAFF)
            return board_for(await board_of(unit, found, now=self.clock.now()), found, actor.id)


@dataclass(frozen=True, slots=True)
class OpenCard:
    """A proctor opens a student's card."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Return it as it stands."""
        async with self.units.reading() as unit:
            seat = await seat_of(unit, actor, attempt)
            return await card_of(unit, seat, seat.attempt, now=self.clock.now())
