"""The notices about tickets being made, with data as it will really be."""

from dataclasses import replace

from exams.domain.ids import AttemptId, Digest, ExamId
from exams.notices import commission, composing, deck, oral, writing
from exams.notices.base import Media, Notice

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
PRINTED = deck.TicketsPrinted(
    exam=ExamId(900),
    subject=SUBJECT,
    count=28,
    deck="kk",
    decks=("kk", "ru", ""),
    language="kk",
    two=False,
    media=(Media(kind="document", digest=Digest("a" * 64), name="tickets-900-kk.pdf"),),
)
MARKED = (Media(kind="photo", digest=Digest("b" * 64), name="ticket-12.png"),)
COMMISSION = commission.CommissionCard(
    exam=ExamId(900), subject=SUBJECT, members=("Төлегенов Нұрлан", "Һамитова Жәния"),
    way="averaged", can=True,
)  # fmt: skip
HEARD = commission.AnswerToMark(
    attempt=AttemptId(31), name="Сәрсенбаева Айгерім", subject=SUBJECT, ticket=12, own=80,
    awaited=("Һамитова Жәния",), given=(), absent=(), way="agreed", proposal=None, told=None,
    can_mark=True, can_confirm=False, absentees=((202, "Һамитова Жәния"),),
)  # fmt: skip
SEEN = replace(
    HEARD, awaited=(), given=(("Төлегенов Нұрлан", 80), ("Һамитова Жәния", 90)), absentees=()
)
ALL: tuple[Notice, ...] = (
    COMMISSION,
    replace(COMMISSION, members=(), can=False),
    HEARD,
    replace(HEARD, own=None),
    SEEN,
    replace(SEEN, way="averaged", proposal=85, can_confirm=True, absent=("Оңғарбаев Серік",)),
    replace(SEEN, way="averaged", proposal=85, told=85, can_mark=False),
    PRINTED,
    replace(PRINTED, deck="", decks=("",), language="en", two=True, count=1),
    writing.TicketShown(
        exam=ExamId(900),
        position=5,
        ticket=12,
        questions=(),
        minutes=120,
        deadline=None,
        media=MARKED,
    ),
    oral.OralTicket(exam=ExamId(900), position=5, ticket=12, questions=(), media=MARKED),
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
