"""What the clock wants of the conference service: rooms opened, watched and ended.

The service may be slow or silent. So this is done beside the tick, and no deadline waits for it.
"""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain.delivery import Priority
from exams.domain.exam import ROOM_LOST, Exam, Kind, Room, lost
from exams.domain.exam_table import ExamStage
from exams.domain.ids import PersonId
from exams.notices.commission import CommissionLink, MembersOut
from exams.notices.proctor import ProctorCalled, RoomMissing
from exams.ports.clock import Clock
from exams.ports.conferences import (
    Conference,
    Conferences,
    ConferencesUnavailable,
    PersonalLink,
    conference_of,
)
from exams.records.unit import Unit, Units
from exams.services.apart import Apart
from exams.services.clock.lost_rooms import TOLD_LOST, LostRooms
from exams.services.conference import HALF_OPEN, conference_for
from exams.services.doors import Seat
from exams.services.keeping import noted
from exams.services.members import (
    guests_of,
    left_noted,
    left_with_link,
    link_noted,
    members_of,
    tell_each,
)
from exams.services.planning.invitations import (
    AHEAD,
    CHIEF_LEAD,
    COMING,
    LINKS_SENT,
    LIVE,
    RESERVE_LEAD,
    link_key,
    passed,
    seats_of,
    send_link,
)
from exams.services.room.attendance import Attendance
from exams.services.telling import staff_of, tell_staff

EMPTY: Final = frozenset({ExamStage.CLOSED, ExamStage.MARKING, ExamStage.CANCELLED})
"""Nobody has any business in the conference."""
ROOM_ENDED: Final = "room_ended"
AT_ONCE: Final = 4  # exams; with a slow service one after the other would take too long by T-15
TRYING: Final = timedelta(days=1)  # after the start; a conference that cannot be ended is let be


@dataclass(frozen=True, slots=True)
class OpenRooms:
    """Conferences at T-30, with a personal link for everybody; the staff is called (D2, B5)."""

    units: Units
    clock: Clock
    conferences: Conferences

    async def __call__(self, exam: Exam) -> None:
        """Open the room of an exam that is near, once; who gets a place later gets a link too.

        So does a member of the commission, also one who was named while the exam runs; who left
        it has none any more.

        Raises:
            ConferencesUnavailable: nothing was done; the next round tries again.
        """
        now = self.clock.now()
        if exam.links_wanted(now):
            await self._open(exam, now)
        if exam.room is not None and exam.kind is Kind.ORAL:
            await self._unlink_members(exam, exam.room)
            await self._link_members(exam, exam.room)

    async def _open(self, exam: Exam, now: datetime) -> None:
        if exam.room is not None:
            await self._link_newcomers(exam, exam.room)
            return
        if now < exam.room_opens_at:
            return
        async with self.units.reading() as unit:
            seats = await seats_of(unit, exam)
        try:
            conference = await conference_for(self.conferences, exam)
        except ConferencesUnavailable:
            await self._none_instead(exam, now)
            raise
        names = {s.student.id: s.student.name for s in seats if not s.attempt.over}
        try:
            links = await self.conferences.personal_links(conference, names)
            start = await self.conferences.start_link(conference)
        except ConferencesUnavailable:
            await self._half_open(exam)
            raise
        async with self.units() as unit:
            stored = await unit.exams.get(exam.id)
            wanted = (
                stored is not None
                and stored.stage in COMING | LIVE
                and stored.schedule_version == exam.schedule_version
            )
            if stored is not None and wanted and stored.room is None:
                await self._opened(unit, stored, conference, links, start)
                await unit.commit()
        if not wanted:  # moved or cancelled while the service was asked
            await self.conferences.end(conference)

    async def _none_instead(self, exam: Exam, now: datetime) -> None:
        """Alert the staff, once, that their room went and there is no other one yet."""
        if ROOM_LOST not in exam.done or TOLD_LOST in exam.done:
            return
        async with self.units() as unit:
            stored = await noted(unit, exam, TOLD_LOST)
            notice = RoomMissing(
                exam=exam.id, subject=exam.subject, starts_at=exam.starts_at, lost=True
            )
            key = now.isoformat()
            await tell_staff(unit, stored, notice, key=key, priority=Priority.LINK)
            await unit.commit()

    async def _half_open(self, exam: Exam) -> None:
        """Note that there is a conference which nobody has a link to."""
        if HALF_OPEN not in exam.done:
            async with self.units() as unit:
                await noted(unit, exam, HALF_OPEN)
                await unit.commit()

    async def _link_newcomers(self, exam: Exam, room: Room) -> None:
        """Give those a personal link who got their place after the room was opened.

        Whom the others' links are sent to already, it is sent to at once.
        """
        async with self.units.reading() as unit:
            waiting = [a for a in await unit.attempts.newcomers(exam.id) if a.link is None]
            people = await unit.people.many(attempt.student_id for attempt in waiting)
        if not people:
            return
        names = {person: one.name for person, one in people.items()}
        links = await self.conferences.personal_links(conference_of(room), names)
        async with self.units() as unit:
            stored = await unit.exams.get(exam.id)
            if stored is not None and stored.room == room:
                for seat in await _link(unit, stored, links):
                    if LINKS_SENT in stored.done:
                        await send_link(unit, seat, anew=":own")
                await unit.commit()

    async def _unlink_members(self, exam: Exam, room: Room) -> None:
        """Take the links of those who left the commission; hosts and chair read what to do."""
        left = left_with_link(exam)
        if not left:
            return
        async with self.units.reading() as unit:
            back = await members_of(unit, exam)
        gone = [one for one in left if one not in back]
        closed = await self.conferences.revoke(conference_of(room), gone) if gone else True
        async with self.units() as unit:
            stored = await unit.exams.get(exam.id)
            if stored is None or stored.room != room:
                return  # moved while the service was asked, and all links with it
            known = stored.done - {left_noted(one) for one in left}
            await unit.exams.save(replace(stored, done=known))
            if gone:
                await _tell_left(
                    unit, stored, gone, closed=closed, key=self.clock.now().isoformat()
                )
            await unit.commit()

    async def _link_members(self, exam: Exam, room: Room) -> None:
        """Send those members of the commission a link who have had none to this room."""
        async with self.units.reading() as unit:
            members = await members_of(unit, exam)
            waiting = [one for one in members if link_noted(one) not in exam.done]
            if not waiting:
                return
            people = await unit.people.many(waiting)
        names = {person: one.name for person, one in people.items()}
        links = await self.conferences.personal_links(conference_of(room), names)
        async with self.units() as unit:
            stored = await unit.exams.get(exam.id)
            if stored is None or stored.room != room or stored.stage not in COMING | LIVE:
                return  # moved or cancelled while the service was asked
            for member in await members_of(unit, stored):
                if member not in links:
                    continue
                stored = await noted(unit, stored, link_noted(member))
                notice = CommissionLink(
                    exam=stored.id,
                    subject=stored.subject,
                    starts_at=stored.starts_at,
                    url=links[member].url,
                    anew=lost(link_noted(member)) in stored.done,
                )
                key = self.clock.now().isoformat()  # anew for who left the commission and is back
                await tell_each(unit, stored.id, [member], notice, key=key, priority=Priority.LINK)
            await unit.commit()

    async def _opened(
        self,
        unit: Unit,
        exam: Exam,
        conference: Conference,
        links: dict[PersonId, PersonalLink],
        start: str,
    ) -> None:
        exam = await noted(unit, exam, "room")
        # Whoever is called this late is not absent yet; who was called to an earlier room may be.
        now, late = self.clock.now(), set[str]()
        if ROOM_LOST not in exam.done:
            late |= {"reserve"} if passed(exam, RESERVE_LEAD, now) else set()
            late |= {"chief"} if passed(exam, CHIEF_LEAD, now) else set()
        room = Room(id=conference.id, host=conference.host, join_url=conference.join_url)
        exam = replace(exam, room=room, done=exam.done | late)
        await unit.exams.save(exam)
        exam = replace(exam, version=exam.version + 1)
        await _link(unit, exam, links)
        notice = ProctorCalled(
            exam=exam.id,
            subject=exam.subject,
            starts_at=exam.starts_at,
            url=start,
            people=len(links),
            members=await guests_of(unit, exam),
            anew=ROOM_LOST in exam.done,
        )
        await tell_staff(unit, exam, notice, key=link_key(exam))


async def _tell_left(
    unit: Unit, exam: Exam, gone: Sequence[PersonId], *, closed: bool, key: str
) -> None:
    commission = await unit.commissions.of(exam.id)
    people = await unit.people.many(gone)
    notice = MembersOut(
        exam=exam.id,
        subject=exam.subject,
        names=tuple(people[one].name for one in gone),
        closed=closed,
    )
    chair = (commission.chair,) if commission is not None else ()
    readers = dict.fromkeys((*staff_of(exam), *chair))
    await tell_each(unit, exam.id, readers, notice, key=key, priority=Priority.LINK)


async def _link(
    unit: Unit, exam: Exam, links: Mapping[PersonId, PersonalLink]
) -> tuple[Seat, ...]:
    """Give the links to their owners; return the seats that have one now."""
    linked = []
    for seat in await seats_of(unit, exam):
        link = links.get(seat.student.id)
        if link is not None:
            attempt = replace(seat.attempt, link=link.url, registrant=link.registrant)
            await unit.attempts.save(attempt)
            linked.append(replace(seat, attempt=replace(attempt, version=attempt.version + 1)))
    return tuple(linked)


@dataclass(frozen=True, slots=True)
class EndRooms:
    """Ends the conferences of exams that are over or do not take place: their links die."""

    units: Units
    conferences: Conferences

    async def __call__(self, exam: Exam) -> None:
        """End the conference, once.

        Raises:
            ConferencesUnavailable: the next round tries again.
        """
        if ROOM_ENDED in exam.done or (exam.room is None and HALF_OPEN not in exam.done):
            return
        await self.conferences.end(await conference_for(self.conferences, exam))
        async with self.units() as unit:
            await noted(unit, exam, ROOM_ENDED)
            await unit.commit()


@dataclass(frozen=True, slots=True)
class KeepRooms:
    """Everything that is due at the conference service; idempotent, called every second or so.

    Some exams are served side by side: the service may be slow, and many begin at ten.
    """

    units: Units
    clock: Clock
    lost_rooms: LostRooms
    open_room: OpenRooms
    end_room: EndRooms
    attendance: Attendance

    async def __call__(self) -> None:
        """Do what is due, exam by exam.

        Raises:
            PartFailed: something could not be done, and everything else was.
            ConferencesUnavailable: after every exam had its turn; the next round tries again.
        """
        async with self.units.reading() as unit:
            now = self.clock.now()
            exams = await unit.exams.in_stages(COMING | LIVE, until=now + AHEAD)
            exams += await unit.exams.in_stages(EMPTY, since=now - TRYING)
        apart, troubles = Apart(), list[ConferencesUnavailable]()
        places = asyncio.Semaphore(AT_ONCE)

        async def serve(exam: Exam) -> None:
            async with places:
                if exam.stage in EMPTY:
                    await apart.do(_asked(self.end_room(exam), troubles))
                    return
                # Whoever gets no link is no reason not to look who is inside.
                await apart.do(_asked(self._open(exam), troubles))
                await apart.do(_asked(self.attendance(exam), troubles))

        await asyncio.gather(*map(serve, exams))
        apart.end()
        if troubles:
            raise troubles[-1]

    async def _open(self, exam: Exam) -> None:
        await self.open_room(await self.lost_rooms(exam))


async def _asked(work: Awaitable[None], troubles: list[ConferencesUnavailable]) -> None:
    try:
        await work
    except ConferencesUnavailable as unavailable:
        troubles.append(unavailable)
