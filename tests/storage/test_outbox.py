"""Messages wait in the outbox: stored once, withdrawn, and told how far they came."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from exams.domain.delivery import AfterCrash, DeliveryState, Priority
from exams.domain.ids import ChatId, ExamId, GroupId, PersonId
from exams.domain.people import Group, Locale
from exams.notices.before import Calendar, MyExams
from exams.notices.lines import ExamLine
from exams.records.outbox import Delivery, Envelope
from exams.records.people import NEW_GROUP
from storage.database import Database
from storage.outbox import OutboxQueue, Recipient
from storage.tables import messages
from storage.unit import SqlUnits
from tests.storage.letters import begun, cancelled, claim, put
from tests.storage.university import START, University


async def test_an_envelope_comes_back_whole(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    line = ExamLine(exam=exam.id, subject="Ә", kind="written", starts_at=START, stage="running")
    envelope = Envelope(
        notice=MyExams(exams=(line, line)),
        to=attempt.student_id,
        key="all",
        priority=Priority.LINK,
        slot="home",
        fresh=True,
        due_at=START,
        after_crash=AfterCrash.ASK,
        exam_id=exam.id,
        attempt_id=attempt.id,
    )
    assert await put(units, envelope) == [True]
    (delivery,) = await claim(queue)
    assert delivery == Delivery(
        id=delivery.id,
        envelope=envelope,
        state=DeliveryState.CLAIMED,
        fence=1,
        repeated=False,
        tries=0,
    )
    assert delivery.envelope.priority is Priority.LINK


async def test_an_envelope_for_now_and_for_a_group_comes_back(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    exam, _ = await university.seated(0)
    envelope = replace(cancelled(PersonId(0)), to=None, chat=exam.groups[0])
    await put(units, envelope)
    (delivery,) = await claim(queue)
    assert delivery.envelope == envelope


async def test_an_envelope_has_one_recipient(units: SqlUnits, person: PersonId) -> None:
    for wrong in (
        replace(cancelled(person), to=None),
        replace(cancelled(person), chat=GroupId(1)),
    ):
        with pytest.raises(IntegrityError):
            await put(units, wrong)


async def test_a_second_envelope_with_the_same_key_is_not_stored(
    units: SqlUnits, queue: OutboxQueue, person: PersonId
) -> None:
    assert await put(units, cancelled(person), cancelled(person)) == [True, False]
    assert await put(units, replace(cancelled(person), slot="home")) == [False]
    delivery = await begun(queue)
    await queue.sent(delivery, START, None)
    assert await put(units, cancelled(person)) == [False]
    assert await queue.counts() == {DeliveryState.SENT: 1}


async def test_a_recipient_is_looked_up_when_the_message_leaves(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    exam, (attempt, other) = await university.seated(2)
    to_person = cancelled(attempt.student_id, "1")
    await put(units, to_person, replace(to_person, to=None, chat=exam.groups[0], key="2"))
    private, common = await claim(queue)
    assert await queue.recipient(private) == Recipient(None, Locale.KK, reachable=True)
    assert await queue.recipient(common) == Recipient(None, Locale.KK, reachable=True)
    async with units() as unit:
        student = await unit.people.get(attempt.student_id)
        group = await unit.groups.get(exam.groups[0])
        assert student is not None
        assert group is not None
        await unit.people.save(replace(student, account=ChatId(5), locale=Locale.EN))
        await unit.groups.save(replace(group, chat_id=ChatId(-5), locale=Locale.RU))
        await unit.commit()
    await queue.mark_unreachable(attempt.student_id)
    assert await queue.recipient(private) == (ChatId(5), Locale.EN, False)
    assert await queue.recipient(common) == (ChatId(-5), Locale.RU, True)
    async with units.reading() as unit:
        found = await unit.people.get(other.student_id)
    assert found is not None
    assert found.reachable, "only one has blocked the bot"


async def test_waiting_messages_of_an_exam_are_withdrawn_by_kind(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    exam, (attempt, other) = await university.seated(2)
    link = replace(cancelled(attempt.student_id, "1"), exam_id=exam.id)
    calendar = replace(link, key="2", notice=Calendar(count=1))
    gone = replace(link, key="3", to=other.student_id)
    await put(units, gone)
    await queue.sent(await begun(queue), START, None)
    await put(units, link, calendar, replace(link, key="4", exam_id=None))
    async with units() as unit:
        assert await unit.outbox.drop(ExamId(99), kinds=["exam_cancelled"]) == 0
        assert await unit.outbox.drop(exam.id, kinds=["exam_cancelled"]) == 1
        await unit.commit()
    assert sorted(d.envelope.key for d in await claim(queue)) == ["2", "4"]


async def test_a_withdrawn_message_is_not_sent_by_who_had_claimed_it(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    await put(units, replace(cancelled(attempt.student_id), exam_id=exam.id))
    (claimed,) = await claim(queue)
    async with units() as unit:
        assert await unit.outbox.drop(exam.id, kinds=["exam_cancelled"]) == 1
        await unit.commit()
    assert not await queue.sending(claimed, START)


async def test_reached_tells_how_far_each_persons_message_came(
    units: SqlUnits, queue: OutboxQueue, university: University
) -> None:
    exam, (asel, bek, dana) = await university.seated(3)
    envelopes = [
        replace(cancelled(one.student_id, str(one.id)), exam_id=exam.id)
        for one in (asel, bek, dana)
    ]
    await put(units, *envelopes)
    sent, blocked, broken = await claim(queue)
    await queue.sending(sent, START)
    assert await queue.sent(sent, START, None)
    assert await queue.unreachable(blocked)
    assert await queue.failed(broken, "too_long")
    newer = replace(envelopes[2], key="again")
    await put(units, newer)
    async with units.reading() as unit:
        assert await unit.outbox.reached("exam_cancelled", exam.id) == {
            (exam.id, asel.student_id): DeliveryState.SENT,
            (exam.id, bek.student_id): DeliveryState.UNREACHABLE,
            (exam.id, dana.student_id): DeliveryState.DUE,
        }
        assert await unit.outbox.reached("calendar", exam.id) == {}


async def test_whoever_is_asked_about_a_message_why_it_failed_stays(
    units: SqlUnits, queue: OutboxQueue, database: Database
) -> None:
    async with units() as unit:
        group = (await unit.groups.add(Group(id=NEW_GROUP, name="ЕТ-101", faculty="IT"))).id
        await unit.commit()
    letter = replace(cancelled(PersonId(1), "1"), to=None, chat=group)
    await put(units, letter)
    (delivery,) = await claim(queue)
    await queue.failed(delivery, "refused")
    template = letter.notice.template

    async with units() as unit:
        assert [one for _, one in await unit.outbox.not_surely_there(template)] == [group]
        await unit.outbox.asked(template, START)
        assert await unit.outbox.not_surely_there(template) == ()
        await unit.commit()

    async with database.reading() as connection:
        kept = await connection.execute(
            select(messages.outbox.c.fault, messages.outbox.c.asked_at)
        )
        assert kept.one() == ("refused", START)


@pytest.mark.parametrize("spoilt", [{"template": "gone"}, {"notice": '{"subject": 1}'}])
async def test_a_message_of_another_release_fails_and_holds_nobody_up(
    units: SqlUnits,
    queue: OutboxQueue,
    database: Database,
    person: PersonId,
    spoilt: dict[str, str],
) -> None:
    await put(units, cancelled(person, "1"))
    async with database.writing() as connection:
        await connection.execute(update(messages.outbox).values(spoilt))
        await connection.commit()
    await put(units, cancelled(person, "2"))
    assert [d.envelope.key for d in await claim(queue)] == ["2"]
    assert (await queue.counts())[DeliveryState.FAILED] == 1
