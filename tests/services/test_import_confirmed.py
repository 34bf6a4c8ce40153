"""A table is taken in whole or not at all, once, and by those who may."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.people import Role
from exams.domain.refusals.files import FileUnreadable, NothingToConfirm, UnknownTable
from exams.domain.refusals.people import NotAllowed
from exams.notices.office import ImportPreview
from tests.services.office import (
    NOW,
    PEOPLE,
    REGISTRAR,
    SAULE,
    SCHEDULE,
    WHOLE,
    Office,
    actor,
    book,
)
from tests.services.office_rows import row


async def test_one_wrong_row_keeps_everything_out(office: Office) -> None:
    data = book(people=[*PEOPLE, row(PEOPLE[0], c0="004", c1=None)], schedule=SCHEDULE)

    preview = await office.look(data)

    assert len(preview.faults) == 1
    with pytest.raises(NothingToConfirm):
        await office.confirm(REGISTRAR, preview.token)
    at_once = await office.at_once(REGISTRAR, data, "file.xlsx")
    assert isinstance(at_once, ImportPreview)
    assert at_once.faults == preview.faults
    assert await office.person("001") is None
    assert await office.exams() == ()
    assert await office.events() == ()


async def test_a_second_confirmation_does_nothing(office: Office) -> None:
    preview = await office.look(WHOLE)
    await office.confirm(REGISTRAR, preview.token)

    with pytest.raises(NothingToConfirm):
        await office.confirm(REGISTRAR, preview.token)
    assert len(await office.events()) == 1


async def test_a_dropped_file_cannot_be_confirmed(office: Office) -> None:
    preview = await office.look(WHOLE)

    await office.drop(REGISTRAR, preview.token)

    for again in (office.confirm, office.drop):
        with pytest.raises(NothingToConfirm):
            await again(REGISTRAR, preview.token)
    assert await office.exams() == ()


async def test_who_drops_a_file_that_was_taken_in_is_not_told_that_nothing_changed(
    office: Office,
) -> None:
    preview = await office.look(WHOLE)
    await office.confirm(REGISTRAR, preview.token)

    with pytest.raises(NothingToConfirm):
        await office.drop(REGISTRAR, preview.token)
    assert len(await office.exams()) == 1


async def test_a_newer_file_replaces_the_one_that_waits(office: Office) -> None:
    first = await office.look(WHOLE)
    second = await office.look(book(people=PEOPLE))

    with pytest.raises(NothingToConfirm):
        await office.confirm(REGISTRAR, first.token)
    await office.confirm(REGISTRAR, second.token)
    assert await office.exams() == ()


async def test_somebody_elses_preview_cannot_be_confirmed(office: Office) -> None:
    preview = await office.look(WHOLE)
    other = replace(REGISTRAR, id=SAULE)

    with pytest.raises(NothingToConfirm):
        await office.confirm(other, preview.token)


async def test_a_file_that_became_wrong_before_it_was_confirmed_is_shown_again(
    office: Office,
) -> None:
    await office.take(book(people=PEOPLE))
    preview = await office.look(book(schedule=SCHEDULE))
    office.clock.moment = NOW + timedelta(days=30)

    shown = await office.confirm(REGISTRAR, preview.token)

    assert isinstance(shown, ImportPreview)
    assert [(fault.cell, fault.reason) for fault in shown.faults] == [("C2", "in_past")]
    assert await office.exams() == ()


async def test_a_file_confirmed_after_something_changed_is_counted_anew(office: Office) -> None:
    preview = await office.look(WHOLE)
    await office.at_once(REGISTRAR, book(people=PEOPLE[:2]), "other.xlsx")

    done = await office.confirm(REGISTRAR, preview.token)

    assert preview.tables[0] == ("people", 5, 0)
    assert done.tables[0] == ("people", 3, 0)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", WHOLE[:-100]], ids=range(3))
async def test_an_unreadable_file_is_refused(office: Office, data: bytes) -> None:
    with pytest.raises(FileUnreadable):
        await office.look(data)


async def test_a_file_of_another_table_is_refused_with_its_columns(office: Office) -> None:
    with pytest.raises(UnknownTable) as refused:
        await office.look("Апта;Кабинет\n1;204\n".encode())

    assert refused.value.facts == {"columns": ("Апта", "Кабинет"), "missing": ()}


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PROCTOR, Role.DEAN, Role.SYSTEM])
async def test_only_registrar_and_admin_import(office: Office, role: Role) -> None:
    other = actor(role)
    token = (await office.look(WHOLE)).token

    with pytest.raises(NotAllowed):
        await office.help(other)
    with pytest.raises(NotAllowed):
        await office.preview(other, WHOLE, "file.xlsx")
    with pytest.raises(NotAllowed):
        await office.confirm(other, token)
    with pytest.raises(NotAllowed):
        await office.drop(other, token)
    with pytest.raises(NotAllowed):
        await office.at_once(other, WHOLE, "file.xlsx")
    assert await office.exams() == ()


async def test_an_admin_imports_as_admin(office: Office) -> None:
    await office.at_once(actor(Role.ADMIN), WHOLE, "file.xlsx")

    (event,) = await office.events()
    assert event.role == "admin"


async def test_help_brings_the_workbook_to_fill_in(office: Office) -> None:
    given = await office.help(REGISTRAR)

    (media,) = given.media
    assert media.name == "emtihan-import.xlsx"
    with pytest.raises(FileUnreadable):  # nothing but headings and examples
        await office.look(await office.files.get(media.digest))


async def test_only_an_admin_takes_the_role_of_an_admin_away(office: Office) -> None:
    admin, was = row(PEOPLE[3], c2="admin"), row(PEOPLE[3], c2="proctor")
    await office.at_once(actor(Role.ADMIN), book(people=[admin]), "people.xlsx")

    (fault,) = (await office.look(book(people=[was]))).faults
    assert (fault.cell, fault.reason) == ("C2", "not_yours")
    assert (await office.look(book(people=[admin]))).faults == (), "who stays one may be corrected"

    await office.at_once(actor(Role.ADMIN), book(people=[was]), "people.xlsx")
    person = await office.person(PEOPLE[3][0])
    assert person is not None
    assert person.roles == {Role.PROCTOR}
