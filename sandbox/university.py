"""A small university that exists nowhere: its people, its groups, an exam with tickets."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.exam import ASTANA, Kind
from exams.domain.people import Role

HELPDESK_EMAIL: Final = "registrar@university.example"
HELPDESK_PHONE: Final = "+7 700 000 00 00"
HOST: Final = "exams@university.example"
GROUP: Final = "ИС-21"
FACULTY: Final = "IT"
TOWN: Final = "Алматы"
VILLAGE: Final = "Сарыжазық"


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A person of the university, with a phone."""

    first_name: str
    last_name: str
    number: str
    role: Role
    phone: str
    rating: int | None = None
    extra_time: int = 0
    region: str = ""

    @property
    def name(self) -> str:
        """Return the name as the roster has it."""
        return f"{self.last_name} {self.first_name}"


def _student(
    first_name: str,
    last_name: str,
    n: int,
    rating: int,
    extra_time: int = 0,
    *,
    region: str = TOWN,
) -> Somebody:
    return Somebody(
        first_name=first_name,
        last_name=last_name,
        number=f"2101{n:03}",
        role=Role.STUDENT,
        phone=f"+77010000{n:03}",
        rating=rating,
        extra_time=extra_time,
        region=region,
    )


STUDENTS: Final = (
    _student("Айгерім", "Серікқызы", 1, 92),
    _student("Болат", "Ахметов", 2, 78, region=VILLAGE),
    _student("Дана", "Нұрланова", 3, 85),
    _student("Ерлан", "Қасымов", 4, 67, extra_time=25, region=VILLAGE),
    _student("Мадина", "Оспанова", 5, 71),
    _student("Тимур", "Жақсыбеков", 6, 58, region=VILLAGE),
)
_OTHERS: Final = (
    "Сыдықов Арман", "Сұлтанова Жанар", "Сүлейменов Олжас", "Смағұлова Самал", "Тасболатов Ілияс",
    "Темірханова Назерке", "Тоқтаров Марат", "Төлебаева Гүлдана", "Тұрсынов Рүстем",
    "Тынышбаева Камила", "Тілеуов Бауыржан", "Уәлиева Әсем", "Ұлықбеков Қуаныш", "Үсенова Перизат",
    "Файзуллин Темірлан", "Хамитова Сәния", "Хасенов Нұрсұлтан", "Шаймерденова Лаура",
    "Шаяхметов Асқар", "Шәріпова Меруерт", "Шоқанов Ерасыл", "Ыбыраева Ұлжан", "Ысқақов Санжар",
    "Юсупова Диана", "Яхин Тимур",
)  # fmt: skip
COURSE: Final = (
    *STUDENTS[:-1],
    *(
        _student(name.split()[1], name.split()[0], n, 55 + 3 * n % 45)
        for n, name in enumerate(_OTHERS, start=7)
    ),
    STUDENTS[-1],
)
"""Thirty-one students of one course, those of the small exam among them; the last stays away."""
GROUP_OF_25: Final = (*COURSE[:24], COURSE[-2])
"""Those of the small exam but one, and others; who stays away is the last one by name."""


def some_of(*first_names: str) -> tuple[Somebody, ...]:
    """Return those of the twenty-five with these first names."""
    return tuple(one for one in GROUP_OF_25 if one.first_name in first_names)


CHIEF: Final = Somebody(
    first_name="Гүлнар",
    last_name="Исаева",
    number="T-001",
    role=Role.PROCTOR,
    phone="+77020000003",
)
PROCTOR: Final = Somebody(
    first_name="Сәуле",
    last_name="Төлегенова",
    number="T-014",
    role=Role.PROCTOR,
    phone="+77020000014",
)
DEAN: Final = Somebody(
    first_name="Қайрат",
    last_name="Мұқанов",
    number="D-001",
    role=Role.DEAN,
    phone="+77020000001",
)
REGISTRAR: Final = Somebody(
    first_name="Ләззат",
    last_name="Бекенова",
    number="R-002",
    role=Role.REGISTRAR,
    phone="+77020000002",
)
STAFF: Final = (PROCTOR, DEAN, REGISTRAR, CHIEF)

SUBJECT: Final = {
    "kk": "Дерекқорлар жүйесі",
    "ru": "Системы баз данных",
    "en": "Database systems",
}
_TOPICS: Final = {
    "kk": (
        "Реляциялық модельдің негізгі ұғымдары: қатынас, кортеж, кілт.",
        "Бірінші, екінші және үшінші қалыпты форма. Мысал келтіріңіз.",
        "Транзакция және ACID қасиеттері.",
        "SQL тілінде JOIN түрлері. Әрқайсысына сұраныс жазыңыз.",
        "Индекс деген не? B-ағашының құрылымын сызыңыз.",
        "Оқшаулау деңгейлері және олар болдырмайтын ауытқулар.",
        "Мәндік-байланыс моделі: кітапхана үшін сызба жасаңыз.",
        "Көріністер мен триггерлер: айырмашылығы және қолданылуы.",
        "Бұғаттау және өзара бұғатталу. Қалай болдырмауға болады?",
        "Деректердің тұтастығы: шектеулердің түрлері.",
    ),
    "ru": (
        "Основные понятия реляционной модели: отношение, кортеж, ключ.",
        "Первая, вторая и третья нормальные формы. Приведите пример.",
        "Транзакция и свойства ACID.",
        "Виды JOIN в языке SQL. Напишите запрос на каждый.",
        "Что такое индекс? Нарисуйте устройство B-дерева.",
        "Уровни изоляции и аномалии, от которых они защищают.",
        "Модель «сущность — связь»: составьте схему библиотеки.",
        "Представления и триггеры: различие и применение.",
        "Блокировки и взаимная блокировка. Как её избежать?",
        "Целостность данных: виды ограничений.",
    ),
    "en": (
        "Main notions of the relational model: relation, tuple, key.",
        "First, second and third normal form. Give an example.",
        "Transactions and the ACID properties.",
        "Kinds of JOIN in SQL. Write a query for each.",
        "What is an index? Draw how a B-tree is built.",
        "Isolation levels and the anomalies they prevent.",
        "The entity-relationship model: draw a scheme for a library.",
        "Views and triggers: how they differ, and their uses.",
        "Locks and deadlock. How can it be avoided?",
        "Data integrity: the kinds of constraints.",
    ),
}
TICKETS: Final = 10


def people_csv(students: Sequence[Somebody] = STUDENTS) -> bytes:
    """Return the roster as the registrar would import it."""
    rows = [
        (
            one.number,
            one.name,
            one.role.value,
            GROUP if one.role is Role.STUDENT else "",
            FACULTY,
            one.region,
            one.phone,
            one.extra_time or "",
        )
        for one in (*STAFF, *students)
    ]
    columns = ("number", "name", "role", "group", "faculty", "region", "phone", "extra time")
    return _csv(columns, rows)


def schedule_csv(
    starts_at: datetime,
    locale: str,
    kind: Kind = Kind.WRITTEN,
    *,
    minutes: int = 120,
    chief: Somebody | None = None,
) -> bytes:
    """Return the schedule with one exam."""
    local = starts_at.astimezone(ASTANA)
    row = (
        SUBJECT[locale],
        kind.value,
        f"{local:%d.%m.%Y}",
        f"{local:%H:%M}",
        GROUP,
        PROCTOR.number,
        minutes,
        chief.number if chief else "",
    )
    columns = ("subject", "kind", "date", "time", "groups", "proctors", "minutes", "chief")
    return _csv(columns, [row])


def tickets_csv(locale: str, count: int = TICKETS) -> bytes:
    """Return tickets of two questions, no two alike up to eighty."""
    topics = _TOPICS[locale]
    rows = [
        (
            SUBJECT[locale],
            number,
            topics[(number - 1) % len(topics)],
            topics[(number + 4 + (number - 1) // len(topics)) % len(topics)],
        )
        for number in range(1, count + 1)
    ]
    return _csv(("subject", "ticket", "question 1", "question 2"), rows)


def ratings_csv(locale: str, students: Sequence[Somebody] = STUDENTS) -> bytes:
    """Return the admission ratings."""
    rows = [(one.number, SUBJECT[locale], one.rating) for one in students]
    return _csv(("number", "subject", "rating"), rows)


def _csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
