"""Application, order, additional schedule and register, read back from the files themselves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from documents.absences import AbsencePaperFiles
from exams.domain.absence.case import Reason
from exams.domain.absence.table import CaseStage, PlanStage
from exams.domain.attempt_table import Stage
from exams.domain.exam import Kind
from exams.ports.absence_papers import (
    ApplicationFacts,
    OrderFacts,
    OrderPerson,
    RegisterExam,
    RegisterFacts,
    RegisterOrder,
    ScheduleFacts,
)
from exams.records.absence_cases import ListedCase
from exams.services.absence.absences import TIMELINE
from tests import make

TEN = datetime(2026, 12, 9, 5, 0, tzinfo=UTC)  # 10:00 in Astana
HOSTILE = '=cmd|"/C calc"!A0 #let x = [*'
PAPERS = AbsencePaperFiles("Емтихан университеті")

APPLICATION = ApplicationFacts(
    case=17,
    faculty="Ақпараттық жүйелер",
    name="Серікқызы Айгерім",
    number="2101001",
    group="ИС-21",
    subject="Дерекқорлар жүйесі",
    kind="written",
    starts_at=TEN,
    reason="power_cut",
    happened_at=TEN + timedelta(minutes=40),
    missed_as=Stage.TECHNICAL_FAIL.value,
    text="Ауылда жарық сөнді",
    by="",
    timeline=tuple((TEN + timedelta(minutes=n), act) for n, act in enumerate(sorted(TIMELINE))),
    pages=2,
    confirmed_at=TEN + timedelta(hours=2),
    digest="ab" * 32,
)
PERSON = OrderPerson(
    name="Серікқызы Айгерім",
    number="2101001",
    group="ИС-21",
    subject="Дерекқорлар жүйесі",
    kind="written",
    starts_at=TEN,
    reason="power_cut",
    applied_at=TEN + timedelta(hours=2),
)
ORDER = OrderFacts(
    faculty="Ақпараттық жүйелер",
    number=12,
    year=2026,
    issued_at=TEN + timedelta(days=1),
    dean="Мұқанов Қайрат",
    deputy=False,
    people=(PERSON, replace(PERSON, name="Ахметов Болат", reason="illness")),
    cancels=None,
)
SCHEDULE = ScheduleFacts(
    faculty="Ақпараттық жүйелер",
    dean="Мұқанов Қайрат",
    approved_at=TEN + timedelta(days=1),
    subject="Дерекқорлар жүйесі",
    kind="written",
    missed_at=TEN,
    starts_at=TEN + timedelta(days=5),
    minutes=120,
    proctor="Төлегенова Сәуле",
    host="exams@university.example",
    tickets=8,
    orders=("12/2026",),
    students=(("Серікқызы Айгерім", "2101001", "ИС-21"), (HOSTILE, "2101002", "")),
)


def words(pdf: bytes) -> list[str]:
    """Return what stands on each page, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def cells(xlsx: bytes) -> dict[str, list[list[Any]]]:
    """Return each sheet's cells as they are read."""
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


async def test_an_application_is_addressed_to_the_dean_in_kazakh_and_russian() -> None:
    kazakh, russian = words(await PAPERS.application(APPLICATION))

    assert "Ақпараттық жүйелер факультетінің деканына" in kazakh
    assert "ӨТІНІШ" in kazakh
    assert "электр қуатының үзілуі" in kazakh
    assert "09.12.2026 10:40" in kazakh
    assert "ЗАЯВЛЕНИЕ" in russian
    assert "отключение электричества" in russian
    for page in (kazakh, russian):
        assert "Серікқызы Айгерім" in page
        assert "Ауылда жарық сөнді" in page
        assert "09.12.2026 12:00" in page  # confirmed
        assert "ab" * 8 in page


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("reason", ["", *(reason.value for reason in Reason)])
async def test_a_draft_of_any_reason_can_be_printed(kind: Kind, reason: str) -> None:
    draft = replace(
        APPLICATION, kind=kind.value, reason=reason, confirmed_at=None, digest="", group="",
        timeline=(), text=HOSTILE, by="Мұқанов Қайрат",
    )  # fmt: skip

    kazakh, russian = words(await PAPERS.application(draft))

    assert "Жоба" in kazakh
    assert "Черновик" in russian
    assert "#let x = [*" in kazakh  # words stay words


async def test_an_order_has_number_date_people_and_grounds_in_both_languages() -> None:
    kazakh, russian = words(await PAPERS.order(ORDER))

    assert "ӨКІМ" in kazakh
    assert "ӨКІМ ЕТЕМІН" in kazakh
    assert "РАСПОРЯЖЕНИЕ" in russian
    assert "На основании заявлений студентов" in russian
    for page in (kazakh, russian):
        for stands in ("12/2026", "10.12.2026", "Серікқызы Айгерім", "Ахметов Болат", "Мұқанов"):
            assert stands in page
    assert "сырқаттанды" in kazakh
    assert "болезнь" in russian


async def test_an_order_that_cancels_another_says_so() -> None:
    cancelling = replace(ORDER, cancels=(11, 2026, TEN), deputy=True)

    kazakh, russian = words(await PAPERS.order(cancelling))

    assert "№ 11/2026 өкімнің күші жойылсын" in kazakh
    assert "Отменить распоряжение № 11/2026 от 09.12.2026" in russian
    assert "орынбасары" in kazakh


async def test_the_schedule_for_the_registrar_is_a_paper_and_a_workbook() -> None:
    (page,) = words(await PAPERS.schedule(SCHEDULE))
    (rows,) = cells(await PAPERS.schedule_workbook(SCHEDULE)).values()

    assert "ҚОСЫМША ЕМТИХАН КЕСТЕСІ" in page
    assert "14.12.2026 10:00" in page
    assert "№ 12/2026" in page
    assert [1.0, "Серікқызы Айгерім", "2101001", "ИС-21"] in [row[:4] for row in rows]
    assert any(HOSTILE in map(str, row) for row in rows)  # a text, no formula


async def test_a_long_schedule_is_numbered_and_signed_where_students_stand() -> None:
    students = tuple((f"Оспанова Әлия {n}", f"21{n:05}", "ИС-21") for n in range(40))
    for count in range(12, 40, 3):
        pages = words(await PAPERS.schedule(replace(SCHEDULE, students=students[:count])))
        for number, page in enumerate(pages, start=1):
            assert "Дерекқорлар жүйесі" in page
            assert f"{number} / {len(pages)}" in page
        assert "Қабылдадым" in pages[-1]
        assert f"Әлия {count - 2}" in pages[-1]


async def test_no_row_of_an_order_is_parted_and_no_signature_is_alone() -> None:
    for count in (8, 9, 10, 11):
        subject = "Алғашқы " + "қазіргі заманғы мәселелер " * (count - 3)
        person = replace(PERSON, subject=subject)
        pages = words(await PAPERS.order(replace(ORDER, people=(person,) * count)))
        for page in pages:
            assert page.count("Алғашқы") == page.count("09.12.2026 10:00")
        for page in (one for one in pages if "Мұқанов Қайрат" in one):
            assert "3. " in page


async def test_the_schedule_names_faculty_and_commission_in_every_language() -> None:
    heard = replace(SCHEDULE, kind="oral", commission=("Сейітов Ерлан", "Оспанова Әлия"))
    (page,) = words(await PAPERS.schedule(heard))
    (rows,) = cells(await PAPERS.schedule_workbook(heard)).values()

    for faculty in (
        "Ақпараттық жүйелер факультеті",
        "Факультет «Ақпараттық жүйелер»",
        "Faculty: Ақпараттық жүйелер",
    ):
        assert faculty in page
    for one in ("төрағасы бірінші", "председатель", "chair first", "Сейітов Ерлан, Оспанова Әлия"):
        assert one in page
    assert "Сейітов Ерлан, Оспанова Әлия" in str(rows)
    assert "Факультет «Ақпараттық жүйелер»" in str(rows)
    (unheard,) = words(await PAPERS.schedule(SCHEDULE))
    assert "Комиссия" not in unheard


async def test_a_paper_that_tells_a_time_says_whose_time_it_is() -> None:
    draft = replace(APPLICATION, reason="", confirmed_at=None, digest="")
    for paper in (PAPERS.application(draft), PAPERS.application(APPLICATION), PAPERS.order(ORDER)):
        kazakh, russian = words(await paper)
        assert "Астана" in kazakh
        assert "Астан" in russian
    (page,) = words(await PAPERS.schedule(SCHEDULE))
    assert page.count("10:00 (Астана)") == 2
    (rows,) = cells(await PAPERS.schedule_workbook(SCHEDULE)).values()
    assert str(rows).count("10:00 (Астана)") == 2
    assert str(rows).count("10:00") == 2


async def test_a_draft_without_a_reason_says_so() -> None:
    kazakh, russian = words(await PAPERS.application(replace(APPLICATION, reason="")))
    assert "Себебі: көрсетілмеген" in kazakh
    assert "Причина: не указана" in russian


async def test_the_register_of_a_period_has_cases_orders_and_exams() -> None:
    facts = RegisterFacts(
        since=TEN,
        until=TEN + timedelta(days=30),
        cases=tuple(
            ListedCase(
                case=make.case(stage),
                name=HOSTILE,
                number="2101001",
                group="ИС-21",
                subject="Тарих",
                starts_at=TEN,
                pages=2,
                order_number=(12, 2026),
            )
            for stage in CaseStage
        ),
        orders=(
            RegisterOrder(
                number=12, year=2026, faculty="IT", issued_at=TEN, by="Мұқанов", people=3,
                cancels="",
            ),
        ),
        exams=tuple(
            RegisterExam(subject="Тарих", starts_at=TEN, stage=s.value, people=3, proctor="С")
            for s in PlanStage
        ),
    )  # fmt: skip

    cases, orders, exams = cells(await PAPERS.register(facts)).values()

    assert len([row for row in cases if HOSTILE in map(str, row)]) == len(CaseStage)
    assert all("Астана" in str(rows[2]) for rows in (cases, orders, exams))
    assert any("12/2026" in map(str, row) for row in orders)
    assert len([row for row in exams if "Тарих" in map(str, row)]) == len(PlanStage)


async def test_a_university_edits_its_own_form_and_a_misprint_stops_no_paper(
    tmp_path: Path,
) -> None:
    own = AbsencePaperFiles("Университет", tmp_path)
    form = tmp_path / "order.typ"
    form.write_text(
        '#let data = json(bytes(sys.inputs.data))\n#set text(font: "Roboto")\n'
        "Біздің үлгі № #data.number: #data.dean\n"
    )

    (page,) = words(await own.order(ORDER))
    assert page == "Біздің үлгі № 12: Мұқанов Қайрат"

    form.write_text("#let data = json(\n")
    kazakh, _ = words(await own.order(ORDER))
    assert "ӨКІМ" in kazakh
