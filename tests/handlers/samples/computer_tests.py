"""The window and the banks of a computer test: what differs where the buttons do."""

from exams.domain.questions import QuestionKind
from exams.notices.banks import BankPreview, BankQuestion, ItemsShown
from exams.notices.booklet import BookletPage, BookletScale, FinishBooklet
from exams.notices.lines import OptionLine, PartnerLine
from tests.handlers.samples.base import EXAM, Variants

OPTIONS = tuple(
    OptionLine(index=n, letter="ABCDEFGHIJKL"[n], text="true" if n % 2 else "false", chosen=n < 2)
    for n in range(12)
)

VARIANTS: Variants = {
    ItemsShown: [{"of_room": True}, {"of_room": False}],
    BookletPage: [
        {"kind": kind.value, "options": OPTIONS, "place": 2, "questions": 25, "flagged": flagged}
        for kind in QuestionKind
        for flagged in (True, False)
    ]
    + [
        {"kind": "matching", "options": OPTIONS, "lines": (PartnerLine(text="1NF", letter="A"),)},
        {"kind": "single", "place": 25, "questions": 25, "answered": 25},
        {"kind": "single", "place": 1, "questions": 25},
    ],
    BookletScale: [
        {"questions": 90, "answered": tuple(range(1, 91)), "flagged": (5, 90)},
        {"questions": 90},
    ],
    FinishBooklet: [{"ticked": True}, {"ticked": False}],
    BankPreview: [
        {"token": "T" * 32, "subjects": ((EXAM, "Деректер қоры"),)},
        {"token": ""},
    ],
    BankQuestion: [{"token": "T" * 32, "place": place, "count": 3} for place in (1, 2, 3)],
}
