"""What stands around every update: who acts, a flood dropped, an overtaken handler run again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import Chat, Message, Update, User

from bot.middleware import FLOOD, FirstComeFirst, Flood, Who, sent_at
from exams.domain.people import Actor, Locale, Person, Role
from exams.domain.refusals.base import Stale
from tests import make

AT = datetime(2026, 12, 14, 4, 0, tzinfo=UTC)


def update(person: int) -> tuple[Update, dict[str, Any]]:
    user = User(id=person, is_bot=False, first_name="A")
    chat = Chat(id=person, type="private")
    message = Message(message_id=1, date=AT, chat=chat, from_user=user, text="x")
    return Update(update_id=1, message=message), {"event_from_user": user}


class Counting:
    def __init__(self) -> None:
        self.calls = 0
        self.stale = 0

    async def __call__(self, *_: Any) -> str:
        self.calls += 1
        if self.calls <= self.stale:
            raise Stale
        return "handled"


class Roster:
    def __init__(self, person: Person | None) -> None:
        self.person = person

    async def person_of(self, _: int) -> Person | None:
        return self.person


@pytest.mark.parametrize(
    ("chosen", "spoken"), [(Locale.EN, Locale.EN), (Locale.RU, Locale.RU), (None, Locale.KK)]
)
async def test_whoever_writes_acts_in_the_own_language_and_at_telegrams_time(
    chosen: Locale | None, spoken: Locale
) -> None:
    one = make.person(make.AIGERIM, Role.STUDENT, locale=chosen)
    event, data = update(7)
    data["use"] = Roster(one)

    await Who()(Counting(), event, data)

    assert data["actor"] == Actor(id=one.id, roles=one.roles, locale=spoken, sent_at=AT)


async def test_a_stranger_acts_as_nobody() -> None:
    event, data = update(7)
    data["use"] = Roster(None)

    await Who()(Counting(), event, data)

    assert data["actor"] is None


async def test_a_flood_of_one_person_is_dropped_and_nobody_elses() -> None:
    now = [0.0]
    flood, handler = Flood(monotonic=lambda: now[0]), Counting()

    for _ in range(FLOOD + 20):
        await flood(handler, *update(7))
    assert handler.calls == FLOOD
    await flood(handler, *update(8))
    assert handler.calls == FLOOD + 1

    now[0] = 31.0
    await flood(handler, *update(7))
    assert handler.calls == FLOOD + 2


async def test_an_overtaken_handler_runs_again() -> None:
    handler = Counting()
    handler.stale = 2

    assert await FirstComeFirst()(handler, *update(7)) == "handled"


async def test_one_that_is_always_overtaken_fails_in_the_end() -> None:
    handler = Counting()
    handler.stale = 99

    with pytest.raises(Stale):
        await FirstComeFirst()(handler, *update(7))
    assert handler.calls == 3


def test_a_message_has_telegrams_own_time_and_a_tap_has_none() -> None:
    assert sent_at(update(7)[0]) == AT
    assert sent_at(Update(update_id=1)) is None
