"""A sheet that was sent: judged, kept, and what the student hears about it (S22, S25, D4, B4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import OVER, Stage
from exams.domain.ids import AttemptId, Digest, SheetId
from exams.domain.lost_sheet import AFTER_HAND_IN, LostSheet
from exams.domain.people import Actor, Role
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.sheets import SheetsNotNow
from exams.domain.sheets import Sheet, SheetStatus, came_again, free_place, pages
from exams.domain.verdict import Fault, Strictness, told
from exams.notices.base import Media
from exams.notices.sheets import SheetAside, SheetRetake, SheetTwice
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.ports.sheets import InspectedPage, SheetInspector
from exams.records.sheets import NEW_SHEET
from exams.records.unit import Unit, Units
from exams.services.doors import Seat, own_seat
from exams.services.keeping import NOT_HELD
from exams.services.marking.lost import insert
from exams.services.telling import alert_staff, tell
from exams.services.writing.upload import LATE, TAKING, so_far, tell_so_far, upload_begun

SENT_BADLY = frozenset({Fault.SCREENSHOT, Fault.ENLARGED, Fault.COMPRESSION})
"""What happens to a good photograph on its way; the photograph itself is asked for."""

EARLY = frozenset({Stage.WRITING, Stage.PICKING, Stage.PREPARING, Stage.CALLED, Stage.ANSWERING})


async def _seat_with_sheets(unit: Unit, actor: Actor, at: datetime) -> Seat:
    """Find the exam to which a student's picture belongs, by where the student is.

    Where no exam takes sheets just now, a lost sheet that is awaited comes first.
    """
    actor.require(Role.STUDENT)
    attempts = []
    for attempt in await unit.attempts.of_student(actor.id):
        exam = await unit.exams.get(attempt.exam_id)
        if exam is not None and exam.stage not in NOT_HELD:
            attempts.append(attempt)
    for stages in (TAKING, AFTER_HAND_IN, EARLY | LATE):
        for attempt in attempts:
            awaited = stages is not AFTER_HAND_IN or await _lost(unit, attempt, at)
            if attempt.goes_on_at in stages and awaited:
                return await own_seat(unit, actor, attempt.exam_id)
    last = next((a for a in reversed(attempts) if a.stage in OVER), None)
    if last is None:
        raise SheetsNotNow
    raise WrongStage(act="add_sheet", stage=last.stage.value)


async def _lost(unit: Unit, attempt: Attempt, at: datetime) -> LostSheet | None:
    """Return the permission to send a lost sheet, while it holds."""
    if attempt.stage not in AFTER_HAND_IN:
        return None
    lost = await unit.sheets.lost(attempt.id)
    return lost if lost is not None and at < lost.until else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """Files of one inspected page, and whether it was sent as a file, not as a photo.

    Attributes:
        same: which of the papers before it shows the same, counted through the exam's sheets and
            then the pages of this upload; None where none does.
    """

    page: InspectedPage
    as_file: bool
    picture: Digest
    straightened: Digest
    marked: Digest | None
    same: int | None

    def sheet(
        self, attempt: AttemptId, order: tuple[int, int], upload: Digest, *, at: datetime
    ) -> Sheet:
        """Return the page as a sheet in the place where it was sent, with its own verdict."""
        verdict = self.page.verdict
        return Sheet(
            id=NEW_SHEET,
            attempt_id=attempt,
            order=order,
            place=order,
            upload=upload,
            picture=self.picture,
            straightened=self.straightened,
            status=SheetStatus.ACCEPTED if verdict.accepted else SheetStatus.RETAKE,
            reasons=told(verdict.reasons, as_file=self.as_file),
            advice=told(verdict.advice, as_file=self.as_file),
            fingerprint=self.page.fingerprint,
            received_at=at,
        )


@dataclass(frozen=True, slots=True)
class AddSheet:
    """A student sent a photograph or a file with pages (S25, D4, B4)."""

    units: Units
    clock: Clock
    inspector: SheetInspector
    files: Files
    strictness: Strictness

    async def __call__(
        self, actor: Actor, upload: bytes, order: tuple[int, int], *, as_file: bool
    ) -> None:
        """Judge each page, keep it with its verdict, and say what must be taken again.

        Everything is told through the outbox, in the transaction that keeps the sheets: whoever
        has a verdict hears it, even if the process dies in between.

        Args:
            actor: the student.
            upload: the file as it was sent; a picture, or a PDF with several pages.
            order: the messenger's message id and 0; a repeated order changes nothing.
            as_file: it was sent as a file, not as a photo; what is advised must fit that.

        Raises:
            SheetsNotNow: no exam of the student takes sheets.
            WrongStage: the attempt is over.
            Refusal: the file is no picture we take (see exams.domain.refusals.pictures).
        """
        came = self.clock.now()
        if actor.sent_at is not None:
            came = min(came, actor.sent_at)  # the student's minute, not that of our queue, counts
        async with self.units.reading() as unit:
            seat = await _seat_with_sheets(unit, actor, came)
            known = await unit.sheets.of(seat.attempt.id)
            others = await unit.sheets.fingerprints(seat.exam.id)
        if any(sheet.order[0] == order[0] for sheet in known):
            return
        digest = await self.files.put(upload)
        stored = await self._inspected(upload, [other[2] for other in others], as_file=as_file)
        now = self.clock.now()
        async with self.units() as unit:
            seat = await own_seat(unit, actor, seat.exam.id)
            attempt = await upload_begun(unit, seat, at=now)
            seat = replace(seat, attempt=attempt)
            lost = await _lost(unit, attempt, came)
            if lost is None and attempt.stage in OVER:
                raise WrongStage(act="add_sheet", stage=attempt.stage.value)
            stands = (seat.exam.suspended_at, attempt.clock.stopped_at)
            aside = _aside(attempt, min([came, *filter(None, stands)]))
            aside = None if lost is not None else aside
            marked = (item.marked for item in stored if item.marked is not None)
            await unit.personal_files.note(seat.exam.id, marked)
            sent = [
                item.sheet(attempt.id, (order[0], page), digest, at=now)
                for page, item in enumerate(stored)
            ]
            if aside is not None:
                sent = [replace(sheet, status=aside) for sheet in sent]
            added = await _all_taken(unit, seat, sent, stored, others)
            if lost is not None:
                if added:
                    await insert(unit, seat, added, lost, at=now)
            elif aside is None:
                listed = await so_far(unit, seat, attempt, looked_at=order[0])
                await tell_so_far(unit, seat, listed, key=f"{order[0]}")
            else:
                await _tell_aside(unit, seat, aside, order[0], at=now)
            await unit.commit(answered=True)

    async def _twin(self, page: InspectedPage, papers: Sequence[bytes]) -> int | None:
        """Find the same paper; who must take a picture again does not wait for the search."""
        if not page.verdict.accepted:
            return None
        return await self.inspector.find_same(page.fingerprint, papers)

    async def _inspected(
        self, upload: bytes, papers: Sequence[bytes], *, as_file: bool
    ) -> list[_Stored]:
        """Judge each page of an upload, and look for the same among the papers before it."""
        stored: list[_Stored] = []
        for page in await self.inspector.inspect(upload, strictness=self.strictness):
            before = [*papers, *(item.page.fingerprint for item in stored)]
            same = await self._twin(page, before)
            stored.append(await self._store(page, same, as_file=as_file))
        return stored

    async def _store(self, page: InspectedPage, same: int | None, *, as_file: bool) -> _Stored:
        return _Stored(
            page=page,
            as_file=as_file,
            picture=await self.files.put(page.picture),
            straightened=await self.files.put(page.straightened),
            marked=await self.files.put(page.marked) if page.marked else None,
            same=same,
        )


Twin = tuple[SheetId, AttemptId, bytes]


async def _all_taken(
    unit: Unit,
    seat: Seat,
    sent: Sequence[Sheet],
    items: Sequence[_Stored],
    others: Sequence[Twin],
) -> tuple[Sheet, ...]:
    """Store the sheets of one upload, one after the other; return those that lie where they came.

    Args:
        unit: of the transaction.
        seat: whose.
        sent: the sheets, in their order.
        items: what each of them was made of.
        others: the exam's sheets before them, among which one of the same paper may be.
    """
    added: list[Sheet] = []
    twins = list(others)
    for sheet, item in zip(sent, items, strict=True):
        twin = None if item.same is None else twins[item.same]
        foreign = twin is not None and twin[1] != seat.attempt.id
        new = replace(sheet, same_as=twin[0]) if twin is not None and foreign else sheet
        kept = await _taken(unit, seat, new, twin, item)
        twins.append((kept.id, seat.attempt.id, kept.fingerprint))
        if kept.status is SheetStatus.ACCEPTED and kept.place == kept.order:
            added.append(kept)
    return tuple(added)


async def _taken(unit: Unit, seat: Seat, new: Sheet, twin: Twin | None, item: _Stored) -> Sheet:
    """Store a sheet in its place, and tell the student what there is to say about it alone.

    The same paper of another student is flagged to the proctor; the student's own replaces
    the earlier picture.
    """
    known = await unit.sheets.of(seat.attempt.id)
    if new.status is SheetStatus.RETAKE:
        key = f"{new.order[0]}:{new.order[1]}"
        await tell(unit, seat, _retake(seat, len(known) + 1, item), key=key)
        return await unit.sheets.add(new)
    if new.status is SheetStatus.ACCEPTED:
        kept = pages(known)
        earlier = next((s for s in kept if twin is not None and s.id == twin[0]), None)
        if earlier is not None:
            await unit.sheets.save(replace(earlier, status=SheetStatus.REPLACED))
            stored = await unit.sheets.add(replace(new, place=earlier.place))
            await _tell_twice(unit, seat, stored)
            return stored
        new = replace(new, place=free_place(known) or new.place)
    stored = await unit.sheets.add(new)
    if stored.same_as is not None:
        key = f"{stored.id}"
        await alert_staff(unit, seat, "same_sheet", at=new.received_at, key=key)
    return stored


async def _tell_twice(unit: Unit, seat: Seat, sheet: Sheet) -> None:
    """Tell which pages came again; the next one of an album brings the message up to date."""
    known = await unit.sheets.of(seat.attempt.id)
    kept = pages(known)
    again = [page.id for page in came_again(known)]
    notice = SheetTwice(
        exam=seat.exam.id,
        pages=tuple(number for number, page in enumerate(kept, 1) if page.id in again),
    )
    key = f"{sheet.order[0]}:{sheet.order[1]}"
    await tell(unit, seat, notice, key=key, slot=f"twice:{seat.attempt.id}", fresh=True)


def _aside(attempt: Attempt, came: datetime) -> SheetStatus | None:
    stage = attempt.goes_on_at
    if stage in EARLY:
        return SheetStatus.EARLY
    closed = attempt.upload_until is not None and came >= attempt.upload_until
    return SheetStatus.LATE if stage in LATE or closed else None


def _retake(seat: Seat, number: int, item: _Stored) -> SheetRetake:
    media = Media(kind="photo", digest=item.marked or item.picture, name=f"{number}.jpg")
    return SheetRetake(
        exam=seat.exam.id,
        reasons=told(item.page.verdict.reasons, as_file=item.as_file),
        sent_badly=SENT_BADLY.issuperset(item.page.verdict.reasons),
        as_file=item.as_file,
        media=(media,),
    )


async def _tell_aside(
    unit: Unit, seat: Seat, status: SheetStatus, message: int, *, at: datetime
) -> None:
    """Tell the student what is kept aside by now, and the staff what came late.

    The next picture of an album brings the same message up to date.
    """
    known = await unit.sheets.of(seat.attempt.id)
    late = status is SheetStatus.LATE
    count = sum(sheet.status is status for sheet in known)
    notice = SheetAside(exam=seat.exam.id, late=late, count=count)
    slot = f"{status.value}:{seat.attempt.id}"
    await tell(unit, seat, notice, key=f"{message}", slot=slot, fresh=True)
    if late:
        key = f"{message}"
        await alert_staff(unit, seat, "late_sheet", at=at, key=key, slot=slot, fresh=True)
