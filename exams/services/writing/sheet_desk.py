"""Sheets on the proctor's desk: looked at, asked for again, accepted (S28)."""

from dataclasses import dataclass, replace

from exams.domain import handing_in
from exams.domain.attempt_table import Act
from exams.domain.ids import AttemptId
from exams.domain.people import Actor
from exams.domain.refusals.sheets import NothingSent, PagesUnknown
from exams.domain.sheets import SheetStatus, kept_aside, pages
from exams.notices.proctor import HandedIn, StudentCard
from exams.notices.sheets import AskedAgain
from exams.ports.clock import Clock
from exams.records.unit import Units
from exams.services.at_seat import AtSeat
from exams.services.cards import card_of
from exams.services.doors import seat_of
from exams.services.keeping import done_already, keep
from exams.services.marking.books import BindSheets
from exams.services.telling import tell
from exams.services.writing.tickets import pens_down_of


@dataclass(frozen=True, slots=True)
class GiveSheetsPdf:
    """A proctor downloads a student's sheets as one PDF (S28)."""

    units: Units
    bind: BindSheets

    async def __call__(self, actor: Actor, attempt: AttemptId) -> HandedIn:
        """Return the accepted pages in order, those kept aside last.

        Raises:
            NothingSent: nothing was sent.
            NotBound: it could not be done now.
        """
        async with self.units.reading() as unit:
            seat = await seat_of(unit, actor, attempt)
            sheets = await unit.sheets.of(attempt)
        kept, aside = pages(sheets), kept_aside(sheets)
        if not kept and not aside:
            raise NothingSent
        files = await self.bind(seat, kept, aside, locale=actor.locale)
        return HandedIn(
            exam=seat.exam.id,
            attempt=attempt,
            name=seat.student.name,
            pages=len(kept),
            aside=len(aside),
            media=files,
        )


@dataclass(frozen=True, slots=True)
class AskAgain:
    """A proctor wants named pages anew."""

    units: Units
    clock: Clock

    async def __call__(
        self, actor: Actor, attempt: AttemptId, numbers: tuple[int, ...], note: str = ""
    ) -> StudentCard:
        """Ask for pages; the old ones are replaced. A second tap changes nothing.

        Args:
            actor: the proctor.
            attempt: whose sheets.
            numbers: of the pages, from 1 in the order of the PDF.
            note: the proctor's own words to the student.

        Raises:
            PagesUnknown: none is named, or there is no such page.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            kept = pages(await unit.sheets.of(attempt))
            named = tuple(sorted(set(numbers)))
            if done_already(seat, Act.ASK_AGAIN) and named == seat.attempt.asked_again:
                return await card_of(unit, seat, seat.attempt, now=now)
            if not named or named[0] < 1 or named[-1] > len(kept):
                raise PagesUnknown(count=len(kept))
            asked = handing_in.ask_again(seat.attempt, named, seat.held, at=now)
            after = await keep(
                unit,
                seat,
                asked,
                Act.ASK_AGAIN.value,
                at=now,
                facts={"pages": ",".join(map(str, named))},
            )
            for number in named:
                await unit.sheets.save(replace(kept[number - 1], status=SheetStatus.REPLACED))
            if after.upload_until is not None:
                notice = AskedAgain(
                    exam=seat.exam.id, pages=named, until=after.upload_until, note=note.strip()
                )
                await tell(unit, seat, notice, key=f"{after.version}")
            card = await card_of(unit, seat, after, now=now)
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class AcceptSheets(AtSeat):
    """A proctor is satisfied with the sheets; early and late ones stay aside for the chief."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Accept what was handed in.

        Raises:
            WrongStage: nothing was handed in.
        """
        return await self.act_at(
            actor,
            attempt,
            lambda seat, _: handing_in.accept_sheets(seat.attempt, seat.held),
            Act.ACCEPT_SHEETS,
        )


@dataclass(frozen=True, slots=True)
class AcceptShown(AtSeat):
    """The chief proctor accepts pages that were shown to the camera instead of sent."""

    async def __call__(self, actor: Actor, attempt: AttemptId, reason: str) -> StudentCard:
        """Accept them, with the reason."""
        return await self.act_at(
            actor,
            attempt,
            lambda seat, _: handing_in.accept_shown(seat.attempt, seat.held, reason=reason),
            Act.ACCEPT_SHOWN,
            reason=reason,
        )


@dataclass(frozen=True, slots=True)
class ReopenUpload(AtSeat):
    """The chief proctor gives a student who sent nothing another upload window."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Open the window for 15 minutes."""
        return await self.act_at(
            actor,
            attempt,
            lambda seat, now: handing_in.reopen_upload(seat.attempt, seat.held, at=now),
            Act.REOPEN_UPLOAD,
            lambda seat, after, _: pens_down_of(seat.exam.id, after),
        )
