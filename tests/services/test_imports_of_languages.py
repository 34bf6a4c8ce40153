"""The language of study in the registrar's tables: of a group, and of its tickets."""

from collections.abc import Sequence

import pytest

from exams.domain.people import Locale
from tests.documents.office_files import xlsx
from tests.services.office import PEOPLE, SCHEDULE, Office, book

PEOPLE_HEAD = ("Нөмірі", "ФИО", "Тобы", "Оқу тілі")
TICKETS_HEAD = ("Пән", "Билет", "1-сұрақ", "Язык")


@pytest.fixture
async def office(office: Office) -> Office:
    await office.take(book(people=PEOPLE, schedule=SCHEDULE))
    return office


def roster(*languages: str | None) -> bytes:
    """Make a table of the three students with what the language column says of each."""
    groups = ("АЖ-21-1", "АЖ-21-1", "АЖ-21-2")
    rows = [
        (number, PEOPLE[place][1], groups[place], language)
        for place, (number, language) in enumerate(
            zip(("001", "002", "003"), languages, strict=True)
        )
    ]
    return xlsx({"Адамдар": [PEOPLE_HEAD, *rows]})


def deck(rows: Sequence[tuple[int, str, str | None]]) -> bytes:
    table = [("Деректер қоры", number, question, said) for number, question, said in rows]
    return xlsx({"Билеттер": [TICKETS_HEAD, *table]})


async def study(office: Office) -> dict[str, Locale | None]:
    async with office.units.reading() as unit:
        return {group.name: group.language for group in await unit.groups.all()}


async def test_a_groups_language_of_study_is_learned_and_stays(office: Office) -> None:
    done = await office.take(roster("қазақша", None, "Русский"))

    assert done.tables == (("people", 0, 2),)
    assert await study(office) == {"АЖ-21-1": Locale.KK, "АЖ-21-2": Locale.RU}
    again = await office.take(roster("каз.", "KK", None))
    assert again.tables == (("people", 0, 0),)
    assert await study(office) == {"АЖ-21-1": Locale.KK, "АЖ-21-2": Locale.RU}


@pytest.mark.parametrize(
    ("languages", "cell", "reason"),
    [
        (("қазақша", "орысша", None), "D3", "two_languages"),
        (("латын тілі", None, None), "D2", "unknown_language"),
    ],
)
async def test_a_language_that_cannot_be_is_named_by_its_cell(
    office: Office, languages: Sequence[str | None], cell: str, reason: str
) -> None:
    preview = await office.look(roster(*languages))

    assert [(fault.cell, fault.reason) for fault in preview.faults] == [(cell, reason)]


async def test_a_number_may_come_once_in_each_language(office: Office) -> None:
    await office.take(
        deck([(1, "Бір", "қаз"), (2, "Екі", "қаз"), (1, "Один", "рус"), (1, "Ортақ", None)])
    )

    (exam,) = await office.exams()
    async with office.units.reading() as unit:
        found = {
            deck.language: {t.questions[0] for t in await unit.decks.tickets(deck)}
            for deck in await unit.decks.all(exam.id)
        }
    assert found == {None: {"Ортақ"}, Locale.KK: {"Бір", "Екі"}, Locale.RU: {"Один"}}


async def test_a_file_in_one_language_leaves_the_other_decks_alone(office: Office) -> None:
    await office.take(deck([(1, "Бір", "қаз"), (1, "Один", "рус")]))
    await office.take(deck([(1, "Раз", "рус"), (2, "Два", "рус")]))

    (exam,) = await office.exams()
    async with office.units.reading() as unit:
        kazakh = await unit.decks.tickets(await unit.decks.of(exam.id, Locale.KK))
        russian = await unit.decks.tickets(await unit.decks.of(exam.id, Locale.RU))
    assert [ticket.questions for ticket in kazakh] == [("Бір",)]
    assert {ticket.questions for ticket in russian} == {("Раз",), ("Два",)}


async def test_the_same_number_twice_in_one_language_is_named(office: Office) -> None:
    preview = await office.look(deck([(1, "Бір", "қаз"), (1, "Тағы", "қазақша")]))

    assert [(fault.cell, fault.reason) for fault in preview.faults] == [("B3", "duplicate")]
