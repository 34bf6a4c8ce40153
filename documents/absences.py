"""The papers of an absence: application, order, additional schedule, register of a period."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from documents.typeset import typeset
from documents.workbook import new_workbook
from exams.domain.exam import ASTANA
from exams.ports.absence_papers import ApplicationFacts, OrderFacts, RegisterFacts, ScheduleFacts

ROWS: Final = (
    ("№", 6),
    ("Аты-жөні\nФИО", 38),
    ("Нөмірі\nНомер", 16),
    ("Тобы\nГруппа", 14),
)
CASES: Final = (
    *ROWS,
    ("Факультет", 22),
    ("Пән\nДисциплина", 34),
    ("Емтихан\nЭкзамен", 18),
    ("Себебі\nПричина", 26),
    ("Басталған уақыты\nНачало", 18),
    ("Өтініш\nЗаявление", 18),
    ("Күйі\nСостояние", 30),
    ("Шешім\nРешение", 40),
    ("Құжат, бет\nСтраниц", 10),
    ("Өкім\nРаспоряжение", 12),
)
ORDERS: Final = (
    ("Өкім\nРаспоряжение", 12),
    ("Күні\nДата", 18),
    ("Факультет", 24),
    ("Қол қойған\nПодписал(-а)", 34),
    ("Студент\nСтудентов", 12),
    ("Күшін жояды\nОтменяет", 14),
)
EXAMS: Final = (
    ("Пән\nДисциплина", 36),
    ("Күні мен уақыты\nДата и время", 20),
    ("Күйі\nСостояние", 30),
    ("Студент\nСтудентов", 12),
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
            f"Күні мен уақыты · Дата и время: {moment(facts.starts_at)}",
            f"Ұзақтығы · Длительность: {facts.minutes} мин",
            f"Негізгі емтихан · Основной экзамен: {moment(facts.missed_at)}",
            f"Проктор: {facts.proctor}",
            f"Конференция: {facts.host}",
            f"Өкім · Распоряжение: {', '.join(f'№ {order}' for order in facts.orders)}",
            f"Бекіткен · Утвердил(-а): {facts.dean}, {moment(facts.approved_at)}",
        )
        rows = [(number, *student) for number, student in enumerate(facts.students, 1)]
        title = "Қосымша емтихан кестесі · Расписание дополнительного экзамена"
        out = BytesIO()
        book = new_workbook(out, title)
        _sheet(book, "Кесте · Расписание", (self.university, title, *about), ROWS, rows)
        book.close()
        return out.getvalue()

    def _register(self, facts: RegisterFacts) -> bytes:
        period = f"{moment(facts.since)} – {moment(facts.until)}"
        out = BytesIO()
        book = new_workbook(out, "Қатыспау тізілімі · Реестр пропусков")
        cases = [
            (
                number,
                line.name,
                line.number,
                line.group,
                line.case.faculty,
                line.subject,
                moment(line.starts_at),
                REASONS[line.case.reason.value] if line.case.reason else "",
                moment(line.case.happened_at),
                moment(line.case.submitted_at) if line.case.submitted_at else "",
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
                moment(order.issued_at),
                order.faculty,
                order.by,
                order.people,
                order.cancels,
            )
            for order in facts.orders
        ]
        exams = [
            (exam.subject, moment(exam.starts_at), STAGES[exam.stage], exam.people, exam.proctor)
            for exam in facts.exams
        ]
        _sheet(book, "Өтініштер · Заявления", (self.university, period), CASES, cases)
        _sheet(book, "Өкімдер · Распоряжения", (self.university, period), ORDERS, orders)
        _sheet(book, "Қосымша · Дополнительные", (self.university, period), EXAMS, exams)
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
    rows: Sequence[Sequence[str | int]],
) -> None:
    """Write a table under some lines; text stays text, whatever it begins with."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "font_size": 13})
    head = book.add_format(
        {"bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#DDE6F0"}
    )
    text = book.add_format({"border": 1, "num_format": "@", "text_wrap": True, "valign": "top"})
    number = book.add_format({"border": 1, "align": "center", "valign": "top"})
    top = 0
    for line in filter(None, above):
        sheet.write_string(top, 0, line, bold if top == 0 else None)
        top += 1
    sheet.set_row(top, 32)
    for index, (heading, width) in enumerate(columns):
        sheet.set_column(index, index, width)
        sheet.write_string(top, index, heading, head)
    for below, row in enumerate(rows, start=top + 1):
        for index, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(below, index, value, text)
            else:
                sheet.write_number(below, index, value, number)
    sheet.autofilter(top, 0, top + max(len(rows), 1), len(columns) - 1)
    sheet.freeze_panes(top + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
