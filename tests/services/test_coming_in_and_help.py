"""Coming in: contacts, language, menu, help, being reachable."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.ids import ChatId
from exams.domain.people import Locale
from exams.domain.refusals.people import AlreadyBound, ContactRefused, InviteRefused, TooManyTries
from exams.notices.entrance import ChooseLanguage, Menu, Stranger
from exams.services.people.entrance import UNIVERSITY
from tests.services.conftest import University
from tests.services.day import writing

NEW = ChatId(555_000)
PHONE = "+7 701 000 01 05"  # of Outsider, as people write it


async def unbound(uni: University, name: str) -> None:
    """Let somebody be on the roster without an account."""
    async with uni.units() as unit:
        found = await unit.people.get(uni.people[name].id)
        assert found is not None
        await unit.people.save(replace(found, account=None, locale=None))
        await unit.commit()


async def binds(uni: University) -> list[str]:
    """Return the ways in which accounts were bound."""
    async with uni.units.reading() as unit:
        return [e.reason for e in await unit.events.of(UNIVERSITY) if e.act == "bind"]


async def test_the_own_contact_binds_once_however_often_it_is_shared(uni: University) -> None:
    await unbound(uni, "Outsider")
    for _ in range(2):
        assert await uni.use.bind_contact(NEW, NEW, PHONE) == ChooseLanguage()
    person = await uni.use.person_of(NEW)
    assert person is not None
    assert person.id == uni.people["Outsider"].id
    assert await binds(uni) == ["contact"]


async def test_somebody_elses_contact_and_an_unknown_number_bind_nobody(uni: University) -> None:
    await unbound(uni, "Outsider")
    for owner, phone in ((ChatId(1), PHONE), (None, PHONE), (NEW, "+7 999 000 00 00"), (NEW, "")):
        with pytest.raises(ContactRefused):
            await uni.use.bind_contact(NEW, owner, phone)
    assert await uni.use.person_of(NEW) is None
    assert await binds(uni) == []


async def test_whom_we_know_is_greeted_whosever_contact_is_shared(uni: University) -> None:
    account = uni.people["Aigerim"].account
    assert account is not None
    for owner, phone in ((account, PHONE), (ChatId(1), PHONE), (None, "+7 999 000 00 00")):
        greeting = await uni.use.bind_contact(account, owner, phone)
        assert isinstance(greeting, Menu)
        assert greeting.name == uni.people["Aigerim"].name
    assert await binds(uni) == []


async def test_a_number_that_two_people_have_binds_neither(uni: University) -> None:
    async with uni.units() as unit:
        for name in ("Outsider", "Gulnur"):
            found = await unit.people.get(uni.people[name].id)
            assert found is not None
            await unit.people.save(replace(found, account=None, phone="77010000105"))
        await unit.commit()
    with pytest.raises(ContactRefused):
        await uni.use.bind_contact(NEW, NEW, PHONE)


async def test_a_person_with_an_account_is_not_bound_to_another(uni: University) -> None:
    with pytest.raises(AlreadyBound):
        await uni.use.bind_contact(NEW, NEW, PHONE)
    assert await uni.use.person_of(NEW) is None


async def test_five_failures_an_hour_are_enough_in_whatever_way(uni: University) -> None:
    await unbound(uni, "Outsider")
    for turn in range(3):
        with pytest.raises(InviteRefused):
            await uni.use.start(NEW, f"GUESS{turn}")
    for _ in range(2):
        with pytest.raises(ContactRefused):
            await uni.use.bind_contact(NEW, NEW, "+7 999")
    with pytest.raises(TooManyTries):
        await uni.use.bind_contact(NEW, NEW, PHONE)
    with pytest.raises(TooManyTries):
        await uni.use.start(NEW, "GUESS")
    uni.clock.pass_(timedelta(minutes=59))
    with pytest.raises(TooManyTries):
        await uni.use.bind_contact(NEW, NEW, PHONE)
    uni.clock.pass_(timedelta(minutes=2))
    assert await uni.use.bind_contact(NEW, NEW, PHONE) == ChooseLanguage()


async def test_start_greets_whom_we_know_and_tells_a_stranger_how_to_come_in(
    uni: University,
) -> None:
    account = uni.people["Aigerim"].account
    assert account is not None
    assert isinstance(await uni.use.start(account, ""), Menu)
    assert isinstance(await uni.use.start(account, "ANYCODE"), Menu)
    assert await uni.use.start(NEW, "") == Stranger()


async def test_the_language_can_be_changed_at_any_time(uni: University) -> None:
    for locale in (Locale.RU, Locale.EN, Locale.EN, Locale.KK):
        menu = await uni.use.choose_language(uni.actor("Aigerim"), locale)
        assert menu.name == uni.people["Aigerim"].name
        account = uni.people["Aigerim"].account
        assert account is not None
        person = await uni.use.person_of(account)
        assert person is not None
        assert person.locale is locale


async def test_the_menu_knows_the_roles(uni: University) -> None:
    assert (await uni.use.menu(uni.actor("Serik"))).roles == ("dean",)
    assert (await uni.use.menu(uni.actor("Aigerim"))).roles == ("student",)


async def test_help_names_the_exam_in_which_somebody_sits(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    shown = await uni.use.help(uni.actor("Aigerim"))
    assert (shown.exam, shown.email) == (exam.id, "help@example.org")
    for name in ("Outsider", "Nurlan"):
        assert (await uni.use.help(uni.actor(name))).exam is None
    stranger = await uni.use.help(None)
    assert (stranger.exam, stranger.email) == (None, "help@example.org")


async def test_who_blocks_the_bot_is_unreachable_until_coming_back(uni: University) -> None:
    account = uni.people["Aigerim"].account
    assert account is not None
    for reachable in (False, False, True):
        await uni.use.reachability(account, reachable=reachable)
        person = await uni.use.person_of(account)
        assert person is not None
        assert person.reachable is reachable
    await uni.use.reachability(NEW, reachable=False)
