"""What goes past the own pictures: the connection, the proctor, and no entry of the menu."""

from typing import Any

import pytest

from bot.waiting import Urgent
from exams.domain.people import Locale
from handlers.buttons.exam import ExamButton, OfExam
from templates.renderer import Renderer

WORDS = Renderer()
URGENT = Urgent(WORDS)


def tapped(do: OfExam) -> dict[str, Any]:
    return {"callback_query": {"data": ExamButton(do=do, exam=1).pack()}}


@pytest.mark.parametrize("do", [OfExam.OUTAGE, OfExam.BACK, OfExam.QUESTION, OfExam.MY_LINK])
def test_who_is_cut_off_or_asks_the_proctor_waits_for_no_picture(do: OfExam) -> None:
    assert URGENT(tapped(do))


@pytest.mark.parametrize("do", [OfExam.ALL_SENT, OfExam.OWN_SHEETS, OfExam.FINISH])
def test_what_is_about_the_sheets_waits_until_they_are_looked_at(do: OfExam) -> None:
    assert not URGENT(tapped(do))


def test_words_to_the_proctor_do_not_wait() -> None:
    assert URGENT({"message": {"text": "Can I use a calculator?"}})


@pytest.mark.parametrize("locale", Locale)
def test_the_menu_and_commands_wait_for_they_leave_the_form(locale: Locale) -> None:
    for text in (WORDS.label("button.my_exams", locale), "/exams"):
        assert not URGENT({"message": {"text": text}})


@pytest.mark.parametrize(
    "update", [{}, {"callback_query": {"id": "1"}}, {"message": {"photo": []}}]
)
def test_what_says_nothing_is_not_urgent(update: dict[str, Any]) -> None:
    assert not URGENT(update)
