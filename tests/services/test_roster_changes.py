"""Students who change groups, and what is agreed on for their health."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.exam import EQUIPMENT, NO_SHOWS
from exams.domain.exam_table import ExamStage
from exams.domain.people import Condition
from exams.notices.before import Equipment
from exams.notices.lines import Unseated
from exams.notices.office import ImportDone
from tests.documents.office_files import xlsx
from tests.services.office import PEOPLE, SCHEDULE, TICKETS, Office, book
from tests.services.office_rows import row

ONE_GROUP = (*SCHEDULE[0][:4], "АЖ-21-1", *SCHEDULE[0][5:])


async def attempt_of(office: Office, number: str) -> Attempt:
    (exam,) = await office.exams()
    person = await office.person(number)
    assert person is not None
    async with office.units.reading() as unit:
        found = await unit.attempts.of(person.id, exam.id)
    assert found is not None
    return found


async def moved(office: Office, group: str) -> ImportDone:
    table = [("Number", "Name", "Group"), ("001", "Сәрсенбаева Айгерім Қанатқызы", group)]
    return await office.take(xlsx({"people": table}))


async def test_who_moves_to_another_group_leaves_the_exams_of_the_old_one_and_may_come_back(
    office: Office,
) -> None:
    await office.take(book(people=PEOPLE, schedule=[ONE_GROUP], tickets=TICKETS))
    await moved(office, "АЖ-21-2")
    left = await attempt_of(office, "001")
    assert (left.stage, left.outcome_reason) == (Stage.BARRED, "transferred")
    assert (await attempt_of(office, "002")).stage is Stage.SCHEDULED
    await moved(office, "АЖ-21-1")
    back = await attempt_of(office, "001")
    assert (back.stage, back.outcome_reason) == (Stage.SCHEDULED, None)
    acts = [event.act for event in await office.events(back.exam_id)]
    assert acts == ["bar", "clear_bar"], "the history is kept"


async def test_who_moves_keeps_the_place_in_an_exam_that_does_not_come_any_more(
    office: Office,
) -> None:
    await office.take(book(people=PEOPLE, schedule=[ONE_GROUP], tickets=TICKETS))
    (exam,) = await office.exams()
    async with office.units() as unit:
        await unit.exams.save(replace(exam, stage=ExamStage.CANCELLED))
        await unit.commit()
    await moved(office, "АЖ-21-2")
    assert (await attempt_of(office, "001")).stage is Stage.SCHEDULED


async def test_who_moves_between_groups_of_one_exam_stays_in_it(office: Office) -> None:
    await office.take(book(people=PEOPLE, schedule=SCHEDULE, tickets=TICKETS))
    await moved(office, "АЖ-21-2")
    assert (await attempt_of(office, "001")).stage is Stage.SCHEDULED


@pytest.mark.parametrize(
    ("stage", "minute", "done", "sits"),
    [
        (ExamStage.CHECKIN_OPEN, -10, (), True),
        (ExamStage.RUNNING, 14, (), True),
        (ExamStage.SUSPENDED, 14, (), True),
        (ExamStage.RUNNING, 15, (), False),
        (ExamStage.RUNNING, 14, (NO_SHOWS,), False),
        (ExamStage.MARKING, 14, (), False),
    ],
)
async def test_who_is_imported_on_the_day_of_the_exam_gets_a_place_while_the_door_is_open(
    office: Office, stage: ExamStage, minute: int, done: tuple[str, ...], *, sits: bool
) -> None:
    await office.take(book(people=PEOPLE, schedule=SCHEDULE, tickets=TICKETS))
    (exam,) = await office.exams()
    held = frozenset({EQUIPMENT, *done})
    async with office.units() as unit:
        await unit.exams.save(replace(exam, stage=stage, done=held))
        await unit.commit()
    office.clock.moment = exam.starts_at + timedelta(minutes=minute)

    await office.take(book(people=[row(PEOPLE[0], c0="099", c5=None)]))

    assert (await office.attempt("099", exam) is not None) is sits
    async with office.units.reading() as unit:
        late = await office.person("099")
        assert late is not None
        asked = await unit.outbox.reached(Equipment.template, exam.id)
    assert ((exam.id, late.id) in asked) is sits


@pytest.mark.parametrize(
    ("old_stage", "seat", "later", "sits"),
    [
        (ExamStage.RUNNING, Stage.WRITING, 0, False),
        (ExamStage.RUNNING, Stage.WRITING, 119, False),
        (ExamStage.CHECKIN_OPEN, Stage.INVITED, 0, False),
        (ExamStage.RUNNING, Stage.RELEASED, 0, True),
        (ExamStage.RUNNING, Stage.WRITING, 120, True),  # one after the other
        (ExamStage.PUBLISHED, Stage.SCHEDULED, 0, True),  # the old group's, and left
        (ExamStage.CANCELLED, Stage.INVITED, 0, True),
    ],
)
async def test_who_moves_on_the_day_gets_no_place_while_sitting_another_exam(
    office: Office, old_stage: ExamStage, seat: Stage, later: int, *, sits: bool
) -> None:
    other = ("Физика", *ONE_GROUP[1:4], "АЖ-21-2", "T2", "T1", 90, None)
    await office.take(book(people=PEOPLE, schedule=[ONE_GROUP, other], tickets=TICKETS))
    old, new = sorted(await office.exams(), key=lambda one: one.subject != ONE_GROUP[0])
    place = await office.attempt("001", old)
    assert place is not None
    new = replace(new, stage=ExamStage.RUNNING, starts_at=old.starts_at + timedelta(minutes=later))
    async with office.units() as unit:
        await unit.exams.save(replace(old, stage=old_stage))
        await unit.exams.save(new)
        await unit.attempts.save(replace(place, stage=seat))
        await unit.commit()
    office.clock.moment = new.starts_at + timedelta(minutes=5)

    done = await moved(office, "АЖ-21-2")

    assert (await office.attempt("001", new) is not None) is sits
    aigerim = Unseated(
        name="Сәрсенбаева Айгерім Қанатқызы",
        number="001",
        subject=new.subject,
        starts_at=new.starts_at,
        other=old.subject,
    )
    assert done.unseated == (() if sits else (aigerim,))


@pytest.mark.parametrize(
    ("cell", "agreed"),
    [
        ("бөлмесіз, көмекші", {Condition.NO_ROOM_SCAN, Condition.SCRIBE}),
        ("без комнаты", {Condition.NO_ROOM_SCAN}),
        ("Scribe", {Condition.SCRIBE}),
    ],
)
async def test_what_is_agreed_on_for_a_student_is_imported_in_any_language(
    office: Office, cell: str, agreed: set[Condition]
) -> None:
    await office.take(book(people=PEOPLE))
    head = ("Number", "Name", "Conditions")
    await office.take(xlsx({"people": [head, ("002", "Жұмабаев Болат Ерланұлы", cell)]}))
    person = await office.person("002")
    assert person is not None
    assert person.conditions == agreed
    assert person.extra_time == 25


async def test_where_a_student_sits_exams_is_imported_and_stays_when_a_row_leaves_it_out(
    office: Office,
) -> None:
    await office.take(book(people=PEOPLE))
    head = ("Нөмірі", "ФИО", "Елді мекені")
    await office.take(xlsx({"people": [head, ("002", "Жұмабаев Болат Ерланұлы", " Талғар ")]}))
    head = ("Number", "Name", "Region")
    await office.take(xlsx({"people": [head, ("002", "Жұмабаев Болат Серікұлы", None)]}))
    person = await office.person("002")
    assert person is not None
    assert (person.region, person.name) == ("Талғар", "Жұмабаев Болат Серікұлы")


async def test_an_unknown_condition_is_named_by_its_cell(office: Office) -> None:
    head = ("Number", "Name", "Group", "Conditions")
    preview = await office.look(xlsx({"people": [head, ("009", "Б", "АЖ-21-1", "жеңіл")]}))
    assert [(f.cell, f.reason) for f in preview.faults] == [("D2", "unknown_condition")]


async def test_letters_that_look_the_same_make_no_second_group_person_or_subject(
    office: Office,
) -> None:
    latin = "AЖ-21-1"  # as a keyboard of another language types it
    newcomer = row(PEOPLE[1], c0="005", c3=latin)
    plan = row(SCHEDULE[0], c4=f"{latin}, аж - 21-2", c5="Т1")
    tickets = [row(ticket, c0="Деректер  қoры") for ticket in TICKETS]

    await office.take(book(people=[*PEOPLE, newcomer], schedule=[plan], tickets=tickets))

    async with office.units.reading() as unit:
        assert sorted(one.name for one in await unit.groups.all()) == ["АЖ-21-1", "АЖ-21-2"]
    (exam,) = await office.exams()
    assert await office.attempt("005", exam) is not None
    assert len(await office.deck(exam)) == len(TICKETS)
    again = row(plan, c4="АЖ-21-1, АЖ-21-2", c5="T1")
    assert (await office.take(book(schedule=[again]))).tables == (("schedule", 0, 0),)


async def test_a_reserve_proctor_is_imported_with_the_schedule(office: Office) -> None:
    await office.take(book(people=PEOPLE))
    head = ("Subject", "Kind", "Date", "Time", "Groups", "Proctors", "Reserve")
    row = ("Физика", "written", "21.05.2027", "09:30", "АЖ-21-1", "T1", "T2")
    await office.take(xlsx({"schedule": [head, row]}))
    (exam,) = await office.exams()
    reserve = await office.person("T2")
    assert reserve is not None
    assert exam.reserve == reserve.id
