"""What a student taps and types in the window of a computer test."""

from dataclasses import replace
from typing import Any, cast

from aiogram.types import InlineKeyboardButton

from exams.domain.people import Locale
from exams.domain.questions import QuestionKind
from exams.domain.refusals.moments import TooLate
from exams.notices.booklet import BookletPage, BookletScale, FinishBooklet
from exams.notices.lines import OptionLine, PartnerLine
from handlers.buttons.computer_test import PickButton
from handlers.keyboards.by_notice import keyboard
from tests import make
from tests.handlers.chats import Chats, PlainWords
from tests.handlers.samples.base import EXAM, plain

WORDS = PlainWords()
OPTIONS = tuple(
    OptionLine(index=index, letter=letter, text=letter, chosen=letter == "B")
    for index, letter in ((2, "A"), (0, "B"), (1, "C"))
)


def page(kind: QuestionKind = QuestionKind.SINGLE, **changes: Any) -> BookletPage:
    shown = replace(
        plain(BookletPage),
        kind=kind.value,
        options=OPTIONS,
        place=2,
        questions=3,
        answered=1,
        flagged=False,
        line=0,
    )
    return cast("BookletPage", replace(shown, **changes))


def keys(notice: BookletPage | BookletScale | FinishBooklet) -> list[InlineKeyboardButton]:
    found = keyboard(notice, Locale.KK, WORDS)
    return [key for row in found.inline_keyboard for key in row]  # type: ignore[union-attr]


def texts(notice: BookletPage | BookletScale | FinishBooklet) -> list[str]:
    return [key.text for key in keys(notice)]


def test_letters_stand_for_the_options_in_the_order_shown() -> None:
    assert texts(page())[:3] == ["A", "● B", "C"]
    picks = [PickButton.unpack(str(key.callback_data)) for key in keys(page())[:3]]
    assert [pick.option for pick in picks] == [2, 0, 1]
    assert texts(page(QuestionKind.MULTIPLE))[:3] == ["☐ A", "☑ B", "☐ C"]


def test_a_tap_on_a_chosen_option_takes_it_back_only_where_several_may_be_chosen() -> None:
    on = [PickButton.unpack(str(key.callback_data)).on for key in keys(page())[:3]]
    assert on == [True, True, True]
    several = keys(page(QuestionKind.MULTIPLE))[:3]
    assert [PickButton.unpack(str(key.callback_data)).on for key in several] == [True, False, True]


def test_the_active_line_of_a_matching_question_is_marked() -> None:
    lines = (PartnerLine(text="1NF", letter="C"), PartnerLine(text="2NF", letter=""))
    shown = page(QuestionKind.MATCHING, lines=lines, line=1)
    assert texts(shown)[:2] == ["1→C", "▸2→…"]
    assert PickButton.unpack(str(keys(shown)[2].callback_data)).line == 1


def test_finish_appears_when_every_question_has_an_answer() -> None:
    finish = WORDS.label("button.finish_test", Locale.KK)
    assert finish not in texts(page(answered=2))
    assert finish in texts(page(answered=3))
    scale = plain(BookletScale)
    assert finish not in texts(scale)
    assert finish in texts(replace(scale, questions=3, answered=(1, 2, 3)))


def test_the_test_is_finished_only_with_the_tick() -> None:
    submit = WORDS.label("button.submit_test", Locale.KK)
    for ticked in (True, False):
        window = FinishBooklet(
            exam=EXAM, questions=3, flagged=0, ticked=ticked, minutes_left=5, deadline=make.START
        )
        assert (submit in texts(window)) is ticked


def test_at_the_first_and_the_last_question_there_is_nothing_beyond() -> None:
    assert "◀️" not in texts(page(place=1))
    assert "▶️" not in texts(page(place=3))
    assert {"◀️", "▶️"} <= set(texts(page()))


async def test_a_tap_is_acknowledged_as_saved_and_not_as_an_alarm(chats: Chats) -> None:
    await chats.tap(PickButton(exam=EXAM, place=2, option=3, on=True, line=0).pack())

    assert chats.use.calls == [("pick_answer", EXAM, 2, 3, True, 0)]
    said = chats.telegram.last("answerCallbackQuery")
    assert (said.text, said.show_alert) == ("✓ Сақталды", False)
    assert chats.telegram.names == ["answerCallbackQuery"]


async def test_what_was_not_saved_is_never_called_saved(chats: Chats) -> None:
    chats.use.refuses["pick_answer"] = TooLate(closed_at=make.START)

    await chats.tap(PickButton(exam=EXAM, place=2, option=3, on=True, line=0).pack())

    said = chats.telegram.last("answerCallbackQuery")
    assert said.show_alert
    assert "refusals/too_late" in said.text


async def test_typed_words_go_to_the_question_that_waits_for_them(chats: Chats) -> None:
    chats.use.returns["type_answer"] = True
    await chats.write("9,8")
    assert chats.use.calls == [("type_answer", "9,8")]
    assert chats.telegram.names == []


async def test_other_words_go_on_to_whoever_answers_them(chats: Chats) -> None:
    chats.use.returns["type_answer"] = False
    await chats.write("сәлем")
    assert chats.use.names[0] == "type_answer"
    assert len(chats.use.names) > 1


def test_the_page_is_offered_where_there_is_one() -> None:
    def app(address: str) -> list[str]:
        found = keyboard(
            page(), Locale.KK, WORDS, test_page=lambda exam: address and f"{address}{exam}"
        )
        rows = found.inline_keyboard  # type: ignore[union-attr]
        return [key.web_app.url for row in rows for key in row if key.web_app]

    assert app("https://uni.example/test?exam=") == [
        f"https://uni.example/test?exam={page().exam}"
    ]
    assert app("") == []
