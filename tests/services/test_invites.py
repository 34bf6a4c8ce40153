"""Invites on paper, accounts freed."""

from dataclasses import replace

import pypdfium2
import pytest

from exams.domain.ids import ChatId, GroupId
from exams.domain.people import Role
from exams.domain.refusals.people import NobodyBound, NotAllowed, Unknown
from exams.notices.base import Media
from exams.services.people.entrance import Start, code_hash
from exams.services.people.invites import STAFF_GROUP
from tests.services.office import NOW, REGISTRAR, Office, actor, book, filled


@pytest.fixture
async def office(office: Office) -> Office:
    return await filled(office)


async def group_of(office: Office, name: str) -> GroupId:
    async with office.units.reading() as unit:
        found = await unit.groups.by_name(name)
    assert found is not None
    return found.id


async def bind(office: Office, number: str, account: int) -> None:
    person = await office.person(number)
    assert person is not None
    async with office.units() as unit:
        await unit.people.save(replace(person, account=ChatId(account)))
        await unit.commit()


async def text_of(office: Office, media: tuple[Media, ...]) -> str:
    (one,) = media
    paper = pypdfium2.PdfDocument(await office.files.get(one.digest))
    text = "".join(page.get_textpage().get_text_range() for page in paper)
    paper.close()
    return text


# -- invites ------------------------------------------------------------------


async def test_the_list_of_groups_counts_who_has_come_in(office: Office) -> None:
    await bind(office, "001", 501)

    listed = await office.groups(REGISTRAR)

    assert [line[1:] for line in listed.groups] == [
        ("", 4, 2),  # the staff; both registrars are in
        ("АЖ-21-1", 2, 1),
        ("АЖ-21-2", 2, 0),
    ]
    assert listed.groups[0][0] == STAFF_GROUP


async def test_everybody_who_has_not_come_in_gets_a_card(office: Office) -> None:
    await bind(office, "001", 501)
    group = await group_of(office, "АЖ-21-1")

    made = await office.invites(REGISTRAR, group)

    text = await text_of(office, made.media)
    assert (made.group, made.count) == ("АЖ-21-1", 1)
    assert made.media[0].name == f"invites-{group}.pdf"
    assert "Жұмабаев Болат" in text
    assert "Айгерім" not in text
    assert "АЖ-21-1" in text


async def test_the_code_on_the_card_lets_its_person_in_once(office: Office) -> None:
    made = await office.invites(REGISTRAR, await group_of(office, "АЖ-21-2"))
    text = (await text_of(office, made.media)).replace("\r\n", "")
    start = Start(units=office.units, clock=office.clock)

    codes = [f"AAAAAAAAA{n}" for n in range(1, 10) if f"start=AAAAAAAAA{n}" in text]
    assert len(codes) == 2
    await start(ChatId(601), codes[0])

    bound = [await office.person(number) for number in ("003", "004")]
    assert [person.account for person in bound if person].count(ChatId(601)) == 1


async def test_codes_are_kept_as_hashes_alone(office: Office) -> None:
    await office.invites(REGISTRAR, await group_of(office, "АЖ-21-2"))
    code = f"AAAAAAAAA{office.shuffler.codes}"

    async with office.units() as unit:
        assert await unit.invites.use(code, NOW) is None
        assert await unit.invites.use(code_hash(code), NOW) is not None


async def test_new_invites_withdraw_the_earlier_ones(office: Office) -> None:
    group = await group_of(office, "АЖ-21-2")
    await office.invites(REGISTRAR, group)
    first = [f"AAAAAAAAA{n}" for n in range(1, office.shuffler.codes + 1)]

    await office.invites(REGISTRAR, group)

    async with office.units() as unit:
        assert [await unit.invites.use(code_hash(code), NOW) for code in first] == [None] * len(
            first
        )


async def test_the_staff_are_a_group_of_their_own(office: Office) -> None:
    made = await office.invites(REGISTRAR, STAFF_GROUP)

    text = await text_of(office, made.media)
    assert (made.group, made.count) == ("", 2)  # both proctors, one of them a dean as well
    assert "Қызметкер" in text
    assert "Төлегенов Нұрлан" in text


async def test_a_deputy_dean_is_among_the_staff(office: Office) -> None:
    await office.take(book(people=[("T9", "Сейтқали Ерлан", "deputy", None, "IT", None, None)]))

    made = await office.invites(REGISTRAR, STAFF_GROUP)

    assert "Сейтқали Ерлан" in await text_of(office, made.media)


async def test_a_group_in_which_everybody_has_come_in_needs_no_paper(office: Office) -> None:
    await bind(office, "001", 501)
    await bind(office, "002", 502)

    made = await office.invites(REGISTRAR, await group_of(office, "АЖ-21-1"))

    assert (made.count, made.media) == (0, ())


async def test_who_printed_invites_is_in_the_log_without_a_name(office: Office) -> None:
    group = await group_of(office, "АЖ-21-2")

    await office.invites(REGISTRAR, group)

    event = (await office.events())[-1]
    assert (event.act, event.actor, event.role) == ("make_invites", REGISTRAR.id, "registrar")
    assert event.facts == {"group": group, "count": 2}


async def test_invites_for_a_group_that_does_not_exist_are_refused(office: Office) -> None:
    with pytest.raises(Unknown):
        await office.invites(REGISTRAR, GroupId(999))


# -- unbinding ---------------------------------------------------------------------


async def test_a_lost_account_is_freed_and_written_down(office: Office) -> None:
    await bind(office, "001", 501)

    done = await office.unbind(REGISTRAR, " 001 ")

    person = await office.person("001")
    event = (await office.events())[-1]
    assert done.what == "unbound"
    assert person is not None
    assert person.account is None
    assert (event.act, event.facts) == ("unbind", {"person": person.id})


@pytest.mark.parametrize("number", ["001", "999", ""])
async def test_nothing_is_freed_where_nothing_is_bound(office: Office, number: str) -> None:
    with pytest.raises(NobodyBound) as refused:
        await office.unbind(REGISTRAR, number)
    assert refused.value.facts == {"given": number}


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PROCTOR, Role.DEAN])
async def test_only_registrar_and_admin_let_people_in(office: Office, role: Role) -> None:
    other = actor(role)

    with pytest.raises(NotAllowed):
        await office.groups(other)
    with pytest.raises(NotAllowed):
        await office.invites(other, STAFF_GROUP)
    with pytest.raises(NotAllowed):
        await office.unbind(other, "001")
    assert [event.act for event in await office.events()] == ["import"]
