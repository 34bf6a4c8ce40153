"""Who gets a place when the others have their links already: the door, a link, and the end."""

from datetime import timedelta
from typing import NoReturn

import pytest

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.notices.before import ConferenceLink
from exams.notices.trouble import MissedExam
from exams.ports.conferences import ConferencesUnavailable
from exams.records.attempts import NEW_ATTEMPT
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    EVERYBODY,
    admitted,
    drawn,
    of_kind,
    opened,
    published,
    told,
    writing,
)

LATE = "Outsider"


async def seated(uni: University, exam: Exam) -> None:
    """Give somebody a place, as an import of people does."""
    place = Attempt(
        id=NEW_ATTEMPT,
        exam_id=exam.id,
        student_id=uni.people[LATE].id,
        clock=ClockLedger(allowed=exam.allowed),
    )
    async with uni.units() as unit:
        await unit.attempts.add(place)
        await unit.commit()


@pytest.mark.parametrize("minute", [-10, 10])
async def test_who_comes_in_late_gets_a_link_of_the_own_once_and_sits_the_exam(
    uni: University, minute: int
) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    await uni.outbox()
    uni.clock.moment = at(minute)
    await seated(uni, exam)

    for second in range(3):
        await uni.tick(at(minute, seconds=second))

    ((name, link),) = of_kind(await uni.outbox(), ConferenceLink)
    place = await uni.attempt(LATE, exam)
    assert (name, link.url, place.stage) == (LATE, place.link, Stage.INVITED)
    assert place.registrant
    assert await uni.use.my_link(uni.actor(LATE), exam.id) == link
    await uni.use.begin_exam(uni.actor("Zhaniya"), exam.id)
    await uni.use.check_in(uni.actor(LATE), exam.id)


async def test_who_comes_in_late_draws_a_ticket_like_everybody(uni: University) -> None:
    exam = await opened(uni)
    await seated(uni, exam)
    await uni.tick(at(-9))

    await admitted(uni, exam, LATE)
    await uni.tick(at(0))
    await drawn(uni, exam, LATE)

    assert (await uni.attempt(LATE, exam)).stage is Stage.WRITING


async def test_a_place_got_between_the_links_and_the_door_has_a_personal_link_too(
    uni: University,
) -> None:
    exam = await published(uni)
    await uni.tick(at(-30))
    await uni.tick(at(-15, ms=-100))
    assert (await uni.stored(exam)).stage is ExamStage.PUBLISHED
    assert told(await uni.outbox(), ConferenceLink) == sorted(EVERYBODY)
    await seated(uni, exam)

    await uni.tick(at(-15))

    ((name, link),) = of_kind(await uni.outbox(), ConferenceLink)
    place = await uni.attempt(LATE, exam)
    assert (name, link.url, place.stage) == (LATE, place.link, Stage.INVITED)


async def test_the_door_opens_for_who_is_late_though_the_conference_service_is_down(
    uni: University,
) -> None:
    exam = await opened(uni)
    await uni.outbox()
    uni.conferences.down = True
    await seated(uni, exam)
    with pytest.raises(ConferencesUnavailable):
        await uni.tick(at(-9))
    await uni.use.check_in(uni.actor(LATE), exam.id)
    assert not of_kind(await uni.outbox(), ConferenceLink)

    uni.conferences.down = False
    await uni.tick(at(-8))

    assert told(await uni.outbox(), ConferenceLink) == [LATE]


async def test_who_leaves_is_noted_though_a_late_one_can_be_given_no_link(
    uni: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await writing(uni, "Aigerim", "Bolat")
    aigerim = (await uni.attempt("Aigerim", exam)).registrant
    bolat = (await uni.attempt("Bolat", exam)).registrant
    assert aigerim
    assert bolat
    uni.conferences.inside = {aigerim, bolat}
    for minute in (1, 2):
        await uni.tick(at(minute))
    await seated(uni, exam)
    uni.conferences.inside = {aigerim}

    async def refused(*_: object) -> NoReturn:
        raise ConferencesUnavailable("no more registrants")

    monkeypatch.setattr(uni.conferences, "personal_links", refused)
    for minute in (3, 4):
        with pytest.raises(ConferencesUnavailable):
            await uni.tick(at(minute))

    seat = await uni.attempt("Bolat", exam)
    assert (seat.present, seat.left_at) == (False, at(4))


async def test_a_place_that_was_slept_over_ends_as_missed_and_keeps_no_exam_open(
    uni: University,
) -> None:
    exam = await opened(uni)
    await seated(uni, exam)

    for _ in range(2):
        await uni.tick(at(15) + timedelta(seconds=6))

    assert (await uni.attempt(LATE, exam)).stage is Stage.NO_SHOW
    assert LATE in told(await uni.outbox(), MissedExam)
    assert (await uni.stored(exam)).stage not in {ExamStage.CHECKIN_OPEN, ExamStage.RUNNING}
