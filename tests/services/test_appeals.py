"""Appeals: made in time, kept, known to those who decide, and waited for."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.appeal import AppealStage
from exams.domain.people import Role
from exams.domain.refusals.appeals import NothingToAppeal, UnderAppeal
from exams.domain.refusals.base import Stale
from exams.domain.refusals.moments import TooLate
from exams.domain.refusals.words import ReasonMissing, TextTooLong
from exams.notices.appeals import AppealCard, AppealDue, AppealFiled
from exams.notices.results import YourGrade
from exams.notices.trouble import WriteMessage
from tests.make import at
from tests.services.appealed import SAT, UNTIL, WORDS, appealed, published
from tests.services.conftest import University
from tests.services.day import acts, events, marking, of_kind, places, refused, told


async def test_a_published_mark_says_until_when_it_may_be_appealed_against(
    uni: University,
) -> None:
    exam = await marking(uni, *SAT)
    found = await places(uni, exam)
    await uni.use.enter_marks(
        uni.actor("Nurlan"), exam.id, "\n".join(f"{found[name]} 61" for name in SAT)
    )
    async with refused(uni, exam, NothingToAppeal):
        await uni.use.ask_appeal(uni.actor("Aigerim"), exam.id)
    await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    grades = of_kind(await uni.outbox(), YourGrade)
    assert {grade.appeal_until for _, grade in grades} == {UNTIL}
    asked = await uni.use.ask_appeal(uni.actor("Aigerim"), exam.id)
    assert isinstance(asked, WriteMessage)
    assert asked.purpose == "appeal"


async def test_an_appeal_is_put_before_chief_and_dean_and_its_student_has_a_receipt(
    uni: University,
) -> None:
    exam = await published(uni)
    filed = await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    assert (filed.points, filed.text, filed.decide_by) == (61, WORDS, UNTIL)
    cards = of_kind(await uni.outbox(), AppealCard)
    assert told(cards, AppealCard) == ["Serik", "Zhaniya"]
    card = cards[0][1]
    assert (card.stage, card.name) == ("open", uni.people["Aigerim"].name)
    assert card.examiner == uni.people["Nurlan"].name
    for name, waiting in (("Serik", 1), ("Zhaniya", 1), ("Nurlan", 0), ("Elsewhere", 0)):
        assert len((await uni.use.appeals(uni.actor(name))).appeals) == waiting
    log = (await events(uni, exam))[-1]
    assert (log.act, log.before, log.after, log.reason) == ("appeal", "published", "open", "")


async def test_a_second_appeal_is_the_first_one(uni: University) -> None:
    exam = await published(uni)
    first = await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    uni.clock.pass_(timedelta(minutes=5))
    assert await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, "басқа сөз") == first
    assert await uni.use.ask_appeal(uni.actor("Aigerim"), exam.id) == first
    assert (await acts(uni, exam)).count("appeal") == 1


async def test_two_taps_at_once_make_one_appeal(uni: University) -> None:
    exam = await published(uni)
    filed = await asyncio.gather(
        *(uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS) for _ in range(5)),
        return_exceptions=True,
    )
    assert {type(one) for one in filed} <= {AppealFiled, Stale}
    assert (await acts(uni, exam)).count("appeal") == 1


async def test_an_appeal_comes_in_time_and_in_words_or_not_at_all(uni: University) -> None:
    exam = await published(uni)
    for text, kind in ((" ", ReasonMissing), ("х" * 1501, TextTooLong)):
        async with refused(uni, exam, kind):
            await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, text)
    async with refused(uni, exam, NothingToAppeal):
        await uni.use.file_appeal(uni.actor("Gulnur"), exam.id, WORDS)  # did not come
    uni.clock.moment = UNTIL
    for act in (
        uni.use.ask_appeal(uni.actor("Aigerim"), exam.id),
        uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS),
    ):
        async with refused(uni, exam, TooLate):
            await act


async def test_an_appeal_that_was_sent_in_time_is_taken_however_late_it_is_read(
    uni: University,
) -> None:
    exam = await published(uni)
    uni.clock.moment = UNTIL + timedelta(hours=2)  # the bot was away at midnight
    sent = UNTIL - timedelta(seconds=1)

    async with refused(uni, exam, TooLate):
        late = replace(uni.actor("Aigerim"), sent_at=UNTIL)
        await uni.use.file_appeal(late, exam.id, WORDS)
    filed = await uni.use.file_appeal(replace(uni.actor("Aigerim"), sent_at=sent), exam.id, WORDS)
    assert filed.filed_at == sent


async def test_where_nobody_could_decide_the_registrar_hears_of_it(uni: University) -> None:
    exam = await published(uni, by="Zhaniya")
    async with uni.units() as unit:
        for name in ("Serik",):
            await unit.people.save(replace(uni.people[name], roles=frozenset({Role.PROCTOR})))
        await unit.commit()
    await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    assert told(await uni.outbox(), AppealCard) == ["Madina"]


async def test_a_mark_under_appeal_is_not_corrected_behind_its_back(uni: University) -> None:
    exam = await appealed(uni)
    line = f"{(await places(uni, exam))['Aigerim']} 99"
    for name in ("Nurlan", "Zhaniya"):
        async with refused(uni, exam, UnderAppeal):
            await uni.use.correct_mark(uni.actor(name), exam.id, line, "қате")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.change_mark(uni.actor("Serik"), attempt, "66", "қате")
    async with refused(uni, exam, UnderAppeal):
        await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, line, "қате")
    await uni.outbox()
    await uni.use.correct_mark(uni.actor("Zhaniya"), exam.id, line, "теру қатесі")
    ((_, grade),) = of_kind(await uni.outbox(), YourGrade)
    assert (grade.points, grade.appeal_until) == (99, None)  # there is one appeal


async def test_a_corrected_mark_may_be_appealed_against_anew(uni: University) -> None:
    exam = await published(uni)
    uni.clock.moment = UNTIL - timedelta(hours=1)
    line = f"{(await places(uni, exam))['Aigerim']} 55"
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, line, "қосынды")
    ((_, grade),) = of_kind(await uni.outbox(), YourGrade)
    assert grade.appeal_until == UNTIL + timedelta(days=3)  # over the weekend: all of Monday
    uni.clock.moment = UNTIL + timedelta(hours=1)
    async with refused(uni, exam, TooLate):
        await uni.use.file_appeal(uni.actor("Bolat"), exam.id, WORDS)
    filed = await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    assert filed.points == 55


async def test_deciders_are_reminded_on_the_last_morning_and_daily_once_it_is_over(
    uni: University,
) -> None:
    exam = await appealed(uni)
    morning = UNTIL - timedelta(hours=15)
    for moment, overdue in (
        (morning, False),
        (UNTIL, True),
        (UNTIL + timedelta(days=1), True),
    ):
        await uni.tick(moment - timedelta(seconds=6))
        assert not of_kind(await uni.outbox(), AppealDue)
        for second in (0, 6):
            await uni.tick(moment + timedelta(seconds=second))
        due = of_kind(await uni.outbox(), AppealDue)
        assert told(due, AppealDue) == ["Serik", "Zhaniya"]
        assert len(due) == 2
        assert {notice.overdue for _, notice in due} == {overdue}
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.uphold(uni.actor("Serik"), attempt, "әділ")
    await uni.outbox()
    await uni.tick(UNTIL + timedelta(days=5))
    assert not of_kind(await uni.outbox(), AppealDue)


async def test_an_appeal_lies_in_the_database_as_it_was_made(uni: University) -> None:
    exam = await appealed(uni)
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with uni.units.reading() as unit:
        stored = await unit.appeals.of(attempt)
        assert await unit.appeals.of_exam(exam.id) == {attempt: stored}
        assert await unit.appeals.open() == (stored,)
    assert stored is not None
    assert (stored.text, stored.stage, stored.filed_at) == (WORDS, AppealStage.OPEN, at(140))
    async with uni.units() as unit:
        await unit.appeals.save(replace(stored, reason="бірінші"))
        with pytest.raises(Stale):
            await unit.appeals.save(replace(stored, reason="екінші"))
        with pytest.raises(Stale):
            await unit.appeals.add(stored)
