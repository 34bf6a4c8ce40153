"""The buttons under the list of those who are kept from an exam."""

from aiogram.types import InlineKeyboardButton

from exams.domain.ids import ExamId
from exams.notices.bars import BarLifted, BarredList
from handlers.buttons.bars import BarredButton, LiftButton
from handlers.buttons.exam import OfExam
from handlers.keyboards.keys import Keys, Rows, plain


def to_barred(exam: ExamId, keys: Keys) -> InlineKeyboardButton:
    """Return the button to those who are kept from an exam."""
    return keys.key("barred_list", BarredButton(exam=exam))


def barred_list(notice: BarredList, keys: Keys) -> Rows:
    """Each of them, while a bar can be lifted."""
    rows: Rows = [
        [plain(f"✅ {name}", LiftButton(exam=notice.exam, attempt=attempt))]
        for attempt, name, _ in notice.students
        if notice.how == "lift"
    ]
    return [*rows, [keys.exam("back", OfExam.CHECKS, notice.exam)]]


def bar_lifted(notice: BarLifted, keys: Keys) -> Rows:
    """What to do before the exam."""
    return [[keys.exam("details", OfExam.DETAILS, notice.exam)]]
