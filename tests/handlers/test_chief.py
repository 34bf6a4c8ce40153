"""The chief proctor's desk: asked back before everybody is stopped."""

import pytest

from exams.domain.people import Role
from tests import make
from tests.handlers.chats import Chats


@pytest.fixture
def chief(chats: Chats) -> Chats:
    chats.speaks(make.NURLAN, Role.PROCTOR)
    return chats


async def test_an_exam_is_suspended_after_asking_back_and_goes_on_by_one_tap(chief: Chats) -> None:
    for act in ("desk", "suspend", "yes_suspend", "go_on", "desk_again"):
        await chief.tap(f"e:{act}:5")

    assert chief.use.calls == [
        ("chief_desk", 5),
        ("chief_desk", 5),
        ("suspend_exam", 5),
        ("resume_exam", 5),
        ("chief_desk", 5),
    ]


async def test_lost_time_is_given_back_by_one_tap(chief: Chats) -> None:
    await chief.tap("e:credit:5")

    assert chief.use.calls == [("credit_downtime", 5)]
    assert chief.telegram.texts == ["done kk"]
