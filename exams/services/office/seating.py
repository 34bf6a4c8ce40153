"""Who of the roster sits which coming exam, once people and schedule are taken in."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain import beforehand
from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Act, Stage
from exams.domain.clash import clash
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId, GroupId, PersonId
from exams.domain.people import Actor, Person, Role
from exams.notices.lines import Unseated
from exams.records.attempts import NEW_ATTEMPT
from exams.records.unit import Unit
from exams.services.keeping import keep_place
from exams.services.office.roster_rows import RosterRows
from exams.services.office.ticket_rows import COMING
from exams.services.people.announcing import announce

REASON_MOVED: Final = "transferred"
NOT_SAT: Final = frozenset({ExamStage.DRAFT, ExamStage.CANCELLED})


@dataclass(slots=True, kw_only=True)
class Seating:
    """Seats the students of the groups, and keeps those away who left a group.

    Attributes:
        known: every exam that is not archived.
        attempts: of the exams looked at so far, by student.
        unseated: who got no place, as another exam takes the time.
    """

    unit: Unit
    now: datetime
    actor: Actor
    roster: RosterRows
    known: dict[ExamId, Exam]
    attempts: dict[ExamId, dict[PersonId, Attempt]] = field(default_factory=dict)
    unseated: list[Unseated] = field(default_factory=list)

    async def seat_students(self) -> None:
        """Give every student of a coming exam an attempt, with the time that is theirs.

        Who is new in the group on the day of the exam gets a place while the door is open, but
        none that would have them sit two exams at once: they are named to the registrar.
        """
        members: dict[GroupId, list[Person]] = {}
        for person in self.roster.by_number.exact.values():
            if person.group_id in self.roster.grown:
                members.setdefault(person.group_id, []).append(person)
        fresh = []
        for exam in self.known.values():
            comes = exam.takes_newcomers(self.now)
            if not comes or not self.roster.grown & set(exam.groups):
                continue
            have = await self.of(exam.id)
            for person in (one for group in exam.groups for one in members.get(group, ())):
                allowed = exam.allowed * (100 + person.extra_time) / 100
                old = have.get(person.id)
                if old is None:
                    other = None if exam.stage in COMING else await self._other(exam, person)
                    if other is None:
                        fresh.append(_place(exam, person, allowed))
                    else:
                        self.unseated.append(_without_place(exam, person, other))
                elif old.clock.allowed != allowed and old.clock.started_at is None:
                    timed = replace(old, clock=replace(old.clock, allowed=allowed))
                    await self.unit.attempts.save(timed)
        await self.unit.attempts.add_all(fresh)
        for late in fresh:
            await announce(self.unit, self.known[late.exam_id], late.student_id)
        self.attempts.clear()

    async def _other(self, exam: Exam, person: Person) -> Exam | None:
        """Return an exam of somebody at an overlapping time that is not over for them."""
        for attempt in await self.unit.attempts.of_student(person.id):
            other = self.known.get(attempt.exam_id)
            held = other is not None and other.stage not in NOT_SAT and not attempt.over
            if other is None or not held or other.id == exam.id:
                continue
            if clash(exam, other, await self.unit.attempts.counts([exam.id, other.id])):
                return other
        return None

    async def leave_old_exams(self) -> None:
        """Keep those who moved to another group from the old group's coming exams.

        Who moves back is let in again. An additional exam is a student's own, and stays.
        """
        for person, group in self.roster.moved.items():
            for attempt in await self.unit.attempts.of_student(person):
                exam = self.known.get(attempt.exam_id)
                if exam is None or exam.stage not in COMING or not exam.groups:
                    continue
                await self._stay_or_leave(exam, attempt, stays=group in exam.groups)

    async def _stay_or_leave(self, exam: Exam, attempt: Attempt, *, stays: bool) -> None:
        held = frozenset({Role.REGISTRAR})
        kept_out = attempt.stage is Stage.BARRED and attempt.outcome_reason == REASON_MOVED
        if not stays and attempt.stage is Stage.SCHEDULED:
            barred = beforehand.bar(attempt, held, reason=REASON_MOVED)
            await self.keep(attempt, barred, Act.BAR, REASON_MOVED)
            await announce(self.unit, exam, attempt.student_id, barred=REASON_MOVED)
        elif stays and kept_out:
            back = beforehand.clear_bar(attempt, held, reason=REASON_MOVED)
            await self.keep(attempt, back, Act.CLEAR_BAR, REASON_MOVED)
            await announce(self.unit, exam, attempt.student_id, anew=":moved_back")

    async def of(self, exam: ExamId) -> dict[PersonId, Attempt]:
        """Return the attempts of an exam by student."""
        if exam not in self.attempts:
            found = await self.unit.attempts.of_groups(exam)
            self.attempts[exam] = {attempt.student_id: attempt for attempt in found}
        return self.attempts[exam]

    async def keep(self, before: Attempt, after: Attempt, act: Act, reason: str) -> None:
        """Keep a change of an attempt, with its event."""
        await keep_place(self.unit, self.actor, before, after, act, at=self.now, reason=reason)


def _without_place(exam: Exam, person: Person, other: Exam) -> Unseated:
    return Unseated(
        name=person.name,
        number=person.number,
        subject=exam.subject,
        starts_at=exam.starts_at,
        other=other.subject,
    )


def _place(exam: Exam, person: Person, allowed: timedelta) -> Attempt:
    return Attempt(
        id=NEW_ATTEMPT,
        exam_id=exam.id,
        student_id=person.id,
        clock=ClockLedger(allowed=allowed),
    )
