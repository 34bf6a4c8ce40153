"""Every fault of the registrar's tables, with its cell."""

from typing import Any

import pytest

from exams.domain.exam_table import ExamStage
from tests.services.office import PEOPLE, RATINGS, SCHEDULE, TICKETS, WHOLE, Office, book
from tests.services.office_rows import only_exam, row, set_exam

S = SCHEDULE[0]
FAULTS: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "no number": ({"people": [row(PEOPLE[0], c0=None)]}, "A2", "missing", ""),
    "no name": ({"people": [row(PEOPLE[0], c1="  ")]}, "B2", "missing", ""),
    "a student without group": ({"people": [row(PEOPLE[0], c3=None)]}, "D2", "missing", ""),
    "a name too long": ({"people": [row(PEOPLE[0], c1="Ә" * 201)]}, "B2", "too_long", "Ә" * 40),
    "a name that lost its letters": ({"people": [row(PEOPLE[0], c1="?бдіғали ?анат")]}, "B2",
                                     "letters_lost", "?бдіғали ?анат"),
    "a question that lost its letters": ({"tickets": [row(TICKETS[0], c2="Т?уелсіздік")]}, "C2",
                                         "letters_lost", "Т?уелсіздік"),
    "a number too long": ({"people": [row(PEOPLE[0], c0="1" * 65)]}, "A2", "too_long", "1" * 40),
    "a strange role": ({"people": [row(PEOPLE[0], c2="ректор")]}, "C2", "unknown_role", "ректор"),
    "an admin made by a registrar": ({"people": [row(PEOPLE[0], c2="admin")]}, "C2", "not_yours",
                                     "admin"),
    "a phone of words": ({"people": [row(PEOPLE[0], c5="жоқ")]}, "F2", "not_a_phone", "жоқ"),
    "extra time of words": ({"people": [row(PEOPLE[0], c6="көп")]}, "G2", "not_a_number", "көп"),
    "too much extra time": ({"people": [row(PEOPLE[0], c6=201)]}, "G2", "not_a_number", "201"),
    "a person twice": ({"people": [PEOPLE[0], PEOPLE[0]]}, "A3", "duplicate", "001"),
    "no subject": ({"schedule": [row(S, c0=None)]}, "A2", "missing", ""),
    "no kind": ({"schedule": [row(S, c1=None)]}, "B2", "missing", ""),
    "a strange kind": ({"schedule": [row(S, c1="эссе")]}, "B2", "unknown_kind", "эссе"),
    "no date": ({"schedule": [row(S, c2=None)]}, "C2", "missing", ""),
    "no day of the calendar": ({"schedule": [row(S, c2="31.02.2027")]}, "C2", "not_a_date",
                               "31.02.2027"),
    "a day of long ago": ({"schedule": [row(S, c2="01.01.0001")]}, "C2", "not_a_date",
                          "01.01.0001"),
    "a date that is a number": ({"schedule": [row(S, c2=46000)]}, "C2", "not_a_date", "46000"),
    "no time": ({"schedule": [row(S, c3=None)]}, "D2", "missing", ""),
    "no time of a clock": ({"schedule": [row(S, c3="25:00")]}, "D2", "not_a_time", "25:00"),
    "yesterday": ({"schedule": [row(S, c2="30.04.2027")]}, "C2", "in_past", "30.04.2027"),
    "a strange group": ({"schedule": [row(S, c4="АЖ-21-1, X")]}, "E2", "unknown_group",
                        "АЖ-21-1, X"),
    "commas for groups": ({"schedule": [row(S, c4=" , ;")]}, "E2", "missing", ", ;"),
    "a strange proctor": ({"schedule": [row(S, c5="T9")]}, "F2", "unknown_person", "T9"),
    "a proctor who is none": ({"schedule": [row(S, c5="001")]}, "F2", "not_a_proctor", "001"),
    "a time that may be two": ({"schedule": [row(S, c3="9.3")]}, "D2", "not_a_time", "9.3"),
    "a rounded number": ({"people": [row(PEOPLE[0], c0="2,10457E+11")]}, "A2", "rounded",
                         "2,10457E+11"),
    "a person twice in other letters": ({"people": [PEOPLE[3], row(PEOPLE[3], c0="Т1")]}, "A3",
                                        "duplicate", "Т1"),
    "commas for proctors": ({"schedule": [row(S, c5=",")]}, "F2", "missing", ","),
    "a strange chief": ({"schedule": [row(S, c6="T9")]}, "G2", "unknown_person", "T9"),
    "no minutes at all": ({"schedule": [row(S, c7=0)]}, "H2", "not_a_number", "0"),
    "an exam twice": ({"schedule": [S, row(S, c2="22.05.2027")]}, "A3", "duplicate",
                      "Деректер қоры"),
    "two exams at once": ({"schedule": [S, row(S, c0="Физика", c3="10:59")]}, "D3", "clash",
                          "10:59"),
    "a ticket of no exam": ({"tickets": [row(TICKETS[0], c0="Физика")]}, "A2", "unknown_exam",
                            "Физика"),
    "a ticket without number": ({"tickets": [row(TICKETS[0], c1="бір")]}, "B2", "not_a_number",
                                "бір"),
    "ticket nought": ({"tickets": [row(TICKETS[0], c1=0)]}, "B2", "not_a_number", "0"),
    "a ticket twice": ({"tickets": [TICKETS[0], TICKETS[0]]}, "B3", "duplicate", "1"),
    "a ticket that asks nothing": ({"tickets": [row(TICKETS[0], c2=None, c3=None)]}, "C2",
                                   "missing", ""),
    "a question too long": ({"tickets": [row(TICKETS[0], c3="?" * 901)]}, "D2", "too_long",
                            "?" * 40),
    "a rating of nobody": ({"ratings": [row(RATINGS[0], c0="999")]}, "A2", "unknown_person",
                           "999"),
    "a rating of no exam": ({"ratings": [row(RATINGS[0], c1="Физика")]}, "B2", "unknown_exam",
                            "Физика"),
    "a rating of words": ({"ratings": [row(RATINGS[0], c2="A+")]}, "C2", "not_a_number", "A+"),
    "a rating above all": ({"ratings": [row(RATINGS[0], c2=101)]}, "C2", "not_a_number", "101"),
    "a rating with a half": ({"ratings": [row(RATINGS[0], c2=77.5)]}, "C2", "not_a_number",
                             "77.5"),
    "a rating twice": ({"ratings": [RATINGS[0], RATINGS[0]]}, "A3", "duplicate", "001"),
}  # fmt: skip


@pytest.mark.parametrize(("tables", "cell", "reason", "given"), FAULTS.values(), ids=FAULTS)
async def test_a_wrong_cell_is_named_with_its_reason(
    office: Office, tables: dict[str, Any], cell: str, reason: str, given: str
) -> None:
    whole = {"people": PEOPLE, "schedule": SCHEDULE, "tickets": TICKETS, "ratings": RATINGS}
    wrong = next(iter(tables))
    before = {kind: rows for kind, rows in whole.items() if kind != wrong}
    order = list(whole)
    needed = {
        kind: rows for kind, rows in before.items() if order.index(kind) < order.index(wrong)
    }
    if needed:
        await office.take(book(**needed))
    if wrong == "ratings":
        await office.take(book(tickets=TICKETS))

    preview = await office.look(book(**tables))

    (fault,) = preview.faults
    assert (fault.sheet, fault.cell, fault.reason) == (wrong, cell, reason)
    assert fault.given == given


async def test_the_faults_have_every_reason_there_is() -> None:
    reasons = {reason for _, _, reason, _ in FAULTS.values()}

    assert reasons == {
        "missing", "not_a_date", "not_a_time", "not_a_number", "unknown_group", "unknown_person",
        "unknown_kind", "unknown_role", "unknown_exam", "duplicate", "clash", "too_long",
        "in_past", "not_yours", "not_a_phone", "not_a_proctor", "rounded",
        "letters_lost",
    }  # fmt: skip


async def test_a_clash_with_an_exam_that_is_stored_is_found(office: Office) -> None:
    await office.take(WHOLE)

    preview = await office.look(book(schedule=[row(S, c0="Физика", c4="АЖ-21-2", c3="10:30")]))

    assert [(fault.cell, fault.reason) for fault in preview.faults] == [("D2", "clash")]
    (met,) = (fault.clash for fault in preview.faults)
    assert met is not None
    assert met.subject == S[0]


async def test_an_exam_is_no_clash_once_the_one_before_is_over_for_all(office: Office) -> None:
    await office.take(WHOLE)
    preview = await office.look(book(schedule=[row(S, c0="Физика", c3="11:29")]))
    assert [fault.reason for fault in preview.faults] == ["clash"]

    done = await office.take(book(schedule=[row(S, c0="Физика", c3="11:30")]))

    assert done.tables == (("schedule", 1, 0),)


async def test_a_published_exam_is_not_changed_by_a_file(office: Office) -> None:
    await office.take(WHOLE)
    await set_exam(office, stage=ExamStage.PUBLISHED)

    preview = await office.look(book(schedule=[row(S, c7=120)]))

    assert [(fault.cell, fault.reason) for fault in preview.faults] == [("A2", "published")]


@pytest.mark.parametrize(
    ("stage", "day", "told"),
    [
        (ExamStage.PUBLISHED, "22.05.2027", True),
        (ExamStage.RESULTS_PUBLISHED, "22.05.2027", False),  # a resit
        (ExamStage.DRAFT, "22.05.2027", False),  # the draft itself is planned anew
        (ExamStage.PUBLISHED, "21.05.2027", False),
    ],
)
async def test_it_is_told_that_a_published_exam_would_be_planned_once_more(
    office: Office, stage: ExamStage, day: str, *, told: bool
) -> None:
    await office.take(WHOLE)
    await set_exam(office, stage=stage)
    exam = await only_exam(office)

    preview = await office.look(book(schedule=[row(S, c2=day)]))

    assert preview.faults == ()
    assert [one.exam for one in preview.again] == ([exam.id] if told else [])


async def test_a_cancelled_exam_is_in_nobodys_way(office: Office) -> None:
    await office.take(WHOLE)
    await set_exam(office, stage=ExamStage.CANCELLED)

    done = await office.take(book(schedule=SCHEDULE))

    assert done.tables == (("schedule", 1, 0),)
    assert len(await office.exams()) == 2


async def test_tickets_of_an_exam_in_which_one_was_drawn_stay(office: Office) -> None:
    await office.take(WHOLE)
    exam = await only_exam(office)
    aigerim = await office.person("001")
    assert aigerim is not None
    async with office.units() as unit:
        laid = await unit.decks.of(exam.id)
        await unit.decks.take(laid, laid.turn_over(1, by=aigerim.id)[1])
        await unit.commit()
    deck = await office.deck(exam)

    preview = await office.look(book(tickets=[("Деректер қоры", 1, "Жаңа", None)]))

    assert [(fault.cell, fault.reason) for fault in preview.faults] == [("A2", "unknown_exam")]
    assert await office.deck(exam) == deck


async def test_a_proctor_or_a_group_named_twice_counts_once(office: Office) -> None:
    await office.take(book(people=PEOPLE, schedule=[row(S, c4="АЖ-21-1; АЖ-21-1", c5="T1, T1")]))

    exam = await only_exam(office)
    assert (len(exam.groups), len(exam.proctors)) == (1, 1)


async def test_of_many_faults_the_first_thirty_are_shown_and_the_others_counted(
    office: Office,
) -> None:
    preview = await office.look(
        book(people=[row(PEOPLE[0], c0=str(n), c2=f"role {n}") for n in range(37)])
    )

    assert len(preview.faults) == 30
    assert preview.more == 7
    assert [fault.cell for fault in preview.faults[:2]] == ["C2", "C3"]


async def test_one_mistake_all_down_a_column_is_told_once_and_hides_no_other(
    office: Office,
) -> None:
    wrong = [row(PEOPLE[0], c0=str(n), c1=None) for n in range(50)]
    wrong[20] = row(PEOPLE[0], c0="20", c2="king")

    preview = await office.look(book(people=wrong))

    assert [(fault.cell, fault.reason) for fault in preview.faults] == [
        ("B2–B21", "missing"),
        ("C22", "unknown_role"),
        ("B23–B51", "missing"),
    ]
    assert preview.more == 0
