"""Sheets and marks come back as they were stored."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from exams.domain.grades import Mark, MarkStatus
from exams.domain.ids import Digest
from exams.domain.refusals.base import Stale
from exams.domain.sheets import Sheet, SheetStatus
from exams.records.sheets import NEW_SHEET
from storage.unit import SqlUnits
from tests.storage.university import START, University


def a_digest(letter: str) -> Digest:
    return Digest(letter * 64)


async def test_sheets_come_back_in_the_order_of_sending(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt, other) = await university.seated(2)
    first = Sheet(
        id=NEW_SHEET,
        attempt_id=attempt.id,
        order=(11, 2),
        place=(11, 2),
        upload=a_digest("a"),
        picture=a_digest("b"),
        straightened=a_digest("c"),
        status=SheetStatus.ACCEPTED,
        advice=("shadow",),
        fingerprint=b"\x00\xff",
        received_at=START,
    )
    async with units() as unit:
        second = await unit.sheets.add(first)
        first = await unit.sheets.add(
            replace(first, order=(11, 1), place=(7, 1), same_as=second.id)
        )
        late = await unit.sheets.add(replace(second, attempt_id=other.id, fingerprint=b""))
        with pytest.raises(Stale):
            await unit.sheets.add(first)
        assert await unit.sheets.of(attempt.id) == (first, second)
        assert await unit.sheets.get(second.id) == second
        changed = replace(first, status=SheetStatus.RETAKE, reasons=("blur", "dark"))
        await unit.sheets.save(changed)
        assert await unit.sheets.get(first.id) == changed
        assert await unit.sheets.fingerprints(exam.id) == ((second.id, attempt.id, b"\x00\xff"),)
        await unit.sheets.save(replace(late, status=SheetStatus.LATE))
        counts = await unit.sheets.counts(exam.id)
        assert counts == {attempt.id: (1, 0), other.id: (0, 1)}
        with pytest.raises(Stale):
            await unit.sheets.save(replace(first, id=NEW_SHEET))


async def test_a_mark_is_written_once_and_changed_by_who_has_seen_it(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    mark = Mark(
        attempt_id=attempt.id,
        points=85,
        status=MarkStatus.DRAFT,
        by=exam.proctors[0],
        at=START,
    )
    async with units() as unit:
        assert await unit.marks.of(attempt.id) is None
        await unit.marks.put(mark)
        with pytest.raises(Stale):
            await unit.marks.put(replace(mark, points=40))
        stored = await unit.marks.of(attempt.id)
        assert stored == replace(mark, version=1)
        corrected = replace(stored, points=86, status=MarkStatus.CORRECTED, reason="қосу")
        await unit.marks.put(corrected)
        with pytest.raises(Stale):
            await unit.marks.put(corrected)
        assert await unit.marks.of_exam(exam.id) == {attempt.id: replace(corrected, version=2)}


async def test_a_draft_that_was_changed_meanwhile_is_not_taken_back(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    mark = Mark(
        attempt_id=attempt.id,
        points=85,
        status=MarkStatus.DRAFT,
        by=exam.proctors[0],
        at=START,
    )
    async with units() as unit:
        await unit.marks.put(mark)
        first = replace(mark, version=1)
        await unit.marks.put(replace(first, points=70))
        with pytest.raises(Stale):
            await unit.marks.drop(first)
        second = replace(first, points=70, version=2)
        assert await unit.marks.of(attempt.id) == second
        await unit.marks.drop(second)
        assert await unit.marks.of(attempt.id) is None


@pytest.mark.parametrize("points", [-1, 101])
async def test_a_mark_outside_the_scale_is_not_stored(
    units: SqlUnits, university: University, points: int
) -> None:
    exam, (attempt,) = await university.seated(1)
    mark = Mark(
        attempt_id=attempt.id,
        points=points,
        status=MarkStatus.DRAFT,
        by=exam.proctors[0],
        at=START,
    )
    async with units() as unit:
        with pytest.raises(IntegrityError):
            await unit.marks.put(mark)
