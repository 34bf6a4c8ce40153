"""Whoever opened a page from another one, or was away, gets back with one tap."""

from dataclasses import replace

import pytest
from aiogram.types import InlineKeyboardMarkup

from exams.domain.people import Locale
from exams.notices.absence import MissedList
from exams.notices.bars import BarredList
from exams.notices.base import Notice
from exams.notices.before import ConferenceLink
from exams.notices.chief import ExamGoesOn
from exams.notices.commission import CommissionCard
from exams.notices.deck import TicketsPrinted
from exams.notices.gradebook import GradeRecords
from exams.notices.marking import MarkingCard
from exams.notices.office import CancelAsked
from exams.notices.oral import PreparationChoice
from exams.notices.question_draw import QuestionDraw
from exams.notices.trouble import WelcomeBack
from handlers.buttons.exam import ExamButton, OfExam
from handlers.keyboards.by_notice import keyboard
from tests.handlers.chats import PlainWords
from tests.handlers.samples import variants
from tests.handlers.samples.base import EXAM, plain

BACK = ExamButton(do=OfExam.CHECKS, exam=EXAM).pack()
PLAN = ExamButton(do=OfExam.PLAN, exam=EXAM).pack()
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


@pytest.mark.parametrize(
    ("of_room", "of_plan", "back"),
    [(True, False, BOARD), (True, True, BOARD), (False, True, PLAN), (False, False, BACK)],
)
def test_the_commission_leads_back_to_board_plan_or_page(
    *, of_room: bool, of_plan: bool, back: str
) -> None:
    card = replace(plain(CommissionCard), of_room=of_room, of_plan=of_plan)

    assert data_of(card) & {BOARD, PLAN, BACK} == {back}


@pytest.mark.parametrize("kind", [WelcomeBack, ExamGoesOn])
@pytest.mark.parametrize(
    ("stage", "leads"),
    [
        ("writing", OfExam.SHOW_TICKET),
        ("running", OfExam.TO_TEST),
        ("uploading", OfExam.SEND_SHEETS),
        ("identified", OfExam.DETAILS),
        ("sheets_checking", OfExam.DETAILS),
    ],
)
def test_who_was_away_goes_on_where_it_stopped(
    kind: type[WelcomeBack | ExamGoesOn], stage: str, leads: OfExam
) -> None:
    found = data_of(replace(plain(kind), stage=stage))

    assert ExamButton(do=leads, exam=EXAM).pack() in found
    assert (
        not {ExamButton(do=do, exam=EXAM).pack() for do in (OfExam.HERE, OfExam.MY_LINK)} & found
    )


@pytest.mark.parametrize(
    ("then", "leads"), [("here", {OfExam.HERE}), ("back", {OfExam.BACK}), ("", set())]
)
def test_under_the_link_stands_what_is_to_be_told_then(then: str, leads: set[OfExam]) -> None:
    found = data_of(replace(plain(ConferenceLink), then=then, url="https://zoom.example/w/1"))

    said = {
        do for do in (OfExam.HERE, OfExam.BACK) if ExamButton(do=do, exam=EXAM).pack() in found
    }
    assert said == leads
