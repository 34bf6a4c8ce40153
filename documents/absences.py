"""The papers of an absence: application, order, additional schedule, register of a period."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from documents.typeset import typeset
from documents.workbook import (
    PLAIN,
    TITLE,
    Value,
    cell_styles,
    keep_as_words,
    keep_in_sight,
    new_workbook,
    print_setup,
    write_across,
    write_head,
    write_row,
)
from exams.domain.exam import ASTANA
from exams.ports.absence_papers import ApplicationFacts, OrderFacts, RegisterFacts, ScheduleFacts

ROWS: Final = (
    ("№", 5),
    ("Аты-жөні\nФИО", 22),
    ("Нөмірі\nНомер", 16),
    ("Тобы\nГруппа", 14),
)
CASES: Final = (
    *ROWS,
    ("Факультет", 18),
    ("Пән\nДисциплина", 26),
    ("Емтихан\nЭкзамен", 17),
    ("Себебі\nПричина", 22),
    ("Басталған уақыты\nНачало", 18),
    ("Өтініш\nЗаявление", 17),
    ("Күйі\nСостояние", 24),
    ("Шешім\nРешение", 32),
    ("Құжат, бет\nСтраниц", 12),
    ("Өкім\nРаспоряжение", 15),
)
ORDERS: Final = (
    ("Өкім\nРаспоряжение", 17),
    ("Күні\nДата", 19),
    ("Факультет", 24),
    ("Қол қойған\nПодписал(-а)", 34),
    ("Студент\nСтудентов", 14),
    ("Күшін жояды\nОтменяет", 14),
)
EXAMS: Final = (
    ("Пән\nДисциплина", 36),
    ("Күні мен уақыты\nДата и время", 20),
    ("Күйі\nСостояние", 30),
    ("Студент\nСтудентов", 14),
    ("Проктор", 34),
)
REASONS: Final = {
    "no_internet": "Интернет болмады · не было Интернета",
    "power_cut": "электр қуаты үзілді · отключили электричество",
    "illness": "сырқаттанды · болезнь",
    "other": "басқа себеп · другая причина",
}
STAGES: Final = {
    "opened": "жазылып жатыр · заполняется",
    "needs_proof": "құжат күтілуде · ждёт подтверждения",
    "submitted": "декан қарауында · у декана",
    "approved": "қанағаттандырылды · удовлетворено",
    "refused": "қанағаттандырылмады · отклонено",
    "scheduled": "қосымша емтихан белгіленді · назначен экзамен",
    "closed": "жабылды · закрыто",
    "proposed": "декан бекітуін күтуде · у декана",
    "confirmed": "расталды · подтверждён",
    "dropped": "болмайды · отменён",
}
KINDS: Final = {"written": "жазбаша · письменный", "oral": "ауызша · устный", "test": "тест"}


@dataclass(frozen=True, slots=True)
class AbsencePaperFiles:
    """The `AbsencePapers` port.

    Attributes:
        university: its name, as it stands on papers.
        forms: the university's own forms by the names of ours, None where it has none.
    """

    university: str
    forms: Path | None = None

    async def application(self, facts: ApplicationFacts) -> bytes:
        """Return the application as a PDF in the form universities use."""
        told = asdict(facts) | {
            "reason": facts.reason or "none",
            "starts_at": moment(facts.starts_at),
            "happened_at": moment(facts.happened_at),
            "confirmed_at": moment(facts.confirmed_at) if facts.confirmed_at else "",
            "timeline": [[moment(at), act] for at, act in facts.timeline],
        }
        return await self._set("application", told)

    async def order(self, facts: OrderFacts) -> bytes:
        """Return the order as a PDF, in Kazakh and Russian."""
        told = asdict(facts) | {
            "issued_on": day(facts.issued_at),
            "issued_at": moment(facts.issued_at),
            "people": [
                asdict(one)
                | {"starts_at": moment(one.starts_at), "applied_on": day(one.applied_at)}
                | {"applied_at": moment(one.applied_at)}
                for one in facts.people
            ],
            "cancels": None,
        }
        if facts.cancels is not None:
            number, year, issued_at = facts.cancels
            told["cancels"] = {"name": f"{number}/{year}", "on": day(issued_at)}
        return await self._set("order", told)

    async def schedule(self, facts: ScheduleFacts) -> bytes:
        """Return the additional schedule as a PDF."""
        told = asdict(facts) | {
            "starts_at": moment(facts.starts_at),
            "missed_at": moment(facts.missed_at),
            "approved_at": day(facts.approved_at),
        }
        return await self._set("schedule", told)

    async def schedule_workbook(self, facts: ScheduleFacts) -> bytes:
        """Return the additional schedule as an XLSX, safe against formulas in names."""
        return await asyncio.to_thread(self._schedule_workbook, facts)

    async def register(self, facts: RegisterFacts) -> bytes:
        """Return the register of a period as an XLSX."""
        return await asyncio.to_thread(self._register, facts)

    async def _set(self, form: str, told: dict[str, Any]) -> bytes:
        return await typeset(form, told | {"university": self.university}, own=self.forms)

    def _schedule_workbook(self, facts: ScheduleFacts) -> bytes:
        about = (
            f"Пән · Дисциплина: {facts.subject} ({KINDS[facts.kind]})",
            f"Күні мен уақыты · Дата и время: {moment(facts.starts_at)} (Астана)",
            f"Ұзақтығы · Длительность: {facts.minutes} мин",
            f"Негізгі емтихан · Основной экзамен: {moment(facts.missed_at)} (Астана)",
            f"Проктор: {facts.proctor}",
            f"Комиссия: {', '.join(facts.commission)}" if facts.commission else "",
            f"Zoom аккаунты · Аккаунт Zoom: {facts.host}",
            f"Өкім · Распоряжение: {', '.join(f'№ {order}' for order in facts.orders)}",
            f"Бекіткен · Утвердил(-а): {facts.dean}, {day(facts.approved_at)}",
        )
        rows = [(number, *student) for number, student in enumerate(facts.students, 1)]
        title = "Қосымша емтихан кестесі · Расписание дополнительного экзамена"
        out = BytesIO()
        book = new_workbook(out, title)
        faculty = f"{facts.faculty} факультеті · Факультет «{facts.faculty}»"
        above = (title, self.university, faculty if facts.faculty else "", *about)
        _sheet(book, "Кесте · Расписание", above, ROWS, rows)
        book.close()
        return out.getvalue()

    def _register(self, facts: RegisterFacts) -> bytes:
        period = (
            f"{moment(facts.since)} – {moment(facts.until)}"
            " · уақыт Астана бойынша · время по Астане"
        )
        title = "Қатыспау тізілімі · Реестр пропусков"
        out = BytesIO()
        book = new_workbook(out, title)
        cases = [
            (
                number,
                line.name,
                line.number,
                line.group,
                line.case.faculty,
                line.subject,
                line.starts_at,
                REASONS[line.case.reason.value] if line.case.reason else "",
                line.case.happened_at,
                line.case.submitted_at,
                STAGES[line.case.stage.value],
                line.case.decision,
                line.pages,
                "{}/{}".format(*line.order_number) if line.order_number else "",
            )
            for number, line in enumerate(facts.cases, 1)
        ]
        orders = [
            (
                f"{order.number}/{order.year}",
                order.issued_at,
                order.faculty,
                order.by,
                order.people,
                order.cancels,
            )
            for order in facts.orders
        ]
        exams = [
            (exam.subject, exam.starts_at, STAGES[exam.stage], exam.people, exam.proctor)
            for exam in facts.exams
        ]
        _sheet(book, "Өтініштер · Заявления", (title, self.university, period), CASES, cases)
        _sheet(book, "Өкімдер · Распоряжения", (title, self.university, period), ORDERS, orders)
        _sheet(book, "Қосымша · Дополнительные", (title, self.university, period), EXAMS, exams)
        book.close()
        return out.getvalue()


def moment(at: datetime) -> str:
    """Return date and time as the whole country reads them."""
    return f"{at.astimezone(ASTANA):%d.%m.%Y %H:%M}"


def day(at: datetime) -> str:
    """Return the date in Astana."""
    return f"{at.astimezone(ASTANA):%d.%m.%Y}"


def _sheet(
    book: Any,
    name: str,
    above: Iterable[str],
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[Value]],
) -> None:
    """Write a table under some lines, the first of which is its title."""
    sheet = book.add_worksheet(name)
    plain = {"text_wrap": True, "valign": "top"}
    title = book.add_format(plain | {"bold": True, "font_size": TITLE})
    said = book.add_format(plain)
    widths = [width for _, width in columns]
    styles = cell_styles(book)
    lines = [line for line in above if line]
    top = len(lines)
    for number, line in enumerate(lines):
        style, size = (said, PLAIN) if number else (title, TITLE)
        write_across(sheet, style, number, widths, line, size=size)
    write_head(sheet, top, columns, styles)
    for number, row in enumerate(rows, start=top + 1):
        write_row(sheet, number, row, widths, styles)
    sheet.autofilter(top, 0, top + max(len(rows), 1), len(columns) - 1)
    keep_as_words(sheet)
    keep_in_sight(sheet, top, widths)
    print_setup(sheet, top, widths)
