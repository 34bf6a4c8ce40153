"""Notices of banks of questions: as they will really be, and the longest expected."""

from dataclasses import replace

from exams.domain.item_statistics import Doubt
from exams.notices import banks
from exams.notices.base import Notice
from exams.notices.lines import NotTakenLine
from tests.templates.samples.base import MEDIA, SUBJECT, E

NOT_TAKEN = (
    NotTakenLine(place="7", name="Эссе: Абай", reason="unknown_kind", given="essay"),
    NotTakenLine(place="Сұрақтар A12", name="<2 + 2?>", reason="no_right_answer", given=""),
)
BANK = banks.BankPreview(
    token="x8", name="физика.xml", kind="moodle", count=247,
    kinds=(("single", 200), ("matching", 40), ("numeric", 7)),
    topics=(("Механика", 120), ("", 127)), pictures=31, plain_formulas=2, not_taken=NOT_TAKEN,
    more=3, subjects=((7, SUBJECT),),
)  # fmt: skip
BANK_QUESTION = banks.BankQuestion(
    token="x8", place=3, count=247, kind="single", text="2 < 3 болса, қайсысы дұрыс?",
    topic="Теңсіздіктер", difficulty=1, points=2,
    options=(("−2 < −3", False), ("−2 > −3", True)), pairs=(), accepted=(),
)  # fmt: skip

ALL: tuple[Notice, ...] = (
    BANK,
    replace(BANK, token="", count=0, kinds=(), topics=(), pictures=0, subjects=()),
    replace(BANK, not_taken=(), more=0, plain_formulas=0, pictures=0, topics=(("", 12),)),
    BANK_QUESTION,
    replace(
        BANK_QUESTION, kind="matching", options=(("KZ", True), ("UZ", True)),
        pairs=(("Астана", "KZ"), ("Ташкент", "")),
    ),
    replace(BANK_QUESTION, kind="true_false", options=(("true", True), ("false", False))),
    replace(BANK_QUESTION, kind="numeric", options=(), accepted=("9.8 ± 0.05",), topic=""),
    replace(BANK_QUESTION, options=(("", False), ("x²", True)), media=MEDIA),
    banks.BankDone(subject=SUBJECT, count=247, exams=2),
    banks.BankHelp(media=MEDIA),
    banks.ItemsShown(
        exam=E, subject=SUBJECT, sat=28, count=25, more=2, media=MEDIA,
        doubtful=tuple(
            banks.DoubtLine(name="Q<7>", doubt=doubt.value, percent=43, discrimination="-0.12")
            for doubt in Doubt
        ),
    ),
    banks.ItemsShown(exam=E, subject=SUBJECT, sat=30, count=25, doubtful=(), more=0, media=MEDIA),
    banks.ItemsShown(
        exam=E, subject=SUBJECT, sat=3, count=25, doubtful=(), more=0, media=MEDIA,
        too_few=True, of_room=False,
    ),
)  # fmt: skip
