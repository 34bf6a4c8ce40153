"""How an exam is marked, planned by dean or registrar; and who has what still to mark."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.attempt import Attempt
from exams.domain.delivery import Priority
from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.log import Fact
from exams.domain.marking import (
    FIRST,
    MARKERS,
    SECOND,
    SECRET_LENGTH,
    SHARES,
    THIRD,
    MarkedByMarkers,
    MarkersUnreadable,
    Marking,
    MarkingBegun,
    MarkingPlan,
    WorksOpen,
    awaited,
)
from exams.domain.people import Actor
from exams.domain.refusals.people import Unknown
from exams.notices.marking import MarkerLeft, MarkingCard, MarkingOpen
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.doors import PLANNERS, STAFF, VIEWERS, plan
from exams.services.keeping import note_exam
from exams.services.members import part_slot, tell_each, tell_marker_named, unreached_of

PLANNED: Final = "plan_marking"
OVER: Final = frozenset({ExamStage.RESULTS_PUBLISHED, ExamStage.ARCHIVED, ExamStage.CANCELLED})
MOST_MARKERS: Final = 3
SHOWN: Final = 60  # characters of what could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the marking of an exam is.

    Attributes:
        attempts: those that are marked, in the order of their codes.
        codes: of each.
        twice: those that are marked by two.
        given: what was given for each, by turn.
    """

    plan: MarkingPlan
    attempts: tuple[Attempt, ...]
    codes: Mapping[AttemptId, str]
    twice: frozenset[AttemptId]
    given: Mapping[AttemptId, Mapping[int, Marking]]

    def points(self, attempt: AttemptId) -> dict[int, int]:
        """Return what was given for a work, by turn."""
        return {turn: one.points for turn, one in self.given.get(attempt, {}).items()}

    def waits_for(self, attempt: AttemptId) -> frozenset[int]:
        """Return the markers whose mark a work waits for."""
        points, twice = self.points(attempt), attempt in self.twice
        if awaited(points, twice=twice) == THIRD:
            return frozenset({THIRD})
        wanted = {FIRST, SECOND} if twice else {FIRST}
        return frozenset(wanted - points.keys())

    def waiting(self, turn: int) -> tuple[AttemptId, ...]:
        """Return the works that wait for a marker, in order."""
        return tuple(a.id for a in self.attempts if turn in self.waits_for(a.id))


async def standing_of(unit: Unit, plan_: MarkingPlan) -> Standing:
    """Return how far the marking of an exam is."""
    attempts = {one.id: one for one in await unit.attempts.of_exam(plan_.exam_id)}
    # The order comes of everybody on the list, so that a code stays whoever is annulled later.
    sat = [one for one in plan_.order(attempts) if attempts[one].sat]
    return Standing(
        plan=plan_,
        attempts=tuple(attempts[one] for one in sat),
        codes=plan_.codes(attempts),
        twice=plan_.twice(attempts),
        given=await unit.marking.of_exam(plan_.exam_id),
    )


async def marked_by_markers(unit: Unit, exam: ExamId) -> Standing | None:
    """Return how far the marking is where markers of its own mark an exam, else None."""
    found = await unit.marking.plan(exam)
    return None if found is None or not found.by_markers else await standing_of(unit, found)


async def require_proctors_marking(unit: Unit, exam: ExamId) -> None:
    """Let proctors enter marks only where no markers were named.

    Raises:
        MarkedByMarkers: they were.
    """
    found = await unit.marking.plan(exam)
    if found is not None and found.by_markers:
        raise MarkedByMarkers


async def require_settled(unit: Unit, exam: ExamId) -> None:
    """Let nothing be published while a work waits for a marker.

    Raises:
        WorksOpen: some do; the facts tell how many.
    """
    standing = await marked_by_markers(unit, exam)
    if standing is None:
        return
    open_ = sum(bool(standing.waits_for(one.id)) for one in standing.attempts)
    if open_:
        raise WorksOpen(count=open_)


async def tell_marker(
    unit: Unit, exam: Exam, plan_: MarkingPlan, turn: int, works: int, *, key: str, slot: str = ""
) -> None:
    """Tell a marker that so many works wait; with a slot, in place of what was told before."""
    marker = plan_.markers[turn - 1]
    await unit.outbox.put(
        Envelope(
            notice=MarkingOpen(exam=exam.id, subject=exam.subject, works=works),
            to=marker,
            key=f"marking_open:{exam.id}:{turn}:{key}:{marker}",
            priority=Priority.REMINDER,
            slot=slot,
            fresh=bool(slot),
            exam_id=exam.id,
        )
    )


async def open_marking(unit: Unit, exam: Exam) -> None:
    """Tell the markers of an exam that is over what waits for them."""
    standing = await marked_by_markers(unit, exam.id)
    if standing is None:
        return
    for turn in range(FIRST, len(standing.plan.markers) + 1):
        works = len(standing.waiting(turn))
        if works:
            await tell_marker(unit, exam, standing.plan, turn, works, key="1")


async def _card(
    unit: Unit,
    exam: Exam,
    found: MarkingPlan,
    *,
    planner: bool = True,
    staff: bool = False,
    of_room: bool = False,
) -> MarkingCard:
    people = await unit.people.many(found.markers)
    standing = await standing_of(unit, found)
    settled = standing.attempts and not any(standing.waits_for(a.id) for a in standing.attempts)
    if staff and found.by_markers and settled and exam.stage is ExamStage.MARKING:
        can: tuple[str, ...] = ("check",)
    else:
        can = ()
    fixed = exam.stage in OVER or bool(standing.given) or not planner
    return MarkingCard(
        exam=exam.id,
        subject=exam.subject,
        anonymous=found.anonymous,
        share=found.share,
        markers=tuple(people[one].name for one in found.markers if one in people),
        waiting=tuple(len(standing.waiting(turn)) for turn in range(1, len(found.markers) + 1)),
        can=can if fixed else ("anonymous", "share", "markers"),
        of_room=of_room,
        unreached=() if exam.stage in OVER else await unreached_of(unit, found.markers),
    )


async def _stored(unit: Unit, exam: ExamId, shuffler: Shuffler) -> MarkingPlan:
    found = await unit.marking.plan(exam)
    return found or MarkingPlan(exam_id=exam, secret=shuffler.secret(SECRET_LENGTH))


@dataclass(frozen=True, slots=True)
class OpenMarkingPlan:
    """Dean, registrar or the exam's staff looks at how an exam is marked, and how far that is."""

    units: Units
    shuffler: Shuffler

    async def __call__(self, actor: Actor, exam: ExamId) -> MarkingCard:
        """Return the plan with how many works wait for each marker."""
        async with self.units.reading() as unit:
            found = await plan(unit, actor, exam, *VIEWERS, *STAFF)
            stored = await _stored(unit, exam, self.shuffler)
            roles = found.roles_of(actor)
            return await _card(
                unit,
                found,
                stored,
                planner=not roles.isdisjoint(PLANNERS),
                staff=not roles.isdisjoint(STAFF),
                of_room=roles.isdisjoint(VIEWERS),
            )


@dataclass(frozen=True, slots=True)
class PlanMarking:
    """Dean or registrar decides how an exam is marked."""

    units: Units
    clock: Clock
    shuffler: Shuffler

    async def __call__(
        self,
        actor: Actor,
        exam: ExamId,
        *,
        anonymous: bool | None = None,
        share: int | None = None,
        markers: str | None = None,
    ) -> MarkingCard:
        """Change what is given, and tell the markers; the same again changes nothing.

        Args:
            actor: who plans.
            exam: whose results are not out.
            anonymous: codes stand in place of names.
            share: percent of the works that are marked twice.
            markers: staff numbers of the first, second and third marker; "-" for none.

        Raises:
            MarkersUnreadable: a number is nobody's who may mark; the facts name it.
            MarkersMissing: too few markers for what is wanted.
            MarkerKnows: a marker of anonymous works is of the exam's staff.
            MarkingBegun: works have marks already.
            Unknown: there is no such share, or it is no written exam.
        """
        if share is not None and share not in SHARES:
            raise Unknown
        async with self.units() as unit:
            found = await plan(unit, actor, exam)
            if found.kind is not Kind.WRITTEN:
                raise Unknown  # an oral answer is marked as it is heard, a test by itself
            before = await _stored(unit, exam, self.shuffler)
            after = before
            if anonymous is not None:
                after = replace(after, anonymous=anonymous)
            if share is not None:
                after = replace(after, share=share)
            if markers is not None:
                after = replace(after, markers=await named(unit, markers))
            if after != before:
                marked = await unit.marks.of_exam(exam) or await unit.marking.of_exam(exam)
                if found.stage in OVER or marked:
                    raise MarkingBegun
                after = after.checked(found)
                await unit.marking.put_plan(after)
                now = self.clock.now()
                await note_exam(unit, actor, found, PLANNED, at=now, facts=_facts(after))
                await _tell_changed(unit, found, before, after, at=now)
            card = await _card(unit, found, after)
            await unit.commit()
        return card


async def _tell_changed(
    unit: Unit, exam: Exam, before: MarkingPlan, after: MarkingPlan, *, at: datetime
) -> None:
    """Tell markers what is theirs by now, and at once what waits where the exam is over."""
    if exam.stage is ExamStage.DRAFT:
        return
    left = MarkerLeft(subject=exam.subject, starts_at=exam.starts_at)
    gone = [one for one in before.markers if one not in after.markers]
    key = f"{at.isoformat()}:{list(map(int, after.markers))}"
    await tell_each(unit, exam.id, gone, left, key=key, slot=part_slot(exam.id))
    kept = (before.share, before.anonymous) == (after.share, after.anonymous)
    news = [
        one for one in after.markers if not (kept and before.turn_of(one) == after.turn_of(one))
    ]
    await tell_marker_named(unit, exam, after, news, at=at)
    if exam.stage is ExamStage.MARKING and news:
        standing = await standing_of(unit, after)
        for one in news:
            turn = after.markers.index(one) + 1
            works = len(standing.waiting(turn))
            if works:
                await tell_marker(unit, exam, after, turn, works, key=key, slot=f"works:{exam.id}")


def _facts(after: MarkingPlan) -> dict[str, Fact]:
    return {
        "anonymous": after.anonymous,
        "share": after.share,
        "markers": ",".join(str(int(one)) for one in after.markers),
    }


async def named(unit: Unit, text: str) -> tuple[PersonId, ...]:
    """Return the staff whose numbers are typed; "-" names nobody.

    Raises:
        MarkersUnreadable: a word names nobody who may mark, or somebody twice.
    """
    words = text.replace(",", " ").replace(";", " ").split()
    if words == ["-"]:
        return ()
    found: list[PersonId] = []
    for word in words:
        person = await unit.people.by_number(word)
        if person is None or not person.roles & MARKERS or person.id in found:
            raise MarkersUnreadable(given=word[:SHOWN])
        found.append(person.id)
    if not 1 <= len(found) <= MOST_MARKERS:
        raise MarkersUnreadable(given=text.strip()[:SHOWN])
    return tuple(found)
