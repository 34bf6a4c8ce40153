"""The log on the disk: chained for each exam, and a forgery is found."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from exams.domain.exam import ASTANA
from exams.domain.ids import ExamId, PersonId
from exams.domain.log import digest_of, verify
from exams.domain.refusals.base import Stale
from storage.records.events import SqlEvents
from storage.unit import SqlUnits
from tests.storage.university import START, University, happening


async def test_events_are_chained_for_each_exam_and_verify(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    full = replace(
        happening(exam.id, attempt.student_id),
        at=START.astimezone(ASTANA),
        sent_at=(START - timedelta(seconds=1)).astimezone(ASTANA),
        attempt_id=attempt.id,
        before="admitted",
        after="writing",
        reason="өз сөзімен",
        facts={"ticket": 7, "late": False, "share": 0.1, "none": None, "word": "ә"},
    )
    async with units() as unit:
        assert await unit.events.head(exam.id) is None
        first = await unit.events.append(happening(exam.id, attempt.student_id))
        second = await unit.events.append(full)
        own = await unit.events.append(happening(ExamId(0), PersonId(0)))
        await unit.commit()
    async with units.reading() as unit:
        stored = await unit.events.of(exam.id)
        head = await unit.events.head(exam.id)
        assert await unit.events.exams() == (ExamId(0), exam.id)
    assert stored == (first, second)
    assert [event.sequence for event in (*stored, own)] == [1, 2, 1]
    assert stored[1].facts == full.facts
    assert head == (2, second.hash)
    assert all(digest_of(event) == event.hash for event in stored)
    assert verify(stored, head=head) is None


async def test_many_events_are_chained_at_once_as_they_are_one_by_one(
    units: SqlUnits, university: University
) -> None:
    exam, seated = await university.seated(3)
    many = [
        replace(happening(exam.id, one.student_id), attempt_id=one.id, facts={"place": place})
        for place, one in enumerate(seated)
    ]
    async with units() as unit:
        first = await unit.events.append(happening(exam.id, PersonId(0)))
        await unit.events.append_all(many)
        await unit.events.append_all([])
        last = await unit.events.append(happening(exam.id, PersonId(0)))
        await unit.commit()
    async with units.reading() as unit:
        stored = await unit.events.of(exam.id)
        assert verify(stored, head=await unit.events.head(exam.id)) is None
    assert stored[0] == first
    assert [event.attempt_id for event in stored[1:-1]] == [one.id for one in seated]
    assert [event.facts["place"] for event in stored[1:-1]] == [0, 1, 2]
    assert stored[-1] == last
    assert last.sequence == 5


async def test_of_one_attempt_only_the_acts_asked_for_are_read(
    units: SqlUnits, university: University
) -> None:
    exam, (one, other) = await university.seated(2)
    plain = happening(exam.id, one.student_id)
    async with units() as unit:
        wanted = [
            await unit.events.append(replace(plain, attempt_id=attempt.id, act=act))
            for attempt in (one, other)
            for act in ("left", "check_in", "joined")
        ]
        await unit.events.append(replace(plain, act="left"))
        await unit.commit()
    async with units.reading() as unit:
        found = await unit.events.of_attempt(exam.id, one.id, {"joined", "left"})
        every = await unit.events.of_attempt(exam.id, one.id)
        elsewhere = await unit.events.of_attempt(ExamId(exam.id + 1), one.id, {"left"})
    assert found == (wanted[0], wanted[2])
    assert every == tuple(wanted[:3])
    assert elsewhere == ()


@pytest.mark.parametrize(
    ("forgery", "fault"),
    [
        ("UPDATE events SET reason = 'other' WHERE sequence = 2", "edited"),
        ("DELETE FROM events WHERE sequence = 2", "missing"),
        ("DELETE FROM events WHERE sequence = 3", "cut_off"),
    ],
)
async def test_a_forged_log_is_found(
    units: SqlUnits, university: University, file: Path, forgery: str, fault: str
) -> None:
    exam, (attempt,) = await university.seated(1)
    async with units() as unit:
        for _ in range(3):
            await unit.events.append(happening(exam.id, attempt.student_id))
        await unit.commit()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(forgery)
        connection.commit()
    async with units.reading() as unit:
        broken = verify(await unit.events.of(exam.id), head=await unit.events.head(exam.id))
    assert broken is not None
    assert broken.fault == fault


@pytest.mark.parametrize("seen", [(1, None), (2, "f" * 64)], ids=["older", "another"])
async def test_an_event_follows_the_last_one_or_is_not_kept(
    units: SqlUnits,
    university: University,
    monkeypatch: pytest.MonkeyPatch,
    seen: tuple[int, str | None],
) -> None:
    """Whoever has seen an older end of the chain, or another one, adds nothing to it."""
    exam, (attempt,) = await university.seated(1)
    async with units() as unit:
        first = await unit.events.append(happening(exam.id, attempt.student_id))
        await unit.events.append(happening(exam.id, attempt.student_id))
        await unit.commit()

    async def head(_: SqlEvents, exam: ExamId) -> tuple[int, str]:
        del exam
        return seen[0], seen[1] or first.hash

    with monkeypatch.context() as late:
        late.setattr(SqlEvents, "head", head)
        with pytest.raises(Stale):
            async with units() as unit:
                await unit.events.append(happening(exam.id, attempt.student_id))

    async with units.reading() as unit:
        stored = await unit.events.of(exam.id)
        assert len(stored) == 2
        assert verify(stored, head=await unit.events.head(exam.id)) is None
