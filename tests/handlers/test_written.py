"""Every form that asks for words: its use case has them, with whom they are about; it closes."""

from typing import Any

import pytest

from exams.domain.people import Role
from exams.domain.refusals.words import ReasonMissing
from handlers.forms import Typing
from tests import make
from tests.handlers.chats import Chats

WORDS = "жарық сөнді"
FORMS: dict[str, tuple[Any, str, str, tuple[Any, ...]]] = {
    "ask_proctor": (Typing.question, "exam", WORDS, (WORDS,)),
    "file_appeal": (Typing.appeal, "exam", WORDS, (WORDS,)),
    "uphold": (Typing.uphold, "attempt", WORDS, (WORDS,)),
    "change_mark": (Typing.change_mark, "attempt", "78 толық", ("78", "толық")),
    "fail_id": (Typing.id_failed, "attempt", WORDS, (WORDS,)),
    "end_attempt": (Typing.end, "attempt", WORDS, (WORDS,)),
    "spoil_ticket": (Typing.spoil, "attempt", WORDS, (WORDS,)),
    "add_time": (Typing.extra_time, "attempt", "15 сөнді", (15, "сөнді")),
    "message_everybody": (Typing.message_all, "exam", WORDS, (WORDS,)),
    "add_time_for_everybody": (Typing.time_all, "exam", "15 сөнді", (15, "сөнді")),
    "ask_end": (Typing.ask_end, "attempt", WORDS, (WORDS,)),
    "void": (Typing.void, "attempt", WORDS, (WORDS,)),
    "open_review": (Typing.review, "attempt", WORDS, (WORDS,)),
    "correct_mark": (Typing.correction, "exam", "12 85 қосынды", ("12 85", "қосынды")),
    "mark_answer": (Typing.points, "attempt", "90 толық", ("90", "толық")),
    "give_commission_mark": (Typing.commission_points, "attempt", "90", ("90",)),
    "mark_work": (Typing.work_points, "attempt", "90", ("90",)),
    "lift_bar": (Typing.lift_bar, "attempt", WORDS, (WORDS,)),
    "reconsider": (Typing.reconsider, "case", WORDS, (WORDS,)),
    "refuse_absence": (Typing.absence_refuse, "case", WORDS, (WORDS,)),
    "ask_proof": (Typing.absence_ask_proof, "case", WORDS, (WORDS,)),
    "send_back_plan": (Typing.send_back_plan, "exam", WORDS, (WORDS,)),
}


@pytest.fixture
def speaking(chats: Chats) -> Chats:
    chats.speaks(make.SERIK, Role.DEAN)
    return chats


@pytest.mark.parametrize("use", FORMS)
async def test_words_reach_whom_they_are_about_and_close_the_form(
    speaking: Chats, use: str
) -> None:
    form, about, text, read = FORMS[use]
    await speaking.open(form, **{about: 7})

    await speaking.write(text)

    assert speaking.use.calls[-1] == (use, 7, *read)
    assert await speaking.state() is None


@pytest.mark.parametrize("use", FORMS)
async def test_a_refusal_leaves_the_form_open_for_other_words(speaking: Chats, use: str) -> None:
    form, about, text, _ = FORMS[use]
    speaking.use.refuses[use] = ReasonMissing()
    await speaking.open(form, **{about: 7})

    await speaking.write(text)

    assert await speaking.state() == form.state


@pytest.mark.parametrize("use", ["add_time", "add_time_for_everybody"])
async def test_what_cannot_be_read_is_asked_for_again(speaking: Chats, use: str) -> None:
    form, about, _, _ = FORMS[use]
    await speaking.open(form, **{about: 7})

    await speaking.write(WORDS)

    assert use not in speaking.use.names
    assert await speaking.state() == form.state
    assert speaking.telegram.texts
