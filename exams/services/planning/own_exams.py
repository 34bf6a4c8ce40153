"""A student and the own exams: list, details, calendar, equipment, link."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from exams.domain import beforehand
from exams.domain.attempt import Attempt, Camera
from exams.domain.attempt_table import OVER, Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Role
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown
from exams.notices.base import Media
from exams.notices.before import (
    Calendar,
    ConferenceLink,
    Equipment,
    ExamDetails,
    MyExams,
)
from exams.notices.lines import ExamLine
from exams.ports.calendars import Calendars
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.records.unit import Unit, Units
from exams.services.conference import no_link
from exams.services.doors import Seat, own_seat
from exams.services.keeping import NOT_HELD, keep
from exams.services.people.announcing import in_place_of
from exams.services.planning.calendar_entries import appointment_of

TESTED = frozenset({Stage.SUBMITTED, Stage.EXPIRED})


async def _exams_of(unit: Unit, actor: Actor) -> list[tuple[Exam, Attempt]]:
    actor.require(Role.STUDENT)
    pairs = []
    for attempt in await unit.attempts.of_student(actor.id):
        exam = await unit.exams.get(attempt.exam_id)
        if exam is not None and exam.announced and exam.stage is not ExamStage.ARCHIVED:
            pairs.append((exam, attempt))
    return pairs


def _line(exam: Exam, attempt: Attempt) -> ExamLine:
    cancelled = exam.stage is ExamStage.CANCELLED
    return ExamLine(
        exam=exam.id,
        subject=exam.subject,
        kind=exam.kind.value,
        starts_at=exam.starts_at,
        stage=exam.stage.value if cancelled else attempt.stage.value,
    )


def _next_first(pairs: Iterable[tuple[Exam, Attempt]]) -> list[tuple[Exam, Attempt]]:
    return sorted(
        pairs,
        key=lambda pair: (
            pair[1].stage in OVER or pair[0].stage is ExamStage.CANCELLED,
            pair[0].starts_at,
        ),
    )


@dataclass(frozen=True, slots=True)
class ListMyExams:
    """A student looks at the own exams (S2)."""

    units: Units

    async def __call__(self, actor: Actor) -> MyExams:
        """Return the published exams, the next one first."""
        async with self.units.reading() as unit:
            pairs = _next_first(await _exams_of(unit, actor))
        return MyExams(exams=tuple(_line(exam, attempt) for exam, attempt in pairs))


@dataclass(frozen=True, slots=True)
class ShowExam:
    """A student opens one exam."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId) -> ExamDetails:
        """Return the exam and what to do now.

        Raises:
            Unknown: it is of an earlier term, or not the student's own.
        """
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            if seat.exam.stage is ExamStage.ARCHIVED:
                raise Unknown
            people = await unit.people.many(seat.exam.proctors)
            missed_at = await in_place_of(unit, seat.exam)
        proctor = next((people[p].name for p in seat.exam.proctors if p in people), "")
        attempt = seat.attempt
        return ExamDetails(
            exam=exam,
            subject=seat.exam.subject,
            kind=seat.exam.kind.value,
            starts_at=seat.exam.starts_at,
            opens_at=seat.exam.checkin_opens_at,
            stage=_line(seat.exam, attempt).stage,
            camera=attempt.camera.value if attempt.camera else "",
            proctor=proctor,
            reason=attempt.outcome_reason or "",
            answers=seat.exam.shows_answers and attempt.stage in TESTED,
            missed_at=missed_at,
        )


@dataclass(frozen=True, slots=True)
class GiveCalendar:
    """A student wants the exams in the phone's calendar."""

    units: Units
    calendars: Calendars
    files: Files

    async def __call__(self, actor: Actor) -> Calendar:
        """Return the coming exams as an iCalendar file."""
        async with self.units.reading() as unit:
            pairs = _next_first(await _exams_of(unit, actor))
            students = await unit.attempts.counts({exam.id for exam, _ in pairs})
        coming = [
            appointment_of(exam, students)
            for exam, attempt in pairs
            if attempt.stage not in OVER and exam.stage is not ExamStage.CANCELLED
        ]
        if not coming:
            return Calendar(count=0)
        digest = await self.files.put(self.calendars.write(coming))
        media = Media(kind="document", digest=digest, name="emtihan.ics")
        return Calendar(count=len(coming), media=(media,))


@dataclass(frozen=True, slots=True)
class AskEquipment:
    """A student opens the question about equipment (S1)."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId) -> Equipment:
        """Return the question with its figure."""
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
        return _question(seat, seat.attempt.camera)


@dataclass(frozen=True, slots=True)
class ChooseCamera:
    """A student says what will be on camera (S1)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, camera: Camera) -> Equipment:
        """Note the answer, which may be changed; return the question with it.

        Raises:
            WrongStage: the attempt is over.
        """
        async with self.units() as unit:
            seat = await own_seat(unit, actor, exam)
            chosen = beforehand.choose_camera(seat.attempt, camera)
            await keep(
                unit, seat, chosen, "choose_camera", at=self.clock.now(), reason=camera.value
            )
            await unit.commit()
        return _question(seat, camera)


def _question(seat: Seat, camera: Camera | None) -> Equipment:
    """Return the question about equipment, and what was answered."""
    return Equipment(
        exam=seat.exam.id,
        subject=seat.exam.subject,
        starts_at=seat.exam.starts_at,
        camera=camera.value if camera else "",
    )


THEN: Final = {Stage.SCHEDULED: "here", Stage.INVITED: "here", Stage.INTERRUPTED: "back"}
"""What somebody at a stage tells the bot on coming into the conference."""


def link_of(seat: Seat) -> str:
    """Return the personal link, or the room's own where there are no personal ones."""
    shared = seat.exam.room.join_url if seat.exam.room else ""
    return seat.attempt.link or shared


@dataclass(frozen=True, slots=True)
class GiveMyLink:
    """A student asks for the link again; also when its message did not arrive."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId) -> ConferenceLink:
        """Return the personal link.

        Raises:
            TooEarly: links come 15 minutes before.
            RoomAwaited: they should have come, and the conference is not open.
            TooLate: it never opened.
            WrongStage: barred, over, or the exam does not take place.
        """
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
        if seat.exam.stage in NOT_HELD:
            raise WrongStage(act="my_link", stage=seat.exam.stage.value)
        if seat.attempt.over:
            raise WrongStage(act="my_link", stage=seat.attempt.stage.value)
        url = link_of(seat)
        if not url or seat.exam.stage in {ExamStage.DRAFT, ExamStage.PUBLISHED}:
            raise no_link(seat.exam, seat.exam.checkin_opens_at, self.clock.now())
        return ConferenceLink(
            exam=exam,
            subject=seat.exam.subject,
            starts_at=seat.exam.starts_at,
            url=url,
            then=THEN.get(seat.attempt.stage, ""),
        )
