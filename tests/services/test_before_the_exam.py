"""From the plan to the check-in: announcements, reminders, links, the proctor's call."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain import beforehand
from exams.domain.attempt import Camera
from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.domain.refusals.moments import TooEarly, TooLate, WrongStage
from exams.domain.refusals.planning import RoomAwaited
from exams.notices.before import (
    Barred,
    ConferenceLink,
    DayBefore,
    Equipment,
    ExamAnnounced,
    ExamMoved,
    ExamNotHeld,
    Reminder,
)
from exams.notices.proctor import ProctorAbsent, ProctorCalled, RoomMissing, Unreached
from exams.ports.conferences import ConferencesUnavailable
from tests.make import START, at
from tests.services.conftest import University
from tests.services.day import (
    EVERYBODY,
    STAFF,
    acts,
    admitted,
    of_kind,
    opened,
    published,
    refused,
    stages,
    told,
)

DAY = START - timedelta(hours=24)
HOUR = START - timedelta(hours=1)
SECOND = timedelta(seconds=1)


async def test_reminders_come_a_day_and_an_hour_before_and_not_a_second_earlier(
    uni: University,
) -> None:
    await published(uni)
    assert told(await uni.outbox(), ExamAnnounced) == sorted(EVERYBODY)
    for moment, hours in ((DAY, 24), (HOUR, 1)):
        await uni.tick(moment - SECOND)
        assert not await uni.outbox()
        await uni.tick(moment)
        reminders = of_kind(await uni.outbox(), Reminder, DayBefore)
        assert told(reminders, Reminder, DayBefore) == sorted(EVERYBODY)
        assert {notice.hours for _, notice in reminders} == {hours}
        await uni.tick(moment + SECOND)
        assert not await uni.outbox()


async def test_the_question_about_equipment_comes_a_day_before_and_the_proctor_sees_the_answer(
    uni: University,
) -> None:
    exam = await published(uni)
    await uni.outbox()
    await uni.tick(DAY)
    asked = await uni.outbox()
    assert told(asked, DayBefore) == sorted(EVERYBODY)
    assert len(asked) == len(EVERYBODY)  # the reminder is in the same message

    noted = await uni.use.choose_camera(uni.actor("Bolat"), exam.id, Camera.PHONE)
    assert noted == await uni.use.equipment(uni.actor("Bolat"), exam.id)
    assert noted.camera == "phone"
    again = await acts(uni, exam)
    await uni.use.choose_camera(uni.actor("Bolat"), exam.id, Camera.PHONE)

    assert await acts(uni, exam) == again == ["publish", "choose_camera"]
    attempt = await uni.attempt("Bolat", exam)
    card = await uni.use.student_card(uni.actor("Nurlan"), attempt.id)
    assert card.camera == "phone"


async def test_who_has_said_what_will_be_on_camera_is_reminded_and_not_asked_again(
    uni: University,
) -> None:
    exam = await published(uni)
    await uni.use.choose_camera(uni.actor("Bolat"), exam.id, Camera.WEBCAM)
    await uni.outbox()
    await uni.tick(DAY)
    sent = await uni.outbox()
    assert told(sent, Reminder) == ["Bolat"]
    assert told(sent, DayBefore) == sorted(set(EVERYBODY) - {"Bolat"})
    assert len(sent) == len(EVERYBODY)


async def test_an_exam_published_late_asks_about_equipment_and_reminds_of_no_past_hour(
    uni: University,
) -> None:
    uni.clock.moment = START - timedelta(hours=5)
    await published(uni)
    await uni.tick()
    sent = await uni.outbox()
    assert not of_kind(sent, Reminder, DayBefore)
    assert told(sent, Equipment) == sorted(EVERYBODY)
    assert not await uni.queue.anything_due(uni.clock.now())


async def test_a_clock_that_slept_sends_nothing_stale_and_nothing_twice(uni: University) -> None:
    await published(uni)
    await uni.outbox()
    await uni.tick(at(-16))  # slept over both reminders and the call
    for _ in range(3):
        await uni.tick()
    woken = await uni.outbox()
    assert not of_kind(woken, Reminder, DayBefore)
    assert told(woken, Equipment) == sorted(EVERYBODY)
    assert told(woken, ProctorCalled) == sorted(STAFF)
    assert told(woken, ProctorAbsent) == []
    await uni.tick(at(-15))
    assert told(await uni.outbox(), ConferenceLink) == sorted(EVERYBODY)


async def test_an_exam_slept_through_as_a_whole_waits_to_be_moved_and_all_are_told(
    uni: University,
) -> None:
    exam = await published(uni)
    await uni.outbox()
    for minutes in (16, 17, 40):
        await uni.tick(at(minutes))
    said = of_kind(await uni.outbox(), ExamNotHeld)
    assert sorted(name for name, notice in said if not notice.office) == sorted(
        [*EVERYBODY, *STAFF]
    )
    assert sorted(name for name, notice in said if notice.office) == ["Madina", "Serik"]
    async with refused(uni, exam, TooLate):
        await uni.use.check_in(uni.actor("Aigerim"), exam.id)
    assert (await uni.stored(exam)).stage is ExamStage.PUBLISHED
    assert set((await stages(uni, exam)).values()) == {Stage.SCHEDULED}
    assert uni.conferences.made == []
    await uni.use.move_exam(uni.actor("Serik"), exam.id, at(24 * 60))
    assert told(await uni.outbox(), ExamMoved) == sorted([*EVERYBODY, *STAFF])


async def test_the_room_is_opened_and_the_staff_called_half_an_hour_before(
    uni: University,
) -> None:
    exam = await published(uni)
    await uni.tick(at(-30) - SECOND)
    assert uni.conferences.made == []
    await uni.outbox()
    await uni.tick(at(-30))
    await uni.tick(at(-29))
    called = await uni.outbox()
    assert uni.conferences.made == [exam.id]
    assert told(called, ProctorCalled) == sorted(STAFF)
    assert not of_kind(called, ConferenceLink)


async def test_whoever_asks_for_a_link_reads_when_it_comes_and_no_moment_that_is_past(
    uni: University,
) -> None:
    exam = await published(uni)
    asks = {at(-30): ("Nurlan", "start_link"), at(-15): ("Aigerim", "my_link")}
    for opens_at, (who, link) in asks.items():
        uni.clock.moment = opens_at - SECOND
        async with refused(uni, exam, TooEarly) as facts:
            await getattr(uni.use, link)(uni.actor(who), exam.id)
        assert facts == {"opens_at": opens_at}
        uni.clock.moment = opens_at
        async with refused(uni, exam, RoomAwaited):
            await getattr(uni.use, link)(uni.actor(who), exam.id)
        uni.clock.moment = at(15)
        async with refused(uni, exam, TooLate):
            await getattr(uni.use, link)(uni.actor(who), exam.id)


async def test_everybody_gets_a_link_of_the_own_and_the_check_in_opens_15_minutes_before(
    uni: University,
) -> None:
    exam = await published(uni)
    await uni.tick(at(-30))
    with pytest.raises(TooEarly) as early:
        await uni.use.check_in(uni.actor("Aigerim"), exam.id)
    assert early.value.facts["opens_at"] == at(-15)
    async with refused(uni, exam, TooEarly):
        await uni.use.my_link(uni.actor("Aigerim"), exam.id)
    await uni.outbox()

    await uni.tick(at(-15))
    await uni.tick(at(-14, seconds=-1))

    links = of_kind(await uni.outbox(), ConferenceLink)
    assert told(links, ConferenceLink) == sorted(EVERYBODY)
    assert len({notice.url for _, notice in links}) == len(EVERYBODY)
    assert set((await stages(uni, exam)).values()) == {Stage.INVITED}
    asked = await uni.use.my_link(uni.actor("Aigerim"), exam.id)
    assert ("Aigerim", asked) in links


async def test_a_conference_service_that_is_down_delays_the_link_but_not_the_check_in(
    uni: University,
) -> None:
    exam = await published(uni)
    uni.conferences.down = True
    for minutes in (-30, -20, -15, -10):
        with pytest.raises(ConferencesUnavailable):
            await uni.tick(at(minutes))
    assert (await uni.stored(exam)).stage is ExamStage.CHECKIN_OPEN
    assert not of_kind(await uni.outbox(), ConferenceLink, ProctorCalled)
    for who, link in (("Nurlan", "start_link"), ("Aigerim", "my_link")):
        async with refused(uni, exam, RoomAwaited):
            await getattr(uni.use, link)(uni.actor(who), exam.id)

    uni.conferences.down = False
    await uni.tick(at(-8))
    await uni.tick(at(-7))

    back = await uni.outbox()
    assert told(back, ConferenceLink) == sorted(EVERYBODY)
    assert told(back, ProctorCalled) == sorted(STAFF)
    assert uni.conferences.made == [exam.id]
    await admitted(uni, exam, "Aigerim")


async def test_who_gets_a_place_after_the_room_was_opened_gets_a_link_of_the_own(
    uni: University,
) -> None:
    exam = await published(uni)
    await uni.tick(at(-30))
    async with uni.units() as unit:  # as an import seats a student who is new in the group
        late = await uni.attempt("Bolat", exam)
        await unit.attempts.save(replace(late, link=None, registrant=None))
        await unit.commit()
    await uni.tick(at(-20))
    await uni.outbox()

    await uni.tick(at(-15))

    links = dict(of_kind(await uni.outbox(), ConferenceLink))
    assert sorted(links) == sorted(EVERYBODY)
    assert len({notice.url for notice in links.values()}) == len(EVERYBODY)
    attempt = await uni.attempt("Bolat", exam)
    assert (links["Bolat"].url, bool(attempt.registrant)) == (attempt.link, True)


async def test_the_staff_is_told_once_that_there_is_no_conference(uni: University) -> None:
    await published(uni)
    uni.conferences.down = True
    for minutes in (-30, -21, -20, -19, -5):
        with pytest.raises(ConferencesUnavailable):
            await uni.tick(at(minutes))
    assert told(await uni.outbox(), RoomMissing) == sorted(STAFF)


async def test_nobody_is_told_so_where_there_is_one(uni: University) -> None:
    await published(uni)
    for minutes in (-30, -29, -20, -5):
        await uni.tick(at(minutes))
    assert not of_kind(await uni.outbox(), RoomMissing)


async def test_the_link_still_comes_when_the_exam_began_without_a_conference(
    uni: University,
) -> None:
    exam = await published(uni)
    uni.conferences.down = True
    with pytest.raises(ConferencesUnavailable):
        await uni.tick(at(-15))
    await uni.use.begin_exam(uni.actor("Nurlan"), exam.id)
    uni.conferences.down = False
    await uni.outbox()
    await uni.tick(at(5))
    assert told(await uni.outbox(), ConferenceLink) == sorted(EVERYBODY)


async def test_other_work_is_done_while_the_conference_service_is_down(uni: University) -> None:
    first = await published(uni)
    second = await uni.exam(starts_at=START + timedelta(days=1), host="second@example.org")
    await uni.use.publish_exam(uni.actor("Serik"), second.id)
    await uni.outbox()
    uni.conferences.down = True
    with pytest.raises(ConferencesUnavailable):
        await uni.tick(at(0))
    reminders = of_kind(await uni.outbox(), DayBefore)
    assert {notice.exam for _, notice in reminders} == {second.id}
    assert (await uni.stored(first)).stage is ExamStage.CHECKIN_OPEN


async def test_a_clock_that_slept_lists_the_unreached_once(uni: University) -> None:
    await opened(uni)
    async with uni.units() as unit:
        lost = await unit.people.get(uni.people["Gulnur"].id)
        assert lost is not None
        await unit.people.save(replace(lost, account=None))
        await unit.commit()
    for second in (0, 1):
        await uni.tick(at(-1, seconds=second))
    lists = of_kind(await uni.outbox(), Unreached)
    assert [(name, n.minutes) for name, n in lists] == [("Nurlan", 5), ("Zhaniya", 5)]


async def test_the_unreached_are_listed_at_14_and_5_minutes_also_after_the_exam_has_begun(
    uni: University,
) -> None:
    exam = await published(uni)
    async with uni.units() as unit:
        lost = await unit.people.get(uni.people["Gulnur"].id)
        assert lost is not None
        await unit.people.save(replace(lost, account=None))
        await unit.commit()
    await uni.tick(at(-30))
    await uni.tick(at(-15))
    assert not of_kind(await uni.outbox(), Unreached)
    await uni.tick(at(-14))
    await uni.tick(at(-13))
    first = of_kind(await uni.outbox(), Unreached)
    await admitted(uni, exam, "Aigerim")
    assert (await uni.stored(exam)).stage is ExamStage.RUNNING
    await uni.tick(at(-5))
    await uni.tick(at(-4))
    second = of_kind(await uni.outbox(), Unreached)
    for messages, minutes in ((first, 14), (second, 5)):
        assert told(messages, Unreached) == sorted(STAFF)
        assert {notice.minutes for _, notice in messages} == {minutes}
        assert {notice.names for _, notice in messages} == {(uni.people["Gulnur"].name,)}


async def test_a_barred_student_is_told_why_and_then_hears_nothing_and_cannot_come(
    uni: University,
) -> None:
    exam = await uni.exam()
    async with uni.units() as unit:
        attempt = await unit.attempts.of(uni.people["Kanat"].id, exam.id)
        assert attempt is not None
        held = uni.actor("Madina").roles
        await unit.attempts.save(beforehand.bar(attempt, held, reason="low_rating"))
        await unit.commit()
    await uni.use.publish_exam(uni.actor("Serik"), exam.id)
    (why,) = [notice for name, notice in await uni.outbox() if name == "Kanat"]
    assert isinstance(why, Barred)
    assert why.reason == "low_rating"
    for moment in (DAY, HOUR, at(-30), at(-15), at(-5)):
        await uni.tick(moment)
    assert "Kanat" not in {name for name, _ in await uni.outbox()}
    for act in (uni.use.check_in, uni.use.my_link, uni.use.information, uni.use.outage):
        async with refused(uni, exam, WrongStage):
            await act(uni.actor("Kanat"), exam.id)
    details = await uni.use.exam_details(uni.actor("Kanat"), exam.id)
    assert (details.stage, details.reason) == ("barred", "low_rating")
