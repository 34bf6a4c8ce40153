"""How members of a commission come into the conference, and how whoever left does not."""

from datetime import timedelta

import pytest

from exams.domain.commission import Way
from exams.domain.exam import ROOM_LEAD, Kind
from exams.domain.refusals.moments import TooEarly
from exams.domain.refusals.planning import RoomAwaited
from exams.notices.commission import (
    CommissionLink,
    CommissionNamed,
    CommissionReminder,
    MembersOut,
)
from exams.notices.proctor import CommissionComes, ProctorCalled
from exams.ports.conferences import ConferencesUnavailable
from tests.make import START, at
from tests.services.conftest import University
from tests.services.day import STAFF, admitted, of_kind, opened, told
from tests.services.named_commission import OUTSIDE, THREE, join, name, named, nobody_told


async def test_members_get_a_link_of_the_own_when_the_proctors_get_theirs(
    uni: University,
) -> None:
    exam = await named(uni)
    await uni.tick(START - ROOM_LEAD - timedelta(seconds=1))
    with pytest.raises(TooEarly) as early:
        await uni.use.commission_link(uni.actor("Stranger"), exam.id)
    assert early.value.facts["opens_at"] == at(-30)
    uni.clock.moment = at(-30)
    with pytest.raises(RoomAwaited):
        await uni.use.commission_link(uni.actor("Stranger"), exam.id)
    await uni.outbox()

    await uni.tick(at(-30))
    await uni.tick(at(-30, seconds=1))

    messages = await uni.outbox()
    assert told(messages, ProctorCalled) == sorted(STAFF)
    called = of_kind(messages, ProctorCalled)
    guests = tuple(uni.people[one].name for one in ("Stranger", "Examiner"))
    assert {notice.members for _, notice in called} == {guests}
    links = dict(of_kind(messages, CommissionLink))
    assert sorted(links) == OUTSIDE
    assert len({notice.url for notice in links.values()}) == len(OUTSIDE)
    assert await uni.use.commission_link(uni.actor("Stranger"), exam.id) == links["Stranger"]
    async with nobody_told(uni):
        await uni.tick(at(-29))


async def test_a_conference_service_that_is_down_delays_the_members_link(uni: University) -> None:
    await named(uni)
    uni.conferences.down = True
    with pytest.raises(ConferencesUnavailable):
        await uni.tick(at(-30))
    uni.conferences.down = False
    await uni.outbox()

    for second in (0, 1):
        await uni.tick(at(-20, seconds=second))

    assert told(await uni.outbox(), CommissionLink) == OUTSIDE


@pytest.mark.parametrize("minutes", [-10, 40], ids=["before the start", "in its midst"])
async def test_who_is_named_late_gets_the_link_at_once(uni: University, minutes: int) -> None:
    await join(uni)
    exam = await opened(uni, kind=Kind.ORAL)
    await admitted(uni, exam, "Aigerim")
    await uni.tick(at(minutes))
    await uni.outbox()

    await name(uni, exam, *THREE, by="Zhaniya")
    await uni.tick()

    messages = await uni.outbox()
    assert told(messages, CommissionLink) == OUTSIDE
    assert {n.link for who, n in of_kind(messages, CommissionNamed)} == {"", "now"}
    comes = of_kind(messages, CommissionComes)
    guests = tuple(uni.people[one].name for one in ("Stranger", "Examiner"))
    assert [(who, n.members) for who, n in comes] == [("Zhaniya", guests)]
    await uni.use.name_commission(uni.actor("Zhaniya"), exam.id, way=Way.AGREED)
    assert not of_kind(await uni.outbox(), CommissionComes), "nobody new is to be let in"


async def test_who_left_and_is_back_gets_the_link_again(uni: University) -> None:
    exam = await named(uni)
    for second in (0, 1):
        await uni.tick(at(-30, seconds=second))
    assert told(await uni.outbox(), CommissionLink) == OUTSIDE

    for minutes, back in ((-20, ("Nurlan", "Examiner")), (-18, THREE)):
        uni.clock.moment = at(minutes)
        await name(uni, exam, *back)
        await uni.tick()

    assert told(await uni.outbox(), CommissionLink) == ["Stranger"]


@pytest.mark.parametrize("revokes", [True, False], ids=["own links", "one link for all"])
async def test_whoever_left_has_no_link_and_hosts_and_chair_read_what_to_do(
    uni: University, *, revokes: bool
) -> None:
    exam = await named(uni)
    uni.conferences.revokes = revokes
    for second in (0, 1):
        await uni.tick(at(-30, seconds=second))
    uni.clock.moment = at(-20)
    await name(uni, exam, "Examiner", "Nurlan")
    await uni.outbox()

    for second in (1, 2):
        await uni.tick(at(-20, seconds=second))

    assert uni.conferences.revoked == [uni.people["Stranger"].id]
    told_ = of_kind(await uni.outbox(), MembersOut)
    assert sorted(who for who, _ in told_) == sorted([*STAFF, "Examiner"])
    assert {(n.names, n.closed) for _, n in told_} == {((uni.people["Stranger"].name,), revokes)}


async def test_a_service_that_is_down_takes_the_link_when_it_answers_again(
    uni: University,
) -> None:
    exam = await named(uni)
    for second in (0, 1):
        await uni.tick(at(-30, seconds=second))
    await name(uni, exam)
    uni.conferences.down = True
    with pytest.raises(ConferencesUnavailable):
        await uni.tick(at(-20))
    assert not of_kind(await uni.outbox(), MembersOut)
    uni.conferences.down = False

    await uni.tick(at(-19))

    assert sorted(uni.conferences.revoked) == sorted(uni.people[one].id for one in OUTSIDE)
    assert told(await uni.outbox(), MembersOut) == sorted(STAFF)


async def test_whoever_is_back_before_the_link_is_taken_keeps_it(uni: University) -> None:
    exam = await named(uni)
    for second in (0, 1):
        await uni.tick(at(-30, seconds=second))
    for minutes, members in ((-20, ("Nurlan", "Examiner")), (-19, THREE)):
        uni.clock.moment = at(minutes)
        await name(uni, exam, *members)
    await uni.outbox()

    await uni.tick(at(-18))

    assert uni.conferences.revoked == []
    messages = await uni.outbox()
    assert told(messages, CommissionLink, MembersOut) == ["Stranger"], "the link, anew"


async def test_a_link_that_waits_is_withdrawn_when_the_exam_is_moved(uni: University) -> None:
    exam = await named(uni)
    await uni.outbox()
    for second in (0, 1):
        await uni.tick(at(-30, seconds=second))

    await uni.use.move_exam(uni.actor("Madina"), exam.id, START + timedelta(days=2))

    assert told(await uni.outbox(), CommissionLink, CommissionReminder) == []
