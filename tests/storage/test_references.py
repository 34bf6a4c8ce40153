"""A file goes only when nothing refers to it, whoever has sent the same bytes."""

from dataclasses import replace

from exams.domain.questions import Option
from exams.records.sheets import NEW_SHEET
from storage.database import Database
from storage.references import unneeded
from storage.unit import SqlUnits
from tests import make
from tests.storage.university import START, University

SHEET = make.sheet(received_at=START)
OWN = {SHEET.upload, SHEET.picture, SHEET.straightened}


async def test_what_two_exams_hold_goes_with_the_second_of_them(
    database: Database, units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        exams = [await university.exam(unit) for _ in range(2)]
        for place, exam in enumerate(exams, 1):
            attempt = await university.attempt(unit, exam, await university.student(unit, place))
            await unit.sheets.add(replace(SHEET, id=NEW_SHEET, attempt_id=attempt.id))
        await unit.commit()
    first, second = (exam.id for exam in exams)

    async with database.reading() as connection:
        assert await unneeded(connection, OWN, [first]) == frozenset()
        assert await unneeded(connection, OWN, [first, second]) == OWN
    async with units() as unit:
        await unit.personal_files.withdraw(first, at=START)
        await unit.commit()
    async with database.reading() as connection:
        assert await unneeded(connection, OWN, [second]) == OWN


async def test_a_questions_picture_sent_as_a_sheet_stays(
    database: Database, units: SqlUnits, university: University
) -> None:
    asked = make.question(1, picture=SHEET.upload)
    plain = make.question(2)
    answered = replace(plain, options=(Option(text="", picture=SHEET.picture), *plain.options))
    async with units() as unit:
        exam = await university.exam(unit)
        await unit.questions.lay_in(exam.id, (asked, answered))
        await unit.commit()

    async with database.reading() as connection:
        assert await unneeded(connection, OWN) == {SHEET.straightened}


async def test_what_was_made_of_a_sheet_is_noted_once_and_forgotten(
    units: SqlUnits, university: University
) -> None:
    made = [make.digest(1), make.digest(2)]
    exam, _ = await university.seated(1)
    async with units() as unit:
        assert not await unit.personal_files.noted(exam.id, made)
        await unit.personal_files.note(exam.id, made[:1])
        await unit.personal_files.note(exam.id, made + made)
        assert await unit.personal_files.noted(exam.id, made)
        assert (await unit.personal_files.held([exam.id]))[exam.id].files == set(made)
        await unit.personal_files.forget(exam.id)
        assert not await unit.personal_files.noted(exam.id, made)


async def test_thousands_of_files_are_looked_for_in_parts(database: Database) -> None:
    many = {make.digest(number) for number in range(2000)}

    async with database.reading() as connection:
        assert await unneeded(connection, many) == many
