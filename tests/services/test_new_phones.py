"""The phone is dead, the computer alive: a one-time code binds another phone."""

from datetime import timedelta

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.ids import ChatId
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.pages import PageClosed
from exams.domain.refusals.people import InviteRefused, NotAllowed
from exams.notices.entrance import Menu
from exams.notices.proctor import Alert
from exams.services.pages.door import Launch
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, later, of_kind, opened, refused, writing
from tests.services.sitting import answering

A = "Aigerim"
NEW = ChatId(987_654)


async def test_the_new_phone_takes_over_and_the_staff_is_told(uni: University) -> None:
    exam = await writing(uni, A)
    attempt = (await uni.attempt(A, exam)).id
    old = uni.people[A].account
    later(at(20), uni)
    await uni.use.outage(uni.actor(A), exam.id)
    await uni.outbox()

    given = await uni.use.new_phone_code(uni.actor("Nurlan"), attempt)
    assert (given.until, given.url.endswith(given.code)) == (at(30), True)
    assert await uni.use.person_of(NEW) is None
    later(at(22), uni)
    greeting = await uni.use.start(NEW, given.code.lower())

    assert isinstance(greeting, Menu)
    bound = await uni.use.person_of(NEW)
    assert bound is not None
    assert bound.id == uni.people[A].id
    assert old is not None
    assert await uni.use.person_of(old) is None
    alerts = of_kind(await uni.outbox(), Alert)
    assert {(name, alert.what) for name, alert in alerts} == {
        ("Nurlan", "new_phone"), ("Zhaniya", "new_phone"),
    }  # fmt: skip
    assert "give_new_phone_code" in await acts(uni, exam)
    await uni.use.come_back(bound.actor(), exam.id)
    assert (await uni.attempt(A, exam)).stage is Stage.WRITING


async def test_a_page_on_the_phone_left_behind_is_closed(uni: University) -> None:
    exam = await answering(uni, A)
    launch = Launch(data="query", opened_at=uni.clock.now())
    page = await uni.use.open_page(uni.actor(A), exam.id, launch, device="phone")
    attempt = (await uni.attempt(A, exam)).id
    code = (await uni.use.new_phone_code(uni.actor("Nurlan"), attempt)).code
    await uni.use.start(NEW, code)

    with pytest.raises(PageClosed):
        await uni.use.enter_page(page.token)


async def test_a_code_works_once_and_only_for_ten_minutes(uni: University) -> None:
    exam = await writing(uni, A)
    attempt = (await uni.attempt(A, exam)).id
    later(at(20), uni)
    code = (await uni.use.new_phone_code(uni.actor("Nurlan"), attempt)).code
    later(at(30) + timedelta(seconds=1), uni)
    with pytest.raises(InviteRefused):
        await uni.use.start(NEW, code)
    assert await uni.use.person_of(NEW) is None

    code = (await uni.use.new_phone_code(uni.actor("Nurlan"), attempt)).code
    await uni.use.start(NEW, code)
    with pytest.raises(InviteRefused):
        await uni.use.start(ChatId(987_655), code)


async def test_a_newer_code_takes_the_place_of_an_unused_one(uni: University) -> None:
    exam = await writing(uni, A)
    attempt = (await uni.attempt(A, exam)).id
    first = (await uni.use.new_phone_code(uni.actor("Nurlan"), attempt)).code
    await uni.use.new_phone_code(uni.actor("Nurlan"), attempt)

    with pytest.raises(InviteRefused):
        await uni.use.start(NEW, first)


async def test_somebody_elses_account_is_not_taken_over(uni: University) -> None:
    exam = await writing(uni, A)
    attempt = (await uni.attempt(A, exam)).id
    code = (await uni.use.new_phone_code(uni.actor("Nurlan"), attempt)).code
    bolat = uni.people["Bolat"].account
    assert bolat is not None

    assert isinstance(await uni.use.start(bolat, code), Menu)

    found = await uni.use.person_of(bolat)
    assert found is not None
    assert found.id == uni.people["Bolat"].id


async def test_who_does_not_sit_gets_no_code_and_a_stranger_gives_none(uni: University) -> None:
    exam = await opened(uni)
    attempt = (await uni.attempt(A, exam)).id

    async with refused(uni, exam, WrongStage):
        await uni.use.new_phone_code(uni.actor("Nurlan"), attempt)
    async with refused(uni, exam, NotAllowed):
        await uni.use.new_phone_code(uni.actor("Serik"), attempt)
