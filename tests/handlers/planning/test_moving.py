"""A new time is acknowledged: said over the screen, so that no tap leaves one more message."""

from tests.handlers.chats import Chats


async def test_a_second_tap_on_having_read_the_new_time_leaves_no_message(chats: Chats) -> None:
    for _ in range(2):
        await chats.tap("e:move_read:5")

    assert chats.use.names == ["acknowledge_move"] * 2
    assert chats.telegram.names == ["answerCallbackQuery"] * 2
    assert chats.telegram.alert
    assert chats.telegram.alert.startswith("Белгіленді")
