"""The buttons under what a test asks, and under what was right."""

from aiogram.types import InlineKeyboardButton

from exams.domain.ids import ExamId
from exams.notices.question_draw import DrawPreview, QuestionDraw
from exams.notices.right_answers import RightAnswer
from handlers.buttons.exam import OfExam
from handlers.buttons.places import Go
from handlers.buttons.question_draw import AnswerButton, DrawButton, KeepDrawButton, OfDraw
from handlers.keyboards.keys import Keys, Row, Rows


def to_draw(exam: ExamId, keys: Keys) -> InlineKeyboardButton:
    """Return the button to what each student of a test is asked."""
    return keys.key("question_draw", DrawButton(do=OfDraw.OPEN, exam=exam))


def to_answers(exam: ExamId, keys: Keys) -> InlineKeyboardButton:
    """Return the button to what was right."""
    return keys.key("right_answers", AnswerButton(exam=exam, place=1))


def question_draw(notice: QuestionDraw, keys: Keys) -> Rows:
    """Set it, or let every topic give its share; show answers afterwards or not; and back."""
    exam = notice.exam
    rows: Rows = []
    if notice.open and notice.bank:
        rows.append([keys.key("set_draw", DrawButton(do=OfDraw.SET, exam=exam))])
    if notice.open and notice.parts:
        rows.append([keys.key("in_proportion", DrawButton(do=OfDraw.IN_PROPORTION, exam=exam))])
    shown = notice.shows_answers
    do = OfDraw.HIDE_ANSWERS if shown else OfDraw.OFFER_ANSWERS
    key = "hide_answers" if shown else "offer_answers"
    answers = keys.key(key, DrawButton(do=do, exam=exam))
    return [*rows, [answers], [keys.exam("back", OfExam.CHECKS, exam)]]


def draw_preview(notice: DrawPreview, keys: Keys) -> Rows:
    """Keep exactly this; what is typed instead replaces it."""
    keep = keys.key("keep_draw", KeepDrawButton(token=notice.token))
    return [[keep], [keys.go("cancel", Go.CANCEL)]]


def right_answer(notice: RightAnswer, keys: Keys) -> Rows:
    """The questions before and after it."""
    turn: Row = [
        keys.key(key, AnswerButton(exam=notice.exam, place=place))
        for key, place in (
            ("previous_question", notice.place - 1),
            ("next_question", notice.place + 1),
        )
        if 1 <= place <= notice.questions
    ]
    return [turn, [keys.go("my_exams", Go.MY_EXAMS)]]
