"""What a test asks is typed in the chat; what was right is turned through page by page."""

from exams.domain.people import Role
from handlers.buttons.question_draw import AnswerButton, DrawButton, KeepDrawButton, OfDraw
from handlers.forms import Typing
from tests import make
from tests.handlers.chats import Chats


async def test_what_is_typed_is_previewed_and_may_be_typed_again_until_it_is_kept(
    chats: Chats,
) -> None:
    chats.speaks(make.NURLAN, Role.PROCTOR)
    await chats.tap(DrawButton(do=OfDraw.SET, exam=7).pack())
    assert await chats.state() == Typing.question_draw

    for text in ("1 5", "1 4\n2 3 қиын"):
        await chats.write(text)
        assert chats.use.calls[-1] == ("preview_draw", 7, text)
    await chats.tap(KeepDrawButton(token="T").pack())

    assert chats.use.calls[-1] == ("keep_draw", "T")
    assert await chats.state() is None


async def test_the_other_buttons_of_the_draw_reach_their_use_cases(chats: Chats) -> None:
    chats.speaks(make.NURLAN, Role.PROCTOR)
    for do, call in (
        (OfDraw.OPEN, ("question_draw", 7)),
        (OfDraw.IN_PROPORTION, ("draw_in_proportion", 7)),
        (OfDraw.OFFER_ANSWERS, ("offer_answers", 7, True)),
        (OfDraw.HIDE_ANSWERS, ("offer_answers", 7, False)),
    ):
        await chats.tap(DrawButton(do=do, exam=7).pack())
        assert chats.use.calls[-1] == call


async def test_a_student_turns_the_pages_of_what_was_right(chats: Chats) -> None:
    await chats.tap(AnswerButton(exam=7, place=3).pack())

    assert chats.use.calls[-1] == ("right_answer", 7, 3)
