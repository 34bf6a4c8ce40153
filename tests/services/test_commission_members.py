"""What a member of a commission who does not invigilate is told, and when."""

from datetime import timedelta

import pytest

from exams.domain.exam import ROOM_LEAD, Kind
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.notices.before import ExamCancelled, ExamMoved
from exams.notices.commission import (
    AnswerToMark,
    CommissionLeft,
    CommissionLink,
    CommissionNamed,
    CommissionReminder,
    MembersUnreached,
)
from exams.notices.proctor import Unreached
from tests.make import START, at
from tests.services.conftest import University
from tests.services.day import STAFF, acts, of_kind, refused, told
from tests.services.named_commission import (
    DAY,
    HOUR,
    OUTSIDE,
    THREE,
    join,
    lost,
    name,
    named,
    nobody_told,
)

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
