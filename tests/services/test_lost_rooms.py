"""A room that somebody deletes at the conference service is noticed, and opened anew."""

from collections.abc import Sequence

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.exam import ROOM_LOST, Exam, Kind
from exams.domain.refusals.planning import RoomAwaited
from exams.notices.base import Notice
from exams.notices.before import ConferenceLink
from exams.notices.commission import CommissionLink
from exams.notices.proctor import ProctorAbsent, ProctorCalled, RoomMissing
from exams.ports.conferences import ConferenceEvent, ConferencesUnavailable, PresenceKind
from exams.services.apart import PartFailed
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    EVERYBODY,
    STAFF,
    acts,
    numbers,
    of_kind,
    opened,
    published,
    told,
    writing,
)


async def delete(uni: University, exam: Exam, minute: float) -> None:
    """Let somebody delete the exam's room, and the clock ask for it twice."""
    room = (await uni.stored(exam)).room
    assert room is not None
    uni.conferences.gone.add(room.id)
    await uni.outbox()
    for second in (0, 30):
        await uni.tick(at(minute, seconds=second))


def fresh(messages: Sequence[tuple[str, Notice]], kind: type[Notice]) -> dict[str, bool]:
    """Return who got a link of this kind, and whether it says that the one before is dead."""
    return {who: notice.anew for who, notice in of_kind(messages, kind)}


async def test_everybody_gets_a_link_to_another_room_and_reads_that_the_old_one_is_dead(
    uni: University,
) -> None:
    exam = await opened(uni)
    old = (await uni.attempt("Aigerim", exam)).link

    await delete(uni, exam, -10)
    await uni.tick(at(-9))

    messages = await uni.outbox()
    assert fresh(messages, ConferenceLink) == dict.fromkeys(EVERYBODY, True)
    assert fresh(messages, ProctorCalled) == dict.fromkeys(STAFF, True)
    link = await uni.use.my_link(uni.actor("Aigerim"), exam.id)
    assert link.url not in {old, ""}
    assert link.url == dict(of_kind(messages, ConferenceLink))["Aigerim"].url
    assert uni.conferences.made == [exam.id] * 2
    assert (await acts(uni, exam)).count(ROOM_LOST) == 1
    for minute in (-8, -7, -6):
        await uni.tick(at(minute))
    assert not of_kind(await uni.outbox(), ConferenceLink, ProctorCalled, RoomMissing)


async def test_whoever_had_no_link_yet_is_not_told_of_a_dead_one(uni: University) -> None:
    exam = await published(uni)
    await uni.tick(at(-30))

    await delete(uni, exam, -25)
    await uni.tick(at(-15))

    messages = await uni.outbox()
    assert fresh(messages, ProctorCalled) == dict.fromkeys(STAFF, True)
    assert fresh(messages, ConferenceLink) == dict.fromkeys(EVERYBODY, False)


async def test_an_exam_that_runs_gets_another_room_and_people_come_into_it(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")

    await delete(uni, exam, 60)
    await uni.tick(at(61))

    links = dict(of_kind(await uni.outbox(), ConferenceLink))
    assert sorted(links) == ["Aigerim"], "the others have missed it"
    assert (links["Aigerim"].then, links["Aigerim"].anew) == ("", True)
    room, attempt = (await uni.stored(exam)).room, await uni.attempt("Aigerim", exam)
    assert room is not None
    await uni.use.conference_event(
        ConferenceEvent(
            key="came",
            kind=PresenceKind.JOINED,
            conference=room.id,
            registrant=attempt.registrant,
            at=at(62),
        )
    )
    assert (await uni.attempt("Aigerim", exam)).present
    await uni.use.revert_no_show(uni.actor("Zhaniya"), (await uni.attempt("Bolat", exam)).id)
    await uni.tick(at(63))
    assert told(await uni.outbox(), ConferenceLink) == ["Bolat"], "the link of before is dead"


async def test_one_answer_is_not_enough_and_silence_says_nothing(uni: University) -> None:
    exam = await opened(uni)
    await uni.outbox()
    room = (await uni.stored(exam)).room
    assert room is not None
    uni.conferences.gone.add(room.id)
    await uni.tick(at(-10))
    await uni.tick(at(-10, seconds=29))
    uni.conferences.gone.clear()
    await uni.tick(at(-9))
    uni.conferences.down = True
    await uni.tick(at(-8))
    uni.conferences.down = False
    uni.conferences.gone.add(room.id)
    await uni.tick(at(-7))

    assert (await uni.stored(exam)).room == room
    assert uni.conferences.made == [exam.id]


async def test_the_staff_is_told_once_if_there_is_no_other_room(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await writing(uni, "Aigerim")

    async def refuse(**_: object) -> None:
        raise ConferencesUnavailable("the day's rooms are spent")

    with monkeypatch.context() as patched:
        patched.setattr(uni.conferences, "create", refuse)
        with pytest.raises(ConferencesUnavailable):
            await delete(uni, exam, 60)
        with pytest.raises(ConferencesUnavailable):
            await uni.tick(at(61))

        missing = of_kind(await uni.outbox(), RoomMissing)
        assert sorted(who for who, _ in missing) == sorted(STAFF)
        assert {notice.lost for _, notice in missing} == {True}
        for who, link in (("Nurlan", "start_link"), ("Aigerim", "my_link")):
            with pytest.raises(RoomAwaited):
                await getattr(uni.use, link)(uni.actor(who), exam.id)

    await uni.tick(at(62))
    await uni.tick(at(63))
    messages = await uni.outbox()
    assert told(messages, ConferenceLink) == ["Aigerim"]
    assert told(messages, ProctorCalled) == sorted(STAFF)
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.WRITING


async def test_a_crash_between_making_and_storing_leaves_one_room_and_one_message(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await opened(uni)

    async def crash(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(uni.conferences, "start_link", crash)
        with pytest.raises(PartFailed):
            await delete(uni, exam, -10)
    assert not of_kind(await uni.outbox(), ConferenceLink)
    for minute in (-9, -8):
        await uni.tick(at(minute))

    assert told(await uni.outbox(), ConferenceLink) == sorted(EVERYBODY)
    room = (await uni.stored(exam)).room
    assert room is not None
    assert room.id == f"room-{exam.id}-anew"


async def test_members_of_the_commission_get_another_link_too(uni: University) -> None:
    exam = await published(uni, kind=Kind.ORAL)
    members = numbers(uni, "Nurlan", "Stranger")
    await uni.use.name_commission(uni.actor("Serik"), exam.id, members=members)
    await uni.tick(at(-30))
    await uni.tick(at(-29))
    assert fresh(await uni.outbox(), CommissionLink) == {"Stranger": False}

    await delete(uni, exam, -10)
    await uni.tick(at(-9))

    assert fresh(await uni.outbox(), CommissionLink) == {"Stranger": True}


async def test_a_proctor_who_was_absent_before_the_room_went_is_absent_still(
    uni: University,
) -> None:
    exam = await published(uni)
    await uni.tick(at(-30))
    await delete(uni, exam, -10.5)

    await uni.tick(at(-9))

    assert told(await uni.outbox(), ProctorAbsent) == ["Zhaniya"]
