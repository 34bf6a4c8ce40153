"""Comments on pages: written while the works are marked, read by the student with the result."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.exam import Exam
from exams.domain.ids import CommentId, PersonId, SheetId
from exams.domain.log import Fact
from exams.domain.lost_sheet import AFTER_HAND_IN
from exams.domain.page_comment import LONGEST, MOST, CommentsFull, PageComment, Spot
from exams.domain.people import Actor, Role
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown, known
from exams.domain.sheets import Sheet, pages
from exams.domain.words import said
from exams.notices.sheet_desk import PageCommented
from exams.ports.clock import Clock
from exams.records.comments import NEW_COMMENT
from exams.records.events import Happening
from exams.records.unit import Unit, Units
from exams.services.doors import seat_of
from exams.services.marking.pages import OPEN
from exams.services.marking.works import work_before

EXAMINERS: Final = (Role.EXAMINER, Role.CHIEF)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page before somebody who may comment on it."""

    exam: Exam
    sheet: Sheet
    number: int


async def _page(unit: Unit, actor: Actor, sheet: SheetId, act: str) -> _Page:
    """Return a page to an examiner of the exam, or to the marker of the work.

    Raises:
        Unknown: there is no such page.
        NotAllowed: neither of them.
        WrongStage: it is not handed in yet, or the results are out.
    """
    found = known(await unit.sheets.get(sheet))
    attempt = await unit.attempts.get(found.attempt_id)
    plan = None if attempt is None else await unit.marking.plan(attempt.exam_id)
    if plan is not None and plan.turn_of(actor.id) is not None:
        desk, work = await work_before(unit, actor, found.attempt_id)
        exam = desk.exam
    else:
        seat = await seat_of(unit, actor, found.attempt_id, *EXAMINERS)
        exam, work = seat.exam, seat.attempt
    if exam.stage not in OPEN:
        raise WrongStage(act=act, stage=exam.stage.value)
    if not work.sat and work.stage not in AFTER_HAND_IN:
        raise WrongStage(act=act, stage=work.stage.value)
    kept = pages(await unit.sheets.of(work.id))
    if found not in kept:
        raise Unknown
    return _Page(exam=exam, sheet=found, number=kept.index(found) + 1)


async def _note(
    unit: Unit, actor: Actor, page: _Page, act: str, comment: CommentId, *, at: datetime
) -> None:
    facts: dict[str, Fact] = {"sheet": int(page.sheet.id), "comment": int(comment)}
    await unit.events.append(
        Happening(
            exam_id=page.exam.id,
            at=at,
            sent_at=actor.sent_at,
            actor=actor.id,
            role=Role.EXAMINER,
            act=act,
            attempt_id=page.sheet.attempt_id,
            facts=facts,
        )
    )


def _said(page: _Page, comment: PageComment) -> PageCommented:
    return PageCommented(
        attempt=page.sheet.attempt_id,
        sheet=page.sheet.id,
        comment=comment.id,
        page=page.number,
        text=comment.text,
        spot=comment.spot.value if comment.spot else "",
        withdrawn=comment.withdrawn_at is not None,
    )


@dataclass(frozen=True, slots=True)
class CommentPage:
    """An examiner writes about a page."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, sheet: SheetId, text: str) -> PageCommented:
        """Keep a comment; the same words again are the same comment.

        Raises:
            ReasonMissing, TextTooLong: no words, or too many.
            CommentsFull: three comments on this page are one's own already.
            NotAllowed, Unknown, WrongStage: see `_page`.
        """
        words, now = said(text, most=LONGEST), self.clock.now()
        async with self.units() as unit:
            page = await _page(unit, actor, sheet, "comment")
            own = [
                one
                for one in await unit.comments.of(page.sheet.attempt_id)
                if one.by == actor.id and one.sheet_id == sheet
            ]
            known = next((one for one in own if one.text == words), None)
            if known is not None:
                return _said(page, known)
            if len(own) >= MOST:
                raise CommentsFull(most=MOST)
            stored = await unit.comments.add(
                PageComment(
                    id=NEW_COMMENT,
                    sheet_id=sheet,
                    attempt_id=page.sheet.attempt_id,
                    by=actor.id,
                    at=now,
                    text=words,
                )
            )
            await _note(unit, actor, page, "comment_page", stored.id, at=now)
            await unit.commit()
        return _said(page, stored)


@dataclass(frozen=True, slots=True)
class _Changing:
    """What both changes of a comment share."""

    units: Units
    clock: Clock

    async def _change(
        self,
        actor: Actor,
        comment: CommentId,
        act: str,
        change: Callable[[PageComment, PersonId, datetime], PageComment],
    ) -> PageCommented:
        now = self.clock.now()
        async with self.units() as unit:
            found = known(await unit.comments.get(comment))
            page = await _page(unit, actor, found.sheet_id, act)
            after = change(found, actor.id, now)
            if after != found:
                await unit.comments.save(after)
                await _note(unit, actor, page, act, comment, at=now)
            await unit.commit()
        return _said(page, after)


@dataclass(frozen=True, slots=True)
class PlaceComment(_Changing):
    """An examiner says where on the page the own comment belongs."""

    async def __call__(self, actor: Actor, comment: CommentId, spot: Spot) -> PageCommented:
        """Keep the place; a second tap changes nothing.

        Raises:
            NotAllowed: somebody else wrote it, or it was taken back.
            Unknown, WrongStage: see `_page`.
        """
        return await self._change(
            actor, comment, "place_comment", lambda one, by, _: one.place(spot, by)
        )


@dataclass(frozen=True, slots=True)
class WithdrawComment(_Changing):
    """An examiner takes the own comment back before its student reads it."""

    async def __call__(self, actor: Actor, comment: CommentId) -> PageCommented:
        """Take it back; a second tap changes nothing.

        Raises:
            NotAllowed: somebody else wrote it.
            Unknown, WrongStage: see `_page`.
        """
        return await self._change(
            actor, comment, "withdraw_comment", lambda one, by, now: one.withdraw(by, at=now)
        )
