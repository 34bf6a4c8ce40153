"""From "I'm here" to admission."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.attempt import RULES_VERSION, Seen
from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ChatId
from exams.domain.people import Condition
from exams.domain.refusals.checking_in import RulesUnread
from exams.domain.refusals.moments import TooEarly, TooLate, WrongStage
from exams.domain.refusals.people import ChiefAlone, NotAllowed, Unknown
from exams.domain.refusals.words import ReasonMissing
from exams.notices.checking_in import CheckIn, Information, RulesPage
from exams.notices.trouble import MissedExam
from exams.records.outbox import SentMessage
from exams.services.room.checking_in import check_in_slot
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    EVERYBODY,
    acts,
    admitted,
    agreed,
    drawn,
    events,
    later,
    of_kind,
    opened,
    published,
    rated,
    refused,
    stages,
    told,
    writing,
)

SECOND = timedelta(seconds=1)


async def test_being_here_leads_to_the_rules_and_a_second_tap_to_where_they_were_left(
    uni: University,
) -> None:
    exam = await opened(uni)
    actor = uni.actor("Aigerim")
    assert await uni.use.check_in(actor, exam.id) == RulesPage(exam=exam.id, page=1, pages=2)
    await uni.use.read_rules(actor, exam.id, 2)
    assert await uni.use.check_in(actor, exam.id) == RulesPage(exam=exam.id, page=2, pages=2)
    assert (await acts(uni, exam)).count("check_in") == 1


@pytest.mark.parametrize("minutes", [-15, 0, 14.9])
async def test_one_may_come_from_15_minutes_before_to_15_after(
    uni: University, minutes: float
) -> None:
    exam = await opened(uni)
    later(at(minutes), uni)
    await uni.use.check_in(uni.actor("Bolat"), exam.id)
    assert (await uni.attempt("Bolat", exam)).stage is Stage.CHECKING_IN


async def test_fifteen_minutes_after_the_start_it_is_too_late_even_before_the_clock_has_come(
    uni: University,
) -> None:
    exam = await opened(uni)
    later(at(15), uni)
    async with refused(uni, exam, TooLate) as facts:
        await uni.use.check_in(uni.actor("Bolat"), exam.id)
    assert facts == {"closed_at": at(15)}


async def test_who_has_not_come_after_15_minutes_is_told_once_and_those_who_came_stay(
    uni: University,
) -> None:
    exam = await opened(uni)
    await agreed(uni, exam, "Aigerim")
    await uni.outbox()
    await uni.tick(at(15) - SECOND)
    assert not of_kind(await uni.outbox(), MissedExam)
    for second in (5, 10, 15):
        await uni.tick(at(15, seconds=second))
    absent = sorted(set(EVERYBODY) - {"Aigerim"})
    assert told(await uni.outbox(), MissedExam) == absent
    assert (await stages(uni, exam))["Aigerim"] is Stage.CHECKING_IN
    async with refused(uni, exam, WrongStage):
        await uni.use.check_in(uni.actor("Bolat"), exam.id)


async def test_rules_are_read_page_by_page_before_they_are_agreed_to(uni: University) -> None:
    exam = await opened(uni)
    actor = uni.actor("Aigerim")
    await uni.use.check_in(actor, exam.id)
    for page in (0, 3, 4, -1):
        async with refused(uni, exam, Unknown):
            await uni.use.read_rules(actor, exam.id, page)
    async with refused(uni, exam, RulesUnread):
        await uni.use.agree(actor, exam.id)
    await uni.use.read_rules(actor, exam.id, 2)
    await uni.use.read_rules(actor, exam.id, 1)

    seen = await uni.use.agree(actor, exam.id)
    later(at(-10), uni)
    assert await uni.use.agree(actor, exam.id) == seen

    agreement = [event for event in await events(uni, exam) if event.act == "agree"]
    assert [event.facts for event in agreement] == [{"rules": RULES_VERSION}]
    assert (await uni.attempt("Aigerim", exam)).rules_agreed_at == at(-15)


async def test_the_card_that_was_tapped_is_kept_current_and_no_other_stands_beside_it(
    uni: University,
) -> None:
    exam = await opened(uni)
    attempt, actor = await agreed(uni, exam, "Aigerim"), uni.actor("Aigerim")
    chat = ChatId(uni.people["Aigerim"].account or 0)
    tapped, below = (
        SentMessage(chat=chat, message_id=number, has_media=False) for number in (41, 57)
    )
    slot = check_in_slot(await uni.attempt("Aigerim", exam))

    assert await uni.use.check_in_shown(actor, exam.id, tapped) is None
    await uni.outbox()
    await uni.use.identify(uni.actor("Nurlan"), attempt)
    (identified,) = await uni.queue.claim("test", uni.clock.now(), limit=9, lease=10 * SECOND)
    assert (identified.envelope.slot, identified.envelope.fresh) == (slot, False)
    assert await uni.queue.slot_message(slot, chat) == tapped

    assert await uni.use.check_in_shown(actor, exam.id, below) == tapped
    assert await uni.use.check_in_shown(actor, exam.id, below) is None
    assert await uni.queue.slot_message(slot, chat) == below


async def test_who_must_do_something_at_the_door_reads_it_below_all_else(uni: University) -> None:
    exam = await opened(uni)
    attempt = await agreed(uni, exam, "Aigerim")
    await uni.outbox()
    await uni.use.fail_id(uni.actor("Nurlan"), attempt, "Құжат оқылмайды")
    await uni.outbox()
    assert uni.sent[-1].envelope.fresh


async def test_an_old_button_of_checking_in_says_that_the_exam_has_gone_on(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    actor = uni.actor("Aigerim")
    for old in (uni.use.check_in, uni.use.agree):
        async with refused(uni, exam, WrongStage) as facts:
            await old(actor, exam.id)
        assert facts["stage"] == Stage.WRITING.value


async def test_no_door_is_shut_because_the_clock_has_not_come_to_it_yet(uni: University) -> None:
    exam = await published(uni)
    later(at(-15) - SECOND, uni)
    async with refused(uni, exam, TooEarly):
        await uni.use.check_in(uni.actor("Aigerim"), exam.id)
    later(at(-15), uni)
    assert isinstance(await uni.use.check_in(uni.actor("Aigerim"), exam.id), RulesPage)
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.CHECKING_IN

    await uni.tick(at(-15))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.CHECKING_IN
    assert (await uni.attempt("Bolat", exam)).stage is Stage.INVITED
    came = [event for event in await events(uni, exam) if event.act in {"invite", "check_in"}]
    assert [(event.act, event.role) for event in came[:2]] == [
        ("invite", "system"),
        ("check_in", "student"),
    ]


async def test_the_first_admission_begins_the_exam_and_a_second_tap_shows_it_was_done(
    uni: University,
) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    before = await acts(uni, exam)
    assert before[-2:] == ["admit", "begin"]
    assert (await uni.stored(exam)).stage is ExamStage.RUNNING
    messages = await uni.outbox()
    assert told(messages, Information) == ["Aigerim"]

    for name in ("Nurlan", "Zhaniya"):
        card = await uni.use.admit(uni.actor(name), attempt)
        assert card.stage == "admitted"

    assert await acts(uni, exam) == before
    assert await uni.outbox() == []


async def test_the_information_window_has_the_rating_time_and_tickets(uni: University) -> None:
    exam = await opened(uni)
    async with refused(uni, exam, WrongStage):
        await uni.use.information(uni.actor("Aigerim"), exam.id)
    await rated(uni, exam, "Aigerim", 72)
    await admitted(uni, exam, "Aigerim")
    shown = await uni.use.information(uni.actor("Aigerim"), exam.id)
    assert isinstance(shown, Information)
    assert (shown.name, shown.rating) == (uni.people["Aigerim"].name, 72)
    assert (shown.minutes, shown.tickets, shown.starts_at) == (120, 8, at(0))


async def test_late_arrivals_are_admitted_by_the_chief_alone(uni: University) -> None:
    exam = await opened(uni)
    later(at(14), uni)
    attempt = await agreed(uni, exam, "Bolat")
    for seen in Seen:
        await uni.use.tick(uni.actor("Nurlan"), attempt, seen, on=True)
    later(at(15), uni)
    async with refused(uni, exam, ChiefAlone):
        await uni.use.admit(uni.actor("Nurlan"), attempt)
    assert (await uni.use.admit(uni.actor("Zhaniya"), attempt)).stage == "admitted"


async def test_three_failed_tries_end_with_the_chief(uni: University) -> None:
    exam = await opened(uni)
    attempt = await agreed(uni, exam, "Bolat")
    proctor, student = uni.actor("Nurlan"), uni.actor("Bolat")
    async with refused(uni, exam, ReasonMissing):
        await uni.use.fail_id(proctor, attempt, "  ")
    for tries_left in (2, 1):
        await uni.outbox()
        await uni.use.fail_id(proctor, attempt, "Сурет бұлыңғыр")
        await uni.use.fail_id(proctor, attempt, "Сурет бұлыңғыр")  # a second tap
        told_student = of_kind(await uni.outbox(), CheckIn)
        assert [(name, n.tries_left, n.reason) for name, n in told_student] == [
            ("Bolat", tries_left, "Сурет бұлыңғыр")
        ]
        await uni.use.retry_id(student, exam.id)
    await uni.use.fail_id(proctor, attempt, "Басқа адам")
    async with refused(uni, exam, NotAllowed):
        await uni.use.retry_id(student, exam.id)
    async with refused(uni, exam, NotAllowed):
        await uni.use.overrule_id(proctor, attempt)
    card = await uni.use.overrule_id(uni.actor("Zhaniya"), attempt)
    assert (card.stage, card.document, card.face) == ("identified", True, True)
    assert (await acts(uni, exam)).count("fail_id") == 3


async def test_the_chief_lets_in_who_came_too_late_while_the_exam_runs(uni: University) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    await uni.tick(at(15))
    attempt = await uni.attempt("Bolat", exam)
    assert attempt.stage is Stage.NO_SHOW
    async with refused(uni, exam, NotAllowed):
        await uni.use.revert_no_show(uni.actor("Nurlan"), attempt.id)
    await uni.outbox()
    for _ in range(2):
        card = await uni.use.revert_no_show(uni.actor("Zhaniya"), attempt.id)
        assert card.stage == "checking_in"
    assert told(await uni.outbox(), CheckIn) == ["Bolat"]
    await uni.tick(at(16))
    await agreed(uni, exam, "Bolat")


async def test_when_nobody_came_the_exam_is_over_and_no_no_show_is_taken_back(
    uni: University,
) -> None:
    exam = await opened(uni)
    await uni.tick(at(15))
    await uni.tick(at(15, seconds=5))
    assert (await uni.stored(exam)).stage is ExamStage.MARKING
    attempt = await uni.attempt("Bolat", exam)
    async with refused(uni, exam, TooLate):
        await uni.use.revert_no_show(uni.actor("Zhaniya"), attempt.id)


async def test_the_proctor_begins_the_exam_once(uni: University) -> None:
    exam = await opened(uni)
    async with refused(uni, exam, NotAllowed):
        await uni.use.begin_exam(uni.actor("Stranger"), exam.id)
    for name in ("Nurlan", "Nurlan", "Zhaniya"):
        await uni.use.begin_exam(uni.actor(name), exam.id)
    assert (await acts(uni, exam)).count("begin") == 1


async def test_an_exam_does_not_begin_before_the_check_in(uni: University) -> None:
    exam = await uni.exam()
    async with refused(uni, exam, WrongStage):
        await uni.use.begin_exam(uni.actor("Nurlan"), exam.id)


async def test_somebody_with_extra_time_is_told_of_it_and_has_it(uni: University) -> None:
    exam = await uni.exam()
    async with uni.units() as unit:
        attempt = await unit.attempts.of(uni.people["Aigerim"].id, exam.id)
        assert attempt is not None
        longer = replace(attempt.clock, allowed=timedelta(minutes=150))
        await unit.attempts.save(replace(attempt, clock=longer))
        await unit.commit()
    await uni.use.publish_exam(uni.actor("Serik"), exam.id)
    await uni.tick(at(-30))
    await uni.tick(at(-15))
    await admitted(uni, exam, "Aigerim", "Bolat")
    informed = await uni.use.information(uni.actor("Aigerim"), exam.id)
    assert isinstance(informed, Information)
    assert informed.minutes == 150
    await uni.tick(at(0))
    for name in ("Aigerim", "Bolat"):
        await drawn(uni, exam, name)
    await uni.tick(at(120))
    found = await stages(uni, exam)
    assert (found["Aigerim"], found["Bolat"]) == (Stage.WRITING, Stage.PENS_DOWN)


async def test_the_board_does_not_open_a_second_early(uni: University) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    later(at(0) - SECOND, uni)
    async with refused(uni, exam, TooEarly):
        await uni.use.open_board(uni.actor("Aigerim"), exam.id)
    later(at(0), uni)
    await uni.use.open_board(uni.actor("Aigerim"), exam.id)


async def test_who_need_not_show_the_room_is_admitted_without_it(uni: University) -> None:
    async with uni.units() as unit:
        aigerim = uni.people["Aigerim"]
        await unit.people.save(replace(aigerim, conditions=frozenset({Condition.NO_ROOM_SCAN})))
        await unit.commit()
    exam = await opened(uni)
    attempt = await agreed(uni, exam, "Aigerim")
    for seen in (Seen.DOCUMENT, Seen.FACE, Seen.DESK):
        await uni.use.tick(uni.actor("Nurlan"), attempt, seen, on=True)
    card = await uni.use.student_card(uni.actor("Nurlan"), attempt)
    assert (card.conditions, card.room, "room" in card.can) == (("no_room_scan",), True, False)
    assert "admit" in card.can
    assert (await uni.use.admit(uni.actor("Nurlan"), attempt)).stage == "admitted"
