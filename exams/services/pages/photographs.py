"""Photographs at checking in: consent, a look at each picture, the comparison (S4, S5)."""

from dataclasses import dataclass

from exams.domain.ids import AttemptId, ExamId
from exams.domain.likeness import (
    Comparison,
    Portrait,
    PortraitFault,
    Sameness,
    document_faults,
    portrait_faults,
)
from exams.domain.people import Actor
from exams.domain.photographs import (
    CONSENT_VERSION,
    OPEN,
    ConsentMissing,
    Photographs,
    PhotographsOff,
    first_consent,
)
from exams.domain.refusals.moments import WrongStage
from exams.ports.clock import Clock
from exams.ports.faces import FaceMatcher
from exams.records.unit import Unit, Units
from exams.services.doors import Seat, own_seat
from exams.services.keeping import note
from exams.services.telling import alert_staff


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotographsNow:
    """How a student's photographs stand.

    Attributes:
        open: they can be taken now.
        agreed: the student has agreed to it.
        done: they were compared; the proctor has the proposal.
    """

    exam: ExamId
    subject: str
    open: bool
    agreed: bool
    done: bool


@dataclass(frozen=True, slots=True)
class _AtCheckIn:
    """What these use cases share: a student who checks in, and a way to compare.

    Attributes:
        faces: None where the university takes no photographs.
    """

    units: Units
    clock: Clock
    faces: FaceMatcher | None

    def matcher(self) -> FaceMatcher:
        if self.faces is None:
            raise PhotographsOff
        return self.faces

    async def count(self, actor: Actor, exam: ExamId, pictures: int) -> None:
        """Count pictures before they are looked at, so that nobody can make the server toil."""
        async with self.units() as unit:
            seat = await _open_seat(unit, actor, exam)
            kept = await _agreed(unit, seat.attempt.id)
            await unit.photographs.save(kept.look(pictures))
            await unit.commit()


async def _open_seat(unit: Unit, actor: Actor, exam: ExamId) -> Seat:
    seat = await own_seat(unit, actor, exam)
    if seat.attempt.stage not in OPEN:
        raise WrongStage(act="photographs", stage=seat.attempt.stage.value)
    return seat


async def _agreed(unit: Unit, attempt: AttemptId) -> Photographs:
    kept = await unit.photographs.of(attempt)
    if kept is None:
        raise ConsentMissing
    return kept


@dataclass(frozen=True, slots=True)
class ShowPhotographs(_AtCheckIn):
    """A student opens the page."""

    async def __call__(self, actor: Actor, exam: ExamId) -> PhotographsNow:
        """Return how things stand.

        Raises:
            PhotographsOff: the university takes none.
        """
        self.matcher()
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            kept = await unit.photographs.of(seat.attempt.id)
        return PhotographsNow(
            exam=exam,
            subject=seat.exam.subject,
            open=seat.attempt.stage in OPEN,
            agreed=kept is not None and kept.agreed,
            done=kept is not None and kept.compared_at is not None,
        )


@dataclass(frozen=True, slots=True)
class ConsentToPhotographs(_AtCheckIn):
    """A student agrees that the pictures are compared."""

    async def __call__(self, actor: Actor, exam: ExamId) -> None:
        """Keep version and moment; agreeing twice keeps the first moment.

        Raises:
            PhotographsOff: the university takes none.
            WrongStage: the student does not check in now.
        """
        self.matcher()
        now = self.clock.now()
        async with self.units() as unit:
            seat = await _open_seat(unit, actor, exam)
            kept = await unit.photographs.of(seat.attempt.id)
            if kept is None:
                await unit.photographs.add(first_consent(seat.attempt.id, at=now))
            elif kept.agreed:
                return
            else:
                await unit.photographs.save(kept.agree(at=now))
            await note(
                unit, seat, "photographs_consent", at=now, facts={"version": CONSENT_VERSION}
            )
            await unit.commit()


@dataclass(frozen=True, slots=True)
class _Look(_AtCheckIn):
    """The page asks whether a picture will do, while it can still be taken again."""

    async def portrait(self, actor: Actor, exam: ExamId, picture: bytes) -> Portrait:
        """Measure the largest face; nothing is kept.

        Raises:
            PhotographsOff: the university takes none, or nothing here can look at faces.
            WrongStage: the student does not check in now.
            ConsentMissing, TooManyPictures: see exams.domain.photographs.
            Refusal: the bytes are no picture we take.
        """
        faces = self.matcher()
        await self.count(actor, exam, 1)
        portrait: Portrait | None = await faces.look(picture)
        if portrait is None:
            raise PhotographsOff
        return portrait


@dataclass(frozen=True, slots=True)
class LookAtFace(_Look):
    """The picture of who is there."""

    async def __call__(
        self, actor: Actor, exam: ExamId, picture: bytes
    ) -> tuple[PortraitFault, ...]:
        """Return what is poor about it, the first to be told first."""
        return portrait_faults(await self.portrait(actor, exam, picture))


@dataclass(frozen=True, slots=True)
class LookAtDocument(_Look):
    """The picture of the document, whose portrait must be large enough."""

    async def __call__(
        self, actor: Actor, exam: ExamId, picture: bytes
    ) -> tuple[PortraitFault, ...]:
        """Return what is poor about it, the first to be told first."""
        return document_faults(await self.portrait(actor, exam, picture))


@dataclass(frozen=True, slots=True)
class CompareFaces(_AtCheckIn):
    """Both pictures are there: face and document are compared and forgotten."""

    async def __call__(
        self, actor: Actor, exam: ExamId, *, face: bytes, document: bytes
    ) -> PhotographsNow:
        """Keep what the comparison proposes, for the proctor; a later one takes its place.

        Raises:
            PhotographsOff: the university takes none, or nothing here can compare.
            WrongStage: the student does not check in now.
            ConsentMissing, TooManyPictures: see exams.domain.photographs.
            Refusal: the bytes are no picture we take.
        """
        faces = self.matcher()
        await self.count(actor, exam, 2)
        found: Comparison | None = await faces.compare(document, face)
        if found is None:
            raise PhotographsOff
        now = self.clock.now()
        async with self.units() as unit:
            seat = await _open_seat(unit, actor, exam)
            kept = (await _agreed(unit, seat.attempt.id)).compared(found, at=now)
            await unit.photographs.save(kept)
            await note(
                unit,
                seat,
                "photographs_compared",
                at=now,
                facts={"sameness": found.sameness.value, "score": kept.score or 0},
            )
            if found.sameness is Sameness.DIFFERENT:
                key = str(kept.version)
                await alert_staff(unit, seat, "faces_differ", at=now, key=key)
            await unit.commit()
        return PhotographsNow(
            exam=exam, subject=seat.exam.subject, open=True, agreed=True, done=True
        )
