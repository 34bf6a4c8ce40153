"""The buttons in the window of a computer test (S16-S18)."""

from typing import Final

from aiogram.types import InlineKeyboardButton

from exams.domain.ids import ExamId
from exams.domain.questions import QuestionKind
from exams.notices.booklet import (
    BookletGraded,
    BookletInformation,
    BookletLog,
    BookletPage,
    BookletScale,
    BookletTimeLeft,
    BookletVoid,
    FinishBooklet,
)
from exams.notices.lines import OptionLine
from exams.notices.regrading import KeyMended, RegradePreview
from handlers.buttons.computer_test import (
    FlagButton,
    KeyButton,
    PickButton,
    PlaceButton,
    TickFinishButton,
)
from handlers.buttons.exam import OfExam
from handlers.buttons.places import Go
from handlers.keyboards.keys import CHOSEN, TICKED, UNTICKED, Keys, Row, Rows, in_rows, plain
from handlers.keyboards.question_draw import to_answers

LETTERS_IN_A_ROW: Final = 4
WORDS_IN_A_ROW: Final = 2
LINES_IN_A_ROW: Final = 4
PLACES_IN_A_ROW: Final = 5


def booklet_information(notice: BookletInformation, keys: Keys) -> Rows:
    """Next begins the test (S13, S14)."""
    begin = keys.exam("to_tickets", OfExam.TO_TEST, notice.exam)
    return [[begin], keys.app("open_page", notice.exam), keys.tail(notice.exam)]


def booklet_page(notice: BookletPage, keys: Keys) -> Rows:
    """The options, the way to other questions, and Finish once everything is answered."""
    exam, place, last = notice.exam, notice.place, notice.questions
    lines = [
        plain(
            f"{'▸' if n == notice.line else ''}{n + 1}→{line.letter or '…'}",
            PlaceButton(exam=exam, place=place, line=n),
        )
        for n, line in enumerate(notice.lines)
    ]
    options = [_option(notice, option, keys) for option in notice.options]
    in_words = notice.kind == QuestionKind.TRUE_FALSE.value
    turn: Row = []
    if place > 1:
        turn.append(keys.key("previous_question", _to(exam, place - 1)))
    turn.append(keys.exam("scale", OfExam.SCALE, exam))
    if place < last:
        turn.append(keys.key("next_question", _to(exam, place + 1)))
    flag = FlagButton(exam=exam, place=place, on=not notice.flagged)
    return [
        *in_rows(lines, LINES_IN_A_ROW),
        *in_rows(options, WORDS_IN_A_ROW if in_words else LETTERS_IN_A_ROW),
        turn,
        [
            keys.key("unflag" if notice.flagged else "flag", flag),
            keys.exam("chat_log", OfExam.CHAT_LOG, exam),
        ],
        _finish(exam, keys, complete=notice.answered == last),
        [keys.exam("question_to_proctor", OfExam.QUESTION, exam)],
        keys.app("open_page", exam),
        keys.tail(exam),
    ]


def _option(notice: BookletPage, option: OptionLine, keys: Keys) -> InlineKeyboardButton:
    kind = QuestionKind(notice.kind)
    pick = PickButton(
        exam=notice.exam,
        place=notice.place,
        option=option.index,
        on=not option.chosen if kind is QuestionKind.MULTIPLE else True,
        line=notice.line,
    )
    if kind is QuestionKind.TRUE_FALSE:
        return keys.key(option.text, pick, before=CHOSEN if option.chosen else "")
    if kind is QuestionKind.MULTIPLE:
        return plain(f"{TICKED if option.chosen else UNTICKED}{option.letter}", pick)
    return plain(f"{CHOSEN if option.chosen else ''}{option.letter}", pick)


def _to(exam: ExamId, place: int) -> PlaceButton:
    return PlaceButton(exam=exam, place=place, line=-1)


def _finish(exam: ExamId, keys: Keys, *, complete: bool) -> Row:
    return [keys.exam("finish_test", OfExam.FINISH_TEST, exam)] if complete else []


def booklet_scale(notice: BookletScale, keys: Keys) -> Rows:
    """Every question by its number, with its sign."""
    exam = notice.exam
    places = [
        plain(f"{_sign(notice, place)} {place}", _to(exam, place))
        for place in range(1, notice.questions + 1)
    ]
    return [
        *in_rows(places, PLACES_IN_A_ROW),
        [keys.key("to_questions", _to(exam, notice.place))],
        _finish(exam, keys, complete=len(notice.answered) == notice.questions),
        keys.tail(exam),
    ]


def _sign(notice: BookletScale, place: int) -> str:
    here = "▸" if place == notice.place else ""
    if place in notice.flagged:
        return f"{here}🚩"
    return f"{here}✅" if place in notice.answered else f"{here}▫️"


def booklet_log(notice: BookletLog, keys: Keys) -> Rows:
    """Ask the proctor, or go on."""
    exam = notice.exam
    ask = keys.exam("question_to_proctor", OfExam.QUESTION, exam)
    return [[ask], [keys.exam("to_test", OfExam.TO_TEST, exam)], keys.tail(exam)]


def finish_booklet(notice: FinishBooklet, keys: Keys) -> Rows:
    """Tick, then finish; or back to the questions (S18)."""
    exam, ticked = notice.exam, notice.ticked
    tick = keys.key(
        "tick_finish",
        TickFinishButton(exam=exam, on=not ticked),
        before=TICKED if ticked else UNTICKED,
    )
    submit = [keys.exam("submit_test", OfExam.SUBMIT_TEST, exam)] if ticked else []
    back = keys.exam("to_questions", OfExam.GO_BACK, exam)
    return [[tick], submit, [back], keys.tail(exam)]


def booklet_time_left(notice: BookletTimeLeft, keys: Keys) -> Rows:
    """Go on with the test; help stands by."""
    exam = notice.exam
    return [
        [keys.exam("to_test", OfExam.TO_TEST, exam)],
        keys.app("open_page", exam),
        keys.tail(exam),
    ]


def booklet_over(notice: BookletGraded | BookletVoid, keys: Keys) -> Rows:
    """See what was right, where that is shown; appeal, or ask for help."""
    shown = isinstance(notice, BookletGraded) and notice.answers
    answers = [to_answers(notice.exam, keys)] if shown else []
    appeal = [keys.exam("appeal", OfExam.APPEAL, notice.exam)]
    return [answers, appeal, [keys.go("help", Go.HELP)]]


# -- the examiner ---------------------------------------------------------------------


def regrade_preview(notice: RegradePreview, keys: Keys) -> Rows:
    """Mend exactly this, or leave it."""
    mend = keys.key("confirm_key", KeyButton(token=notice.token))
    return [[mend], [keys.go("cancel", Go.CANCEL)]]


def key_mended(notice: KeyMended, keys: Keys) -> Rows:
    """Another one, or back to the room."""
    again = keys.exam("mend_key", OfExam.MEND_KEY, notice.exam)
    return [[again], [keys.exam("board", OfExam.BOARD, notice.exam)]]
