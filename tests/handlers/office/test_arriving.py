"""What came from the university's system, decided in the chat."""

import pytest

from exams.domain.arrival import AlreadyDecided
from exams.domain.people import Role
from tests import make
from tests.handlers.chats import Chats


@pytest.fixture
def registrar(chats: Chats) -> Chats:
    chats.speaks(make.MADINA, Role.REGISTRAR)
    return chats


async def test_what_came_is_taken_in_or_dropped_with_one_tap(registrar: Chats) -> None:
    await registrar.tap("ar:12:1")
    await registrar.tap("ar:13:0")
    assert registrar.use.calls == [("take_arrival", 12), ("drop_arrival", 13)]


async def test_whoever_comes_second_reads_that_it_is_decided(registrar: Chats) -> None:
    registrar.use.refuses["take_arrival"] = AlreadyDecided()
    await registrar.tap("ar:12:1")
    assert registrar.telegram.alert == "refusals/already_decided kk"
