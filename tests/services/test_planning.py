"""Exams published, moved, cancelled, closed; their conferences ended."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain import beforehand
from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.domain.refusals.moments import TooEarly, WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.planning import NotReady, TicketsShown
from exams.domain.refusals.sheets import SheetsNotNow
from exams.notices.before import (
    ConferenceLink,
    DayBefore,
    ExamAnnounced,
    ExamCancelled,
    ExamMoved,
    Reminder,
)
from exams.notices.proctor import ProctorBoard, ProctorCalled
from tests.fakes.ports import photograph
from tests.make import START, at
from tests.services.conftest import University
from tests.services.day import (
    EVERYBODY,
    STAFF,
    acts,
    admitted,
    agreed,
    drawn,
    events,
    later,
    marking,
    of_kind,
    opened,
    published,
    refused,
    send,
    stages,
    told,
    writing,
)

NEXT_DAY = START + timedelta(days=1)


async def test_publishing_announces_once(uni: University) -> None:
    exam = await uni.exam()
    assert [line.exam for line in (await uni.use.drafts(uni.actor("Madina"))).exams] == [exam.id]
    for name in ("Serik", "Serik", "Madina"):
        shown = await uni.use.publish_exam(uni.actor(name), exam.id)
        assert (shown.stage, shown.students, shown.tickets) == ("published", 4, 8)
    assert told(await uni.outbox(), ExamAnnounced) == sorted(EVERYBODY)
    assert await acts(uni, exam) == ["publish"]
    assert (await uni.use.drafts(uni.actor("Madina"))).exams == ()


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"tickets": 4}, "tickets"),
        ({"proctors": ()}, "proctor"),
        ({"starts_at": START - timedelta(days=3)}, "past"),
    ],
)
async def test_what_is_not_ready_is_not_published_and_the_check_says_why(
    uni: University, changes: dict[str, object], check: str
) -> None:
    exam = await uni.exam(**changes)
    async with refused(uni, exam, NotReady) as facts:
        await uni.use.publish_exam(uni.actor("Serik"), exam.id)
    assert facts["failed"] == (check,)
    shown = await uni.use.exam_checks(uni.actor("Serik"), exam.id)
    assert not shown.ready
    assert [fix.code for fix in shown.checks if not fix.holds] == [check]


async def test_five_tickets_are_enough_for_four_students(uni: University) -> None:
    exam = await uni.exam(tickets=5)
    assert (await uni.use.publish_exam(uni.actor("Serik"), exam.id)).stage == "published"


async def test_a_group_without_a_chat_cannot_have_a_written_exam_published(
    uni: University,
) -> None:
    exam = await uni.exam()
    assert uni.group is not None
    assert uni.group.chat_id is not None
    await uni.use.chat_lost(uni.group.chat_id)
    async with refused(uni, exam, NotReady) as facts:
        await uni.use.publish_exam(uni.actor("Serik"), exam.id)
    assert facts["failed"] == ("group_chat",)


async def test_a_dean_sees_and_plans_the_exams_of_the_own_faculty(uni: University) -> None:
    exam = await published(uni)
    other = await uni.exam(faculty="Заң", starts_at=NEXT_DAY)
    for name, seen in (("Serik", [exam.id]), ("Elsewhere", [other.id])):
        planned = await uni.use.planned(uni.actor(name))
        assert [line.exam for line in planned.exams] == seen
    for act in (uni.use.cancel_exam, uni.use.exam_checks, uni.use.publish_exam):
        async with refused(uni, exam, NotAllowed):
            await act(uni.actor("Elsewhere"), exam.id)
    assert len((await uni.use.planned(uni.actor("Madina"))).exams) == 2
    assert (await uni.use.publish_exam(uni.actor("Elsewhere"), other.id)).stage == "published"


async def test_a_dean_of_no_faculty_plans_all_exams_and_every_dean_one_of_none(
    uni: University,
) -> None:
    theirs = await uni.exam(faculty="Физика")
    of_none = await uni.exam(faculty="", starts_at=NEXT_DAY)
    async with uni.units() as unit:
        await unit.people.save(replace(uni.people["Serik"], faculty=""))
        await unit.commit()
    for name, seen in (("Serik", {theirs.id, of_none.id}), ("Elsewhere", {of_none.id})):
        planned = await uni.use.planned(uni.actor(name))
        assert {line.exam for line in planned.exams} == seen


# -- moved ----------------------------------------------------------------------------


async def test_a_moved_exam_begins_again_and_its_old_messages_are_dropped(
    uni: University,
) -> None:
    exam = await opened(uni)
    await agreed(uni, exam, "Aigerim")

    moved = await uni.use.move_exam(uni.actor("Serik"), exam.id, NEXT_DAY)
    again = await uni.use.move_exam(uni.actor("Serik"), exam.id, NEXT_DAY)

    assert moved == again
    assert (moved.stage, moved.starts_at) == ("published", NEXT_DAY)
    messages = await uni.outbox()
    assert told(messages, ExamMoved) == sorted([*EVERYBODY, *STAFF])
    assert {(n.was, n.starts_at) for _, n in of_kind(messages, ExamMoved)} == {(START, NEXT_DAY)}
    assert not of_kind(messages, ConferenceLink, ProctorCalled, Reminder, DayBefore, ExamAnnounced)
    assert set((await stages(uni, exam)).values()) == {Stage.SCHEDULED}
    attempt = await uni.attempt("Aigerim", exam)
    assert (attempt.link, attempt.rules_agreed) == (None, False)
    stored = await uni.stored(exam)
    assert (stored.room, stored.schedule_version) == (None, 2)
    assert uni.conferences.ended == [f"room-{exam.id}"]
    move = next(event for event in await events(uni, exam) if event.act == "move")
    assert move.facts == {"from": START.isoformat(), "to": NEXT_DAY.isoformat()}
    async with refused(uni, exam, TooEarly):
        await uni.use.check_in(uni.actor("Aigerim"), exam.id)


async def test_everything_before_the_exam_is_sent_anew_for_the_new_time(uni: University) -> None:
    exam = await published(uni)
    for moment in (START - timedelta(hours=24), START - timedelta(hours=1)):
        await uni.tick(moment)
    await uni.use.move_exam(uni.actor("Madina"), exam.id, NEXT_DAY)
    await uni.outbox()
    later_links = []
    for hours in (24, 1):
        await uni.tick(NEXT_DAY - timedelta(hours=hours))
        reminders = of_kind(await uni.outbox(), Reminder, DayBefore)
        assert {n.hours for _, n in reminders} == {hours}
        assert {n.starts_at for _, n in reminders} == {NEXT_DAY}
        assert told(reminders, Reminder, DayBefore) == sorted(EVERYBODY)
    for minutes in (30, 15):
        await uni.tick(NEXT_DAY - timedelta(minutes=minutes))
        later_links += of_kind(await uni.outbox(), ConferenceLink)
    assert told(later_links, ConferenceLink) == sorted(EVERYBODY)


async def test_everybody_acknowledges_a_move_once_for_each(uni: University) -> None:
    exam = await published(uni)
    await uni.use.move_exam(uni.actor("Serik"), exam.id, NEXT_DAY)
    for name in ("Aigerim", "Aigerim", "Nurlan", "Zhaniya"):
        await uni.use.acknowledge_move(uni.actor(name), exam.id)
    await uni.use.move_exam(uni.actor("Serik"), exam.id, NEXT_DAY + timedelta(hours=1))
    await uni.use.acknowledge_move(uni.actor("Aigerim"), exam.id)
    read = [event for event in await events(uni, exam) if event.act == "acknowledge_move"]
    names = {person.id: name for name, person in uni.people.items()}
    assert [(names[event.actor], event.facts["schedule"]) for event in read] == [
        ("Aigerim", 2),
        ("Nurlan", 2),
        ("Zhaniya", 2),
        ("Aigerim", 3),
    ]
    for name, kind in (("Outsider", Unknown), ("Stranger", NotAllowed), ("Serik", NotAllowed)):
        async with refused(uni, exam, kind):
            await uni.use.acknowledge_move(uni.actor(name), exam.id)


async def test_an_exam_is_moved_neither_to_the_past_nor_onto_another(uni: University) -> None:
    exam = await published(uni)
    other = await published(uni, starts_at=NEXT_DAY)
    async with refused(uni, exam, NotReady) as facts:
        await uni.use.move_exam(uni.actor("Serik"), exam.id, uni.clock.now())
    assert facts["failed"] == ("past",)
    async with refused(uni, exam, NotReady) as facts:
        await uni.use.move_exam(uni.actor("Serik"), exam.id, NEXT_DAY + timedelta(hours=1))
    assert set(facts["failed"]) == {"clash", "host"}  # type: ignore[call-overload]
    over = NEXT_DAY + timedelta(minutes=150)
    assert set(facts["clashes"]) == {(other.subject, NEXT_DAY, over)}  # type: ignore[call-overload]
    assert (await uni.stored(other)).starts_at == NEXT_DAY


async def test_a_running_exam_and_one_whose_ticket_was_seen_stay_where_they_are(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    async with refused(uni, exam, WrongStage):
        await uni.use.move_exam(uni.actor("Serik"), exam.id, NEXT_DAY)
    async with uni.units() as unit:
        running = await unit.exams.get(exam.id)
        assert running is not None
        await unit.exams.save(replace(running, stage=ExamStage.CHECKIN_OPEN))
        await unit.commit()
    async with refused(uni, exam, TicketsShown):
        await uni.use.move_exam(uni.actor("Serik"), exam.id, NEXT_DAY)


async def test_a_move_does_not_wait_for_the_conference_service(uni: University) -> None:
    exam = await opened(uni)
    uni.conferences.down = True
    moved = await uni.use.move_exam(uni.actor("Serik"), exam.id, NEXT_DAY)
    assert moved.starts_at == NEXT_DAY


async def test_a_barred_student_stays_barred_by_a_move_and_hears_nothing(
    uni: University,
) -> None:
    exam = await uni.exam()
    async with uni.units() as unit:
        attempt = await unit.attempts.of(uni.people["Kanat"].id, exam.id)
        assert attempt is not None
        await unit.attempts.save(beforehand.bar(attempt, uni.actor("Madina").roles, reason="debt"))
        await unit.commit()
    await uni.use.publish_exam(uni.actor("Serik"), exam.id)
    await uni.use.move_exam(uni.actor("Serik"), exam.id, NEXT_DAY)
    assert (await stages(uni, exam))["Kanat"] is Stage.BARRED
    assert "Kanat" not in {name for name, _ in await uni.outbox()}


# -- cancelled, closed ----------------------------------------------------------------


async def test_a_cancelled_exam_is_told_once_and_what_waits_is_dropped(uni: University) -> None:
    exam = await opened(uni)
    async with refused(uni, exam, NotAllowed):
        await uni.use.cancel_exam(uni.actor("Madina"), exam.id)
    for _ in range(2):
        await uni.use.cancel_exam(uni.actor("Serik"), exam.id)
    messages = await uni.outbox()
    assert told(messages, ExamCancelled) == sorted([*EVERYBODY, *STAFF])
    assert {type(notice) for _, notice in messages} == {ExamCancelled}
    assert (await acts(uni, exam)).count("cancel") == 1
    for minutes in (-14, -5, 0, 15, 20):
        await uni.tick(at(minutes))
    assert await uni.outbox() == []
    assert uni.conferences.ended == [f"room-{exam.id}"]


async def test_a_cancelled_draft_is_nobodys_news(uni: University) -> None:
    exam = await uni.exam()
    await uni.use.cancel_exam(uni.actor("Serik"), exam.id)
    assert await uni.outbox() == []


async def test_nothing_happens_in_a_cancelled_exam_any_more(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    await uni.use.finish_writing(uni.actor("Bolat"), exam.id)
    await uni.use.sheets_so_far(uni.actor("Bolat"), exam.id)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.cancel_exam(uni.actor("Serik"), exam.id)
    assert told(await uni.outbox(), ExamCancelled) == sorted([*EVERYBODY, *STAFF])
    student, proctor = uni.actor("Aigerim"), uni.actor("Nurlan")
    for act in (
        uni.use.finish_writing(student, exam.id),
        uni.use.outage(student, exam.id),
        uni.use.my_link(student, exam.id),
        uni.use.check_in(uni.actor("Gulnur"), exam.id),
        uni.use.sheets_so_far(uni.actor("Bolat"), exam.id),
        uni.use.warn(proctor, attempt, "talking", None),
        uni.use.add_time(proctor, attempt, 5, "technical"),
        uni.use.begin_exam(proctor, exam.id),
        uni.use.start_link(proctor, exam.id),
    ):
        async with refused(uni, exam, WrongStage):
            await act
    async with refused(uni, exam, SheetsNotNow):
        await send(uni, "Bolat", photograph("one"), 1)
    for minutes in (61, 115, 120, 135, 200):
        await uni.tick(at(minutes))
    assert await uni.outbox() == []
    assert (await stages(uni, exam))["Aigerim"] is Stage.WRITING
    assert (await uni.use.help(student)).exam is None
    assert (await uni.use.exam_details(student, exam.id)).stage == "cancelled"


async def test_the_proctors_exams_are_the_own_ones_that_are_not_long_over(
    uni: University,
) -> None:
    exam = await marking(uni, "Aigerim")
    draft = await uni.exam(starts_at=NEXT_DAY)
    listed = await uni.use.proctor_exams(uni.actor("Nurlan"))
    assert [line.exam for line in listed.exams] == [exam.id]
    assert (await uni.use.proctor_exams(uni.actor("Stranger"))).exams == ()
    assert (await uni.use.proctor_exams(uni.actor("Aigerim"))).exams == ()
    async with uni.units() as unit:
        stored = await unit.exams.get(exam.id)
        assert stored is not None
        await unit.exams.save(replace(stored, stage=ExamStage.RESULTS_PUBLISHED))
        await unit.commit()
    later(START + timedelta(days=13), uni)
    assert len((await uni.use.proctor_exams(uni.actor("Nurlan"))).exams) == 1
    later(START + timedelta(days=15), uni)
    assert (await uni.use.proctor_exams(uni.actor("Nurlan"))).exams == ()
    assert (await uni.stored(draft)).stage is ExamStage.DRAFT


async def test_the_board_shows_who_is_where_and_stays_current(uni: University) -> None:
    exam = await opened(uni)
    await uni.outbox()
    await admitted(uni, exam, "Aigerim")
    await uni.tick(at(0))
    await drawn(uni, exam, "Aigerim")
    await uni.tick(at(0, seconds=5))
    boards = of_kind(await uni.outbox(), ProctorBoard)
    assert sorted(name for name, _ in boards) == sorted(STAFF)
    lines = {line.name: line for line in boards[-1][1].students}
    own = lines[uni.people["Aigerim"].name]
    assert (own.stage, own.ticket, own.minutes_left) == ("writing", 1, 120)
    await uni.tick(at(0, seconds=12))
    assert await uni.outbox() == []  # nothing has changed


async def test_the_board_of_an_exam_that_is_over_offers_what_comes_next(uni: University) -> None:
    exam = await marking(uni, "Aigerim")
    await uni.tick(at(141))
    boards = of_kind(await uni.outbox(), ProctorBoard)
    assert {board.stage for _, board in boards} == {"marking"}
    assert (await uni.stored(exam)).stage is ExamStage.MARKING
    await uni.tick(at(142))
    assert not of_kind(await uni.outbox(), ProctorBoard)
