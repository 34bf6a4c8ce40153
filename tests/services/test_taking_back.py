"""The exams of a confirmed import are taken back, as long as nothing was built on them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.exam_table import ExamStage
from exams.domain.people import Role
from exams.domain.refusals.files import ImportStands
from exams.domain.refusals.people import NotAllowed
from exams.services.office.taking_back import TAKEN_BACK_WITHIN
from tests.services.office import (
    MADINA,
    NOW,
    PEOPLE,
    REGISTRAR,
    SAULE,
    SCHEDULE,
    TICKETS,
    WHOLE,
    Office,
    actor,
    book,
)
from tests.services.office_rows import only_exam, row, set_exam

OTHER = row(SCHEDULE[0], c0="Физика", c2="25.05.2027")
LATER = row(SCHEDULE[0], c2="22.05.2027", c7=60)


async def test_what_a_wrong_file_planned_is_looked_at_and_taken_back(office: Office) -> None:
    done = await office.take(WHOLE)
    exam = await only_exam(office)

    asked = await office.ask_take_back(REGISTRAR, done.token)
    assert [(line.exam, line.people) for line in asked.gone] == [(exam.id, 3)]
    assert (asked.anew, asked.stays, asked.token) == ((), (), done.token)
    assert await only_exam(office) == exam, "a look changes nothing"

    back = await office.take_back(REGISTRAR, done.token)

    gone = await only_exam(office)
    assert (back.gone, back.anew, back.stays) == (1, 0, 0)
    assert gone.stage is ExamStage.CANCELLED
    assert not gone.planned(NOW)
    assert [event.act for event in await office.events(exam.id)][-1] == "take_back"
    last = (await office.events())[-1]
    assert (last.act, last.actor, last.role) == ("take_back_import", MADINA, "registrar")
    assert await office.person("001") is not None, "people stay"


async def test_the_right_file_is_taken_in_after_the_wrong_one(office: Office) -> None:
    done = await office.take(WHOLE)
    wrong = await only_exam(office)
    await office.take_back(REGISTRAR, done.token)

    again = await office.take(book(schedule=SCHEDULE, tickets=TICKETS))

    assert again.tables == (("schedule", 1, 0), ("tickets", 4, 0))
    right = next(exam for exam in await office.exams() if exam.id != wrong.id)
    assert right.stage is ExamStage.DRAFT
    assert len(await office.deck(right)) == 4


async def test_a_draft_that_was_planned_anew_is_as_it_was_before(office: Office) -> None:
    await office.take(WHOLE)
    before = await only_exam(office)
    done = await office.take(book(schedule=[LATER]))
    assert (await only_exam(office)).starts_at != before.starts_at

    asked = await office.ask_take_back(REGISTRAR, done.token)
    back = await office.take_back(REGISTRAR, done.token)

    after = await only_exam(office)
    assert [line.starts_at for line in asked.anew] == [before.starts_at]
    assert (back.gone, back.anew) == (0, 1)
    assert after == replace(before, version=after.version)
    attempt = await office.attempt("002", after)
    assert attempt is not None
    assert attempt.clock.allowed == before.allowed * 1.25, "the students' time is theirs again"
    event = (await office.events(after.id))[-1]
    assert (event.act, event.before, event.after) == ("take_back", "draft", "draft")


@pytest.mark.parametrize("stage", [ExamStage.PUBLISHED, ExamStage.RUNNING, ExamStage.CANCELLED])
async def test_what_was_published_or_cancelled_since_stays(
    office: Office, stage: ExamStage
) -> None:
    done = await office.take(book(people=PEOPLE, schedule=[SCHEDULE[0], OTHER]))
    first, second = await office.exams()
    async with office.units() as unit:
        await unit.exams.save(replace(first, stage=stage))
        await unit.commit()

    asked = await office.ask_take_back(REGISTRAR, done.token)
    back = await office.take_back(REGISTRAR, done.token)

    stays, gone = await office.exams()
    assert [line.exam for line in asked.gone] == [second.id]
    assert [(line.exam, line.stage) for line in asked.stays] == [(first.id, stage.value)]
    assert (back.gone, back.stays) == (1, 1)
    assert (stays.stage, gone.stage) == (stage, ExamStage.CANCELLED)


async def test_what_was_changed_since_stays_and_where_nothing_is_left_it_is_refused(
    office: Office,
) -> None:
    done = await office.take(book(people=PEOPLE, schedule=SCHEDULE))
    await set_exam(office, equal_preparation=True)

    asked = await office.ask_take_back(REGISTRAR, done.token)

    assert (asked.token, asked.gone, len(asked.stays)) == ("", (), 1)
    with pytest.raises(ImportStands):
        await office.take_back(REGISTRAR, done.token)
    assert (await only_exam(office)).stage is ExamStage.DRAFT


async def test_an_import_is_taken_back_once(office: Office) -> None:
    done = await office.take(WHOLE)
    await office.take_back(REGISTRAR, done.token)
    exam, events = await only_exam(office), await office.events()

    for act in (office.ask_take_back, office.take_back):
        with pytest.raises(ImportStands):
            await act(REGISTRAR, done.token)
    assert (await only_exam(office), await office.events()) == (exam, events)


async def test_the_last_second_of_a_day_is_the_last_to_take_an_import_back(
    office: Office,
) -> None:
    done = await office.take(WHOLE)
    assert done.until == NOW + TAKEN_BACK_WITHIN

    office.clock.moment = NOW + TAKEN_BACK_WITHIN + timedelta(seconds=1)
    for act in (office.ask_take_back, office.take_back):
        with pytest.raises(ImportStands):
            await act(REGISTRAR, done.token)

    office.clock.moment = NOW + TAKEN_BACK_WITHIN
    assert (await office.take_back(REGISTRAR, done.token)).gone == 1


async def test_only_the_last_import_of_exams_is_taken_back_and_only_by_who_took_it_in(
    office: Office,
) -> None:
    first = await office.take(WHOLE)
    second = await office.take(book(schedule=[OTHER]))
    unrelated = await office.take(book(people=[row(PEOPLE[0], c5="8 701 000 00 09")]))

    assert unrelated.token == ""
    for who, token in ((REGISTRAR, first.token), (replace(REGISTRAR, id=SAULE), second.token)):
        with pytest.raises(ImportStands):
            await office.take_back(who, token)
    await office.take_back(REGISTRAR, second.token)
    stages = {exam.subject: exam.stage for exam in await office.exams()}
    assert stages == {"Деректер қоры": ExamStage.DRAFT, "Физика": ExamStage.CANCELLED}


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PROCTOR, Role.DEAN, Role.SYSTEM])
async def test_only_registrar_and_admin_take_back(office: Office, role: Role) -> None:
    done = await office.take(WHOLE)

    for act in (office.ask_take_back, office.take_back):
        with pytest.raises(NotAllowed):
            await act(actor(role), done.token)
    assert (await only_exam(office)).stage is ExamStage.DRAFT


async def test_a_long_list_is_cut_and_says_how_many_more(office: Office) -> None:
    many = [row(SCHEDULE[0], c0=f"Пән {n:02}", c2=f"{n:02}.06.2027") for n in range(1, 18)]
    done = await office.take(book(people=PEOPLE, schedule=many))

    asked = await office.ask_take_back(REGISTRAR, done.token)

    assert ([line.subject for line in asked.gone][-1], asked.gone_more) == ("Пән 15", 2)
    assert (await office.take_back(REGISTRAR, done.token)).gone == 17
