"""What is written down when somebody tries what is not theirs."""

from exams.domain.ids import ChatId
from exams.domain.refusals.people import NotAllowed
from exams.domain.refusals.tickets import TicketTaken
from exams.services.people.entrance import UNIVERSITY
from tests.services.conftest import University


async def test_a_forged_tap_is_written_down_by_id_and_an_honest_refusal_is_not(
    uni: University,
) -> None:
    actor = uni.actor("Bolat")
    await uni.use.note_refusal(actor, ChatId(77), NotAllowed())
    await uni.use.note_refusal(actor, ChatId(77), TicketTaken(position=3))
    await uni.use.note_refusal(None, ChatId(88), NotAllowed())

    async with uni.units.reading() as unit:
        events = await unit.events.of(UNIVERSITY)
    assert [(e.actor, e.reason, e.facts["account"]) for e in events] == [
        (actor.id, "not_allowed", 77),
        (0, "not_allowed", 88),
    ]
