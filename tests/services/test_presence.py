"""In the conference or not, as it tells itself: joined, left, came back."""

from typing import NoReturn

import pytest

from exams.domain.attempt_table import Stage
from exams.notices.trouble import OutageNoted, WelcomeBack
from exams.ports.conferences import ConferenceEvent, PresenceKind
from storage.records.events import SqlEvents
from tests.make import at
from tests.services.conference import IN, OUT, seen
from tests.services.conftest import University
from tests.services.day import (
    acts,
    alarms,
    events,
    handed_in,
    later,
    of_kind,
    opened,
    told,
    writing,
)


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
        own = conference == f"room-{exam.id}"
        for kind in set(PresenceKind) - ({PresenceKind.HOST_CAME} if own else set()):
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


async def test_who_left_before_the_joining_was_told_is_not_in_the_room(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    later(at(12), uni)
    await seen(uni, "Aigerim", exam, PresenceKind.LEFT, at(11))
    for _ in range(2):
        await seen(uni, "Aigerim", exam, PresenceKind.JOINED, at(1))

    attempt = await uni.attempt("Aigerim", exam)
    assert (attempt.present, attempt.left_at) == (False, at(11))
    assert alarms(await uni.outbox()) == ["left"]
    noted = [one for one in await events(uni, exam) if one.act in {"joined", "left"}]
    assert [(one.act, one.facts["at"]) for one in noted] == [
        ("left", at(11).isoformat()),
        ("joined", at(1).isoformat()),
    ]
    await seen(uni, "Aigerim", exam, PresenceKind.JOINED, at(12))
    assert (await uni.attempt("Aigerim", exam)).present


async def test_a_second_leaving_told_before_its_joining_keeps_who_left_outside(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    for kind, minute in (
        (PresenceKind.JOINED, 1),
        (PresenceKind.LEFT, 5),
        (PresenceKind.LEFT, 8),
        (PresenceKind.LEFT, 8),  # once more
        (PresenceKind.JOINED, 7),
    ):
        await seen(uni, "Aigerim", exam, kind, at(minute))

    attempt = await uni.attempt("Aigerim", exam)
    assert (attempt.present, attempt.left_at) == (False, at(8))
    assert (await acts(uni, exam)).count("left") == 2


async def test_events_of_one_second_are_taken_in_the_order_in_which_they_come(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    order = (PresenceKind.JOINED, PresenceKind.LEFT, PresenceKind.JOINED)
    for number, kind in enumerate(order):
        await seen(uni, "Aigerim", exam, kind, at(1), key=f"{number}")
    assert (await uni.attempt("Aigerim", exam)).present


async def test_who_comes_and_goes_does_not_have_the_log_of_the_whole_exam_read(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await writing(uni, "Aigerim")

    async def whole(*_: object) -> NoReturn:
        raise AssertionError

    with monkeypatch.context() as long:
        long.setattr(SqlEvents, "of", whole)
        for kind, minute in ((PresenceKind.JOINED, 1), (PresenceKind.LEFT, 2)):
            await seen(uni, "Aigerim", exam, kind, at(minute))

    assert (await uni.attempt("Aigerim", exam)).left_at == at(2)


@pytest.mark.parametrize(
    ("told", "inside"),
    [
        (((IN, "a", 1), (IN, "b", 9), (OUT, "a", 10)), True),  # the network changed
        (((IN, "a", 1), (OUT, "a", 10), (IN, "b", 9)), True),
        (((OUT, "a", 10), (IN, "b", 9), (IN, "a", 1)), True),
        (((IN, "a", 1), (IN, "b", 9), (OUT, "a", 10), (OUT, "b", 20)), False),
        (((IN, "a", 1), (IN, "b", 2), (OUT, "b", 10)), True),  # the laptop stays, the phone goes
        (((IN, "a", 1), (OUT, "b", 10), (IN, "b", 2)), True),
        (((IN, "a", 1), (IN, "b", 2), (OUT, "b", 10), (OUT, "a", 12)), False),
        (((IN, "a", 1), (IN, "b", 9), (OUT, "b", 20), (OUT, "", 21)), False),  # an end got lost
        (((IN, "a", 1), (OUT, "a", 5), (IN, "a", 9)), True),
        (((IN, "a", 1), (OUT, "b", 9), (IN, "b", 9), (OUT, "a", 8)), False),
        (((IN, "a", 1), (OUT, "a", 20), (OUT, "b", 10), (IN, "b", 9)), False),
        (((IN, "a", 1), (OUT, "", 5)), False),  # a look into the room
        (((IN, "a", 1), (OUT, "", 5), (IN, "", 7)), True),
        (((IN, "a", 1), (OUT, "a", 1), (IN, "b", 1)), True),  # all in one second
    ],
)
async def test_somebody_is_inside_while_any_connection_stands(
    uni: University, told: tuple[tuple[PresenceKind, str, int], ...], *, inside: bool
) -> None:
    exam = await writing(uni, "Aigerim")
    later(at(21), uni)
    for _ in range(2):  # everything comes twice
        for kind, connection, minute in told:
            await seen(uni, "Aigerim", exam, kind, at(minute), connection=connection)

    assert (await uni.attempt("Aigerim", exam)).present is inside
    noted = [one for one in await events(uni, exam) if one.act in {"joined", "left"}]
    assert len({one.reason for one in noted}) == len(noted)


@pytest.mark.parametrize(
    ("told", "left"),
    [
        (((IN, "a", 1), (IN, "b", 2), (OUT, "a", 12), (OUT, "b", 10)), 12),  # out of order
        (((IN, "a", 1), (OUT, "a", 12), (IN, "b", 2), (OUT, "b", 14)), 14),
        (((IN, "a", 1), (OUT, "a", 10), (OUT, "b", 12), (IN, "b", 9)), 12),
        (((IN, "a", 1), (OUT, "a", 12), (OUT, "b", 10), (IN, "b", 2)), 12),
        (((OUT, "a", 10), (OUT, "b", 12), (IN, "b", 2), (IN, "a", 1)), 12),
        (((IN, "a", 1), (IN, "b", 2), (OUT, "b", 5), (OUT, "a", 12)), 12),
        (((IN, "a", 1), (OUT, "", 13), (OUT, "a", 12)), 13),  # a look into the room said so first
    ],
)
async def test_who_has_left_left_with_the_last_connection_in_whatever_order_it_is_told(
    uni: University, told: tuple[tuple[PresenceKind, str, int], ...], left: int
) -> None:
    exam = await writing(uni, "Aigerim")
    later(at(14), uni)
    for _ in range(2):  # everything comes twice
        for kind, connection, minute in told:
            await seen(uni, "Aigerim", exam, kind, at(minute), connection=connection)

    attempt = await uni.attempt("Aigerim", exam)
    assert (attempt.present, attempt.left_at) == (False, at(left))


async def test_an_end_that_is_told_minutes_late_begins_the_interruption_when_it_was(
    uni: University,
) -> None:
    exam = await writing(uni, "Aigerim")
    for kind, connection, minute in ((IN, "a", 1), (OUT, "a", 30)):
        await seen(uni, "Aigerim", exam, kind, at(minute), connection=connection)
    await uni.tick(at(32))
    for kind, connection, minute in ((OUT, "b", 31), (IN, "b", 2)):
        await seen(uni, "Aigerim", exam, kind, at(minute), connection=connection)

    attempt = await uni.attempt("Aigerim", exam)
    assert (attempt.stage, attempt.interrupted_at) == (Stage.INTERRUPTED, at(31))
    await uni.outbox()
    later(at(36), uni)
    await seen(uni, "Aigerim", exam, IN, at(36), connection="c")  # five minutes, not six
    assert told(await uni.outbox(), WelcomeBack) == ["Aigerim"]
