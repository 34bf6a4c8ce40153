"""What the chief proctor decides about one student, and a proctor alone may not (rules B, D)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain import checking_in, handing_in, interruptions, rulings
from exams.domain.attempt import excused_by
from exams.domain.attempt_table import Act, Stage
from exams.domain.delivery import Priority
from exams.domain.exam_table import ExamAct, ExamStage
from exams.domain.ids import AttemptId
from exams.domain.people import Actor, Role
from exams.domain.refusals.moments import ConfirmTooLate, WrongStage
from exams.domain.refusals.people import NoChief
from exams.domain.sheets import SheetStatus, kept_aside
from exams.domain.words import said
from exams.notices.chief import AsideDecided, DocumentDue, DocumentSeen, EndAsked
from exams.notices.proctor import StudentCard
from exams.notices.trouble import AttemptEnded, Done
from exams.ports.clock import Clock
from exams.records.outbox import Envelope
from exams.records.unit import Units
from exams.services.absence.absences import draft_case
from exams.services.at_seat import AtSeat, did
from exams.services.cards import card_of
from exams.services.doors import Seat, seat_of
from exams.services.keeping import done_already, keep, keep_exam, note
from exams.services.offers import MARKED, WITH_ASIDE
from exams.services.room.checking_in import check_in_slot
from exams.services.room.information import information_of
from exams.services.telling import tell
from exams.services.writing.tickets import welcome_back

CONFIRM_WITHIN: Final = timedelta(minutes=2)  # rules B: the chief confirms a removal
ASK_END: Final = "ask_end"
LATE_SHEETS: Final = "late_sheets"
WITHOUT_DOCUMENT: Final = "no_document"


@dataclass(frozen=True, slots=True)
class Reinstate(AtSeat):
    """The chief takes a removal back."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Let the student go on where it ended; who was paused or cut off is so again.

        Raises:
            TooLate: the exam is closed.
        """
        return await self.act_at(
            actor,
            attempt,
            lambda seat, _: rulings.reinstate(seat.attempt, seat.exam, seat.held),
            Act.REINSTATE,
            lambda seat, after, now: welcome_back(seat, after, now, since="removal"),
        )


def _ended(seat: Seat, stage: Stage, reason: str) -> AttemptEnded:
    return AttemptEnded(
        exam=seat.exam.id, subject=seat.exam.subject, stage=stage.value, reason=reason
    )


@dataclass(frozen=True, slots=True)
class VoidAttempt(AtSeat):
    """The chief annuls an attempt for which no sheets came (rules D)."""

    async def __call__(self, actor: Actor, attempt: AttemptId, reason: str) -> StudentCard:
        """Annul it, with the reason."""
        return await self.act_at(
            actor,
            attempt,
            lambda seat, _: handing_in.void(seat.attempt, seat.held, reason=reason),
            Act.VOID,
            lambda seat, after, _: _ended(seat, after.stage, reason),
            reason=reason,
        )


@dataclass(frozen=True, slots=True)
class FailNow:
    """The chief ends an interruption before its half hour is over."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Call it a technical failure: no guilt, and an absence case is drafted."""
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if done_already(seat, Act.FAIL_TECHNICALLY):
                return await card_of(unit, seat, seat.attempt, now=now)
            failed = interruptions.fail_technically(seat.attempt, seat.held, at=now)
            after = await keep(unit, seat, failed, Act.FAIL_TECHNICALLY.value, at=now)
            await tell(unit, seat, _ended(seat, after.stage, ""), key=f"{after.version}")
            await draft_case(unit, after, seat.exam, at=now)
            card = await card_of(unit, seat, after, now=now)
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class AdmitProvisionally:
    """The chief admits a student who has no identity document at hand (edge cases)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Admit; the document is to be shown within a day.

        Raises:
            RulesNotAgreed, ChecksMissing: something else is missing yet.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt, Role.CHIEF)
            if seat.attempt.document_due is not None or done_already(seat, Act.ADMIT):
                return await card_of(unit, seat, seat.attempt, now=now)
            excused = excused_by(seat.student.conditions)
            admitted = checking_in.admit_provisionally(
                seat.attempt, seat.held, at=now, excused=excused
            )
            act = Act.ADMIT_PROVISIONALLY.value
            after = await keep(unit, seat, admitted, act, at=now, reason=WITHOUT_DOCUMENT)
            if seat.exam.stage is ExamStage.CHECKIN_OPEN:
                began = seat.exam.take(ExamAct.BEGIN, seat.held, at=now)
                await keep_exam(unit, actor, seat.exam, began, ExamAct.BEGIN.value, at=now)
            slot = check_in_slot(after)
            information = await information_of(unit, seat, after)
            await tell(
                unit, seat, information, key=f"{act}:{after.version}", slot=slot, fresh=True
            )
            if after.document_due is not None:
                due = DocumentDue(
                    exam=seat.exam.id, subject=seat.exam.subject, until=after.document_due
                )
                await tell(unit, seat, due, key="1")
            card = await card_of(unit, seat, after, now=now)
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class Prove(AtSeat):
    """A proctor has seen the document that was wanting."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Note it, and tell the student; where no document is wanting there is nothing to do."""
        return await self.act_at(
            actor,
            attempt,
            lambda seat, _: checking_in.prove(seat.attempt, seat.held),
            "prove",
            lambda seat, _after, _now: DocumentSeen(subject=seat.exam.subject),
            done=lambda known: known.document_due is None,
        )


@dataclass(frozen=True, slots=True)
class DecideAside:
    """The chief decides whether sheets count that came early or late (rules D)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId, *, take: bool) -> StudentCard:
        """Put them behind the others, or leave them out; the student is told.

        Where it is decided already, the card shows so; it is outdated unless by the same tap.

        Raises:
            WrongStage: the student is still writing or sending, or the results are out.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt, Role.CHIEF)
            aside = kept_aside(await unit.sheets.of(attempt))
            act = "take_aside" if take else "leave_aside"
            if not aside:
                card = await card_of(unit, seat, seat.attempt, now=now)
                return replace(card, outdated=not await did(unit, seat, act, ""))
            if seat.attempt.stage not in WITH_ASIDE:
                raise WrongStage(act="decide_aside", stage=seat.attempt.stage.value)
            if seat.exam.stage in MARKED:
                raise WrongStage(act="decide_aside", stage=seat.exam.stage.value)
            status = SheetStatus.ACCEPTED if take else SheetStatus.LEFT_OUT
            for sheet in aside:
                await unit.sheets.save(replace(sheet, status=status))
            await note(unit, seat, act, at=now, facts={"sheets": len(aside)})
            if take and seat.attempt.stage is Stage.SHEETS_MISSING:
                shown = handing_in.accept_shown(seat.attempt, seat.held, reason=LATE_SHEETS)
                after = await keep(
                    unit, seat, shown, Act.ACCEPT_SHOWN.value, at=now, reason=LATE_SHEETS
                )
                seat = replace(seat, attempt=after)
            notice = AsideDecided(
                exam=seat.exam.id, subject=seat.exam.subject, count=len(aside), taken=take
            )
            await tell(unit, seat, notice, key=f"{aside[-1].id}")
            card = await card_of(unit, seat, seat.attempt, now=now)
            await unit.commit()
        return card


@dataclass(frozen=True, slots=True)
class AskEnd:
    """A proctor wants a student removed, which the chief confirms (rules B)."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, attempt: AttemptId, reason: str) -> Done:
        """Ask the chief, who has two minutes.

        Raises:
            ReasonMissing: no word why.
            WrongStage: nothing is expected of the student any more.
            NoChief: there is nobody to ask.
        """
        why, now = said(reason), self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            rulings.terminate(
                seat.attempt, frozenset({Role.CHIEF}), reason=why
            )  # would it be possible?
            if seat.exam.chief is None:
                raise NoChief
            proctor = await unit.people.get(actor.id)
            await note(unit, seat, ASK_END, at=now, reason=why)
            notice = EndAsked(
                exam=seat.exam.id,
                attempt=attempt,
                name=seat.student.name,
                by=proctor.name if proctor else "",
                reason=why,
                until=now + CONFIRM_WITHIN,
            )
            await unit.outbox.put(
                Envelope(
                    notice=notice,
                    to=seat.exam.chief,
                    key=f"{ASK_END}:{attempt}:{now.timestamp()}",
                    priority=Priority.ANSWER,
                    exam_id=seat.exam.id,
                    attempt_id=attempt,
                )
            )
            await unit.commit()
        return Done(what="end_asked")


@dataclass(frozen=True, slots=True)
class ConfirmEnd(AtSeat):
    """The chief confirms what a proctor asked for."""

    async def __call__(self, actor: Actor, attempt: AttemptId) -> StudentCard:
        """Remove the student for the proctor's reason.

        Raises:
            WrongStage: nobody asked for it.
            ConfirmTooLate: more than two minutes ago; the chief may still remove the student.
        """
        asked_at, reason = await self._asked(actor, attempt)
        if self.clock.now() > asked_at + CONFIRM_WITHIN:
            raise ConfirmTooLate
        return await self.act_at(
            actor,
            attempt,
            lambda seat, _: rulings.terminate(seat.attempt, seat.held, reason=reason),
            Act.TERMINATE,
            lambda seat, after, _: _ended(seat, after.stage, reason),
            reason=reason,
        )

    async def _asked(self, actor: Actor, attempt: AttemptId) -> tuple[datetime, str]:
        async with self.units.reading() as unit:
            seat = await seat_of(unit, actor, attempt, Role.CHIEF)
            asked = await unit.events.of_attempt(seat.exam.id, attempt, {ASK_END})
        if asked:
            return asked[-1].at, asked[-1].reason
        raise WrongStage(act=ASK_END, stage=seat.attempt.stage.value)
