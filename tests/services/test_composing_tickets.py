"""A pool of questions becomes a deck: previewed, shuffled anew, laid out by the registrar."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from documents.imports import TableFiles
from exams.domain.composing import PoolTooSmall
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.people import Locale, Role
from exams.domain.refusals.files import NothingToConfirm
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.planning import TicketsShown
from exams.notices.composing import PoolPreview, TicketsComposed
from exams.notices.office import ImportPreview
from exams.services.office.composing import (
    POOL,
    ComposeTickets,
    LayOutComposed,
    PreviewPool,
    Wanted,
)
from exams.services.previews import DropPreview
from tests.documents.office_files import xlsx
from tests.services.office import PEOPLE, REGISTRAR, SCHEDULE, Office, actor, book, opened

HEAD = ("Сұрақ", "Тема", "Қиындығы", "Баллы", "Тілі")
LEVELS = ("жеңіл", "средний", "3")
ROWS = [
    (f"{topic}: {n}-сұрақ", topic, LEVELS[n % 3], 10 + n % 3, None)
    for topic in ("Модельдер", "Индекстер")
    for n in range(6)
]


def table(rows: Sequence[Sequence[Any]] = ROWS) -> bytes:
    return xlsx({"Сұрақтар": [HEAD, *rows]})


@dataclass
class Composing:
    """The use cases, in an office with one exam to come."""

    office: Office
    exam: Exam

    def __post_init__(self) -> None:
        office = self.office
        self.preview = PreviewPool(
            office.units, office.clock, office.shuffler, office.files, TableFiles()
        )
        self.compose = ComposeTickets(office.units, office.shuffler, office.files)
        self.lay_out = LayOutComposed(office.units, office.clock, office.shuffler, office.files)
        self.drop = DropPreview(office.units, POOL)

    async def pool(self, rows: Sequence[Sequence[Any]] = ROWS) -> PoolPreview:
        preview = await self.preview(REGISTRAR, table(rows), "сұрақтар.xlsx")
        assert isinstance(preview, PoolPreview)
        return preview

    async def shown(self, token: str, **wanted: Any) -> TicketsComposed:
        return await self.compose(REGISTRAR, Wanted(token=token, exam=self.exam.id, **wanted))


@pytest.fixture
async def desk(tmp_path: Path, fresh_database: Path) -> AsyncIterator[Composing]:
    async with opened(tmp_path, fresh_database) as office:
        await office.take(book(people=PEOPLE, schedule=SCHEDULE))
        (exam,) = await office.exams()
        yield Composing(office, exam)


def as_wanted(shown: TicketsComposed) -> Wanted:
    return Wanted(
        token=shown.token,
        exam=shown.exam,
        size=shown.size,
        count=shown.count,
        seed=shown.seed,
    )


async def test_a_pool_is_told_by_topic_and_difficulty_and_stored_sealed(desk: Composing) -> None:
    preview = await desk.pool()

    assert (preview.count, preview.levels, preview.language) == (12, (4, 4, 4), "")
    assert preview.topics == (("Модельдер", 6), ("Индекстер", 6))
    assert preview.subjects == ((desk.exam.id, "Деректер қоры"),)
    assert len(desk.office.files.sealed) == 2  # the roster of the fixture, and the pool


async def test_as_many_tickets_as_the_students_need_are_shown_first(desk: Composing) -> None:
    preview = await desk.pool()

    shown = await desk.shown(preview.token)

    assert (shown.students, shown.count, shown.size) == (3, 4, 3)
    assert (shown.uses, shown.topics) == (1, (2, 2))
    assert shown.difficulty == (6, 6)
    assert [level for _, _, level, _ in shown.asked] == sorted(
        level for _, _, level, _ in shown.asked
    )
    assert set(shown.can) == {"more", "fewer", "longer", "shorter"}


async def test_the_same_seed_shows_the_same_tickets_and_no_seed_others(desk: Composing) -> None:
    preview = await desk.pool()
    first = await desk.shown(preview.token)

    again = await desk.shown(preview.token, seed=first.seed)
    anew = await desk.shown(preview.token)

    assert again == first
    assert (anew.seed, anew.asked) != (first.seed, first.asked)
    second = await desk.shown(preview.token, seed=first.seed, place=2)
    assert {q for q, *_ in second.asked}.isdisjoint({q for q, *_ in first.asked})


async def test_what_was_shown_is_laid_out_shuffled_and_written_down(desk: Composing) -> None:
    preview = await desk.pool()
    shown = [await desk.shown(preview.token, seed="S" * 8, place=place) for place in (1, 2, 3, 4)]

    done = await desk.lay_out(REGISTRAR, as_wanted(shown[0]))

    assert done.tables == (("tickets", 4, 0),)
    laid = await desk.office.deck(desk.exam)
    assert [number for number, _ in laid] == [4, 3, 2, 1]  # the foreseeable chance turns them
    assert dict(laid) == {n: tuple(q for q, *_ in one.asked) for n, one in enumerate(shown, 1)}
    (event,) = await desk.office.events(desk.exam.id)
    assert (event.act, event.facts["seed"], event.facts["tickets"]) == (
        "compose_tickets", "S" * 8, 4,
    )  # fmt: skip


async def test_a_second_tap_lays_nothing_out(desk: Composing) -> None:
    shown = await desk.shown((await desk.pool()).token)
    await desk.lay_out(REGISTRAR, as_wanted(shown))

    with pytest.raises(NothingToConfirm):
        await desk.lay_out(REGISTRAR, as_wanted(shown))


async def test_a_pool_in_a_language_makes_the_deck_of_that_language(desk: Composing) -> None:
    rows = [(*row[:4], "қазақша") for row in ROWS]
    shown = await desk.shown((await desk.pool(rows)).token, count=2)
    assert (shown.language, shown.students) == ("kk", 0)

    await desk.lay_out(REGISTRAR, as_wanted(shown))

    async with desk.office.units.reading() as unit:
        (deck,) = await unit.decks.all(desk.exam.id)
    assert (deck.language, len(deck.cards)) == (Locale.KK, 2)


async def test_a_pool_that_is_too_small_says_how_many_questions_it_lacks(desk: Composing) -> None:
    preview = await desk.pool(ROWS[:5])

    with pytest.raises(PoolTooSmall) as refused:
        await desk.shown(preview.token)

    assert refused.value.facts == {"count": 4, "size": 3, "needed": 6, "there": 5}
    fewer = await desk.shown(preview.token, size=2)
    assert set(fewer.can) == {"fewer", "longer", "shorter"}
    with pytest.raises(PoolTooSmall):
        await desk.lay_out(REGISTRAR, replace(as_wanted(fewer), size=4))


@pytest.mark.parametrize(
    ("row", "cell", "reason"),
    [
        (("Сұрақ?", None, None, None, None), "B3", "missing"),
        (("Сұрақ?", "Т", "өте қиын", None, None), "C3", "unknown_level"),
        (("Сұрақ?", "Т", None, "көп", None), "D3", "not_a_number"),
        (("Сұрақ?", "Т", None, None, "орысша"), "E3", "two_languages_in_pool"),
        (("А" * 901, "Т", None, None, None), "A3", "too_long"),
        (("БІРІНШІ", "Т", None, None, None), "A3", "duplicate"),
    ],
)
async def test_a_wrong_cell_of_a_pool_is_named(
    desk: Composing, row: Sequence[Any], cell: str, reason: str
) -> None:
    rows = [("бірінші", "Т", None, None, "қазақша"), row]

    preview = await desk.preview(REGISTRAR, table(rows), "сұрақтар.xlsx")

    assert isinstance(preview, ImportPreview)
    assert [(fault.cell, fault.reason) for fault in preview.faults] == [(cell, reason)]
    assert preview.token == ""


@pytest.mark.parametrize(
    "data",
    [
        book(people=PEOPLE),
        xlsx({"S": [("Question", "Right answer", "Topic", "Option 1"), ("?", "A", "T", "B")]}),
        "# Физика\n## Билет 1\nНе?\n".encode(),
        b"\x00\x01",
    ],
    ids=["people", "a bank", "tickets", "nothing"],
)
async def test_what_is_no_pool_is_left_to_the_other_readers(desk: Composing, data: bytes) -> None:
    assert await desk.preview(REGISTRAR, data, "file") is None


async def test_an_exam_whose_tickets_were_drawn_takes_none(desk: Composing) -> None:
    shown = await desk.shown((await desk.pool()).token)
    async with desk.office.units() as unit:
        await unit.exams.save(replace(desk.exam, stage=ExamStage.RUNNING))
        await unit.commit()

    with pytest.raises(TicketsShown):
        await desk.lay_out(REGISTRAR, as_wanted(shown))
    assert await desk.office.deck(desk.exam) == []


async def test_a_dropped_pool_and_a_ticket_that_is_not_there_are_refused(desk: Composing) -> None:
    preview = await desk.pool()
    for wrong in ({"place": 5}, {"place": 0}):
        with pytest.raises(Unknown):
            await desk.shown(preview.token, **wrong)
    with pytest.raises(Unknown):
        await desk.compose(REGISTRAR, Wanted(token=preview.token, exam=ExamId(99)))
    await desk.drop(REGISTRAR, preview.token)
    with pytest.raises(NothingToConfirm):
        await desk.shown(preview.token)


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PROCTOR, Role.DEAN])
async def test_only_registrar_and_admin_compose(desk: Composing, role: Role) -> None:
    shown = await desk.shown((await desk.pool()).token)
    other = actor(role)

    with pytest.raises(NotAllowed):
        await desk.preview(other, table(), "x")
    with pytest.raises(NotAllowed):
        await desk.compose(other, as_wanted(shown))
    with pytest.raises(NotAllowed):
        await desk.lay_out(other, as_wanted(shown))
    with pytest.raises(NotAllowed):
        await desk.drop(other, shown.token)
