"""What a member of a commission who does not invigilate is told, and when."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.commission import Way
from exams.domain.exam import ROOM_LEAD, Exam, Kind
from exams.domain.ids import ChatId
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.planning import RoomAwaited
from exams.notices.before import ExamCancelled, ExamMoved
from exams.notices.commission import (
    AnswerToMark,
    CommissionLeft,
    CommissionLink,
    CommissionNamed,
    CommissionReminder,
    MembersOut,
    MembersUnreached,
)
from exams.notices.proctor import CommissionComes, ProctorCalled, Unreached
from exams.ports.conferences import ConferencesUnavailable
from exams.records.people import NEW_PERSON
from tests.make import START, at
from tests.services.conftest import University
from tests.services.day import STAFF, acts, admitted, of_kind, opened, published, refused, told
from tests.services.remembered import remembered

DAY = START - timedelta(hours=24)
HOUR = START - timedelta(hours=1)
THREE = ("Nurlan", "Stranger", "Examiner")
OUTSIDE = ["Examiner", "Stranger"]
"""Members who are not of the exam's staff."""


async def join(uni: University) -> None:
    """Let a second examiner into the university who invigilates nothing."""
    async with uni.units() as unit:
        plain = uni.people["Stranger"]
        another = replace(plain, id=NEW_PERSON, number="T900", name="Оспанова Әлия", account=None)
        added = await unit.people.add(another)
        await unit.people.save(replace(added, account=ChatId(added.id + 5_000)))
        stored = await unit.people.get(added.id)
        assert stored is not None
        uni.people["Examiner"] = stored
        await unit.commit()


async def name(uni: University, exam: Exam, *names: str, by: str = "Serik") -> None:
    numbers = " ".join(uni.people[one].number for one in names) or "-"
    await uni.use.name_commission(uni.actor(by), exam.id, members=numbers)


@remembered
async def named(uni: University) -> Exam:
    """Come to where a commission of one proctor and two others is named."""
    await join(uni)
    exam = await published(uni, kind=Kind.ORAL)
    await uni.outbox()
    await name(uni, exam, *THREE)
    return exam


async def lost(uni: University, who: str, **changes: object) -> None:
    """Let no message reach somebody."""
    async with uni.units() as unit:
        person = await unit.people.get(uni.people[who].id)
        assert person is not None
        await unit.people.save(replace(person, **(changes or {"account": None})))  # type: ignore[arg-type]
        await unit.commit()


@asynccontextmanager
async def nobody_told(uni: University) -> AsyncIterator[None]:
    await uni.outbox()
    yield
    assert not await uni.outbox()


# -- named --------------------------------------------------------------------------


async def test_each_member_is_told_of_what_when_beside_whom_and_who_leads(
    uni: University,
) -> None:
    exam = await named(uni)

    messages = dict(of_kind(await uni.outbox(), CommissionNamed))

    assert sorted(messages) == sorted(THREE)
    for who, notice in messages.items():
        assert (notice.exam, notice.subject, notice.starts_at) == (exam.id, "Тарих", START)
        assert notice.members == tuple(uni.people[one].name for one in THREE)
        assert (notice.leads, notice.changed) == (who == "Nurlan", False)
        assert notice.link == ("" if who == "Nurlan" else "later"), "a proctor has the host's"
        assert timedelta(minutes=notice.minutes) == ROOM_LEAD


async def test_of_a_draft_nobody_hears_before_it_is_published(uni: University) -> None:
    await join(uni)
    exam = await uni.exam(kind=Kind.ORAL)
    async with nobody_told(uni):
        await name(uni, exam, "Nurlan", "Zhaniya")
        await name(uni, exam, *THREE)
    with pytest.raises(NotAllowed):
        await uni.use.commission_desk(uni.actor("Stranger"), exam.id)

    await uni.use.publish_exam(uni.actor("Serik"), exam.id)

    assert told(await uni.outbox(), CommissionNamed) == sorted(THREE)


async def test_who_is_replaced_is_told_and_who_stays_reads_who_there_is_now(
    uni: University,
) -> None:
    exam = await named(uni)
    await uni.outbox()

    await name(uni, exam, "Stranger", "Zhaniya")

    messages = await uni.outbox()
    assert told(messages, CommissionLeft) == ["Examiner", "Nurlan"]
    now = dict(of_kind(messages, CommissionNamed))
    assert {who: (n.leads, n.changed) for who, n in now.items()} == {
        "Stranger": (True, True),
        "Zhaniya": (False, False),
    }
    async with nobody_told(uni):
        await name(uni, exam, "Stranger", "Zhaniya")


async def test_who_is_named_again_is_told_again(uni: University) -> None:
    exam = await named(uni)
    await name(uni, exam)
    assert told(await uni.outbox(), CommissionLeft) == sorted(THREE)

    uni.clock.moment += timedelta(seconds=1)
    await name(uni, exam, *THREE)

    assert told(await uni.outbox(), CommissionNamed) == sorted(THREE)


# -- before the exam ----------------------------------------------------------------


async def test_members_are_reminded_a_day_and_an_hour_before(uni: University) -> None:
    await named(uni)
    await uni.outbox()
    for moment, hours in ((DAY, 24), (HOUR, 1)):
        await uni.tick(moment)
        await uni.tick(moment + timedelta(seconds=1))
        reminders = of_kind(await uni.outbox(), CommissionReminder)
        assert told(reminders, CommissionReminder) == OUTSIDE
        assert {notice.hours for _, notice in reminders} == {hours}
        assert {timedelta(minutes=notice.minutes) for _, notice in reminders} == {ROOM_LEAD}


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


# -- the exam is another ------------------------------------------------------------


async def test_members_are_told_of_a_move_and_get_a_new_link(uni: University) -> None:
    exam = await named(uni)
    await uni.tick(at(-30))
    await uni.tick(at(-29))
    await uni.outbox()
    later = START + timedelta(days=2)

    await uni.use.move_exam(uni.actor("Madina"), exam.id, later)

    moved = of_kind(await uni.outbox(), ExamMoved)
    minutes = {who: notice.minutes for who, notice in moved}
    assert [who for who in OUTSIDE if who not in minutes] == []
    assert (minutes["Stranger"], minutes["Nurlan"], minutes["Aigerim"]) == (30, 30, 15)
    await uni.use.acknowledge_move(uni.actor("Stranger"), exam.id)
    await uni.use.acknowledge_move(uni.actor("Stranger"), exam.id)
    assert (await acts(uni, exam)).count("acknowledge_move") == 1
    for second in (0, 1):
        await uni.tick(later - timedelta(minutes=30) + timedelta(seconds=second))
    assert told(await uni.outbox(), CommissionLink) == OUTSIDE


async def test_a_link_that_waits_is_withdrawn_when_the_exam_is_moved(uni: University) -> None:
    exam = await named(uni)
    await uni.outbox()
    for second in (0, 1):
        await uni.tick(at(-30, seconds=second))

    await uni.use.move_exam(uni.actor("Madina"), exam.id, START + timedelta(days=2))

    assert told(await uni.outbox(), CommissionLink, CommissionReminder) == []


async def test_members_are_told_that_the_exam_does_not_take_place(uni: University) -> None:
    exam = await named(uni)
    await uni.outbox()

    await uni.use.cancel_exam(uni.actor("Serik"), exam.id)

    assert [who for who in told(await uni.outbox(), ExamCancelled) if who in OUTSIDE] == OUTSIDE
    assert not (await uni.use.proctor_exams(uni.actor("Stranger"))).heard
    async with refused(uni, exam, WrongStage):
        await name(uni, exam, "Nurlan", "Zhaniya")
    async with refused(uni, exam, WrongStage):
        await uni.use.commission_link(uni.actor("Stranger"), exam.id)


async def test_who_left_the_commission_hears_nothing_more(uni: University) -> None:
    exam = await named(uni)
    await name(uni, exam, "Nurlan", "Examiner")
    await uni.outbox()

    for moment in (DAY, HOUR, at(-30), at(-29), at(-15)):
        await uni.tick(moment)
    await uni.use.move_exam(uni.actor("Madina"), exam.id, START + timedelta(days=2))

    assert "Stranger" not in {who for who, _ in await uni.outbox()}
    for look in (uni.use.commission_desk, uni.use.commission_link):
        async with refused(uni, exam, NotAllowed):
            await look(uni.actor("Stranger"), exam.id)
    async with refused(uni, exam, NotAllowed, Unknown):
        await uni.use.acknowledge_move(uni.actor("Stranger"), exam.id)


# -- whom nothing reaches -----------------------------------------------------------


async def test_whoever_names_a_member_reads_whom_no_message_reaches(uni: University) -> None:
    exam = await named(uni)
    await lost(uni, "Examiner")
    await lost(uni, "Stranger", reachable=False)

    card = await uni.use.commission(uni.actor("Serik"), exam.id)

    assert card.unreached == tuple(uni.people[one].name for one in ("Stranger", "Examiner"))


async def test_whoever_named_them_is_told_again_a_day_and_an_hour_before(
    uni: University,
) -> None:
    exam = await named(uni)
    await name(uni, exam, "Stranger", "Examiner", by="Zhaniya")
    await lost(uni, "Examiner")
    await uni.outbox()
    for moment in (DAY, HOUR):
        await uni.tick(moment)
        (told_,) = of_kind(await uni.outbox(), MembersUnreached)
        assert (told_[0], told_[1].names) == ("Zhaniya", (uni.people["Examiner"].name,))


async def test_the_staff_reads_of_members_whom_nothing_reaches(uni: University) -> None:
    await named(uni)
    await lost(uni, "Examiner")
    for minutes in (-30, -15):
        await uni.tick(at(minutes))
    await uni.outbox()

    await uni.tick(at(-14))

    lists = of_kind(await uni.outbox(), Unreached)
    assert told(lists, Unreached) == sorted(STAFF)
    assert {(n.names, n.members) for _, n in lists} == {((), (uni.people["Examiner"].name,))}


# -- the member's own view ----------------------------------------------------------


async def test_the_list_of_exams_has_those_of_the_commission(uni: University) -> None:
    exam = await named(uni)

    (line,) = (await uni.use.proctor_exams(uni.actor("Stranger"))).heard

    assert (line.exam, line.starts_at) == (exam.id, START)
    own = await uni.use.proctor_exams(uni.actor("Nurlan"))
    assert (len(own.exams), own.heard) == (1, ()), "it stands among those of the staff"


@pytest.mark.parametrize("who", ["Zhaniya", "Serik", "Aigerim"])
async def test_the_members_view_is_for_members(uni: University, who: str) -> None:
    exam = await named(uni)
    for look in (uni.use.commission_desk, uni.use.commission_link):
        async with refused(uni, exam, NotAllowed):
            await look(uni.actor(who), exam.id)


async def test_the_view_tells_when_beside_whom_and_whether_there_is_a_room(
    uni: University,
) -> None:
    exam = await named(uni)
    before = await uni.use.commission_desk(uni.actor("Stranger"), exam.id)
    assert (before.starts_at, before.leads, before.link, before.answers) == (
        START,
        False,
        False,
        (),
    )
    assert before.members == tuple(uni.people[one].name for one in THREE)

    await uni.tick(at(-30))

    assert (await uni.use.commission_desk(uni.actor("Stranger"), exam.id)).link
    assert not told(await uni.outbox(), AnswerToMark)
