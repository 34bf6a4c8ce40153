"""A wrong key found after a test: everybody is graded anew, differences first (rules C1)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.booklet import result_of
from exams.domain.exam import Exam
from exams.domain.grades import MarkStatus
from exams.domain.ids import ExamId, QuestionId
from exams.domain.keys import key_of, key_words
from exams.domain.people import Actor
from exams.domain.questions import Question
from exams.domain.refusals.computer_tests import KeyUnreadable
from exams.domain.refusals.files import NothingToConfirm
from exams.domain.refusals.people import known
from exams.notices.lines import RegradeLine
from exams.notices.regrading import KeyMended, RegradePreview
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock, WorkingDays
from exams.records.unit import Unit, Units
from exams.services.doors import room
from exams.services.grades.grading import EXAMINERS, Row, put_mark, rows_of
from exams.services.grades.posting import send_grade
from exams.services.previews import awaited, put_aside

REGRADE: Final = "regrade"
TOKEN_LENGTH: Final = 16
KEY_MENDED: Final = "key_mended"
SHOWN: Final = 40  # lines of a preview; the rest is counted


async def _changes(unit: Unit, exam: Exam, mended: Question) -> list[tuple[Row, int]]:
    """Return whose points another key changes, with the new ones; what is void stays so."""
    changed = []
    for row in await rows_of(unit, exam):
        booklet = await unit.booklets.of(row.attempt.id) if row.mark else None
        if row.mark is None or booklet is None or not (row.attempt.sat and booklet.counts):
            continue
        if all(item.question != mended.id for item in booklet.items):
            continue
        questions = await unit.questions.many(item.question for item in booklet.items)
        before = result_of(booklet, questions).points
        points = result_of(booklet, questions | {mended.id: mended}).points
        # Where the key changes nothing, what an appeal or a correction gave is not taken back.
        if points not in {before, row.mark.points}:
            changed.append((row, points))
    return changed


@dataclass(frozen=True, slots=True)
class PreviewRegrade:
    """An examiner names a question and its right answer, and sees what would change."""

    units: Units
    clock: Clock
    shuffler: Shuffler

    async def __call__(self, actor: Actor, exam: ExamId, text: str) -> RegradePreview:
        """Take "07 2,3": the question's name in the bank, then the right answer.

        Raises:
            KeyUnreadable: no such question, or this is no answer to it; the facts say which.
        """
        now = self.clock.now()
        said = text.strip()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *EXAMINERS)
            bank = await unit.questions.of(exam)
            named = [one for one in bank if said.startswith(f"{one.name} ")]
            if not named:
                raise KeyUnreadable(given=said[:60])
            question = max(named, key=lambda one: len(one.name))  # names may hold spaces
            right = said.removeprefix(question.name)
            mended = replace(question, key=key_of(question, right))
            changes = await _changes(unit, found, mended)
            token = self.shuffler.code(TOKEN_LENGTH)
            payload = {"exam": exam, "question": question.id, "right": right}
            payload |= {"version": question.version}
            waits = json.dumps(payload, ensure_ascii=False)
            await put_aside(unit, actor, REGRADE, waits, token=token, at=now)
            await unit.commit()
        return RegradePreview(
            exam=exam,
            subject=found.subject,
            token=token,
            name=question.name,
            text=question.text,
            was=key_words(question),
            right=key_words(mended),
            lines=tuple(_line(row, points) for row, points in changes[:SHOWN]),
            more=max(len(changes) - SHOWN, 0),
        )


def _line(row: Row, points: int) -> RegradeLine:
    before = row.mark.points if row.mark else 0
    return RegradeLine(place=row.place, who=row.person.name, before=before, after=points)


@dataclass(frozen=True, slots=True)
class ConfirmRegrade:
    """An examiner mends a key; whoever has other points now is told, nobody else."""

    units: Units
    clock: Clock
    days: WorkingDays

    async def __call__(self, actor: Actor, token: str) -> KeyMended:
        """Write the key and the marks that change with it.

        Raises:
            NothingToConfirm: confirmed or replaced, or somebody mended the question meanwhile.
        """
        now = self.clock.now()
        async with self.units() as unit:
            asked = json.loads(await awaited(unit, actor, REGRADE, token))
            found = await room(unit, actor, ExamId(asked["exam"]), *EXAMINERS)
            question = known(await unit.questions.get(QuestionId(asked["question"])))
            if question.version != asked["version"]:
                raise NothingToConfirm
            mended = replace(question, key=key_of(question, asked["right"]))
            changes = await _changes(unit, found, mended)
            await unit.questions.mend(mended)
            await self._correct(unit, actor, found, changes, now, key=f"key:{token}")
            await unit.commit()
        return KeyMended(
            exam=found.id, subject=found.subject, name=question.name, changed=len(changes)
        )

    async def _correct(
        self,
        unit: Unit,
        actor: Actor,
        exam: Exam,
        changes: Sequence[tuple[Row, int]],
        now: datetime,
        *,
        key: str,
    ) -> None:
        for row, points in changes:
            mark = await put_mark(
                unit,
                actor,
                exam,
                row,
                points=points,
                status=MarkStatus.CORRECTED,
                at=now,
                reason=KEY_MENDED,
            )
            await send_grade(unit, exam, row, mark, self.days.works, key=key, corrected=True)
