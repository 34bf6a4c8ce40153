"""What leaves the office: calendars, marks, invites; read back by other programs."""

from datetime import UTC, datetime, timedelta, timezone

import cv2
import icalendar
import numpy as np
import pypdfium2
import pytest

from documents import reading
from documents.calendars import CalendarFiles
from documents.invites import InviteCards
from documents.marks import MarkWorkbooks
from exams.domain.refusals.files import FileUnreadable
from exams.domain.refusals.marks import MarksUnreadable
from exams.notices.lines import MarkLine
from exams.ports.calendars import Appointment
from exams.ports.invites import InviteCard
from exams.ports.mark_forms import FilledMark
from tests import make
from tests.documents.office_files import encrypted, parts, pdf_text, xlsx


class StandingClock:
    def now(self) -> datetime:
        return datetime(2026, 1, 10, 12, 0, 0, 123456, tzinfo=UTC)


# -- calendar ---------------------------------------------------------------


def test_a_calendar_is_read_back_with_times_in_utc() -> None:
    astana = timezone(timedelta(hours=5))
    starts_at = datetime(2026, 1, 15, 9, 0, tzinfo=astana)
    appointment = Appointment(
        uid="exam-7@emtihan",
        version=3,
        title="Деректер қоры; бөлім 1, жазбаша",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )

    data = CalendarFiles(StandingClock()).write([appointment])

    calendar = icalendar.Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2026, 1, 15, 4, 0, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2026, 1, 15, 6, 0, tzinfo=UTC)
    assert event.decoded("dtstamp") == datetime(2026, 1, 10, 12, 0, tzinfo=UTC)
    assert b"DTSTART:20260115T040000Z\r\n" in data
    assert (str(event["uid"]), event["sequence"]) == ("exam-7@emtihan", 3)
    assert str(event["summary"]) == "Деректер қоры; бөлім 1, жазбаша"
    assert calendar["version"] == "2.0"


def test_a_moved_exam_replaces_itself() -> None:
    first = Appointment(
        uid="exam-7@emtihan", version=1, title="A", starts_at=make.START, ends_at=make.at(120)
    )
    moved = Appointment(
        uid="exam-7@emtihan", version=2, title="A", starts_at=make.at(60), ends_at=make.at(180)
    )

    files = CalendarFiles(StandingClock())
    (before,) = icalendar.Calendar.from_ical(files.write([first])).walk("VEVENT")
    (after,) = icalendar.Calendar.from_ical(files.write([moved])).walk("VEVENT")

    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (1, 2)


def test_a_cancelled_exam_is_taken_out_of_a_calendar() -> None:
    gone = Appointment(
        uid="exam-7@emtihan",
        version=3,
        title="A",
        starts_at=make.START,
        ends_at=make.at(120),
        cancelled=True,
    )

    calendar = icalendar.Calendar.from_ical(CalendarFiles(StandingClock()).write([gone]))

    (event,) = calendar.walk("VEVENT")
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 3)


# -- marks -------------------------------------------------------------------


def lines() -> list[MarkLine]:
    return [
        MarkLine(place=1, who="Әбдіғалиев Қанат", points=85, letter="B+"),
        MarkLine(place=2, who="=cmd|' /C calc'!A0", points=None, letter=""),
        MarkLine(place=3, who="Ыбыраева Ұлжан", points=None, letter="", absent=True),
    ]


async def test_marks_come_back_as_they_were_given_out() -> None:
    forms = MarkWorkbooks()

    data = await forms.write("Деректер қоры", lines())

    assert await forms.read(data) == (FilledMark(place=1, name="Әбдіғалиев Қанат", points="85"),)
    (sheet,) = reading.read(data, 100, 100)
    assert [row[1] for row in sheet["rows"][2:]] == [line.who for line in lines()]
    assert sheet["rows"][4][3] == "келмеді · неявка · absent"


async def test_only_the_points_of_the_list_can_be_changed() -> None:
    sheet = parts(await MarkWorkbooks().write("Физика", lines()))["xl/worksheets/sheet1.xml"]

    assert "<sheetProtection" in sheet
    assert "<f>" not in sheet
    assert 'sqref="C3:C5"' in sheet


async def test_an_exam_without_students_has_a_list_without_lines() -> None:
    forms = MarkWorkbooks()

    assert await forms.read(await forms.write("Физика", [])) == ()


async def test_an_examiners_own_table_is_read() -> None:
    rows = [
        ("Ведомость",),
        ("ФИО", "Оценка", "№"),
        ("Әсел", 90.0, 2.0),
        ("Болат", "", 3),
        ("Қанат", " 85 ", "4"),
        ("Гүлнұр", 85.5, 5),
        ("Итого", None, None),
    ]

    assert await MarkWorkbooks().read(xlsx({"S": rows})) == (
        FilledMark(place=2, name="Әсел", points="90"),
        FilledMark(place=4, name="Қанат", points="85"),
        FilledMark(place=5, name="Гүлнұр", points="85.5"),
    )


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([("№", "Балл"), (1, 80), (None, 90)], "B3: 90"),
        ([("№", "Балл"), ("first", 80)], "B2: 80"),
        ([("№", "Балл"), (1.5, 80)], "B2: 80"),
        ([("№", "Балл"), (1, 80), (1, 90)], "B3: 90"),
        ([("№", "ФИО"), (1, "Әсел")], "№ · фио"),
    ],
)
async def test_a_row_without_its_place_is_named(rows: list[tuple[object]], line: str) -> None:
    with pytest.raises(MarksUnreadable) as refused:
        await MarkWorkbooks().read(xlsx({"S": rows}))

    assert refused.value.facts == {"line": line}


@pytest.mark.parametrize("data", [b"", b"\x00\x01", encrypted(), xlsx({"S": []})], ids=range(4))
async def test_marks_in_no_workbook_are_refused(data: bytes) -> None:
    with pytest.raises(FileUnreadable):
        await MarkWorkbooks().read(data)


# -- invites --------------------------------------------------------------------


def card(n: int) -> InviteCard:
    return InviteCard(
        name=f"Ғабитов Дәурен {n}",
        group="АЖ-21-1",
        url=f"https://t.me/emtihan_bot?start=ABCDEFG2{n:02}",
    )


@pytest.mark.parametrize(("people", "pages"), [(1, 1), (8, 1), (9, 2), (33, 5)])
async def test_eight_cards_make_a_page(people: int, pages: int) -> None:
    texts = pdf_text(await InviteCards().cards([card(n) for n in range(people)]))

    assert len(texts) == pages
    assert sum(text.count("Ғабитов Дәурен") for text in texts) == people


async def test_a_card_says_whose_it_is_and_what_to_do_in_three_languages() -> None:
    staff = InviteCard(name="Һамитова Жәния", group="", url="https://t.me/emtihan_bot?start=AB")

    (page,) = pdf_text(await InviteCards().cards([staff]))

    assert "Һамитова Жәния" in page
    assert "Қызметкер · Сотрудник · Staff" in page
    for words in ("ашыңыз", "нажмите", "press"):
        assert words in page


async def test_every_qr_code_opens_its_own_link() -> None:
    cards = [card(n) for n in range(8)]
    paper = pypdfium2.PdfDocument(await InviteCards().cards(cards))
    picture = np.asarray(paper[0].render(scale=150 / 72).to_pil().convert("L"))
    paper.close()
    height, width = picture.shape[0] // 4, picture.shape[1] // 2

    found = [
        cv2.QRCodeDetector().detectAndDecode(
            picture[r * height : (r + 1) * height, c * width : (c + 1) * width]
        )[0]
        for r in range(4)
        for c in range(2)
    ]

    assert found == [card.url for card in cards]


async def test_a_page_is_a4() -> None:
    paper = pypdfium2.PdfDocument(await InviteCards().cards([card(1)]))

    assert [round(side) for side in paper[0].get_size()] == [595, 842]
    paper.close()
