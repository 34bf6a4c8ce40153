"""Marks as an examiner types them: a place, a number or a name, then the points (rules E)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exams.domain.grades import grade_of
from exams.domain.ids import AttemptId, ExamId
from exams.domain.people import Actor
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.marks import MarksUnreadable
from exams.notices.marks import MarksTaken, SaidMark
from exams.ports.clock import Clock
from exams.records.unit import Units
from exams.services.doors import room
from exams.services.grades.grading import (
    EXAMINERS,
    LAST_DIGITS,
    Row,
    draft,
    may_mark,
    open_to_proctors,
    progress,
    rows_of,
)

SHOWN: Final = 60  # characters of a line that is shown again
TWICE: Final = "marked_twice"
"""Why neither of two lines is taken that give one student different points."""


def read_line(line: str, rows: Sequence[Row]) -> tuple[Row, str]:
    """Read "12 85", "24000317 85" or "Name 85": who, then the points.

    Raises:
        MarksUnreadable: it names nobody or more than one student, or has no points.
    """
    who, _, points = line.replace("\t", " ").rpartition(" ")
    who = who.strip(" .,:;-–—=")
    named = [row for row in rows if _is_meant(who, row)]
    if len(named) != 1:
        raise MarksUnreadable(line=line[:SHOWN])
    return named[0], points


def _is_meant(who: str, row: Row) -> bool:
    number = row.person.number.casefold()
    if who.isdigit():
        if who.lstrip("0") == str(row.place):
            return True
        return len(who) >= LAST_DIGITS and number.endswith(who)
    said = who.casefold()
    return bool(who) and (said == number or row.person.name.casefold().startswith(said))


def parse_marks(text: str, rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Read all lines.

    Raises:
        MarksUnreadable: there is none, or one cannot be read.
    """
    found = [read_line(line, rows) for line in _lines(text)]
    if not found:
        raise MarksUnreadable(line="")
    return found


def _lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := raw.strip())]


@dataclass(frozen=True, slots=True)
class _Heard:
    """A typed line, and whom it marks how; or why it does not."""

    text: str
    row: Row | None = None
    points: int | None = None
    refused: Refusal | None = None


def _hear(line: str, rows: Sequence[Row]) -> _Heard:
    row = None
    try:
        row, points = read_line(line, rows)
        return _Heard(line, row, may_mark(row, points))
    except Refusal as refused:
        return _Heard(line, row, refused=refused)


@dataclass(frozen=True, slots=True)
class EnterMarks:
    """An examiner types marks: each line is answered by itself."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, text: str) -> MarksTaken:
        """Take those lines of "12 85" that can be understood, and say why the others cannot.

        Raises:
            MarksUnreadable, MarkOutOfRange, NoMarkFor, MarkTold: no line could be taken; of
                several it is the first. A student to whom two lines give different points gets
                neither.
            AlreadyPublished: only a correction can change a mark now.
            MarkedByMarkers: the exam has markers of its own.
            WrongStage: the exam has not begun.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            await open_to_proctors(unit, found)
            rows = await rows_of(unit, found)
            heard = _apart([_hear(line, rows) for line in _lines(text)])
            given = {one.row.attempt.id: one for one in heard if one.row and not one.refused}
            if not given:
                raise next((one.refused for one in heard if one.refused), MarksUnreadable(line=""))
            for one in given.values():
                if one.row is not None and one.points is not None:
                    await draft(unit, actor, found, one.row, one.points, at=now)
            done, total = progress(await rows_of(unit, found))
            await unit.commit()
        return MarksTaken(
            exam=exam,
            subject=found.subject,
            lines=tuple(map(_said, heard)),
            done=done,
            total=total,
        )


def _apart(heard: list[_Heard]) -> list[_Heard]:
    """Take no line about somebody to whom another line gives other points."""
    points: dict[AttemptId, set[int | None]] = {}
    for one in heard:
        if one.row is not None and one.refused is None:
            points.setdefault(one.row.attempt.id, set()).add(one.points)
    return [
        _Heard(one.text, one.row, refused=MarksUnreadable(line=one.text[:SHOWN]))
        if one.row is not None and len(points.get(one.row.attempt.id, ())) > 1
        else one
        for one in heard
    ]


def _said(one: _Heard) -> SaidMark:
    was = one.row.mark.points if one.row and one.row.mark else None
    fault = "" if one.refused is None else one.refused.code
    if one.row is not None and isinstance(one.refused, MarksUnreadable):
        fault = TWICE
    return SaidMark(
        text=one.text[:SHOWN],
        who=one.row.person.name if one.row else "",
        points=one.points,
        letter="" if one.points is None else grade_of(one.points).letter,
        was=None if was == one.points else was,
        fault=fault,
    )
