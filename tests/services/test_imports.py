"""The registrar's tables, from the file to the database: previewed, all of it or nothing."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from exams.domain import beforehand
from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam, ExamStage, Kind
from exams.domain.ids import ChatId
from exams.domain.people import Role
from exams.domain.refusals.files import FileUnreadable, NothingToConfirm, UnknownTable
from exams.domain.refusals.people import NotAllowed
from exams.notices.office import ImportPreview
from storage.outbox import OutboxQueue
from tests.services.office import (
    NOW,
    PEOPLE,
    RATINGS,
    REGISTRAR,
    SAULE,
    SCHEDULE,
    TICKETS,
    WHOLE,
    Office,
    actor,
    book,
    opened,
)


@pytest.fixture
async def office(tmp_path: Path, fresh_database: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path, fresh_database) as found:
        yield found


def row(plain: tuple[Any, ...], **changes: Any) -> tuple[Any, ...]:
    """Return a row with some of its cells (c0, c1 …) changed."""
    return tuple(changes.get(f"c{n}", value) for n, value in enumerate(plain))


async def only_exam(office: Office) -> Exam:
    (exam,) = await office.exams()
    return exam


async def set_exam(office: Office, **changes: Any) -> Exam:
    exam = await only_exam(office)
    async with office.units() as unit:
        await unit.exams.save(replace(exam, **changes))
        await unit.commit()
    return await only_exam(office)


# -- everything new ------------------------------------------------------------


async def test_a_preview_counts_and_stores_nothing(office: Office) -> None:
    preview = await office.look(WHOLE)

    assert preview.tables == (
        ("people", 5, 0),
        ("schedule", 1, 0),
        ("tickets", 4, 0),
        ("ratings", 2, 0),
    )
    assert preview.faults == ()
    assert await office.person("001") is None
    assert await office.exams() == ()
    assert await office.events() == ()


async def test_a_confirmed_file_is_all_there(office: Office) -> None:
    await office.take(WHOLE)

    exam = await only_exam(office)
    aigerim, nurlan, zhaniya = [await office.person(n) for n in ("001", "T1", "T2")]
    assert aigerim is not None
    assert nurlan is not None
    assert zhaniya is not None
    assert aigerim.name == "Сәрсенбаева Айгерім Қанатқызы"
    assert aigerim.phone == "77010000001"
    assert aigerim.faculty == "IT"
    assert aigerim.roles == {Role.STUDENT}
    assert zhaniya.roles == {Role.PROCTOR, Role.DEAN}
    assert zhaniya.group_id is None
    assert exam.subject == "Деректер қоры"
    assert exam.kind is Kind.WRITTEN
    assert exam.stage is ExamStage.DRAFT
    assert exam.starts_at == datetime(2027, 5, 21, 4, 30, tzinfo=UTC)  # 09:30 in Astana
    assert exam.allowed == timedelta(minutes=90)
    assert (exam.proctors, exam.chief) == ((nurlan.id,), zhaniya.id)
    assert len(exam.groups) == 2
    assert exam.faculty == "IT"
    assert exam.host == "host@example.kz"


async def test_every_student_of_the_groups_has_an_attempt_with_the_own_time(
    office: Office,
) -> None:
    await office.take(book(people=PEOPLE, schedule=SCHEDULE))

    exam = await only_exam(office)
    attempts = {number: await office.attempt(number, exam) for number in ("001", "002", "003")}
    times = {n: a.clock.allowed.total_seconds() / 60 for n, a in attempts.items() if a}
    assert times == {"001": 90, "002": 112.5, "003": 90}
    assert await office.attempt("T1", exam) is None


async def test_tickets_are_shuffled_before_they_are_laid_out(office: Office) -> None:
    await office.take(WHOLE)

    deck = await office.deck(await only_exam(office))
    assert [number for number, _ in deck] == [4, 3, 2, 1]  # chance here turns the order round
    assert deck[0] == (4, ("4-сұрақ", "4-есеп"))


async def test_a_rating_below_fifty_bars_the_student_and_is_written_down(office: Office) -> None:
    await office.take(WHOLE)

    exam = await only_exam(office)
    good, barred = await office.attempt("001", exam), await office.attempt("002", exam)
    assert good is not None
    assert barred is not None
    assert (good.rating, good.stage) == (78, Stage.SCHEDULED)
    assert (barred.rating, barred.stage) == (49, Stage.BARRED)
    assert barred.outcome_reason == "low_rating"
    (event,) = await office.events(exam.id)
    assert (event.act, event.attempt_id, event.reason) == ("bar", barred.id, "low_rating")
    assert (event.before, event.after, event.role) == ("scheduled", "barred", "registrar")


async def test_of_a_published_exam_late_students_and_the_barred_are_told(office: Office) -> None:
    await office.take(book(people=PEOPLE, schedule=SCHEDULE, tickets=TICKETS))
    exam = await set_exam(office, stage=ExamStage.PUBLISHED)
    late = ("009", "Кеш Қалған", "студент", "АЖ-21-1", "", "", None)
    await office.take(book(people=[*PEOPLE, late], ratings=RATINGS))

    queue = OutboxQueue(office.units.database)
    waiting = await queue.claim("test", NOW, limit=50, lease=timedelta(minutes=1))

    told = {(delivery.envelope.notice.template, delivery.envelope.to) for delivery in waiting}
    late_one, barred = await office.person("009"), await office.attempt("002", exam)
    assert late_one is not None
    assert barred is not None
    assert told == {("exam_announced", late_one.id), ("barred", barred.student_id)}


@pytest.mark.parametrize(("rating", "stage"), [(50, Stage.SCHEDULED), (49, Stage.BARRED)])
async def test_fifty_is_enough(office: Office, rating: int, stage: Stage) -> None:
    ratings = [("001", "Деректер қоры", rating)]

    await office.take(book(people=PEOPLE, schedule=SCHEDULE, ratings=ratings))

    attempt = await office.attempt("001", await only_exam(office))
    assert attempt is not None
    assert attempt.stage is stage


async def test_who_imported_what_is_in_the_log(office: Office) -> None:
    await office.take(WHOLE)

    (event,) = await office.events()
    assert (event.act, event.actor, event.role) == ("import", REGISTRAR.id, "registrar")
    counted = {name: event.facts[name] for name in ("people", "schedule", "tickets", "ratings")}
    assert counted == {"people": 5, "schedule": 1, "tickets": 4, "ratings": 2}
    assert event.facts["file"] in office.files.stored


async def test_dates_and_times_may_be_cells_or_text(office: Office) -> None:
    cells = row(SCHEDULE[0], c2=date(2027, 5, 21), c3=time(9, 30))

    await office.take(book(people=PEOPLE, schedule=[cells]))

    exam = await only_exam(office)
    assert exam.starts_at == datetime(2027, 5, 21, 4, 30, tzinfo=UTC)


async def test_the_command_line_takes_a_file_in_at_once(office: Office) -> None:
    await office.at_once(REGISTRAR, WHOLE, "file.xlsx")

    assert len(await office.exams()) == 1


# -- changed rows ---------------------------------------------------------------


async def test_the_same_file_again_changes_nothing(office: Office) -> None:
    await office.take(WHOLE)
    exam, deck = await only_exam(office), await office.deck(await only_exam(office))

    done = await office.take(WHOLE)

    assert [table[1:] for table in done.tables] == [(0, 0)] * 4
    assert await only_exam(office) == exam
    assert await office.deck(exam) == deck


async def test_a_changed_row_changes_what_it_says_and_keeps_the_rest(office: Office) -> None:
    await office.take(WHOLE)
    before = await office.person("002")
    assert before is not None
    async with office.units() as unit:
        await unit.people.save(replace(before, account=ChatId(77)))
        await unit.commit()

    renamed = ("002", "Жұмабаев Болат", None, None, None, None, None)
    done = await office.take(book(people=[renamed]))

    after = await office.person("002")
    assert done.tables == (("people", 0, 1),)
    assert after == replace(before, name="Жұмабаев Болат", account=ChatId(77))
    assert after.extra_time == 25
    assert after.group_id is not None


async def test_a_role_left_out_is_not_taken_away(office: Office) -> None:
    await office.take(WHOLE)

    await office.take(
        book(people=[("T2", "Һамитова Жәния", None, None, None, "87010000009", None)])
    )

    zhaniya = await office.person("T2")
    assert zhaniya is not None
    assert zhaniya.roles == {Role.PROCTOR, Role.DEAN}
    assert zhaniya.phone == "77010000009"


async def test_a_draft_is_planned_anew_by_its_subject_and_groups(office: Office) -> None:
    await office.take(WHOLE)

    done = await office.take(book(schedule=[row(SCHEDULE[0], c2="22.05.2027", c7=120)]))

    exam = await only_exam(office)
    attempt = await office.attempt("002", exam)
    assert done.tables == (("schedule", 0, 1),)
    assert exam.starts_at == datetime(2027, 5, 22, 4, 30, tzinfo=UTC)
    assert attempt is not None
    assert attempt.clock.allowed == timedelta(minutes=150)
    assert (attempt.stage, attempt.rating) == (Stage.BARRED, 49)


async def test_a_late_student_gets_a_place_in_every_exam_to_come(office: Office) -> None:
    await office.take(WHOLE)
    exam = await set_exam(office, stage=ExamStage.PUBLISHED)

    await office.take(book(people=[("004", "Ыбыраева Ұлжан", None, "АЖ-21-2", None, None, 50)]))

    attempt = await office.attempt("004", exam)
    assert attempt is not None
    assert attempt.clock.allowed == timedelta(minutes=135)


async def test_nobody_is_placed_in_an_exam_that_has_begun(office: Office) -> None:
    await office.take(WHOLE)
    exam = await set_exam(office, stage=ExamStage.RUNNING)

    await office.take(book(people=[("004", "Ыбыраева Ұлжан", None, "АЖ-21-2", None, None, None)]))

    assert await office.attempt("004", exam) is None


async def test_new_tickets_replace_the_former_ones_as_a_whole(office: Office) -> None:
    await office.take(WHOLE)

    tickets = [("деректер ҚОРЫ", 1, "1-сұрақ", "1-есеп"), ("Деректер қоры", 2, "Жаңа", None)]
    done = await office.take(book(tickets=tickets))

    deck = await office.deck(await only_exam(office))
    assert done.tables == (("tickets", 0, 1),)
    assert sorted(deck) == [(1, ("1-сұрақ", "1-есеп")), (2, ("Жаңа",))]


async def test_a_better_rating_lets_the_student_in_again(office: Office) -> None:
    await office.take(WHOLE)
    exam = await only_exam(office)

    done = await office.take(book(ratings=[("002", "Деректер қоры", 71)]))

    attempt = await office.attempt("002", exam)
    assert done.tables == (("ratings", 0, 1),)
    assert attempt is not None
    assert (attempt.rating, attempt.stage, attempt.outcome_reason) == (71, Stage.SCHEDULED, None)
    assert [event.act for event in await office.events(exam.id)] == ["bar", "clear_bar"]


async def test_who_is_barred_for_another_reason_stays_barred(office: Office) -> None:
    await office.take(WHOLE)
    exam = await only_exam(office)
    attempt = await office.attempt("001", exam)
    assert attempt is not None
    async with office.units() as unit:
        barred = beforehand.bar(attempt, frozenset({Role.REGISTRAR}), reason="debt")
        await unit.attempts.save(barred)
        await unit.commit()

    await office.take(book(ratings=[("001", "Деректер қоры", 90)]))

    after = await office.attempt("001", exam)
    assert after is not None
    assert (after.rating, after.stage, after.outcome_reason) == (90, Stage.BARRED, "debt")


async def test_the_whole_file_is_taken_again_after_publishing_and_on_the_day(
    office: Office,
) -> None:
    await office.take(WHOLE)
    await set_exam(office, stage=ExamStage.RUNNING)
    office.clock.moment = datetime(2027, 5, 21, 5, 0, tzinfo=UTC)

    done = await office.take(WHOLE)

    assert [table[1:] for table in done.tables] == [(0, 0)] * 4


# -- every fault, with its cell -----------------------------------------------------

S = SCHEDULE[0]
FAULTS: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "no number": ({"people": [row(PEOPLE[0], c0=None)]}, "A2", "missing", ""),
    "no name": ({"people": [row(PEOPLE[0], c1="  ")]}, "B2", "missing", ""),
    "a student without group": ({"people": [row(PEOPLE[0], c3=None)]}, "D2", "missing", ""),
    "a name too long": ({"people": [row(PEOPLE[0], c1="Ә" * 201)]}, "B2", "too_long", "Ә" * 40),
    "a number too long": ({"people": [row(PEOPLE[0], c0="1" * 65)]}, "A2", "too_long", "1" * 40),
    "a strange role": ({"people": [row(PEOPLE[0], c2="ректор")]}, "C2", "unknown_role", "ректор"),
    "an admin made by a registrar": ({"people": [row(PEOPLE[0], c2="admin")]}, "C2", "not_yours",
                                     "admin"),
    "a phone of words": ({"people": [row(PEOPLE[0], c5="жоқ")]}, "F2", "not_a_number", "жоқ"),
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
    "a proctor who is none": ({"schedule": [row(S, c5="001")]}, "F2", "unknown_person", "001"),
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
        "in_past", "not_yours",
    }  # fmt: skip


async def test_a_clash_with_an_exam_that_is_stored_is_found(office: Office) -> None:
    await office.take(WHOLE)

    preview = await office.look(book(schedule=[row(S, c0="Физика", c4="АЖ-21-2", c3="10:30")]))

    assert [(fault.cell, fault.reason) for fault in preview.faults] == [("D2", "clash")]


async def test_an_exam_right_after_another_one_is_no_clash(office: Office) -> None:
    await office.take(WHOLE)

    done = await office.take(book(schedule=[row(S, c0="Физика", c3="11:00")]))

    assert done.tables == (("schedule", 1, 0),)


async def test_a_published_exam_is_not_changed_by_a_file(office: Office) -> None:
    await office.take(WHOLE)
    await set_exam(office, stage=ExamStage.PUBLISHED)

    preview = await office.look(book(schedule=[row(S, c7=120)]))

    assert [(fault.cell, fault.reason) for fault in preview.faults] == [("A2", "clash")]


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
        book(people=[row(PEOPLE[0], c0=str(n), c1=None) for n in range(37)])
    )

    assert len(preview.faults) == 30
    assert preview.more == 7
    assert [fault.cell for fault in preview.faults[:2]] == ["B2", "B3"]


# -- all or nothing, once -----------------------------------------------------------------


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
    await office.drop(REGISTRAR, preview.token)

    with pytest.raises(NothingToConfirm):
        await office.confirm(REGISTRAR, preview.token)
    assert await office.exams() == ()


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

    assert refused.value.facts == {"columns": ("Апта", "Кабинет")}


# -- who may --------------------------------------------------------------------------------


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
