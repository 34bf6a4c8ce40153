"""What single notices say, and what they leave out."""

from dataclasses import asdict, replace

import pytest

from exams.domain.people import Locale
from exams.notices import sheets, trouble
from templates.renderer import Renderer
from tests.templates.samples.absence import PLAN
from tests.templates.samples.base import NOON, TOMORROW, E, student_line
from tests.templates.samples.every import SAMPLES
from tests.templates.samples.results import POSTED
from tests.templates.test_notices import every_sample

WORDS = Renderer()


def test_the_board_tells_one_student_a_line() -> None:
    board, _ = SAMPLES["proctor_board"]
    lines = WORDS.notice(board, Locale.KK).splitlines()

    assert "✍️ 1. Ахметов Нұрлан 🎫5 ⏳47 ⚠️1" in lines
    assert "🔁 2. Ким Виктория 🎫6 ⚠️2 📄3 📎1" in lines
    assert "☑️ 3. Оразбаева Т. 🔕 🎫7 📄3" in lines
    assert max(len(line) for line in lines[4:16]) <= 36  # one line on a phone of 360 px


@pytest.mark.parametrize(
    ("stage", "counted"),
    [
        ("published", False),
        ("checkin_open", True),
        ("running", True),
        ("suspended", True),
        ("closed", False),
        ("marking", False),
        ("results_published", False),
    ],
)
def test_the_board_counts_who_is_in_the_room_while_there_is_one(
    stage: str, *, counted: bool
) -> None:
    board, _ = SAMPLES["proctor_board"]
    text = WORDS.notice(replace(board, stage=stage), Locale.EN)  # type: ignore[call-arg]
    assert ("In the room" in text) is counted
    assert "pdated" in text


def test_the_board_shows_who_should_be_in_the_room_and_is_not() -> None:
    line = replace(student_line(1), present=False)
    board, _ = SAMPLES["proctor_board"]

    text = WORDS.notice(replace(board, students=(line,)), Locale.EN)  # type: ignore[call-arg]

    assert "✍️ 1. Ахметов Нұрлан ⚪️ 🎫5" in text


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_how_works_are_marked_stands_apart_from_who_marks_them(locale: Locale) -> None:
    for card in SAMPLES["marking_card"]:
        paragraphs = WORDS.notice(card, locale).split("\n\n")

        assert [part[0] for part in paragraphs if part[0] in "🎭👤"], paragraphs


def test_marks_stand_in_straight_columns() -> None:
    post = POSTED
    text = WORDS.notice(post, Locale.KK)
    table = text.partition("<pre>")[2].partition("</pre>")[0].splitlines()

    assert table[0] == " 1 Ахметов Нұрлан      99 B+"
    assert {row.index("B+") for row in table if "B+" in row} == {26}
    assert max(map(len, table)) <= 30


def test_a_correction_keeps_its_time_in_the_group_post() -> None:
    corrected = replace(POSTED, corrected_at=TOMORROW)
    assert "20 мая, четверг, 10:00 (Астана)" in WORDS.notice(corrected, Locale.RU)
    assert "Исправлено" not in WORDS.notice(POSTED, Locale.RU)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "Осталась 1 минута"), (5, "Осталось 5 минут"), (21, "Осталась 21 минута")],
)
def test_russian_minutes_are_declined(minutes: int, words: str) -> None:
    notice = replace(SAMPLES["time_left"][0], minutes=minutes)  # type: ignore[call-arg]
    assert words in WORDS.notice(notice, Locale.RU)


def test_the_help_page_names_the_registrars_office() -> None:
    for locale, office in (
        (Locale.KK, "тіркеуші бөлімі"),
        (Locale.RU, "офис регистратора"),
        (Locale.EN, "registrar's office"),
    ):
        assert office in WORDS.notice(SAMPLES["help"][0], locale)


@pytest.mark.parametrize("template", ["your_grade", "booklet_graded", "appeal_decided"])
@pytest.mark.parametrize(("locale", "point"), [("kk", ","), ("ru", ","), ("en", ".")])
def test_a_grade_is_told_with_the_readers_comma(template: str, locale: str, point: str) -> None:
    for notice in SAMPLES[template]:
        whole, _, part = str(asdict(notice)["gpa"]).partition(".")
        shown = f"{whole}{point}{part}" if part else whole
        assert f"GPA {shown}" in WORDS.notice(notice, Locale(locale))


@pytest.mark.parametrize("locale", list(Locale))
def test_whoever_decides_as_chief_reads_of_no_chief_who_decides(locale: Locale) -> None:
    chief = WORDS.label("role.chief", locale)
    told = [sample for sample in every_sample() if getattr(sample, "chief", False)]

    assert {type(sample).__name__ for sample in told} == {"Alert", "WideOutage"}
    for sample in told:
        assert chief.casefold() not in WORDS.notice(sample, locale).casefold(), sample


@pytest.mark.parametrize("locale", list(Locale), ids=lambda locale: locale.value)
def test_a_plan_that_nothing_can_be_done_about_asks_for_nothing(locale: Locale) -> None:
    open_, over = (replace(PLAN, stage=stage, ready=True) for stage in ("approved", "dropped"))
    ready = WORDS.notice(open_, locale).splitlines()[-1]
    for is_ready in (True, False):
        said = WORDS.notice(replace(over, checks=(), ready=is_ready), locale)
        assert ready not in said
        assert "❌" not in said


@pytest.mark.parametrize(
    ("locale", "line"),
    [(Locale.KK, "⚠️ 1, 3-парақ. "), (Locale.RU, "⚠️ Листы 1, 3. "), (Locale.EN, "⚠️ Sheets 1, 3. ")],
    ids=lambda one: getattr(one, "value", ""),
)
def test_the_same_advice_about_several_sheets_is_given_once(locale: Locale, line: str) -> None:
    advice = ((1, "low_resolution"), (2, "soft"), (3, "low_resolution"))
    told = WORDS.notice(sheets.SheetsSoFar(exam=E, accepted=3, advice=advice, until=None), locale)

    assert line in told
    assert told.count("⚠️") == 2


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_what_may_follow_an_outage_stands_apart(locale: Locale) -> None:
    noted = trouble.OutageNoted(exam=E, at=NOON, until=NOON)

    assert "30" in WORDS.notice(noted, locale).split("\n\n")[2]
