"""Banks of questions: previewed, looked into, taken in for the tests of a subject, or not."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from documents.banks.reading import BankFiles
from exams.domain.booklet import Booklet, Item
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId
from exams.domain.people import Role
from exams.domain.questions import Question, QuestionKind
from exams.domain.refusals.banks import BankBroken, BankInUse, NoTestPlanned
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.files import NothingToConfirm
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.pictures import PictureBroken
from exams.notices.banks import BankPreview
from exams.ports.banks import Progress, unseen
from exams.services.computer_tests.bank_files import packed, unpacked
from exams.services.computer_tests.bank_reading import PrepareBank
from exams.services.computer_tests.banks import (
    BANK,
    ConfirmBank,
    GiveBankHelp,
    LookIntoBank,
    PreviewBank,
)
from exams.services.previews import DropPreview
from tests import make
from tests.documents.bank_files import CHOICE, asked, held, moodle
from tests.services.office import PEOPLE, REGISTRAR, Office, actor, book, opened

GIFT = """::A:: Астана? {=Иә ~Жоқ}

::B:: Қайсысы? {~%50%бір ~%50%екі ~%-100%үш}

::C:: g? {#9.8:0.05}

::D:: Сәйкес {=a -> 1 =b -> 2}

::E:: Эссе {}
"""
TESTS = (
    ("Физика", "тест", "21.05.2027", "09:30", "АЖ-21-1", "T1", "T2", 60, None),
    ("физика", "тест", "21.05.2027", "12:30", "АЖ-21-2", "T1", "T2", 60, None),
    ("Тарих", "тест", "22.05.2027", "09:30", "АЖ-21-1", "T1", "T2", 60, None),
    ("Әдебиет", "жазбаша", "23.05.2027", "09:30", "АЖ-21-1", "T1", "T2", 60, None),
)


class PlainPictures:
    """Pictures that say of themselves whether they are broken."""

    async def joined(
        self, sets: Sequence[Sequence[bytes]], progress: Progress = unseen
    ) -> tuple[bytes | Refusal, ...]:
        progress(1.0)
        return tuple(PictureBroken() if b"broken" in one else b"+".join(one) for one in sets)


@dataclass
class Banks:
    """The use cases about banks in an office."""

    office: Office

    def __post_init__(self) -> None:
        units, clock, files = self.office.units, self.office.clock, self.office.files
        prepare = PrepareBank(files, BankFiles(), PlainPictures())
        self.preview = PreviewBank(units, clock, self.office.shuffler, files, prepare)
        self.look = LookIntoBank(units, files)
        self.confirm = ConfirmBank(units, clock, files)
        self.drop = DropPreview(units, BANK)
        self.help = GiveBankHelp(files, BankFiles())

    async def shown(self, data: str) -> BankPreview:
        found = await self.preview(REGISTRAR, data.encode(), "bank.gift")
        assert found is not None
        return found

    async def exam(self, subject: str) -> Exam:
        return next(exam for exam in await self.office.exams() if exam.subject == subject)

    async def stored(self, exam: Exam) -> tuple[Question, ...]:
        async with self.office.units.reading() as unit:
            return await unit.questions.of(exam.id)

    async def begun(self, exam: Exam) -> None:
        async with self.office.units() as unit:
            await unit.exams.save(replace(exam, stage=ExamStage.RUNNING))
            await unit.commit()


@pytest.fixture
async def banks(tmp_path: Path, fresh_database: Path) -> AsyncIterator[Banks]:
    async with opened(tmp_path, fresh_database) as office:
        await office.take(book(people=PEOPLE, schedule=TESTS))
        yield Banks(office)


async def test_a_bank_is_previewed_and_changes_nothing(banks: Banks) -> None:
    preview = await banks.shown(GIFT)

    assert (preview.kind, preview.count, preview.token != "") == ("gift", 4, True)
    assert dict(preview.kinds) == {"single": 1, "multiple": 1, "numeric": 1, "matching": 1}
    assert [(one.name, one.reason) for one in preview.not_taken] == [("E", "unknown_kind")]
    assert [subject for _, subject in preview.subjects] == ["Физика", "Тарих"]
    assert await banks.stored(await banks.exam("Физика")) == ()


async def test_a_confirmed_bank_is_in_every_coming_test_of_the_subject(banks: Banks) -> None:
    preview = await banks.shown(GIFT)
    exam = await banks.exam("Физика")

    done = await banks.confirm(REGISTRAR, preview.token, exam.id)

    assert (done.subject, done.count, done.exams) == ("Физика", 4, 2)
    for subject in ("Физика", "физика"):
        found = await banks.stored(await banks.exam(subject))
        assert [one.name for one in found] == ["A", "B", "C", "D"]
        assert [one.kind for one in found][:2] == [QuestionKind.SINGLE, QuestionKind.MULTIPLE]
        *_, event = await banks.office.events((await banks.exam(subject)).id)
        assert (event.act, event.role, event.facts["questions"]) == (
            "bank",
            Role.REGISTRAR.value,
            4,
        )
    assert await banks.stored(await banks.exam("Тарих")) == ()


async def test_a_second_tap_and_an_older_preview_change_nothing(banks: Banks) -> None:
    older, newer = await banks.shown(GIFT), await banks.shown("::Z:: z {T}")
    exam = await banks.exam("Тарих")

    with pytest.raises(NothingToConfirm):
        await banks.confirm(REGISTRAR, older.token, exam.id)
    await banks.confirm(REGISTRAR, newer.token, exam.id)
    with pytest.raises(NothingToConfirm):
        await banks.confirm(REGISTRAR, newer.token, exam.id)

    assert [one.name for one in await banks.stored(exam)] == ["Z"]


async def test_a_newer_bank_takes_the_place_of_the_former(banks: Banks) -> None:
    exam = await banks.exam("Тарих")
    for text in (GIFT, "::Z:: z {T}"):
        await banks.confirm(REGISTRAR, (await banks.shown(text)).token, exam.id)

    assert [one.name for one in await banks.stored(exam)] == ["Z"]


async def test_a_dropped_bank_is_not_taken_in(banks: Banks) -> None:
    preview, exam = await banks.shown(GIFT), await banks.exam("Физика")

    await banks.drop(REGISTRAR, preview.token)
    with pytest.raises(NothingToConfirm):
        await banks.confirm(REGISTRAR, preview.token, exam.id)

    assert await banks.stored(exam) == ()


async def test_a_test_that_has_begun_keeps_its_questions(banks: Banks) -> None:
    exam = await banks.exam("Тарих")
    preview = await banks.shown(GIFT)
    await banks.begun(exam)

    with pytest.raises(BankInUse):
        await banks.confirm(REGISTRAR, preview.token, exam.id)
    assert await banks.stored(exam) == ()

    # it still waits, for another subject
    await banks.confirm(REGISTRAR, preview.token, (await banks.exam("Физика")).id)


async def test_one_of_two_tests_in_use_stops_the_bank_for_both(banks: Banks) -> None:
    first, second = await banks.exam("Физика"), await banks.exam("физика")
    await banks.confirm(REGISTRAR, (await banks.shown("::Z:: z {T}")).token, first.id)
    attempt = await banks.office.attempt("003", second)
    assert attempt is not None
    async with banks.office.units() as unit:  # somebody has a booklet
        (question,) = await unit.questions.of(second.id)
        items = (Item(question=question.id, order=(0, 1)),)
        await unit.booklets.add(Booklet(attempt_id=attempt.id, seed="7", items=items))
        await unit.commit()
    preview = await banks.shown(GIFT)

    with pytest.raises(BankInUse):
        await banks.confirm(REGISTRAR, preview.token, first.id)

    for exam in (first, second):
        assert [one.name for one in await banks.stored(exam)] == ["Z"]


async def test_a_bank_needs_a_test_to_come(tmp_path: Path, fresh_database: Path) -> None:
    async with opened(tmp_path, fresh_database) as office:
        with pytest.raises(NoTestPlanned):
            await Banks(office).shown(GIFT)


async def test_what_is_no_bank_is_left_to_the_tables(banks: Banks) -> None:
    assert await banks.preview(REGISTRAR, book(people=PEOPLE), "people.xlsx") is None


async def test_a_broken_bank_leaves_the_earlier_preview(banks: Banks) -> None:
    preview = await banks.shown(GIFT)

    with pytest.raises(BankBroken):
        await banks.shown('<?xml version="1.0"?><quiz>')

    assert (await banks.look(REGISTRAR, preview.token, 1)).count == 4


async def test_a_bank_of_which_nothing_can_be_taken_waits_for_nothing(banks: Banks) -> None:
    preview = await banks.shown("Эссе {}")

    assert (preview.token, preview.subjects, preview.count) == ("", (), 0)
    assert len(preview.not_taken) == 1


async def test_pictures_are_stored_and_a_broken_one_costs_its_question_alone(
    banks: Banks,
) -> None:
    shown = '<img src="@@PLUGINFILE@@/a.png">'
    fine = asked(CHOICE, text=f"Не? {shown}", files=held(b"picture", "a.png"), name="fine")
    broken = asked(CHOICE, text=f"Не? {shown}", files=held(b"broken", "a.png"), name="broken")
    preview = await banks.shown(moodle(fine, broken))
    exam = await banks.exam("Тарих")

    assert (preview.count, preview.pictures) == (1, 1)
    assert [(one.name, one.reason) for one in preview.not_taken] == [("broken", "picture_broken")]
    look = await banks.look(REGISTRAR, preview.token, 1)
    await banks.confirm(REGISTRAR, preview.token, exam.id)

    (question,) = await banks.stored(exam)
    assert question.picture is not None
    assert look.media[0].digest == question.picture
    assert await banks.office.files.get(question.picture) == b"picture"


async def test_a_question_is_looked_at_with_what_is_right(banks: Banks) -> None:
    token = (await banks.shown(GIFT)).token

    single, multiple, numeric, matching = [
        await banks.look(REGISTRAR, token, place) for place in (1, 2, 3, 4)
    ]

    assert (single.text, single.options) == ("Астана?", (("Иә", True), ("Жоқ", False)))
    assert [right for _, right in multiple.options] == [True, True, False]
    assert numeric.accepted == ("9.8 ± 0.05",)
    assert matching.pairs == (("a", "1"), ("b", "2"))
    for place in (0, 5, -1):
        with pytest.raises(Unknown):
            await banks.look(REGISTRAR, token, place)


async def test_an_exam_that_does_not_exist_takes_no_bank(banks: Banks) -> None:
    with pytest.raises(Unknown):
        await banks.confirm(REGISTRAR, (await banks.shown(GIFT)).token, ExamId(999))


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PROCTOR, Role.DEAN])
async def test_only_the_registrar_handles_banks(banks: Banks, role: Role) -> None:
    token, exam = (await banks.shown(GIFT)).token, await banks.exam("Физика")
    stranger = actor(role)

    for act in (
        banks.preview(stranger, GIFT.encode(), "x"),
        banks.look(stranger, token, 1),
        banks.confirm(stranger, token, exam.id),
        banks.drop(stranger, token),
        banks.help(stranger),
    ):
        with pytest.raises(NotAllowed):
            await act


async def test_the_help_brings_a_workbook(banks: Banks) -> None:
    (media,) = (await banks.help(REGISTRAR)).media

    assert media.name == "emtihan-questions.xlsx"
    assert (await banks.office.files.get(media.digest)).startswith(b"PK")


@pytest.mark.parametrize("kind", QuestionKind)
def test_what_waits_is_what_is_taken_in(kind: QuestionKind) -> None:
    question = make.question(1, kind, topic="Тақырып", difficulty=3, points=5, version=0)

    assert unpacked(packed([question])) == (question,)
