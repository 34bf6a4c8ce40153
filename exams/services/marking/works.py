"""The works of an exam before its markers: a list, pages, a file; without names where agreed."""

from dataclasses import dataclass
from typing import Final

from exams.domain.attempt import Attempt
from exams.domain.erasure import require_kept
from exams.domain.exam import Exam
from exams.domain.exam_table import TO_BE_HELD, ExamStage
from exams.domain.ids import AttemptId, Digest, ExamId, SheetId
from exams.domain.marking import MarkingPlan, may_mark
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown, known
from exams.domain.refusals.sheets import NothingSent
from exams.domain.sheets import pages
from exams.notices.base import Media
from exams.notices.marking import ToMark, WorkLine, WorkList, WorkPage
from exams.notices.sheet_desk import ExamBook
from exams.ports.files import Files
from exams.ports.sheet_papers import PageTurner, SheetBook, SheetBooks, Work
from exams.records.unit import Unit, Units
from exams.services.cards import exam_line
from exams.services.made_files import NoteMade
from exams.services.marking.books import files_of
from exams.services.marking.pages import comment_lines
from exams.services.marking.plans import Standing, standing_of

MARKING: Final = frozenset({ExamStage.CLOSED, ExamStage.MARKING})
"""Works are marked once everybody has handed in: the codes are those of all."""
SHOWN: Final = MARKING | {ExamStage.RESULTS_PUBLISHED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An exam before one of its markers.

    Attributes:
        turn: as which marker.
        hidden: names are not to be seen.
    """

    exam: Exam
    plan: MarkingPlan
    standing: Standing
    turn: int
    hidden: bool

    async def name_of(self, unit: Unit, attempt: Attempt) -> str:
        """Return the name of a work: its student's, or its code."""
        if self.hidden:
            return self.standing.codes[attempt.id]
        person = await unit.people.get(attempt.student_id)
        return "" if person is None else person.name

    def mine(self) -> list[Attempt]:
        """Return the works that come before this marker, now or later."""
        standing = self.standing
        return [
            one
            for one in standing.attempts
            if may_mark(self.turn, standing.points(one.id), twice=one.id in standing.twice)
        ]


async def desk_of(unit: Unit, actor: Actor, exam: ExamId) -> Desk:
    """Return an exam to one of its markers.

    Raises:
        Unknown: there is no such exam.
        NotAllowed: no marker of this exam.
        WrongStage: the exam is not over yet.
    """
    found = known(await unit.exams.get(exam))
    plan = await unit.marking.plan(exam)
    turn = None if plan is None else plan.turn_of(actor.id)
    if plan is None or turn is None:
        raise NotAllowed
    if found.stage not in SHOWN:
        raise WrongStage(act="mark", stage=found.stage.value)
    hidden = plan.anonymous and found.stage in MARKING
    standing = await standing_of(unit, plan)
    return Desk(exam=found, plan=plan, standing=standing, turn=turn, hidden=hidden)


async def work_before(unit: Unit, actor: Actor, attempt: AttemptId) -> tuple[Desk, Attempt]:
    """Return a work to a marker before whom it comes.

    Raises:
        Unknown: there is no such work.
        NotAllowed: it is not this marker's.
    """
    found = known(await unit.attempts.get(attempt))
    desk = await desk_of(unit, actor, found.exam_id)
    if found not in desk.mine():
        raise NotAllowed
    return desk, found


async def list_of(unit: Unit, desk: Desk) -> WorkList:
    """Return the works before a marker with what this one gave, and nobody else."""
    lines = []
    for one in desk.mine():
        given = desk.standing.given.get(one.id, {}).get(desk.turn)
        lines.append(
            WorkLine(
                attempt=one.id,
                who=await desk.name_of(unit, one),
                points=None if given is None else given.points,
                open=desk.turn in desk.standing.waits_for(one.id),
            )
        )
    return WorkList(
        exam=desk.exam.id,
        subject=desk.exam.subject,
        anonymous=desk.hidden,
        works=tuple(lines),
        waiting=len(desk.standing.waiting(desk.turn)),
    )


@dataclass(frozen=True, slots=True)
class ListToMark:
    """A marker looks at the exams with works to mark."""

    units: Units

    async def __call__(self, actor: Actor) -> ToMark:
        """Return those whose works can be marked now, and those that will be."""
        lines, coming = [], []
        async with self.units.reading() as unit:
            for plan in await unit.marking.plans_of(actor.id):
                exam = await unit.exams.get(plan.exam_id)
                turn = plan.turn_of(actor.id)
                if exam is None or turn is None:
                    continue
                if exam.stage in TO_BE_HELD:
                    coming.append(exam_line(exam, 0))
                if exam.stage not in MARKING:
                    continue
                standing = await standing_of(unit, plan)
                lines.append(exam_line(exam, len(standing.waiting(turn))))
        return ToMark(exams=tuple(lines), coming=tuple(coming))


@dataclass(frozen=True, slots=True)
class OpenWorks:
    """A marker opens the works of an exam."""

    units: Units

    async def __call__(self, actor: Actor, exam: ExamId) -> WorkList:
        """Return the list, with what the reader gave and nobody else.

        Raises:
            NotAllowed: no marker of this exam.
            WrongStage: the exam is not over yet.
        """
        async with self.units.reading() as unit:
            return await list_of(unit, await desk_of(unit, actor, exam))


@dataclass(frozen=True, slots=True)
class Covering:
    """Hides the header of a page, where its student has written the own name (S22)."""

    files: Files
    turner: PageTurner
    note: NoteMade

    async def __call__(self, page: Digest, exam: ExamId) -> Digest:
        """Return the page without it."""
        made = await self.files.put(await self.turner.covered(await self.files.get(page)))
        await self.note(exam, (made,))
        return made


@dataclass(frozen=True, slots=True)
class LookAtWork:
    """A marker reads a work page by page."""

    units: Units
    covering: Covering

    async def __call__(
        self, actor: Actor, attempt: AttemptId, sheet: SheetId | None = None
    ) -> WorkPage:
        """Return a page, the first one where none is named; without its header if need be.

        Raises:
            NotAllowed: the work is not this marker's.
            NothingSent: it has no pages.
            SheetsErased: their pictures are gone.
            Unknown: there is no such page.
        """
        async with self.units.reading() as unit:
            desk, found = await work_before(unit, actor, attempt)
            kept = pages(await unit.sheets.of(attempt))
            who = await desk.name_of(unit, found)
            own = [one for one in await unit.comments.of(attempt) if one.by == actor.id]
        if not kept:
            raise NothingSent
        require_kept(kept)
        shown = next((page for page in kept if sheet in {None, page.id}), None)
        if shown is None:
            raise Unknown
        at = kept.index(shown)
        digest = shown.page
        if desk.hidden:
            digest = await self.covering(shown.page, desk.exam.id)
        given = desk.standing.given.get(attempt, {}).get(desk.turn)
        return WorkPage(
            exam=desk.exam.id,
            attempt=attempt,
            sheet=shown.id,
            who=who,
            ticket=found.ticket,
            page=at + 1,
            pages=len(kept),
            points=None if given is None else given.points,
            before=kept[at - 1].id if at else None,
            after=kept[at + 1].id if at + 1 < len(kept) else None,
            comments=comment_lines(own, shown.id),
            can=("mark",) if desk.exam.stage in MARKING else (),
            media=(Media(kind="photo", digest=digest, name=f"{at + 1}.jpg"),),
        )


@dataclass(frozen=True, slots=True)
class BindWorks:
    """A marker takes the works away as a file."""

    units: Units
    books: SheetBooks
    note: NoteMade

    async def __call__(self, actor: Actor, exam: ExamId) -> ExamBook:
        """Return the works that come before the reader, named as on the list.

        Raises:
            NotAllowed: no marker of this exam.
            NothingSent: no work has any.
            SheetsErased: the pictures are gone.
            NotBound: it could not be done now.
        """
        async with self.units.reading() as unit:
            desk = await desk_of(unit, actor, exam)
            works = []
            for one in desk.mine():
                kept = pages(await unit.sheets.of(one.id))
                require_kept(kept)
                works.append(
                    Work(
                        who=await desk.name_of(unit, one),
                        number="",
                        ticket=one.ticket,
                        pages=tuple(sheet.page for sheet in kept),
                    )
                )
        works = [work for work in works if work.pages]
        if not works:
            raise NothingSent
        book = SheetBook(
            subject=desk.exam.subject,
            kind=desk.exam.kind.value,
            starts_at=desk.exam.starts_at,
            anonymous=desk.hidden,
            works=tuple(works),
        )
        made = await self.books.bind(book, actor.locale)
        await self.note(exam, made)
        return ExamBook(
            exam=exam,
            subject=desk.exam.subject,
            works=len(works),
            sheets=sum(len(work.pages) for work in works),
            media=files_of(made, f"works-{exam}"),
        )
