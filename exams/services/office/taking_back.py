"""The exams of a confirmed import are taken back: what was new goes, what was changed is undone.

Only what nothing was built on: a draft that is still as the import left it. Of that nobody was
told. What was published or changed since stays, and is named to the registrar.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamAct, ExamStage
from exams.domain.ids import ExamId
from exams.domain.people import Actor
from exams.domain.refusals.files import ImportStands
from exams.notices.lines import ExamLine
from exams.notices.taking_back import ImportTakenBack, TakeBackAsked
from exams.ports.clock import Clock
from exams.records.events import Happening
from exams.records.unit import Unit, Units
from exams.services.cards import exam_lines
from exams.services.keeping import keep_exam
from exams.services.office.roster_rows import RosterRows
from exams.services.office.seating import Seating
from exams.services.people.entrance import UNIVERSITY
from exams.services.previews import IMPORTERS

TAKEN_IN: Final = "taken_in"
TAKEN_BACK_WITHIN: Final = timedelta(hours=24)
SHOWN: Final = 15  # exams of a list


def packed(planned: Mapping[ExamId, Exam | None], known: Mapping[ExamId, Exam]) -> str:
    """Return what an import planned, as it waits to be taken back.

    Args:
        planned: the exams of its rows as they stood before, None for a new one.
        known: the same exams as the import leaves them.
    """
    return json.dumps(
        [
            [exam, known[exam].version, None if former is None else _plan_of(former)]
            for exam, former in planned.items()
        ],
        ensure_ascii=False,
    )


def _plan_of(exam: Exam) -> dict[str, Any]:
    """Return what a row of a schedule says of an exam."""
    return {
        "subject": exam.subject,
        "kind": exam.kind.value,
        "starts_at": exam.starts_at.isoformat(),
        "groups": exam.groups,
        "proctors": exam.proctors,
        "chief": exam.chief,
        "reserve": exam.reserve,
        "faculty": exam.faculty,
        "host": exam.host,
        "seconds": exam.allowed.total_seconds(),
    }


def _planned_as(exam: Exam, plan: Mapping[str, Any]) -> Exam:
    """Return an exam with the plan that `_plan_of` wrote, and everything else as it is."""
    return replace(
        exam,
        subject=plan["subject"],
        kind=Kind(plan["kind"]),
        starts_at=datetime.fromisoformat(plan["starts_at"]),
        groups=tuple(plan["groups"]),
        proctors=tuple(plan["proctors"]),
        chief=plan["chief"],
        reserve=plan["reserve"],
        faculty=plan["faculty"],
        host=plan["host"],
        allowed=timedelta(seconds=plan["seconds"]),
    )


@dataclass(slots=True)
class Found:
    """What can be taken back of an import, and what cannot.

    Attributes:
        gone: new ones that are still drafts as the import left them.
        anew: changed ones that are, as they are now, each with how it was before.
        stays: all others.
    """

    gone: list[Exam] = field(default_factory=list)
    anew: list[tuple[Exam, Exam]] = field(default_factory=list)
    stays: list[Exam] = field(default_factory=list)


async def _found(unit: Unit, actor: Actor, token: str, *, at: datetime) -> Found:
    """Return what can be taken back; it waits no more once the unit is committed.

    Raises:
        ImportStands: it was taken back, a newer one took its place, or its time is over.
    """
    waits = await unit.pendings.take(actor.id, TAKEN_IN, token)
    if waits is None or at > waits.at + TAKEN_BACK_WITHIN:
        raise ImportStands
    found = Found()
    exams = {exam.id: exam for exam in await unit.exams.all()}
    for number, version, plan in json.loads(waits.payload):
        exam = exams[ExamId(number)]
        if exam.stage is not ExamStage.DRAFT or exam.version != version:
            found.stays.append(exam)
        elif plan is None:
            found.gone.append(exam)
        else:
            found.anew.append((exam, _planned_as(exam, plan)))
    return found


@dataclass(frozen=True, slots=True)
class AskTakeBack:
    """A registrar confirmed the wrong file: what would taking it back change?"""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, token: str) -> TakeBackAsked:
        """Return what would go, what would be as it was, and what stays; nothing changes.

        Raises:
            ImportStands: it was taken back, a newer one took its place, or its time is over.
        """
        actor.require(*IMPORTERS)
        async with self.units() as unit:  # not committed: only looked at
            found = await _found(unit, actor, token, at=self.clock.now())
            gone = await _lines(unit, found.gone)
            anew = await _lines(unit, [former for _, former in found.anew])
            stays = await _lines(unit, found.stays)
        return TakeBackAsked(
            token=token if gone or anew else "",
            gone=gone[:SHOWN],
            anew=anew[:SHOWN],
            stays=stays[:SHOWN],
            gone_more=max(len(gone) - SHOWN, 0),
            anew_more=max(len(anew) - SHOWN, 0),
            stays_more=max(len(stays) - SHOWN, 0),
        )


async def _lines(unit: Unit, exams: Sequence[Exam]) -> tuple[ExamLine, ...]:
    return await exam_lines(unit, sorted(exams, key=lambda exam: (exam.starts_at, exam.id)))


@dataclass(frozen=True, slots=True)
class TakeBackImport:
    """A registrar takes the exams of an import back."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, token: str) -> ImportTakenBack:
        """Let go what was new, and plan what was changed as it was before.

        Raises:
            ImportStands: nothing is left to take back, it was taken back, a newer one took its
                place, or its time is over.
        """
        actor.require(*IMPORTERS)
        now = self.clock.now()
        act = ExamAct.TAKE_BACK.value
        async with self.units() as unit:
            found = await _found(unit, actor, token, at=now)
            if not found.gone and not found.anew:
                raise ImportStands
            for exam in found.gone:
                gone = exam.take(ExamAct.TAKE_BACK, exam.roles_of(actor), at=now)
                await keep_exam(unit, actor, exam, gone, act, at=now)
            for exam, former in found.anew:
                facts = {"from": exam.starts_at.isoformat(), "to": former.starts_at.isoformat()}
                await keep_exam(unit, actor, exam, former, act, at=now, facts=facts)
            await _time_seats(unit, actor, [former for _, former in found.anew], at=now)
            done = ImportTakenBack(
                gone=len(found.gone), anew=len(found.anew), stays=len(found.stays)
            )
            await unit.events.append(
                Happening(
                    exam_id=UNIVERSITY,
                    at=now,
                    sent_at=actor.sent_at,
                    actor=actor.id,
                    role=next(role for role in IMPORTERS if role in actor.roles),
                    act="take_back_import",
                    facts={"gone": done.gone, "anew": done.anew, "stays": done.stays},
                )
            )
            await unit.commit()
        return done


async def _time_seats(unit: Unit, actor: Actor, exams: Sequence[Exam], *, at: datetime) -> None:
    """Give the students of exams the time that is theirs in the plan as it is again."""
    roster = RosterRows(unit=unit, actor=actor)
    await roster.read()
    roster.grown.update(group for exam in exams for group in exam.groups)
    known = {exam.id: exam for exam in exams}
    await Seating(unit=unit, now=at, actor=actor, roster=roster, known=known).seat_students()
