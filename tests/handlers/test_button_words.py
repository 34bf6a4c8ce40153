"""The words on buttons: none is cut off on a narrow phone, and those a text names are there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

import pytest
from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup
from PIL import ImageFont

from exams.domain.ids import CaseId
from exams.domain.people import Locale
from exams.notices.base import Notice
from exams.notices.proctor import StudentCard
from handlers.keyboards.absence import reasons
from handlers.keyboards.by_notice import keyboard
from handlers.keyboards.keys import Keys, Rows
from handlers.keyboards.oral import points, sure_of
from handlers.keyboards.proctor import aside, ending, extra_time, pages, pausing, warnings
from templates.renderer import Renderer
from tests.handlers.samples import EVERY, variants
from tests.handlers.samples.base import ATTEMPT, CASE
from tests.templates.samples.every import SAMPLES

WORDS = Renderer()

PHONE: Final = 360
"""Pixels of the narrowest phones that are still sold."""

EDGES, GAP, PADDING, LETTERS = 10, 5, 15, 15
"""Pixels beside a keyboard, between buttons, in a button beside its words, of its letters."""

SIGN: Final = 18.5
"""How wide a sign is that the letters' font lacks: emoji, ticks, arrows."""

JOINERS: Final = {"\ufe0f", "\u200d"}


@cache
def letters() -> ImageFont.FreeTypeFont:
    """Return what Android writes buttons with."""
    body = files("font_roboto").joinpath("files", "Roboto-Medium.ttf").read_bytes()
    return ImageFont.truetype(BytesIO(body), LETTERS)


@cache
def is_known(letter: str) -> bool:
    """Tell whether the font has a letter, which else is drawn as an empty box."""
    font = letters()
    return bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


@cache
def width_of(text: str) -> float:
    """Return how wide the words are, in pixels."""
    known = "".join(letter for letter in text if letter == " " or is_known(letter))
    signs = sum(1 for letter in text if letter not in JOINERS and letter not in known)
    return letters().getlength(known) + SIGN * signs


def room_for(buttons: int) -> float:
    """Return how wide the words of each button in a row may be."""
    return (PHONE - EDGES - GAP * (buttons - 1)) / buttons - PADDING


def rows_under(notice: Notice, locale: Locale) -> Iterator[list[str]]:
    """Return the words on the buttons under a message, row by row."""
    found = keyboard(notice, locale, WORDS, test_page=lambda _: "https://exam.example/t/1")
    if isinstance(found, InlineKeyboardMarkup):
        yield from ([button.text for button in row] for row in found.inline_keyboard)
    elif isinstance(found, ReplyKeyboardMarkup):
        yield from ([button.text for button in row] for row in found.keyboard)


def rows_over(locale: Locale) -> Rows:
    """Return the rows that open over those of another message."""
    keys = Keys(WORDS, locale)
    card = variants(StudentCard)[0]
    return [
        *warnings(card, keys),
        *extra_time(card, keys),
        *ending(card, keys),
        *pausing(card, keys),
        *pausing(replace(card, can=("pause",)), keys),
        *aside(card, keys),
        *points(card, keys),
        *sure_of(card, 100, keys),
        *pages(ATTEMPT, 30, 2**30 - 1, keys),
        *reasons(CaseId(CASE), keys),
    ]


REAL = [notice for notices in SAMPLES.values() for notice in notices]


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_no_label_is_cut_off_in_its_row(locale: Locale) -> None:
    rows = [[button.text for button in row] for row in rows_over(locale)]
    rows += [row for notice in (*EVERY, *REAL) for row in rows_under(notice, locale)]

    cut = {(len(row), text) for row in rows for text in row if width_of(text) > room_for(len(row))}

    assert not cut


ELSEWHERE: Final = {
    "answer_heard": "all_sent",
    "asked_again": "all_sent",
    "pens_down": "all_sent",
    "booklet_time_left": "finish_test",
    "group_results": "appeal",
    "resits_to_plan": "only_resits",
    "still_paused": "unpause",
}
"""Texts that name a button of another message: the next one, the test's, an exam's page, a
student's card, or one in private.
"""


def words_of(label: str) -> str:
    """Return a label without the signs around it."""
    return re.sub(r"^[^\w]+|[^\w)]+$", "", label)


@pytest.mark.parametrize("locale", Locale, ids=lambda locale: locale.value)
def test_a_button_that_a_text_names_stands_under_it(locale: Locale) -> None:
    names = [name for name in WORDS.labels if name.startswith("button.")]
    labels = {words_of(WORDS.label(name, locale)) for name in names}

    missing = set()
    for notice in REAL:
        here = {words_of(text) for row in rows_under(notice, locale) for text in row}
        if notice.template in ELSEWHERE:
            here.add(words_of(WORDS.label(f"button.{ELSEWHERE[notice.template]}", locale)))
        named = re.findall("[«“]([^»”]+)[»”]", WORDS.notice(notice, locale))
        missing |= {(notice.template, one) for one in named if one in labels - here}

    assert not missing
