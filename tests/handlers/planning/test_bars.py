"""Why a barred student may sit is typed in the chat."""

from exams.domain.people import Role
from handlers.buttons.bars import BarredButton, LiftButton
from handlers.forms import Typing
from tests import make
from tests.handlers.chats import Chats


async def test_the_reason_goes_to_the_student_who_was_tapped(chats: Chats) -> None:
    chats.speaks(make.MADINA, Role.REGISTRAR)
    await chats.tap(BarredButton(exam=7).pack())
    await chats.tap(LiftButton(exam=7, attempt=5).pack())
    assert await chats.state() == Typing.lift_bar

    await chats.write("рейтинг қайта есептелді")

    assert chats.use.calls == [
        ("barred_list", 7),
        ("barred_list", 7),
        ("lift_bar", 5, "рейтинг қайта есептелді"),
    ]
    assert await chats.state() is None
