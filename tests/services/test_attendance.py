"""Events of the conference service get lost: every minute it is asked who is there (B5)."""

from collections.abc import Sequence

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.notices.trouble import OutageNoted, WelcomeBack
from exams.ports.conferences import (
    Conference,
    ConferenceEvent,
    ConferencesUnavailable,
    PresenceKind,
)
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, of_kind, opened, published, told, writing


async def inside(uni: University, exam: Exam, *names: str) -> None:
    """Let the service see exactly these students."""
    seats = [await uni.attempt(name, exam) for name in names]
    uni.conferences.inside = {seat.registrant for seat in seats if seat.registrant}


async def event(uni: University, exam: Exam, name: str, kind: PresenceKind, minute: float) -> None:
    """Let an event arrive."""
    attempt = await uni.attempt(name, exam)
    await uni.use.conference_event(
        ConferenceEvent(
            key=f"{kind} {name} {minute}",
            kind=kind,
            conference=f"room-{exam.id}",
            registrant=attempt.registrant,
            at=at(minute),
        )
    )


async def minutes(uni: University, *those: float) -> None:
    """Let the clock come by at these minutes."""
    for minute in those:
        await uni.tick(at(minute))


async def present(uni: University, exam: Exam, names: Sequence[str]) -> list[bool]:
    """Return whether these are noted as present."""
    return [(await uni.attempt(name, exam)).present for name in names]


async def test_who_came_without_an_event_is_noted_and_checked_in(uni: University) -> None:
    exam = await opened(uni)
    await inside(uni, exam, "Aigerim")

    await minutes(uni, -14)
    assert await present(uni, exam, ["Aigerim"]) == [False], "one look may be behind"
    await minutes(uni, -13.5)
    assert await present(uni, exam, ["Aigerim"]) == [False], "a minute is not over"
    await minutes(uni, -12.9)

    assert await present(uni, exam, ["Aigerim", "Bolat"]) == [True, False]
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.CHECKING_IN
    await minutes(uni, -11, -10, -9)
    assert (await acts(uni, exam)).count("joined") == 1


async def test_who_left_without_an_event_is_cut_off_as_anybody(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    for name in ("Aigerim", "Bolat"):
        await event(uni, exam, name, PresenceKind.JOINED, 1)
    await inside(uni, exam, "Aigerim")

    await minutes(uni, 2, 3)
    attempt = await uni.attempt("Bolat", exam)
    assert (attempt.present, attempt.left_at) == (False, at(3))
    await minutes(uni, 4.1)

    assert (await uni.attempt("Bolat", exam)).stage is Stage.INTERRUPTED
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.WRITING
    assert told(await uni.outbox(), OutageNoted) == ["Bolat"]


async def test_who_came_back_without_an_event_goes_on(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    await event(uni, exam, "Aigerim", PresenceKind.JOINED, 1)
    await event(uni, exam, "Aigerim", PresenceKind.LEFT, 2)
    await inside(uni, exam, "Aigerim")

    await minutes(uni, 2.5, 3.1)
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.INTERRUPTED
    await minutes(uni, 3.6)

    assert (await uni.attempt("Aigerim", exam)).stage is Stage.WRITING
    assert told(await uni.outbox(), WelcomeBack) == ["Aigerim"]


async def test_a_look_that_is_behind_an_event_changes_nothing(uni: University) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    await inside(uni, exam, "Aigerim", "Bolat")
    await minutes(uni, 1, 2)
    await event(uni, exam, "Bolat", PresenceKind.LEFT, 2.9)
    await minutes(uni, 3)
    await inside(uni, exam, "Aigerim")
    await minutes(uni, 4, 5)

    assert (await acts(uni, exam)).count("joined") == 2
    assert (await uni.attempt("Bolat", exam)).left_at == at(2.9)


@pytest.mark.parametrize("down", [False, True])
async def test_a_room_that_cannot_be_seen_puts_nobody_out(uni: University, *, down: bool) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    for name in ("Aigerim", "Bolat"):
        await event(uni, exam, name, PresenceKind.JOINED, 1)
    uni.conferences.down = down

    await minutes(uni, 2, 3, 4, 5)

    assert await present(uni, exam, ["Aigerim", "Bolat"]) == [True, True]
    assert of_kind(await uni.outbox(), OutageNoted) == []


async def test_a_service_that_asks_to_wait_is_not_asked_about_any_room_before(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    await opened(uni)
    uni.sitting = ["Outsider"]
    second = await published(uni, host="second@example.org")
    await uni.tick(at(-15))
    looked: list[str] = []

    async def busy(conference: Conference) -> frozenset[str]:
        looked.append(conference.id)
        raise ConferencesUnavailable("busy", retry_after=150)

    monkeypatch.setattr(uni.conferences, "present", busy)
    await minutes(uni, -13, -12, -11)
    assert 1 <= len(looked) == len(set(looked)), "those at most that were asked side by side"

    monkeypatch.undo()
    await inside(uni, second, "Outsider")
    await minutes(uni, -10, -9)
    assert await present(uni, second, ["Outsider"]) == [True]
