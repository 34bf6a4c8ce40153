"""Outages, absence from the conference, warnings, pauses, messages, removal."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.refusals.moments import TooLate, WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.words import ReasonMissing
from exams.notices.base import Notice
from exams.notices.chief import WideOutage
from exams.notices.proctor import Alert, Question
from exams.notices.trouble import (
    AttemptEnded,
    FromProctor,
    OutageNoted,
    Paused,
    Warned,
    WelcomeBack,
)
from exams.notices.writing import PensDown
from exams.ports.conferences import ConferenceEvent, PresenceKind
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    EVERYBODY,
    STAFF,
    acts,
    events,
    handed_in,
    later,
    of_kind,
    opened,
    pens_down,
    refused,
    sent,
    told,
    writing,
)

SECOND = timedelta(seconds=1)


async def seen(
    uni: University, name: str, exam: Exam, kind: PresenceKind, moment: datetime, *, key: str = ""
) -> None:
    """Let the conference service tell of somebody."""
    attempt = await uni.attempt(name, exam)
    await uni.use.conference_event(
        ConferenceEvent(
            key=key or f"{kind.value} {name} {moment}",
            kind=kind,
            conference=f"room-{exam.id}",
            registrant=attempt.registrant,
            at=moment,
        )
    )


def alarms(messages: Sequence[tuple[str, Notice]]) -> list[str]:
    """Return what the staff is alerted of, once for each proctor."""
    return [n.what for name, n in messages if isinstance(n, Alert) and name == "Nurlan"]


# -- an outage --------------------------------------------------------------------


async def test_one_tap_stamps_an_outage_tells_the_staff_and_a_second_tap_keeps_the_moment(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    actor = uni.actor("Aigerim")
    later(at(30), uni)
    noted = await uni.use.outage(actor, exam.id)
    later(at(31), uni)
    assert await uni.use.outage(actor, exam.id) == noted == OutageNoted(exam=exam.id, at=at(30))
    messages = await uni.outbox()
    assert told(messages, Alert) == sorted(STAFF)
    assert alarms(messages) == ["outage"]
    cuts = [event for event in await events(uni, exam) if event.act == "interrupt"]
    assert [(event.at, event.reason, event.before) for event in cuts] == [
        (at(30), "outage", "writing")
    ]


async def test_within_five_minutes_the_student_comes_back_alone_and_later_by_the_proctor(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    for name in ("Aigerim", "Bolat"):
        later(at(30), uni)
        await uni.use.outage(uni.actor(name), exam.id)
    later(at(35), uni)
    back = await uni.use.come_back(uni.actor("Aigerim"), exam.id)
    assert back == WelcomeBack(exam=exam.id, deadline=at(120))
    later(at(35) + SECOND, uni)
    async with refused(uni, exam, TooLate):
        await uni.use.come_back(uni.actor("Bolat"), exam.id)
    async with refused(uni, exam, WrongStage):
        await uni.use.come_back(uni.actor("Aigerim"), exam.id)
    bolat = (await uni.attempt("Bolat", exam)).id
    async with refused(uni, exam, NotAllowed):
        await uni.use.bring_back(uni.actor("Nurlan"), bolat, counted=True)
    await uni.outbox()
    later(at(40), uni)
    for name in ("Zhaniya", "Nurlan"):  # the second sees what the first did
        card = await uni.use.bring_back(uni.actor(name), bolat, counted=name == "Zhaniya")
        assert (card.stage, card.deadline) == ("writing", at(130))
    welcomed = of_kind(await uni.outbox(), WelcomeBack)
    assert [(name, notice.deadline) for name, notice in welcomed] == [("Bolat", at(130))]


async def test_after_thirty_minutes_an_outage_is_a_technical_failure_told_once(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    later(at(30), uni)
    await uni.use.outage(uni.actor("Aigerim"), exam.id)
    await uni.outbox()
    await uni.tick(at(60) - 6 * SECOND)
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.INTERRUPTED
    for second in (0, 6, 12):
        await uni.tick(at(60, seconds=second))
    messages = await uni.outbox()
    ended = of_kind(messages, AttemptEnded)
    assert [(name, n.stage) for name, n in ended] == [("Aigerim", "technical_fail")]
    assert alarms(messages) == ["technical_fail"]
    async with refused(uni, exam, WrongStage):
        await uni.use.come_back(uni.actor("Aigerim"), exam.id)


async def test_counted_time_is_given_back_to_the_upload_too(uni: University) -> None:
    exam = await pens_down(uni, "Aigerim")
    await sent(uni, "Aigerim", "one")
    await uni.use.outage(uni.actor("Aigerim"), exam.id)
    assert await sent(uni, "Aigerim", "two", first=2) == []  # from mobile data
    later(at(141), uni)
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.bring_back(uni.actor("Zhaniya"), attempt, counted=True)
    await uni.tick(at(142))
    found = await uni.attempt("Aigerim", exam)
    assert (found.stage, found.upload_until) == (Stage.UPLOADING, at(155))
    assert (await uni.use.hand_in(uni.actor("Aigerim"), exam.id, 2)).count == 2


async def test_who_has_handed_in_loses_nothing_by_an_outage(uni: University) -> None:
    exam = await handed_in(uni, "Aigerim")
    for _ in range(2):
        await uni.use.outage(uni.actor("Aigerim"), exam.id)
    assert alarms(await uni.outbox()) == ["outage"]
    await uni.tick(at(200))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.SHEETS_OK


async def test_an_outage_of_a_region_is_told_and_the_chief_is_offered_to_suspend(
    uni: University,
) -> None:
    exam = await writing(uni, *EVERYBODY)
    for minute, name in enumerate(EVERYBODY[:2], 30):
        later(at(minute), uni)
        await uni.use.outage(uni.actor(name), exam.id)
    assert of_kind(await uni.outbox(), WideOutage) == []
    for minute, name in ((32, EVERYBODY[2]), (33, EVERYBODY[3])):
        later(at(minute), uni)
        await uni.use.outage(uni.actor(name), exam.id)
    messages = await uni.outbox()
    wide = [(name, n.cut, n.sitting, n.chief) for name, n in of_kind(messages, WideOutage)]
    assert wide == [("Nurlan", 3, 4, False), ("Zhaniya", 3, 4, True)]


async def test_outages_one_after_the_other_are_no_outage_of_a_region(uni: University) -> None:
    exam = await writing(uni, *EVERYBODY)
    for turn, name in enumerate(EVERYBODY):
        later(at(30 + 3 * turn), uni)
        await uni.use.outage(uni.actor(name), exam.id)
    assert of_kind(await uni.outbox(), WideOutage) == []


# -- in the conference or not ---------------------------------------------------------


async def test_joining_in_time_checks_in_and_a_repeated_event_changes_nothing(
    uni: University,
) -> None:
    exam = await opened(uni)
    for _ in range(2):
        await seen(uni, "Aigerim", exam, PresenceKind.JOINED, at(-10))
    attempt = await uni.attempt("Aigerim", exam)
    assert (attempt.stage, attempt.present) == (Stage.CHECKING_IN, True)
    assert (await acts(uni, exam)).count("joined") == 1
    board = await uni.use.board_now(uni.actor("Nurlan"), exam.id)
    assert [line.present for line in board.students].count(True) == 1


async def test_joining_too_late_is_noted_but_checks_nobody_in(uni: University) -> None:
    exam = await opened(uni)
    later(at(15), uni)
    await seen(uni, "Aigerim", exam, PresenceKind.JOINED, at(15))
    attempt = await uni.attempt("Aigerim", exam)
    assert (attempt.stage, attempt.present) == (Stage.INVITED, True)


async def test_events_of_strangers_and_of_other_rooms_change_nothing(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    registrant = (await uni.attempt("Aigerim", exam)).registrant
    before = await events(uni, exam)
    for conference, who in (("room-99", registrant), (f"room-{exam.id}", "r999"), ("", None)):
        for kind in PresenceKind:
            await uni.use.conference_event(
                ConferenceEvent(
                    key="k", kind=kind, conference=conference, registrant=who, at=at(5)
                )
            )
    assert await events(uni, exam) == before
    assert await uni.outbox() == []


async def test_sixty_seconds_outside_are_an_interruption_from_the_moment_of_leaving(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    later(at(30), uni)
    await seen(uni, "Aigerim", exam, PresenceKind.JOINED, at(1))
    await seen(uni, "Aigerim", exam, PresenceKind.LEFT, at(30))
    assert alarms(await uni.outbox()) == ["left"]
    await uni.tick(at(31))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.WRITING
    for second in (6, 12, 18):
        await uni.tick(at(31, seconds=second))
    attempt = await uni.attempt("Aigerim", exam)
    assert (attempt.stage, attempt.interrupted_at) == (Stage.INTERRUPTED, at(30))
    messages = await uni.outbox()
    assert alarms(messages) == ["outage"]
    assert told(messages, OutageNoted) == ["Aigerim"]


async def test_who_rejoins_within_five_minutes_goes_on_by_that_alone(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    for name in ("Aigerim", "Bolat"):
        await seen(uni, name, exam, PresenceKind.JOINED, at(1))
        await seen(uni, name, exam, PresenceKind.LEFT, at(30))
    await uni.tick(at(32))
    await uni.outbox()
    later(at(35), uni)
    await seen(uni, "Aigerim", exam, PresenceKind.JOINED, at(35))
    messages = await uni.outbox()
    assert told(messages, WelcomeBack) == ["Aigerim"]
    assert alarms(messages) == ["back"]
    later(at(36), uni)
    await seen(uni, "Bolat", exam, PresenceKind.JOINED, at(36))
    messages = await uni.outbox()
    assert (await uni.attempt("Bolat", exam)).stage is Stage.INTERRUPTED
    assert not of_kind(messages, WelcomeBack)
    assert alarms(messages) == ["back"]  # so that the proctor knows and can let her in


async def test_events_that_come_late_or_twice_put_nobody_out_of_the_room(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    for kind, minute in (
        (PresenceKind.JOINED, 1),
        (PresenceKind.LEFT, 10),
        (PresenceKind.JOINED, 11),
        (PresenceKind.LEFT, 10),  # once more
        (PresenceKind.LEFT, 9),  # overtaken on its way
    ):
        await seen(uni, "Aigerim", exam, kind, at(minute))
    assert (await uni.attempt("Aigerim", exam)).present
    await seen(uni, "Aigerim", exam, PresenceKind.LEFT, at(20))
    await seen(uni, "Aigerim", exam, PresenceKind.JOINED, at(11), key="once more")
    assert not (await uni.attempt("Aigerim", exam)).present


async def test_who_was_let_back_in_has_a_minute_to_reach_the_room(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    await seen(uni, "Aigerim", exam, PresenceKind.JOINED, at(1))
    await seen(uni, "Aigerim", exam, PresenceKind.LEFT, at(30))
    await uni.tick(at(32))
    attempt = (await uni.attempt("Aigerim", exam)).id
    later(at(59), uni)
    await uni.use.bring_back(uni.actor("Nurlan"), attempt, counted=False)
    await uni.tick(at(59, seconds=50))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.WRITING
    await uni.tick(at(61))
    assert (await uni.attempt("Aigerim", exam)).interrupted_at == at(59)
    await uni.tick(at(62))
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.INTERRUPTED


async def test_leaving_after_the_writing_is_flagged_and_not_an_interruption(
    uni: University,
) -> None:
    exam = await handed_in(uni, "Aigerim")
    await seen(uni, "Aigerim", exam, PresenceKind.JOINED, at(1))
    await seen(uni, "Aigerim", exam, PresenceKind.LEFT, at(122))
    assert alarms(await uni.outbox()) == ["left"]
    await uni.tick(at(180))
    attempt = await uni.attempt("Aigerim", exam)
    assert attempt.stage is Stage.SHEETS_OK
    await uni.use.accept_sheets(uni.actor("Nurlan"), attempt.id)
    await uni.use.release(uni.actor("Nurlan"), attempt.id)
    release = (await events(uni, exam))[-1]
    assert (release.act, release.facts) == ("release", {"in_room": False, "left_early": True})


# -- warnings, pauses, messages --------------------------------------------------------


async def test_the_third_warning_prompts_the_chief_once(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    for number in (1, 2, 3, 4):
        await uni.use.warn(uni.actor("Nurlan"), attempt, "talking", None)
        messages = await uni.outbox()
        assert [(n.reason, n.number) for _, n in of_kind(messages, Warned)] == [
            ("talking", number)
        ]
        assert told(messages, Alert) == (sorted(STAFF) if number == 3 else [])
    warnings = [event for event in await events(uni, exam) if event.act == "warn"]
    assert [event.reason for event in warnings] == ["talking"] * 4


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
    assert told(await uni.outbox(), WelcomeBack) == ["Aigerim"]
    assert (await acts(uni, exam))[-2:] == ["pause", "unpause"]


async def test_beyond_half_an_hour_of_pauses_only_the_chief_pauses(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.pause(uni.actor("Nurlan"), attempt, "technical", stop_clock=True)
    later(at(30), uni)
    await uni.use.unpause(uni.actor("Nurlan"), attempt)
    async with refused(uni, exam, NotAllowed):
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
