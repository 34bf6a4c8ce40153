"""The notices about tickets being made, with data as it will really be."""

from dataclasses import replace

from exams.domain.ids import ExamId
from exams.notices import composing
from exams.notices.base import Notice

SUBJECT = "Деректер құрылымы және алгоритмдер"

POOL = composing.PoolPreview(
    token="A" * 10,
    name="сұрақтар.xlsx",
    language="kk",
    count=120,
    topics=(("Сұрыптау <және> іздеу", 60), ("Графтар", 40), ("Хештеу", 20)),
    levels=(40, 50, 30),
    subjects=((900, SUBJECT), (901, "Тарих")),
)
COMPOSED = composing.TicketsComposed(
    token="A" * 10,
    exam=ExamId(900),
    subject=SUBJECT,
    language="kk",
    students=25,
    count=28,
    size=3,
    seed="K7Q2M4XA",
    difficulty=(5, 6),
    marks=(90, 100),
    topics=(2, 3),
    uses=2,
    place=7,
    asked=(
        ("Екілік іздеу: a < b болғанда неше қадам?", "Сұрыптау <және> іздеу", 1, 30),
        ("Қысқа жол: Дейкстра алгоритмі.", "Графтар", 2, 30),
        ("Хеш-кестедегі қақтығыс.", "Хештеу", 3, 40),
    ),
    can=("more", "fewer", "longer", "shorter"),
)
ALL: tuple[Notice, ...] = (
    POOL,
    replace(POOL, language="", subjects=(), topics=tuple((f"Тақырып {n}", n) for n in range(60))),
    COMPOSED,
    replace(
        COMPOSED,
        language="",
        marks=(0, 0),
        uses=1,
        size=1,
        asked=(("Сұрақ?", "Графтар", 2, 0),),
    ),
)
