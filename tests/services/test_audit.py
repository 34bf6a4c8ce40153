"""What is written down when somebody tries what is not theirs."""

import pytest

from exams.domain.ids import ChatId
from exams.domain.log import Event
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.people import (
    ContactRefused,
    InviteRefused,
    NotAllowed,
    TooManyTries,
    Unknown,
)
from exams.domain.refusals.tickets import TicketTaken
from exams.services.people.entrance import UNIVERSITY
from tests.services.conftest import University


@pytest.mark.parametrize(
    "refusal", [NotAllowed(), Unknown(), InviteRefused(), ContactRefused(), TooManyTries()]
)
async def test_a_forged_tap_or_a_guessed_invite_is_written_down_by_id(
    uni: University, refusal: Refusal
) -> None:
    actor = uni.actor("Nurlan")
    await uni.use.note_refusal(actor, ChatId(77), refusal)
    await uni.use.note_refusal(None, ChatId(88), refusal)

    known, stranger = await written(uni)
    assert (known.actor, known.role, known.reason) == (actor.id, "proctor", refusal.code)
    assert (stranger.actor, stranger.reason) == (0, refusal.code)
    assert [event.facts["account"] for event in (known, stranger)] == [77, 88]


async def test_an_honest_refusal_leaves_no_trace(uni: University) -> None:
    await uni.use.note_refusal(uni.actor("Bolat"), ChatId(77), TicketTaken(position=3))

    assert await written(uni) == ()


async def written(uni: University) -> tuple[Event, ...]:
    async with uni.units.reading() as unit:
        return await unit.events.of(UNIVERSITY)
