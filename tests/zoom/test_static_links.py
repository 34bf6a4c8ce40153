"""Rooms behind a typed link."""

from datetime import UTC, datetime

import pytest

from exams.domain.ids import ExamId, PersonId
from exams.ports.conferences import Conference, ConferencesUnavailable
from zoom_integration.static_links import StaticLinks

TYPED = {ExamId(1): " https://meet.example/exam-1 ", ExamId(2): "javascript:alert(1)"}


async def link_of(exam: ExamId) -> str | None:
    return TYPED.get(exam)


async def open_room(exam: int) -> Conference:
    return await StaticLinks(link_of).create(
        exam=ExamId(exam),
        topic="Физика",
        starts_at=datetime(2026, 12, 14, 4, tzinfo=UTC),
        minutes=60,
        host="dean",
    )


async def test_everybody_gets_the_typed_link() -> None:
    rooms = StaticLinks(link_of)
    room = await open_room(1)

    links = await rooms.personal_links(room, {PersonId(5): "Дана", PersonId(6): "Ерлан"})

    assert {link.url for link in links.values()} == {"https://meet.example/exam-1"}
    assert links[PersonId(5)].registrant != links[PersonId(6)].registrant
    assert await rooms.start_link(room) == "https://meet.example/exam-1"
    assert await open_room(1) == room


@pytest.mark.parametrize("exam", [2, 3], ids=["no-https", "nothing-typed"])
async def test_a_link_that_cannot_be_opened_is_refused(exam: int) -> None:
    with pytest.raises(ConferencesUnavailable):
        await open_room(exam)


async def test_presence_is_unknown_not_empty_and_ending_changes_nothing() -> None:
    rooms = StaticLinks(link_of)
    room = await open_room(1)

    await rooms.end(room)
    assert not await rooms.revoke(room, [PersonId(5)]), "everybody's link is no link to take away"
    with pytest.raises(ConferencesUnavailable):
        await rooms.present(room)
