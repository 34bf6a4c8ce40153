"""The registrar's tables taken in again, with rows that have changed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from exams.domain import beforehand
from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ChatId
from exams.domain.people import Role
from tests.services.office import SCHEDULE, WHOLE, Office, book
from tests.services.office_rows import only_exam, row, set_exam


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


async def test_a_number_typed_in_groups_of_digits_is_the_same_person(office: Office) -> None:
    student = ("210 457", "Ыбыраева Ұлжан", None, "АЖ-21-2", None, None, None)
    await office.take(book(people=[student]))

    done = await office.take(book(people=[row(student, c0="210457"), row(student, c0="210458")]))

    assert done.tables == (("people", 1, 0),)
    assert await office.person("210457") is not None


async def test_groups_that_differ_by_a_space_between_numbers_are_two(office: Office) -> None:
    one = ("010", "Ыбыраева Ұлжан", None, "ИС 1 1", None, None, None)
    await office.take(book(people=[one, row(one, c0="011", c3="ИС 11")]))

    async with office.units.reading() as unit:
        assert {group.name for group in await unit.groups.all()} == {"ИС 1 1", "ИС 11"}


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


@pytest.mark.parametrize(("late", "placed"), [(timedelta(seconds=-1), True), (timedelta(), False)])
async def test_while_an_exam_runs_a_newcomer_is_placed_until_its_door_closes(
    office: Office, *, late: timedelta, placed: bool
) -> None:
    await office.take(WHOLE)
    exam = await set_exam(office, stage=ExamStage.RUNNING)
    office.clock.moment = exam.checkin_closes_at + late

    await office.take(book(people=[("004", "Ыбыраева Ұлжан", None, "АЖ-21-2", None, None, None)]))

    assert (await office.attempt("004", exam) is not None) is placed


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
