"""Statement, journal and transcript: who may take which away, and what stands in them."""

from dataclasses import replace

import pytest

from documents import reading
from exams.domain.attempt_table import Stage
from exams.domain.commission import Commission
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.grades import Mark, MarkStatus
from exams.domain.ids import ExamId, GroupId, PersonId
from exams.domain.people import Actor, Locale, Person, Role
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.notices.office import Exported
from tests.documents.office_files import pdf_text
from tests.services.office import INJECTED, NOW, PEOPLE, REGISTRAR, Office, actor, filled


@pytest.fixture
async def office(office: Office) -> Office:
    return await filled(office)


async def marked(office: Office, status: MarkStatus = MarkStatus.PUBLISHED) -> Exam:
    """Close the exam: one student has a mark, one was barred, one is excused."""
    (exam,) = await office.exams()
    aigerim, nurlan = await office.attempt("001", exam), await office.person("T1")
    dauren = await office.attempt("003", exam)
    assert aigerim is not None
    assert nurlan is not None
    assert dauren is not None
    async with office.units() as unit:
        await unit.exams.save(replace(exam, stage=ExamStage.MARKING))
        await unit.attempts.save(replace(aigerim, stage=Stage.RELEASED))
        await unit.attempts.save(replace(dauren, stage=Stage.EXCUSED))
        mark = Mark(attempt_id=aigerim.id, points=90, status=status, by=nurlan.id, at=NOW)
        await unit.marks.put(mark)
        await unit.commit()
    return exam


async def person(office: Office, number: str) -> Person:
    found = await office.person(number)
    assert found is not None
    return found


async def group_of(office: Office, number: str) -> GroupId:
    group = (await person(office, number)).group_id
    assert group is not None
    return group


async def dean_of(office: Office, faculty: str) -> Actor:
    zhaniya = await person(office, "T2")
    async with office.units() as unit:
        await unit.people.save(replace(zhaniya, faculty=faculty))
        await unit.commit()
    return zhaniya.actor()


async def printed(office: Office, given: Exported) -> str:
    paper, _ = given.media
    return "\n".join(pdf_text(await office.files.get(paper.digest))).replace("\n", " ")


async def table(office: Office, given: Exported) -> list[list[object]]:
    _, workbook = given.media
    (sheet,) = reading.read(await office.files.get(workbook.digest), 100, 100)
    rows: list[list[object]] = sheet["rows"]
    return rows


async def test_the_statement_holds_what_is_stored(office: Office) -> None:
    exam = await marked(office, MarkStatus.DRAFT)  # it is what the examiner signs

    given = await office.statement(REGISTRAR, exam.id)

    rows = {line[2]: line for line in await table(office, given) if line[2]}
    assert [media.name for media in given.media] == [
        f"statement-{exam.id}-kk.pdf", f"statement-{exam.id}-kk.xlsx",
    ]  # fmt: skip
    assert given.about == "Деректер қоры"
    # 0.6 x 78 + 0.4 x 90 = 82.8
    assert rows["001"][3:] == [
        "АЖ-21-1", "тапсырды", "", "", 78, 90, 83, "B", 3, "",
    ]  # fmt: skip
    assert rows["002"][4] == "жіберілмеді"
    assert rows["003"][10] == "I"
    assert rows["004"][1] == INJECTED


async def test_the_statement_to_sign_names_the_examiner(office: Office) -> None:
    exam = await marked(office)

    text = await printed(office, await office.statement(REGISTRAR, exam.id, Locale.RU))

    assert "ЭКЗАМЕНАЦИОННАЯ ВЕДОМОСТЬ" in text
    assert "Төлегенов Нұрлан Сағынұлы" in text
    assert "21.05.2027, 09:30" in text
    assert INJECTED.replace(" ", "") in text.replace(" ", "")


async def test_the_statement_to_sign_names_everybody_of_the_commission(office: Office) -> None:
    exam = await marked(office)
    people = [await office.person(number) for number in ("T2", "T1")]
    members = [person.id for person in people if person is not None]
    async with office.units() as unit:
        await unit.commissions.put(Commission(exam_id=exam.id, members=tuple(members)))
        await unit.commit()

    text = await printed(office, await office.statement(REGISTRAR, exam.id, Locale.RU))

    assert "Председатель комиссии Һамитова Жәния" in text
    assert "Член комиссии Төлегенов Нұрлан Сағынұлы" in text
    assert "Экзаменатор" not in text


async def test_the_proctor_of_the_exam_may_take_the_statement_and_another_may_not(
    office: Office,
) -> None:
    (exam,) = await office.exams()
    nurlan, aigerim = await person(office, "T1"), await person(office, "001")

    assert (await office.statement(nurlan.actor(), exam.id)).media
    for stranger in (actor(Role.PROCTOR), aigerim.actor()):
        with pytest.raises(NotAllowed):
            await office.statement(stranger, exam.id)
    with pytest.raises(Unknown):
        await office.statement(REGISTRAR, ExamId(999))


async def test_a_group_opens_with_its_students(office: Office) -> None:
    group = await group_of(office, "001")

    page = await office.group_page(REGISTRAR, group)

    assert (page.name, page.bound) == ("АЖ-21-1", 0)
    assert [name for _, name in page.students] == [PEOPLE[1][1], PEOPLE[0][1]]


async def test_the_journal_has_published_grades_and_reasons_and_no_drafts(
    office: Office,
) -> None:
    await marked(office)

    first = await table(office, await office.journal(REGISTRAR, await group_of(office, "001")))
    other = await table(office, await office.journal(REGISTRAR, await group_of(office, "003")))

    assert [line[3:] for line in first if line[2] in {"001", "002"}] == [
        ["жіберілмеді", ""], ["83 B", 3],
    ]  # fmt: skip
    assert [line[3:] for line in other if line[2] in {"003", "004"}] == [["", ""], ["I", ""]]


async def test_a_draft_is_no_grade_of_a_journal(office: Office) -> None:
    await marked(office, MarkStatus.DRAFT)

    rows = await table(office, await office.journal(REGISTRAR, await group_of(office, "001")))

    assert "83 B" not in {cell for line in rows for cell in line}


@pytest.mark.parametrize("status", [MarkStatus.PUBLISHED, MarkStatus.CORRECTED])
async def test_a_grade_stands_in_the_own_transcript_once_it_is_published(
    office: Office, status: MarkStatus
) -> None:
    await marked(office, status)
    aigerim = await person(office, "001")

    given = await office.transcript(aigerim.actor())

    (line,) = [line for line in await table(office, given) if line[1] == "Деректер қоры"]
    assert line[4:9] == [78, 90, 83, "B", 3]
    assert (given.of, given.about, given.language) == (0, aigerim.name, "kk")
    assert aigerim.name in await printed(office, given)


async def test_a_draft_does_not_stand_in_a_transcript(office: Office) -> None:
    await marked(office, MarkStatus.DRAFT)

    given = await office.transcript((await person(office, "001")).actor())

    assert "Жарияланған баға әзірге жоқ." in await printed(office, given)


async def test_the_office_takes_anybodys_transcript_in_any_language(office: Office) -> None:
    aigerim = await person(office, "001")

    for locale, title in (
        (Locale.KK, "ТРАНСКРИПТ"),
        (Locale.RU, "ТРАНСКРИПТ"),
        (Locale.EN, "ACADEMIC TRANSCRIPT"),
    ):
        given = await office.transcript(REGISTRAR, aigerim.id, locale)
        assert title in await printed(office, given)
        assert given.language == locale.value


async def test_a_student_takes_nobody_elses_papers(office: Office) -> None:
    aigerim, bolat = await person(office, "001"), await person(office, "002")
    group = await group_of(office, "001")

    for stranger in (bolat.actor(), (await person(office, "T1")).actor()):
        with pytest.raises(NotAllowed):
            await office.transcript(stranger, aigerim.id)
        for use in (office.journal, office.group_page):
            with pytest.raises(NotAllowed):
                await use(stranger, group)
    with pytest.raises(NotAllowed):
        await office.transcript((await person(office, "T1")).actor())
    assert (await office.transcript(aigerim.actor(), aigerim.id)).media  # by the own number


async def test_a_dean_sees_the_own_faculty_alone(office: Office) -> None:
    group, aigerim = await group_of(office, "001"), await person(office, "001")

    dean = await dean_of(office, "Заң")
    for act in (
        office.journal(dean, group),
        office.group_page(dean, group),
        office.transcript(dean, aigerim.id),
    ):
        with pytest.raises(NotAllowed):
            await act

    dean = await dean_of(office, "IT")
    assert (await office.journal(dean, group)).media
    assert (await office.transcript(dean, aigerim.id)).media


async def test_what_does_not_exist_is_unknown(office: Office) -> None:
    for act in (
        office.journal(REGISTRAR, GroupId(999)),
        office.group_page(REGISTRAR, GroupId(999)),
        office.transcript(REGISTRAR, PersonId(999)),
        office.transcript(REGISTRAR, (await person(office, "T1")).id),  # no student
    ):
        with pytest.raises(Unknown):
            await act
