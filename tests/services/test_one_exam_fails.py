"""What cannot be done for one exam, or at the conference service, is done for all others."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.background import Nursery
from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId, PersonId
from exams.ports.conferences import Conference, ConferencesUnavailable, PersonalLink
from exams.services.apart import PartFailed
from tests.make import at
from tests.services.conftest import University
from tests.services.day import published, writing


class Broken:
    """Something that cannot be done for one exam."""

    def __init__(self, exam: ExamId) -> None:
        self.exam = exam

    async def __call__(self, exam: Exam) -> None:
        """Fail at that exam."""
        if exam.id == self.exam:
            raise KeyError(exam.id)


async def test_deadlines_hold_though_another_exam_cannot_be_served(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await published(uni, starts_at=at(0) + timedelta(days=1), host="second@example.org")
    exam = await writing(uni, "Aigerim")
    monkeypatch.setattr(uni.use.tick_clock, "invitations", Broken(other.id))

    with pytest.raises(PartFailed) as failed:
        await uni.tick(at(120))

    assert isinstance(failed.value.__cause__, KeyError)
    assert (await uni.attempt("Aigerim", exam)).stage is not Stage.WRITING


async def test_everything_that_could_not_be_done_is_told(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def odd(*_: object) -> None:
        raise OSError

    exam = await published(uni)
    monkeypatch.setattr(uni.use.tick_clock, "invitations", Broken(exam.id))
    monkeypatch.setattr(uni.use.tick_clock, "posts", odd)

    with pytest.raises(PartFailed) as failed:
        await uni.tick(at(-10))

    assert [type(cause) for cause in failed.value.causes] == [KeyError, OSError]


async def test_no_deadline_waits_for_a_conference_service_that_is_silent(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asyncio.Event()

    async def silent(**_: object) -> Conference:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    exam = await published(uni)
    monkeypatch.setattr(uni.conferences, "create", silent)
    uni.clock.moment = at(-15)
    async with Nursery() as nursery:
        nursery.start(uni.use.keep_rooms(), name="rooms")
        await asked.wait()

        await uni.use.tick_clock()

    assert (await uni.stored(exam)).stage is ExamStage.CHECKIN_OPEN


async def test_a_room_is_opened_though_that_of_another_exam_cannot_be_ended(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await published(uni, host="second@example.org")
    exam = await published(uni, starts_at=at(0) + timedelta(days=1))
    uni.clock.moment = at(-30)
    await uni.use.keep_rooms()
    await uni.use.cancel_exam(uni.actor("Serik"), other.id)

    async def odd(_: Conference) -> None:
        raise KeyError  # an answer that nobody expected

    monkeypatch.setattr(uni.conferences, "end", odd)
    uni.clock.moment = at(-30) + timedelta(days=1)
    with pytest.raises(PartFailed):
        await uni.use.keep_rooms()

    assert (await uni.stored(exam)).room is not None


async def test_a_room_made_for_a_time_that_is_no_more_is_ended(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await published(uni)
    create = uni.conferences.create

    async def slow(**given: object) -> Conference:
        made = await create(**given)  # type: ignore[arg-type]
        monkeypatch.undo()
        await uni.use.move_exam(uni.actor("Serik"), exam.id, at(0) + timedelta(days=2))
        return made

    monkeypatch.setattr(uni.conferences, "create", slow)
    uni.clock.moment = at(-30)
    await uni.use.keep_rooms()

    assert uni.conferences.ended == [f"room-{exam.id}"]
    assert (await uni.stored(exam)).room is None


async def test_a_room_whose_links_failed_is_ended_when_its_exam_is_moved(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await published(uni)
    create = uni.conferences.create
    asked: list[object] = []

    async def busy(*_: object) -> dict[PersonId, PersonalLink]:
        raise ConferencesUnavailable("busy")

    async def noted(**given: object) -> Conference:
        asked.append(given["starts_at"])
        return await create(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(uni.conferences, "personal_links", busy)
    monkeypatch.setattr(uni.conferences, "create", noted)
    with pytest.raises(ConferencesUnavailable):
        await uni.tick(at(-30))

    await uni.use.move_exam(uni.actor("Serik"), exam.id, at(0) + timedelta(days=2))

    assert uni.conferences.ended == [f"room-{exam.id}"]
    assert set(asked) == {exam.starts_at}, "that of the old time"


async def test_a_room_whose_links_failed_is_ended_with_its_exam(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await published(uni)

    async def busy(*_: object) -> dict[PersonId, PersonalLink]:
        raise ConferencesUnavailable("busy")

    monkeypatch.setattr(uni.conferences, "personal_links", busy)
    for minute in (-30, -29):
        with pytest.raises(ConferencesUnavailable):
            await uni.tick(at(minute))
    await uni.use.cancel_exam(uni.actor("Serik"), exam.id)
    for _ in range(2):
        await uni.tick(at(-28))

    assert uni.conferences.ended == [f"room-{exam.id}"]
    assert set(uni.conferences.made) == {exam.id}


async def test_a_slow_answer_about_one_room_keeps_no_other_closed(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await published(uni)
    uni.sitting = ["Outsider"]
    other = await published(uni, host="second@example.org")
    create, asked = uni.conferences.create, asyncio.Event()

    async def slow(**given: Any) -> Conference:
        if given["exam"] == other.id:
            asked.set()
        await asked.wait()
        return await create(**given)

    monkeypatch.setattr(uni.conferences, "create", slow)
    uni.clock.moment = at(-30)
    async with asyncio.timeout(300):
        await uni.use.keep_rooms()

    assert set(uni.conferences.made) == {exam.id, other.id}
