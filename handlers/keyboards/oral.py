"""The buttons of an oral exam: under its messages, and over a student's card."""

from exams.notices.oral import (
    CalledUp,
    OralInformation,
    OralTicket,
    PreparationChoice,
    SwapChoices,
    YourTurn,
)
from exams.notices.proctor import StudentCard
from handlers.buttons.attempt import OfAttempt
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.oral import POINTS, PointsButton, SwapButton
from handlers.buttons.places import Go
from handlers.keyboards.keys import CHOSEN, Keys, Rows, in_rows, plain
from handlers.keyboards.proctor import to_card
from templates.filters import short_name


def oral_information(notice: OralInformation, keys: Keys) -> Rows:
    """The tickets come by themselves; whoever is impatient may look (S13, S20)."""
    look = keys.exam("refresh", OfExam.TO_TICKETS, notice.exam)
    ask = keys.exam("question_to_proctor", OfExam.QUESTION, notice.exam)
    return [[look], [ask], keys.tail(notice.exam)]


def waiting(notice: OralTicket | YourTurn | CalledUp, keys: Keys) -> Rows:
    """While preparing, and when called."""
    exam = notice.exam
    if isinstance(notice, OralTicket) and notice.over:
        return [[keys.go("help", Go.HELP)]]
    again = [keys.exam("show_ticket", OfExam.SHOW_TICKET, exam)]
    return [
        [] if isinstance(notice, OralTicket) else again,
        [keys.exam("question_to_proctor", OfExam.QUESTION, exam)],
        keys.tail(exam),
    ]


def swap_choices(notice: SwapChoices, keys: Keys) -> Rows:
    """Everybody else who waits."""
    others = [
        [
            plain(
                f"{line.turn}. {short_name(line.name)}",
                SwapButton(attempt=notice.attempt, other=line.attempt),
            )
        ]
        for line in notice.others
    ]
    return [*others, to_card(notice.attempt, keys)]


def preparation(notice: PreparationChoice, keys: Keys) -> Rows:
    """By the instruction, or equally."""
    exam = notice.exam
    ways = (
        ("by_instruction", OfExam.BY_INSTRUCTION, not notice.equal),
        ("equally", OfExam.EQUALLY, notice.equal),
    )
    return [
        *(
            [keys.key(key, ExamButton(do=do, exam=exam), before=CHOSEN if chosen else "")]
            for key, do, chosen in ways
        ),
        [keys.exam("back", OfExam.CHECKS, exam)],
    ]


# -- what opens over a card ---------------------------------------------------------


def points(notice: StudentCard, keys: Keys) -> Rows:
    """The usual marks, or any other."""
    attempt = notice.attempt
    usual = [
        plain(str(mark), PointsButton(attempt=attempt, points=mark, sure=False)) for mark in POINTS
    ]
    other = keys.attempt("mark_words", OfAttempt.MARK_WORDS, attempt)
    return [*in_rows(usual, 5), [other], to_card(attempt, keys)]


def sure_of(notice: StudentCard, mark: int, keys: Keys) -> Rows:
    """Announce this mark?"""
    now = PointsButton(attempt=notice.attempt, points=mark, sure=True)
    yes = plain(f"{keys.label('publish_mark')}: {mark}", now)
    return [[yes], to_card(notice.attempt, keys)]
