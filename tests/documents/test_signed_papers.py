"""Statement, journal and transcript: to print and sign, and as workbooks, in three languages."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import ImageFont

from documents import reading
from documents.layouts import SUBJECTS_ABREAST, WORDS, Words, layout
from documents.papers import PaperFiles
from exams.domain.attempt_table import Stage
from exams.domain.exam import Kind
from exams.domain.papers import (
    Form,
    Journal,
    JournalRow,
    Paper,
    Statement,
    StatementRow,
    Transcript,
)
from exams.domain.people import Locale
from exams.domain.transcript import Sitting, average, courses
from tests import make
from tests.documents.office_files import parts, pdf_text

FORMULAS = ('=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "http://x", "{=1}", "=1\t")
FILES = PaperFiles("Абай атындағы университет")
GULNUR = "Өтегенова Гүлнұр Бекболатқызы"
LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
MILLIMETRE = 72 / 25.4  # points
PADDING = 2.4  # millimetres beside a cell's words, both sides


def sat(
    marked: int | None = 90,
    *,
    subject: str = "Физика",
    stage: Stage = Stage.RELEASED,
    rating: int | None = 80,
    day: int = 0,
) -> Sitting:
    return Sitting(
        subject=subject,
        kind=Kind.WRITTEN,
        starts_at=make.START + timedelta(days=day),
        stage=stage,
        rating=rating,
        marked=marked,
    )


def row(place: int = 1, sitting: Sitting | None = None, **changes: object) -> StatementRow:
    plain = StatementRow(
        place=place,
        name=GULNUR,
        number=f"00{place:05}",
        group="АЖ-21-1",
        ticket=7,
        sheets=3,
        sitting=sitting or sat(),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def statement(*rows: StatementRow, **changes: object) -> Statement:
    plain = Statement(
        subject="Деректер қоры", starts_at=make.START, examiner="Төлегенов Нұрлан", rows=rows
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def journal(*sittings: Sitting, name: str = GULNUR) -> Journal:
    taken = courses(sittings)
    line = JournalRow(place=1, name=name, number="0000001", courses=taken, average=average(taken))
    subjects = tuple(course.subject for course in taken)
    return Journal(group="АЖ-21-1", faculty="АТ", subjects=subjects, rows=(line,))


def transcript(*sittings: Sitting, name: str = GULNUR) -> Transcript:
    taken = courses(sittings)
    return Transcript(
        name=name,
        number="0000001",
        group="АЖ-21-1",
        faculty="АТ",
        courses=taken,
        average=average(taken),
    )


EVERY: tuple[Paper, ...] = (statement(row()), journal(sat()), transcript(sat()))


async def printed(paper: Paper, locale: Locale = Locale.KK) -> list[str]:
    return pdf_text(await FILES.write(paper, Form.PDF, locale))


async def table(paper: Paper, locale: Locale = Locale.EN) -> list[list[object]]:
    (sheet,) = reading.read(await FILES.write(paper, Form.XLSX, locale), 200, 100)
    rows: list[list[object]] = sheet["rows"]
    return rows


async def below(paper: Paper, head: str, locale: Locale = Locale.EN) -> list[list[object]]:
    """Return the rows under the one that has this heading."""
    rows = await table(paper, locale)
    top = next(index for index, line in enumerate(rows) if head in line)
    return rows[top + 1 :]


# -- what every paper keeps -------------------------------------------------------


def test_every_word_has_three_languages_or_is_the_same_in_all() -> None:
    for kind, entries in WORDS.items():
        for code, words in entries.items():
            if not isinstance(words, str):
                assert set(words) == {locale.value for locale in Locale}, f"{kind}.{code}"


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("paper", EVERY, ids=lambda paper: type(paper).__name__)
async def test_a_paper_speaks_one_language(paper: Paper, locale: Locale) -> None:
    (page,) = await printed(paper, locale)

    titles = {one: Words(one)("title", type(paper).__name__.lower()).upper() for one in Locale}
    assert titles[locale] in page
    assert not [one for one in titles.values() if one != titles[locale] and one in page]
    assert "Абай атындағы университет" in page
    for signs in ("dean", "registrar"):
        assert Words(locale)("signature", signs) in page


@pytest.mark.parametrize("paper", EVERY, ids=lambda paper: type(paper).__name__)
async def test_an_english_paper_numbers_things_with_no(paper: Paper) -> None:
    (page,) = await printed(paper, Locale.EN)
    assert "№" not in page
    assert "No." in page


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(
    "paper",
    [
        lambda text: statement(
            row(name=text, number=text, group=text), subject=text, examiner=text
        ),
        lambda text: replace(journal(sat(subject=text), name=text), group=text, faculty=text),
        lambda text: replace(
            transcript(sat(subject=text), name=text), number=text, group=text, faculty=text
        ),
    ],
    ids=["statement", "journal", "transcript"],
)
async def test_a_formula_stays_text(paper: object, formula: str) -> None:
    assert callable(paper)
    files = PaperFiles(formula)

    data = await files.write(paper(formula), Form.XLSX, Locale.RU)

    (sheet,) = reading.read(data, 100, 100)
    assert formula in [cell for line in sheet["rows"] for cell in line]
    everything = parts(data)
    for name, part in everything.items():
        assert not re.search("<f[ >]|<hyperlink", part), name
    assert not [name for name in everything if "externalLink" in name]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("paper", EVERY, ids=lambda paper: type(paper).__name__)
async def test_equal_figures_make_equal_files(paper: Paper, form: Form) -> None:
    first = await FILES.write(paper, form, Locale.KK)

    assert await FILES.write(paper, form, Locale.KK) == first


async def test_signs_of_the_typesetter_are_text() -> None:
    name = '#panic("x") $a^2$ *b* \\ "quoted" [c] <label> @ref'

    (page,) = await printed(statement(row(name=name, group=name), subject=name, examiner=name))

    assert '#panic("x") $a^2$ *b* \\ "quoted"' in page


@pytest.mark.parametrize("paper", [statement(), journal(), transcript()])
async def test_a_paper_about_nothing_can_be_printed(paper: Paper) -> None:
    (page,) = await printed(paper, Locale.EN)

    assert "Registrar" in page
    with ZipFile(BytesIO(await FILES.write(paper, Form.XLSX, Locale.EN))) as archive:
        assert archive.testzip() is None


@pytest.mark.parametrize("paper", EVERY, ids=lambda paper: type(paper).__name__)
async def test_no_word_of_a_workbook_is_cut(paper: Paper) -> None:
    """Long words take several lines; test_row_heights sees that their rows are high enough."""
    made = parts(await FILES.write(paper, Form.XLSX, Locale.KK))

    cells = [one for one in made["xl/styles.xml"].split("<xf ") if 'borderId="1"' in one]
    assert cells
    assert all('wrapText="1"' in one for one in cells)


# -- statement --------------------------------------------------------------------


async def test_the_workbook_of_a_statement_holds_every_figure() -> None:
    rows = (row(1), row(2, sat(None, stage=Stage.NO_SHOW), ticket=None, sheets=0))

    first, second, *_ = await below(statement(*rows), "Full name")

    assert first == [
        1, GULNUR, "0000001", "АЖ-21-1", "sat", 7, 3, 80, 90, 84, "B", 3, "",
    ]  # fmt: skip
    assert second[4:] == ["absent", "", "", 80, "", "", "", "", ""]


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_its_words(stage: Stage, locale: Locale) -> None:
    assert Words(locale).outcome(sat(None, stage=stage))


async def test_a_statement_has_every_kazakh_letter_and_the_examiner_twice() -> None:
    (page,) = await printed(statement(row(), subject=f"Пән {LETTERS}"))

    assert f"Пән {LETTERS}" in page
    assert "15.01.2026, 09:00 (Астана, UTC+5)" in page
    assert page.count("Төлегенов Нұрлан") == 2  # above, and beside the line to sign on
    assert re.search(r"80\s+90\s+84\s+B\s+3,0", page)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
async def test_a_commission_signs_its_statement_one_by_one_the_chair_first(
    locale: Locale,
) -> None:
    heard = statement(row(), commission=("Әбілев Сәкен", "Оспанова Әлия", "Төлегенов Нұрлан"))

    laid = layout(heard, locale)

    words = Words(locale)
    chair, member = words("signature", "chair"), words("signature", "member")
    assert laid.signed[:3] == (
        (chair, "Әбілев Сәкен"),
        (member, "Оспанова Әлия"),
        (member, "Төлегенов Нұрлан"),
    )
    assert [who for who, _ in laid.signed[3:]] == [
        words("signature", "dean"), words("signature", "registrar"),
    ]  # fmt: skip
    (page,) = await printed(heard, locale)
    assert words("fact", "examiner") not in page
    assert page.count("Оспанова Әлия") == 2


async def test_a_statement_counts_who_sat_and_tells_why_others_did_not() -> None:
    rows = (
        row(1),
        row(2, sat(30)),
        row(3, sat(None, stage=Stage.BARRED)),
        row(4, sat(None, stage=Stage.EXCUSED)),
    )

    (page,) = await printed(statement(*rows), Locale.EN)

    assert "not admitted" in page
    assert "excused · I" in page
    assert "Listed: 4. Sat: 2. Did not sit: 2." in page
    assert "B — 1, FX — 1, I — 1" in page


async def test_an_annulled_result_is_not_printed() -> None:
    (page,) = await printed(statement(row(1, sat(97, stage=Stage.ANNULLED))), Locale.EN)

    assert "result annulled" in page
    assert "97" not in page


async def test_a_long_statement_repeats_its_head_on_each_page() -> None:
    pages = await printed(statement(*(row(n) for n in range(1, 131))), Locale.EN)

    assert len(pages) > 2
    assert all("Full name" in page for page in pages[:-1])
    assert f"1 / {len(pages)}" in pages[0]
    assert "Registrar" not in pages[0]
    assert "Registrar" in pages[-1]


async def test_several_groups_are_told_apart() -> None:
    (page,) = await printed(statement(row(1), row(2, group="АЖ-21-2")), Locale.RU)

    assert "АЖ-21-1, АЖ-21-2" in page
    assert page.count("АЖ-21-2") > 1


# -- journal ----------------------------------------------------------------------


async def test_a_journal_has_the_counted_grade_of_each_subject_and_the_mean() -> None:
    paper = journal(
        sat(30, subject="Тарих"),
        sat(90, subject="Тарих", day=30),
        sat(30, subject="Физика", day=1),
        sat(None, subject="Химия", day=2, stage=Stage.NO_SHOW),
        sat(None, subject="Логика", day=3, stage=Stage.EXCUSED),
    )

    (line, *_) = await below(paper, "GPA")

    assert line == [1, GULNUR, "0000001", "84 B (1)", "30 FX", "absent", "I", 1.75]


async def test_a_journal_of_many_subjects_takes_several_tables() -> None:
    many = [sat(subject=f"Пән {n}", day=n) for n in range(SUBJECTS_ABREAST * 2 + 1)]

    pages = await printed(journal(*many))

    assert len(pages) == 3
    assert all(GULNUR in " ".join(page.split()) for page in pages)
    assert "Пән 18" in " ".join(pages[2].split())


# -- transcript -------------------------------------------------------------------


async def test_a_transcript_tells_what_counts_what_came_before_and_what_follows() -> None:
    paper = transcript(
        sat(30, subject="Тарих"),
        sat(90, subject="Тарих", day=30),
        sat(30, subject="Физика", day=1),
        sat(10, subject="Химия", day=2),
        sat(None, subject="Логика", day=3, stage=Stage.EXCUSED),
    )

    rows = await below(paper, "Subject")

    assert rows[0] == [
        1, "Тарих", "written", {"date": "2026-02-14"}, 80, 90, 84, "B", 3, "resit: FX, B",
    ]  # fmt: skip
    assert [line[-1] for line in rows[1:4]] == [
        "may resit", "for the registrar to decide", "excused, an additional exam follows",
    ]  # fmt: skip
    assert paper.average == Decimal("1.17")


@pytest.mark.parametrize("locale", Locale)
def test_no_word_of_a_transcript_is_wider_than_its_column(locale: Locale) -> None:
    letters = ImageFont.truetype(
        str(files("font_roboto").joinpath("files", "Roboto-Regular.ttf")), 900
    )
    taken = transcript(
        sat(30), sat(90, day=30), sat(None, subject="Логика", day=3, stage=Stage.EXCUSED)
    )

    laid = layout(taken, locale)

    for row in laid.rows:
        for column, cell in zip(laid.columns, row.cells, strict=True):
            room = ((column.width or 182) - PADDING) * MILLIMETRE
            for word in str(cell or "").split():
                assert letters.getlength(word) / 100 <= room, (column.heading, word)


async def test_a_transcript_shows_the_mean_and_the_table_it_was_made_by() -> None:
    (page,) = await printed(transcript(sat()), Locale.RU)

    assert re.search(r"Средний балл \(GPA\)\s+3,00", page)
    assert "Таблица оценок, версия 1: A 95 (4,0); A- 90 (3,67)" in page


async def test_a_mark_that_was_corrected_says_so_in_the_workbook_and_below_the_table() -> None:
    paper = statement(row(1, was=61), row(2, was=95, appealed=True), row(3))

    lines = await below(paper, "Note")
    (page,) = await printed(paper, Locale.EN)

    assert [line[-1] for line in lines[:3]] == [
        "corrected, was 61",
        "changed on appeal, was 95",
        "",
    ]
    told = " ".join(page.split())
    assert f"Corrections: 1. {GULNUR} — corrected, was 61; 2. {GULNUR} — changed on" in told
    assert "Corrections" not in (await printed(statement(row(1)), Locale.EN))[0]
