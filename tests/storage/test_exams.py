"""Exams come back as they were stored."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.exam import Room
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.people import Group
from exams.domain.refusals.base import Stale
from exams.records.people import NEW_GROUP
from storage.unit import SqlUnits
from tests.storage.university import START, University

HOUR = timedelta(hours=1)


async def test_an_exam_comes_back_whole(units: SqlUnits, university: University) -> None:
    async with units() as unit:
        exam = await university.exam(unit)
        second = await university.proctor(unit, "P2")
        other = await unit.groups.add(Group(id=NEW_GROUP, name="ИС-22", faculty="IT"))
        changed = replace(
            exam,
            stage=ExamStage.RUNNING,
            groups=(other.id, *exam.groups),
            proctors=(second.id, *exam.proctors),
            chief=second.id,
            faculty="IT",
            host="host@uni.kz",
            room=Room(id="123", host="host@uni.kz", join_url="https://zoom.example/j/123"),
            allowed=timedelta(hours=1, microseconds=1),
            schedule_version=3,
            began_at=START,
            closed_at=START + HOUR,
            done=frozenset({"links", "reminder_24h"}),
        )
        await unit.exams.save(changed)
        await unit.commit()
    async with units.reading() as unit:
        assert await unit.exams.get(exam.id) == replace(changed, version=1)
        assert await unit.exams.get(ExamId(99)) is None


async def test_an_exam_that_somebody_saved_first_is_stale(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        exam = await university.exam(unit)
        await unit.exams.save(replace(exam, subject="Физика"))
        with pytest.raises(Stale):
            await unit.exams.save(replace(exam, subject="Химия"))
        await unit.exams.save(replace(exam, version=1, groups=(), proctors=()))
        found = await unit.exams.get(exam.id)
    assert found == replace(exam, version=2, groups=(), proctors=())


async def test_exams_are_found_by_stage_and_proctor_in_order_of_start(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        late = await university.exam(unit, starts_at=START + HOUR)
        early = await university.exam(unit)
        gone = await university.exam(unit, starts_at=START - HOUR)
        stranger = await university.proctor(unit, "P2")
        await unit.exams.save(replace(gone, stage=ExamStage.ARCHIVED))
        gone = replace(gone, stage=ExamStage.ARCHIVED, version=1)
        await unit.exams.save(replace(late, chief=stranger.id))
        late = replace(late, chief=stranger.id, version=1)
        assert await unit.exams.all() == (early, late)
        assert await unit.exams.in_stages({ExamStage.DRAFT}) == (early, late)
        assert await unit.exams.in_stages([ExamStage.ARCHIVED]) == (gone,)
        assert await unit.exams.in_stages([ExamStage.DRAFT], since=START + HOUR) == (late,)
        assert await unit.exams.in_stages([ExamStage.DRAFT], until=START) == (early,)
        assert await unit.exams.in_stages([]) == ()
        assert await unit.exams.of_proctor(early.proctors[0]) == (gone, early, late)
        assert await unit.exams.of_proctor(stranger.id) == (late,)
