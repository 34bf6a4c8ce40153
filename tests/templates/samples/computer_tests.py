"""Notices of a computer test: as they will really be, and the longest expected."""

from dataclasses import replace

from exams.notices import booklet, regrading
from exams.notices.base import Notice
from exams.notices.lines import LogLine, OptionLine, PartnerLine, RegradeLine, TopicLine
from tests.templates.samples.base import AIGERIM, MEDIA, MIDNIGHT, NOON, SUBJECT, TEN, TEXT, E

BOOKLET_INFORMATION = booklet.BookletInformation(
    exam=E, subject=SUBJECT, name=AIGERIM, rating=78, minutes=40, questions=25, void=True,
    starts_at=TEN,
)  # fmt: skip
OPTIONS = tuple(
    OptionLine(index=index, letter=letter, text=text, chosen=letter == "B")
    for index, (letter, text) in enumerate(
        (
            ("A", "Кестенің әр жолын бір мәнді анықтайды"),
            ("B", "a < b & b > c шартын қанағаттандыратын барлық жолдарды қайтарады"),
            ("C", "Индекстің өлшемін азайтады"),
            ("D", "Дұрыс жауап жоқ"),
        )
    )
)
PAGE = booklet.BookletPage(
    exam=E, place=3, questions=25, kind="single", text="Бастапқы кілт дегеніміз не?\na < b",
    options=OPTIONS, lines=(), line=0, typed="", answered=12, flagged=True, minutes_left=27,
    deadline=NOON,
)  # fmt: skip
MATCHING = replace(
    PAGE, kind="matching", text="Сәйкестендіріңіз", line=1, flagged=False,
    lines=(PartnerLine(text="1NF", letter="C"), PartnerLine(text="2NF", letter="")),
    options=tuple(replace(option, chosen=False) for option in OPTIONS),
)  # fmt: skip
LONG_PAGE = replace(
    PAGE, text="Ұзын сұрақ. " * 83,
    options=tuple(
        OptionLine(index=n, letter="ABCDEFGHIJKL"[n], text="&" * 200, chosen=n < 3)
        for n in range(12)
    ),
)  # fmt: skip
SCALE = booklet.BookletScale(
    exam=E, questions=25, answered=tuple(range(1, 13)), flagged=(3, 20), place=3,
    minutes_left=27, deadline=NOON,
)  # fmt: skip
LOG = booklet.BookletLog(
    exam=E, earlier=2, warnings=1,
    lines=(
        LogLine(at=TEN, kind="question", text=TEXT),
        LogLine(at=TEN, kind="message", text="Қазір қараймын"),
        LogLine(at=TEN, kind="warning", text="talking"),
        LogLine(at=TEN, kind="warning", text="", voice=True),
        LogLine(at=TEN, kind="paused", text="technical"),
        LogLine(at=TEN, kind="resumed", text=""),
        LogLine(at=TEN, kind="extra_time", text="5"),
        LogLine(at=TEN, kind="left_page", text="12"),
    ),
)  # fmt: skip
FINISH_BOOKLET = booklet.FinishBooklet(
    exam=E, questions=25, flagged=2, ticked=False, minutes_left=9, deadline=NOON
)
BOOKLET_GRADED = booklet.BookletGraded(
    exam=E, subject=SUBJECT, points=87, letter="B+", gpa="3.33", rating=78, final=82,
    final_letter="B", expired=False,
    topics=(
        TopicLine(topic="Реляциялық модель", percent=100),
        TopicLine(topic="Индекстер", percent=64),
        TopicLine(topic="", percent=0),
    ),
    appeal_until=MIDNIGHT,
)  # fmt: skip
REGRADE = regrading.RegradePreview(
    exam=E, subject=SUBJECT, token="T" * 16, name="07", text="a < b дегеніміз не?", was="1",
    right="2", more=3,
    lines=(RegradeLine(place=3, who=AIGERIM, before=83, after=91),),
)  # fmt: skip

ALL: tuple[Notice, ...] = (
    BOOKLET_INFORMATION,
    replace(BOOKLET_INFORMATION, rating=None, void=False),
    PAGE,
    replace(PAGE, kind="multiple", options=tuple(replace(o, chosen=True) for o in OPTIONS)),
    replace(
        PAGE, kind="true_false", flagged=False,
        options=(
            OptionLine(index=0, letter="A", text="true", chosen=False),
            OptionLine(index=1, letter="B", text="false", chosen=True),
        ),
    ),
    MATCHING,
    replace(PAGE, kind="short", options=(), typed="нормал форма <3"),
    replace(PAGE, kind="numeric", options=(), media=MEDIA),
    SCALE,
    replace(SCALE, flagged=()),
    LOG,
    replace(LOG, lines=(), earlier=0, warnings=0),
    FINISH_BOOKLET,
    replace(FINISH_BOOKLET, ticked=True, flagged=0),
    *(
        booklet.BookletTimeLeft(exam=E, minutes=left, unanswered=open_, void=void, deadline=NOON)
        for left, open_, void in ((10, 7, True), (5, 2, False), (1, 0, True))
    ),
    replace(BOOKLET_GRADED, answers=True),
    BOOKLET_GRADED,
    replace(BOOKLET_GRADED, rating=None, final=None, final_letter="", expired=True),
    replace(BOOKLET_GRADED, points=31, letter="FX", final=None, standing="resit", resits_left=1),
    booklet.BookletVoid(exam=E, subject=SUBJECT, answered=21, questions=25),
    booklet.BookletVoid(
        exam=E, subject=SUBJECT, answered=1, questions=2, standing="registrar", resits_left=0
    ),
    REGRADE,
    replace(REGRADE, lines=(), more=0),
    regrading.KeyMended(exam=E, subject=SUBJECT, name="07", changed=2),
)  # fmt: skip

ONE_MESSAGE: tuple[Notice, ...] = (
    LONG_PAGE,
    replace(LOG, lines=(LogLine(at=TEN, kind="question", text="ұ" * 300),) * 10),
    replace(BOOKLET_GRADED, topics=(TopicLine(topic="т" * 60, percent=55),) * 30),
)
