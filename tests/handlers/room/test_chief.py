"""The chief proctor's desk: asked back before everybody is stopped."""

from dataclasses import replace

import pytest

from exams.domain.people import Locale, Role
from exams.notices.chief import ChiefDesk
from tests import make
from tests.handlers.chats import Chats
from tests.handlers.samples.base import plain


@pytest.fixture
def chief(chats: Chats) -> Chats:
    chats.speaks(make.NURLAN, Role.PROCTOR)
    return chats


async def test_an_exam_is_suspended_after_asking_back_and_goes_on_by_one_tap(chief: Chats) -> None:
    for button in ("e:desk:5", "e:suspend:5", "ec:5:0:3", "ec:5:1:4", "e:desk_again:5"):
        await chief.tap(button)

    assert chief.use.calls == [
        ("chief_desk", 5),
        ("chief_desk", 5),
        ("suspend_exam", 5, 3),
        ("resume_exam", 5, 4),
        ("chief_desk", 5),
    ]


@pytest.mark.parametrize(
    ("run", "stage", "said"),
    [(0, "suspended", False), (1, "running", False), (0, "running", True), (1, "suspended", True)],
)
async def test_a_button_of_an_earlier_turn_says_that_it_is_out_of_date(
    chief: Chats, run: int, stage: str, *, said: bool
) -> None:
    turned = replace(plain(ChiefDesk), stage=stage)
    chief.use.returns |= {"suspend_exam": turned, "resume_exam": turned}

    await chief.tap(f"ec:5:{run}:3")

    words = chief.words.label("mark.outdated", Locale.KK)
    assert chief.telegram.alert == (words if said else None)


async def test_lost_time_is_given_back_by_one_tap(chief: Chats) -> None:
    await chief.tap("e:credit:5")

    assert chief.use.calls == [("credit_downtime", 5)]
    assert chief.telegram.texts == ["done kk"]


async def test_what_is_decided_by_one_tap(chief: Chats) -> None:
    for act in ("provisional", "prove", "reinstate", "fail_now", "confirm_end", "aside"):
        await chief.tap(f"a:{act}:7")
    await chief.tap("a:take_aside:7")
    await chief.tap("a:leave_aside:7")

    assert chief.use.names == [
        "admit_provisionally",
        "prove",
        "reinstate",
        "fail_now",
        "confirm_end",
        "student_card",
        "decide_aside",
        "decide_aside",
    ]


@pytest.mark.parametrize(
    ("button", "act"), [("ask_end", "ask_end"), ("void", "void"), ("review", "open_review")]
)
async def test_what_needs_a_reason_asks_for_it(chief: Chats, button: str, act: str) -> None:
    await chief.tap(f"a:{button}:7")
    await chief.write("телефон")

    assert chief.use.calls == [("student_card", 7), (act, 7, "телефон")]
    assert await chief.state() is None


async def test_the_dean_decides_a_review_and_says_why_a_result_is_annulled(chats: Chats) -> None:
    chats.speaks(make.NURLAN, Role.DEAN)
    await chats.tap("a:clear:7")
    await chats.tap("a:annul:7")
    await chats.write("расталды")

    assert chats.use.names == ["decide_review", "review", "decide_review"]
    assert await chats.state() is None
