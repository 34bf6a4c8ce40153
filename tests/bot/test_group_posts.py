"""Results in a group's chat against a strict Telegram: posted, edited, moved, lost (S27, B11)."""

from dataclasses import replace

import pytest

from bot.deliver import Deliverer
from sandbox.telegram.things import Message
from tests.bot.office import Office, deliver, posts
from tests.bot.post import Post, Until
from tests.templates.samples.marks import POSTED


@pytest.fixture
def post(office: Office) -> Post:
    return office


CHANGED = replace(
    POSTED,
    lines=tuple(replace(line, points=99, letter="A") for line in POSTED.lines[:5]),
    corrected_at=POSTED.starts_at,
)


def picture(message: Message) -> str:
    """Return which picture a message shows."""
    return str(message.content["photo"][-1]["file_unique_id"])


async def test_a_picture_of_results_is_corrected_in_place(
    office: Office, deliverer: Deliverer, until: Until
) -> None:
    dana = office.telegram.add_person(first_name="Dana")
    chat = office.telegram.add_group(title="ЕТ-101", members=[dana], bot="member")
    group = await office.group(chat.id)
    shown = []
    for notice in (POSTED, CHANGED):
        await deliver(office, deliverer, until, office.results(group, notice))
        (message,) = posts(dana, chat)
        assert POSTED.subject in message.text
        shown.append((message.id, picture(message)))
    (first, before), (second, after) = shown
    assert first == second
    assert before != after
    assert not office.telegram.refusals


async def test_a_table_of_results_is_corrected_in_place(
    office: Office, deliverer: Deliverer, until: Until
) -> None:
    dana = office.telegram.add_person(first_name="Dana")
    chat = office.telegram.add_group(title="ЕТ-101", members=[dana], bot="member")
    group = await office.group(chat.id)
    for notice in (POSTED, CHANGED):
        table = replace(notice, picture=False, lines=notice.lines[:5])
        await deliver(office, deliverer, until, office.results(group, table))
    (message,) = posts(dana, chat)
    assert " 99 A" in message.text


async def test_results_follow_a_group_that_became_a_supergroup(
    office: Office, deliverer: Deliverer, until: Until
) -> None:
    dana = office.telegram.add_person(first_name="Dana")
    chat = office.telegram.add_group(title="ЕТ-101", members=[dana], bot="member")
    group = await office.group(chat.id)
    await deliver(office, deliverer, until, office.results(group, POSTED))
    moved = await dana.migrate(chat)
    await deliver(office, deliverer, until, office.results(group, CHANGED))

    assert len(posts(dana, chat)) == 1  # as it was when the group moved
    assert len(posts(dana, moved)) == 1
    async with office.units.reading() as unit:
        stored = await unit.groups.get(group)
    assert stored is not None
    assert stored.chat_id == moved.id


async def test_a_bot_that_was_removed_posts_nowhere_and_the_office_is_told_how_to_link(
    office: Office, deliverer: Deliverer, until: Until
) -> None:
    madina = await office.registrar()
    dana = office.telegram.add_person(first_name="Dana")
    chat = office.telegram.add_group(title="ЕТ-101", members=[dana], bot="kicked")
    foreign = office.telegram.add_group(title="ЕТ-102", members=[dana], bot="member")
    group = await office.group(chat.id)
    for _ in range(2):
        await deliver(office, deliverer, until, office.results(group, POSTED))

    await madina.wait_for("CS-21")
    assert not posts(dana, chat)
    assert not posts(dana, foreign)
    async with office.units.reading() as unit:
        stored = await unit.groups.get(group)
    assert stored is not None
    assert stored.chat_id is None
