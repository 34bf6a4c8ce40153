"""Whoever opened a page from another one gets back there with one tap."""

from dataclasses import replace

import pytest
from aiogram.types import InlineKeyboardMarkup

from exams.domain.people import Locale
from exams.notices.absence import MissedList
from exams.notices.bars import BarredList
from exams.notices.base import Notice
from exams.notices.deck import TicketsPrinted
from exams.notices.gradebook import GradeRecords
from exams.notices.marking import MarkingCard
from exams.notices.office import CancelAsked
from exams.notices.oral import PreparationChoice
from exams.notices.question_draw import QuestionDraw
from handlers.buttons.exam import ExamButton, OfExam
from handlers.keyboards.by_notice import keyboard
from tests.handlers.chats import PlainWords
from tests.handlers.samples import variants
from tests.handlers.samples.base import EXAM, plain

BACK = ExamButton(do=OfExam.CHECKS, exam=EXAM).pack()
BOARD = ExamButton(do=OfExam.BOARD, exam=EXAM).pack()


def data_of(notice: Notice) -> set[str | None]:
    found = keyboard(notice, Locale.KK, PlainWords())
    assert isinstance(found, InlineKeyboardMarkup)
    return {button.callback_data for row in found.inline_keyboard for button in row}


@pytest.mark.parametrize(
    "kind",
    [
        BarredList, CancelAsked, GradeRecords, MissedList, PreparationChoice,
        QuestionDraw, TicketsPrinted,
    ],
)  # fmt: skip
def test_what_is_opened_on_the_page_of_an_exam_leads_back_to_it(kind: type[Notice]) -> None:
    assert all(BACK in data_of(notice) for notice in variants(kind))


@pytest.mark.parametrize(("of_room", "back"), [(True, BOARD), (False, BACK)])
def test_the_marking_leads_back_to_the_board_or_to_the_page_of_the_exam(
    *, of_room: bool, back: str
) -> None:
    card = replace(plain(MarkingCard), of_room=of_room)

    assert data_of(card) & {BOARD, BACK} == {back}
