"""A ticket's pictures: stored with the import, shown with the ticket, every time it is shown."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from exams.domain.exam import Exam, Kind
from exams.domain.refusals.files import TicketsUnreadable
from exams.notices.oral import OralTicket
from exams.notices.writing import TicketShown
from tests import make
from tests.documents.ticket_files import document, picture, said, shown
from tests.make import at
from tests.services.conftest import University
from tests.services.day import admitted, of_kind, opened
from tests.services.office import PEOPLE, SCHEDULE, Office, book

LINES = (said("Деректер қоры"), said("1-билет"), said("Схема?") + shown(), said("Неге?"))


@pytest.fixture
async def office(office: Office) -> Office:
    await office.take(book(people=PEOPLE, schedule=SCHEDULE))
    return office


async def test_a_picture_of_a_question_is_looked_at_and_stored_with_its_ticket(
    office: Office,
) -> None:
    await office.take(document(LINES, media={"a.png": picture()}))

    (exam,) = await office.exams()
    async with office.units.reading() as unit:
        (ticket,) = await unit.decks.tickets(await unit.decks.of(exam.id))
    first, second = ticket.pictures
    assert second is None
    assert first is not None
    kept = Image.open(BytesIO(await office.files.get(first)))
    assert (kept.format, kept.size) == ("JPEG", (300, 200))


async def test_the_same_file_again_changes_nothing_and_another_picture_does(
    office: Office,
) -> None:
    await office.take(document(LINES, media={"a.png": picture()}))

    same = await office.take(document(LINES, media={"a.png": picture()}))
    other = await office.take(document(LINES, media={"a.png": picture("red")}))

    assert (same.tables, other.tables) == ((("tickets", 0, 0),), (("tickets", 0, 1),))


async def test_a_picture_that_is_none_is_named_by_its_ticket(office: Office) -> None:
    with pytest.raises(TicketsUnreadable) as refused:
        await office.look(document(LINES, media={"a.png": b"\x89PNG broken"}))

    assert refused.value.facts == {"reason": "picture", "ticket": "1"}


async def drawn_with_pictures(uni: University, **changes: object) -> tuple[Exam, bytes]:
    exam = await opened(uni, **changes)
    data = picture("navy")
    digest = await uni.files.put(data)
    tickets = make.tickets(*range(1, 9), questions=("Бір", "Екі"))
    async with uni.units() as unit:
        laid = [replace(ticket, pictures=(None, digest)) for ticket in tickets]
        await unit.decks.lay_out(exam.id, laid)
        await unit.commit()
    await admitted(uni, exam, "Aigerim", "Bolat")
    await uni.tick(at(0))
    return exam, data


async def test_the_picture_comes_with_the_ticket_whenever_it_is_shown(uni: University) -> None:
    exam, data = await drawn_with_pictures(uni)
    aigerim = uni.actor("Aigerim")
    await uni.use.open_board(aigerim, exam.id)

    first = await uni.use.draw_ticket(aigerim, exam.id, 3)
    again = await uni.use.draw_ticket(aigerim, exam.id, 3)
    asked = await uni.use.ticket(aigerim, exam.id)
    board = await uni.use.open_board(aigerim, exam.id)

    for shown_ticket in (first, again, asked, board):
        assert isinstance(shown_ticket, TicketShown)
        assert shown_ticket.pictured == (2,)
        (media,) = shown_ticket.media
        assert (media.kind, media.name) == ("photo", "ticket-3-2.jpg")
        assert await uni.use.file(media.digest) == data


async def test_it_comes_with_a_ticket_given_by_the_chief_and_with_an_oral_one(
    uni: University,
) -> None:
    exam, _ = await drawn_with_pictures(uni, kind=Kind.ORAL)
    await uni.use.open_picking(uni.actor("Nurlan"), exam.id)
    await uni.outbox()

    await uni.use.assign_ticket(uni.actor("Zhaniya"), (await uni.attempt("Bolat", exam)).id)

    ((name, ticket),) = of_kind(await uni.outbox(), OralTicket)
    assert name == "Bolat"
    assert ticket.pictured == (2,)
    assert len(ticket.media) == 1
