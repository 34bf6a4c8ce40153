"""The registrar's tables, from the file to the database, when everything is new."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.exam import Kind
from exams.domain.exam_table import ExamStage
from exams.domain.people import Role
from storage.outbox import OutboxQueue
from tests.services.office import (
    NOW,
    PEOPLE,
    RATINGS,
    REGISTRAR,
    SCHEDULE,
    TICKETS,
    WHOLE,
    Office,
    book,
)
from tests.services.office_rows import only_exam, row, set_exam


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
