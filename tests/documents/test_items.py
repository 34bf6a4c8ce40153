"""How questions measured: the picture and the workbook."""

from io import BytesIO

import pytest
from PIL import Image

from documents import reading
from documents.items import ItemFigureFiles
from exams.domain.booklet import Booklet, Given, Item
from exams.domain.ids import AttemptId
from exams.domain.item_statistics import ItemStatistics, item_statistics
from exams.domain.people import Locale
from exams.domain.questions import Answer, QuestionKind
from tests import make

FILES = ItemFigureFiles()


def measured(name: str = "Сұрақ") -> tuple[ItemStatistics, ...]:
    kinds = (QuestionKind.SINGLE, QuestionKind.TRUE_FALSE, QuestionKind.SHORT)
    bank = [make.question(n, kind, name=f"{name} {n}") for n, kind in enumerate(kinds, start=1)]
    booklets = []
    for number in range(8):
        choice = Answer(chosen=(number % 2,))
        given = {
            place: Given(answer=answer, at=make.START)
            for place, answer in enumerate((choice, choice, Answer(typed=name)), start=1)
        }
        items = tuple(Item(question=one.id) for one in bank)
        booklets.append(Booklet(attempt_id=AttemptId(number), seed="1", items=items, given=given))
    return item_statistics(booklets, {one.id: one for one in bank})


@pytest.mark.parametrize("locale", Locale)
async def test_the_picture_is_one_a_telephone_shows(locale: Locale) -> None:
    items = measured()

    made = Image.open(BytesIO(await FILES.picture("Деректер қоры", items, 8, locale)))

    assert made.format == "PNG"
    assert made.width == 1200
    assert made.height < 2 * made.width


async def test_nothing_measured_is_still_a_picture() -> None:
    assert (await FILES.picture("Физика", (), 0, Locale.EN)).startswith(b"\x89PNG")


async def test_the_workbook_has_every_question_and_every_answer() -> None:
    questions, answers = reading.read(
        await FILES.workbook("Деректер қоры", measured(), Locale.EN), 100, 100
    )

    assert questions["rows"][1][:6] == ["Сұрақ 1", "Кестелер", 8, 0, 50, 1]
    assert answers["rows"][0] == ["Question", "Answer", "Right", "Chose it", "Share, %"]
    assert answers["rows"][1] == ["Сұрақ 1", "1-а", "✓", 4, 50]
    assert ["Сұрақ 2", "True", "✓", 4, 50] in answers["rows"]


async def test_a_typed_formula_stays_text() -> None:
    formula = '=HYPERLINK("http://x")'

    questions, answers = reading.read(
        await FILES.workbook(formula, measured(formula), Locale.KK), 100, 100
    )

    assert questions["rows"][1][0] == f"{formula} 1"
    assert formula in {row[1] for row in answers["rows"]}
