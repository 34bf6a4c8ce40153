"""What staff does in the middle: warnings, pauses, removal, messages."""

import asyncio
from datetime import datetime, timedelta

import pytest

from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import ChiefAlone, NotAllowed, Unknown
from exams.domain.refusals.words import ReasonMissing
from exams.notices.proctor import Alert, Question
from exams.notices.trouble import AttemptEnded, FromProctor, Paused, Warned, WelcomeBack
from exams.notices.writing import ExtraTime, PensDown
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    STAFF,
    acts,
    events,
    handed_in,
    later,
    of_kind,
    pens_down,
    refused,
    sent,
    told,
    writing,
)

PAUSES = {"pause", "pause_clock"}


async def test_the_third_warning_prompts_the_chief_once(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    for number in (1, 2, 3, 4):
        await uni.use.warn(uni.actor("Nurlan"), attempt, "talking", None)
        messages = await uni.outbox()
        assert [(n.reason, n.number) for _, n in of_kind(messages, Warned)] == [
            ("talking", number)
        ]
        prompted = sorted((name, alert.chief) for name, alert in of_kind(messages, Alert))
        assert prompted == ([("Nurlan", False), ("Zhaniya", True)] if number == 3 else [])
    warnings = [event for event in await events(uni, exam) if event.act == "warn"]
    assert [event.reason for event in warnings] == ["talking"] * 4


async def test_a_second_tap_gives_no_second_warning(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    for name, number in (("Nurlan", 1), ("Nurlan", 1), ("Zhaniya", 1), ("Zhaniya", 2)):
        card = await uni.use.warn(uni.actor(name), attempt, "talking", None, number=number)
        assert card.warnings == number
    assert [n.number for _, n in of_kind(await uni.outbox(), Warned)] == [1, 2]


async def test_a_second_tap_gives_no_more_time(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    for given, ends in ((0, 125), (0, 125), (5, 130)):
        card = await uni.use.add_time(uni.actor("Nurlan"), attempt, 5, "technical", given=given)
        assert (card.given, card.deadline) == (ends - 120, at(ends))
    assert [n.deadline for _, n in of_kind(await uni.outbox(), ExtraTime)] == [at(125), at(130)]


async def test_what_another_proctor_did_first_makes_a_card_outdated_and_an_own_second_tap_not(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    taps = (
        ("Nurlan", "talking", False),
        ("Nurlan", "talking", False),
        ("Nurlan", "phone", True),
        ("Zhaniya", "talking", True),
    )
    for name, reason, outdated in taps:
        card = await uni.use.warn(uni.actor(name), attempt, reason, None, number=1)
        assert (card.warnings, card.outdated) == (1, outdated)
    for name, outdated in (("Nurlan", False), ("Nurlan", False), ("Zhaniya", True)):
        card = await uni.use.add_time(uni.actor(name), attempt, 5, "technical", given=0)
        assert (card.given, card.outdated) == (5, outdated)


async def test_a_warning_can_be_heard_and_needs_words_or_a_voice(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with refused(uni, exam, ReasonMissing):
        await uni.use.warn(uni.actor("Nurlan"), attempt, " ", None)
    await uni.use.warn(uni.actor("Nurlan"), attempt, "", b"OggS")
    ((_, warned),) = of_kind(await uni.outbox(), Warned)
    assert uni.files.stored[warned.media[0].digest] == b"OggS"
    gulnur = (await uni.attempt("Gulnur", exam)).id
    async with refused(uni, exam, WrongStage):
        await uni.use.warn(uni.actor("Nurlan"), gulnur, "talking", None)


@pytest.mark.parametrize(("stop", "deadline"), [(True, at(130)), (False, at(120))])
async def test_the_proctor_chooses_whether_a_pause_stops_the_clock(
    uni: University,
    stop: bool,  # noqa: FBT001 - what is tried
    deadline: datetime,
) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    later(at(30), uni)
    async with refused(uni, exam, ReasonMissing):
        await uni.use.pause(uni.actor("Nurlan"), attempt, "", stop_clock=stop)
    for name in STAFF:  # the second sees what the first did
        card = await uni.use.pause(uni.actor(name), attempt, "technical", stop_clock=stop)
        assert card.stage == "paused"
    paused = of_kind(await uni.outbox(), Paused)
    assert [(name, n.clock_stopped) for name, n in paused] == [("Aigerim", stop)]
    later(at(40), uni)
    for name in STAFF:
        card = await uni.use.unpause(uni.actor(name), attempt)
        assert (card.stage, card.deadline) == ("writing", deadline)
    welcomed = of_kind(await uni.outbox(), WelcomeBack)
    assert [(name, n.since) for name, n in welcomed] == [("Aigerim", "pause")]
    assert (await acts(uni, exam))[-2:] == ["pause", "unpause"]


async def test_once_the_pens_are_down_a_pause_stops_the_time_for_sheets_and_no_other(
    uni: University,
) -> None:
    exam = await pens_down(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.sheets_so_far(uni.actor("Aigerim"), exam.id)
    until = (await uni.attempt("Aigerim", exam)).upload_until
    assert until is not None
    card = await uni.use.student_card(uni.actor("Nurlan"), attempt)
    assert set(card.can) & {*PAUSES, "extra_time"} == {"pause"}
    assert card.deadline is None
    card = await uni.use.pause(uni.actor("Nurlan"), attempt, "technical", stop_clock=False)
    assert card.stands is None
    assert [n.clock_stopped for _, n in of_kind(await uni.outbox(), Paused)] == [True]
    later(at(131), uni)
    await uni.use.unpause(uni.actor("Nurlan"), attempt)
    (welcome,) = of_kind(await uni.outbox(), WelcomeBack)
    longer = until + timedelta(minutes=10)
    back = WelcomeBack(exam=exam.id, deadline=None, until=longer, since="pause", stage="uploading")
    assert welcome == ("Aigerim", back)


async def test_extra_time_is_not_offered_once_the_sheets_are_in(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    assert "extra_time" not in (await uni.use.student_card(uni.actor("Nurlan"), attempt)).can


async def test_beyond_half_an_hour_of_pauses_only_the_chief_pauses(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.pause(uni.actor("Nurlan"), attempt, "technical", stop_clock=True)
    later(at(30), uni)
    await uni.use.unpause(uni.actor("Nurlan"), attempt)
    assert not set((await uni.use.student_card(uni.actor("Nurlan"), attempt)).can) & PAUSES
    assert set((await uni.use.student_card(uni.actor("Zhaniya"), attempt)).can) >= PAUSES
    async with refused(uni, exam, ChiefAlone):
        await uni.use.pause(uni.actor("Nurlan"), attempt, "technical", stop_clock=True)
    card = await uni.use.pause(uni.actor("Zhaniya"), attempt, "technical", stop_clock=True)
    assert card.stage == "paused"


async def test_a_stopped_clock_is_not_run_out_by_the_sweep(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    later(at(119), uni)
    await uni.use.pause(uni.actor("Nurlan"), attempt, "technical", stop_clock=True)
    await uni.tick(at(140))
    assert not of_kind(await uni.outbox(), PensDown)
    await uni.use.unpause(uni.actor("Nurlan"), attempt)
    await uni.tick(at(141))
    assert told(await uni.outbox(), PensDown) == ["Aigerim"]


async def test_two_proctors_at_once_pause_once(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    cards = await asyncio.gather(
        *(uni.use.pause(uni.actor(n), attempt, "technical", stop_clock=True) for n in STAFF)
    )
    assert [card.stage for card in cards] == ["paused", "paused"]
    assert (await acts(uni, exam)).count("pause") == 1
    assert told(await uni.outbox(), Paused) == ["Aigerim"]


async def test_only_the_chief_removes_a_student_and_what_was_sent_is_kept(
    uni: University,
) -> None:
    exam = await pens_down(uni, "Aigerim", "Bolat")
    await sent(uni, "Aigerim", "one")
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with refused(uni, exam, NotAllowed):
        await uni.use.end_attempt(uni.actor("Nurlan"), attempt, "Басқа адам отыр")
    async with refused(uni, exam, ReasonMissing):
        await uni.use.end_attempt(uni.actor("Zhaniya"), attempt, "")
    await uni.outbox()
    for _ in range(2):
        card = await uni.use.end_attempt(uni.actor("Zhaniya"), attempt, "Басқа адам отыр")
        assert (card.stage, card.sheets) == ("terminated", 1)
    ended = of_kind(await uni.outbox(), AttemptEnded)
    assert [(name, n.reason) for name, n in ended] == [("Aigerim", "Басқа адам отыр")]
    for act in (uni.use.outage, uni.use.come_back, uni.use.sheets_so_far, uni.use.my_link):
        async with refused(uni, exam, WrongStage):
            await act(uni.actor("Aigerim"), exam.id)


async def test_messages_go_both_ways_and_the_log_knows_of_them_but_not_their_words(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.ask_proctor(uni.actor("Aigerim"), exam.id, " Камера өшті ")
    await uni.use.message_student(uni.actor("Nurlan"), attempt, " Қайта қосыңыз ")
    messages = await uni.outbox()
    assert told(messages, Question) == sorted(STAFF)
    assert {n.text for _, n in of_kind(messages, Question)} == {"Камера өшті"}
    assert of_kind(messages, FromProctor) == [
        ("Aigerim", FromProctor(exam=exam.id, text="Қайта қосыңыз"))
    ]
    log = await events(uni, exam)
    assert [event.act for event in log[-2:]] == ["question", "message"]
    assert "Камера" not in repr(log)
    for words in ("", "  \n"):
        async with refused(uni, exam, ReasonMissing):
            await uni.use.ask_proctor(uni.actor("Aigerim"), exam.id, words)
        async with refused(uni, exam, ReasonMissing):
            await uni.use.message_student(uni.actor("Nurlan"), attempt, words)


async def test_nobody_writes_to_or_from_an_attempt_that_is_over(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.end_attempt(uni.actor("Zhaniya"), attempt, "phone")
    async with refused(uni, exam, WrongStage):
        await uni.use.ask_proctor(uni.actor("Aigerim"), exam.id, "Неге?")
    async with refused(uni, exam, WrongStage):
        await uni.use.message_student(uni.actor("Nurlan"), attempt, "Себебі")
    async with refused(uni, exam, Unknown):
        await uni.use.ask_proctor(uni.actor("Outsider"), exam.id, "Мен кіммін?")
