"""A deck on paper, for those who may see it; a ticket as a picture with its student across it."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from exams.domain.exam import Exam, Kind
from exams.domain.people import Locale
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.tickets import NoTickets
from exams.notices.oral import OralTicket
from exams.notices.writing import TicketShown
from exams.ports.ticket_papers import PrintedTicket
from exams.services.made_files import NoteMade
from exams.services.office.printing import PrintTickets
from exams.services.writing.faces import DrawFace
from exams.services.writing.ticket_desk import AssignTicket
from exams.services.writing.tickets import DrawTicket, OpenBoard, ShowTicket
from tests import make
from tests.documents.office_files import pdf_text
from tests.documents.ticket_files import picture
from tests.fakes.ports import FakeShuffler
from tests.make import at
from tests.services.conftest import University
from tests.services.day import admitted, events, of_kind, opened

LONG = "Дәлелдеңіз және мысал келтіріңіз. " * 26


async def planned(uni: University, **changes: object) -> Exam:
    exam = await uni.exam(tickets=0, **changes)
    digest = await uni.files.put(picture(kind="JPEG"))
    laid = [
        replace(ticket, pictures=(digest, None))
        for ticket in make.tickets(3, 1, 2, questions=("Сұрақ {}", "Есеп {}"))
    ]
    async with uni.units() as unit:
        await unit.decks.lay_out(exam.id, laid)
        await unit.commit()
    return exam


async def pages(uni: University, exam: Exam, *more: Locale | None, two: bool = False) -> list[str]:
    printed = await uni.use.print_tickets(uni.actor("Madina"), exam.id, *more, two=two)
    (media,) = printed.media
    assert media.digest in uni.files.sealed
    return pdf_text(await uni.use.file(media.digest))


async def test_a_deck_is_printed_by_number_with_lines_to_sign(uni: University) -> None:
    exam = await planned(uni)

    found = await pages(uni, exam)

    assert ["Сұрақ 1" in found[0], "Сұрақ 2" in found[1], "Сұрақ 3" in found[2]] == [True] * 3
    for number, page in enumerate(found, 1):
        for said in ("Абай атындағы университет", f"ЕМТИХАН БИЛЕТІ № {number}", "Тарих", "қолы"):
            assert said in page
        assert "Жазбаша емтихан" in page


@pytest.mark.parametrize(
    ("language", "said"),
    [(Locale.KK, "ЕМТИХАН БИЛЕТІ"), (Locale.RU, "ЭКЗАМЕНАЦИОННЫЙ БИЛЕТ"), (Locale.EN, "TICKET")],
)
async def test_it_is_written_in_any_of_the_three_languages_two_to_a_page(
    uni: University, language: Locale, said: str
) -> None:
    exam = await planned(uni, kind=Kind.ORAL)

    found = await pages(uni, exam, None, language, two=True)

    assert [page.count(said) for page in found] == [2, 1]


@pytest.mark.parametrize("two", [False, True])
async def test_the_longest_ticket_there_is_keeps_its_page(uni: University, *, two: bool) -> None:
    exam = await uni.exam(tickets=0)
    async with uni.units() as unit:
        await unit.decks.lay_out(exam.id, make.tickets(1, 2, questions=(LONG[:900],) * 4))
        await unit.commit()

    found = await pages(uni, exam, two=two)

    assert len(found) == (1 if two else 2)
    assert found[0].count("қолы") == (4 if two else 2)


async def test_each_printing_is_written_down(uni: University) -> None:
    exam = await planned(uni)
    await pages(uni, exam)
    await pages(uni, exam, two=True)

    log = [event for event in await events(uni, exam) if event.act == "print_tickets"]

    assert [(event.actor, event.facts["tickets"]) for event in log] == [
        (uni.people["Madina"].id, 3)
    ] * 2


@pytest.mark.parametrize("who", ["Aigerim", "Nurlan", "Zhaniya", "Serik", "Stranger"])
async def test_who_may_not_see_tickets_prints_none(uni: University, who: str) -> None:
    exam = await planned(uni)

    with pytest.raises(NotAllowed):
        await uni.use.print_tickets(uni.actor(who), exam.id)

    assert not [one for one in await events(uni, exam) if one.act == "print_tickets"]


async def test_without_tickets_there_is_nothing_to_print(uni: University) -> None:
    bare = await uni.exam(tickets=0, subject="Химия")

    assert "print" not in (await uni.use.exam_checks(uni.actor("Madina"), bare.id)).can
    with pytest.raises(NoTickets):
        await uni.use.print_tickets(uni.actor("Madina"), bare.id)


async def test_each_language_of_study_is_printed_by_itself(uni: University) -> None:
    exam = await planned(uni)
    async with uni.units() as unit:
        russian = make.tickets(1, 2, questions=("Вопрос {}",))
        await unit.decks.lay_out(exam.id, russian, Locale.RU)
        await unit.commit()

    printed = await uni.use.print_tickets(uni.actor("Madina"), exam.id, Locale.RU)

    assert (printed.deck, printed.decks, printed.language) == ("ru", ("", "ru"), "ru")
    assert "Вопрос 1" in pdf_text(await uni.use.file(printed.media[0].digest))[0]


# -- the picture of one student's ticket -----------------------------------------------


async def at_the_board(uni: University, **changes: object) -> Exam:
    """Come to the closed tickets of an exam whose tickets are shown as pictures."""
    exam = await opened(uni, **changes)
    await admitted(uni, exam, "Aigerim", "Bolat")
    await uni.tick(at(0))
    return exam


def face(uni: University) -> DrawFace:
    ports = uni.use.print_tickets
    assert isinstance(ports, PrintTickets)
    return DrawFace(uni.files, ports.papers, NoteMade(uni.units))


async def test_a_ticket_comes_as_a_marked_picture_and_no_word_of_it_as_text(
    uni: University,
) -> None:
    exam = await at_the_board(uni)
    drawn = {}
    for name, position in (("Aigerim", 1), ("Bolat", 2)):
        who = uni.actor(name)
        await OpenBoard(uni.units, uni.clock, face(uni))(who, exam.id)
        drawn[name] = await DrawTicket(uni.units, uni.clock, face(uni))(who, exam.id, position)

    for shown in drawn.values():
        assert isinstance(shown, TicketShown)
        assert (shown.questions, shown.pictured) == ((), ())
        (media,) = shown.media
        assert media.digest in uni.files.sealed
        made = Image.open(BytesIO(await uni.use.file(media.digest)))
        assert (made.format, made.width) == ("PNG", 720)
    assert drawn["Aigerim"].media != drawn["Bolat"].media


async def test_the_picture_is_the_same_whenever_it_is_shown(uni: University) -> None:
    exam = await at_the_board(uni)
    who = uni.actor("Aigerim")
    draw = DrawTicket(uni.units, uni.clock, face(uni))
    await OpenBoard(uni.units, uni.clock, face(uni))(who, exam.id)
    first = await draw(who, exam.id, 1)
    uni.clock.moment = at(30)

    again = [
        await draw(who, exam.id, 2),
        await ShowTicket(uni.units, uni.clock, face(uni))(who, exam.id),
        await OpenBoard(uni.units, uni.clock, face(uni))(who, exam.id),
    ]

    assert [one.media for one in again if isinstance(one, TicketShown)] == [first.media] * 3


async def test_a_ticket_given_by_the_chief_is_a_picture_too(uni: University) -> None:
    exam = await at_the_board(uni, kind=Kind.ORAL)
    await uni.use.open_picking(uni.actor("Nurlan"), exam.id)
    await uni.outbox()
    assign = AssignTicket(uni.units, uni.clock, FakeShuffler(), face(uni))

    await assign(uni.actor("Zhaniya"), (await uni.attempt("Bolat", exam)).id)

    ((_, ticket),) = of_kind(await uni.outbox(), OralTicket)
    assert (ticket.questions, len(ticket.media)) == ((), 1)


async def test_the_mark_is_faint_and_says_whose_ticket_it_is(uni: University) -> None:
    papers = face(uni).papers
    assert papers is not None
    ticket = PrintedTicket(number=1, questions=("Сұрақ",))
    bare, one, other = [
        Image.open(BytesIO(await papers.picture(ticket, "Тарих", mark, Locale.KK))).convert("L")
        for mark in ("", "21B00101 · 09:12", "21B00102 · 09:13")
    ]

    assert ImageChops.difference(one, other).getbbox() is not None
    dark = [level for level, count in enumerate(bare.histogram()) if count]
    mark = [
        level for level, count in enumerate(ImageChops.difference(bare, one).histogram()) if count
    ]
    assert min(dark) < 30  # the words are black
    assert max(mark) < 60  # the mark is a shade
