"""Results and the chats of groups: linked, lost, linked again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.ids import ChatId
from exams.domain.people import Locale
from exams.domain.refusals.people import ChatTaken, NotAllowed, Unknown
from exams.notices.group import GroupLost, ResultsKeptPrivate
from exams.notices.results import (
    GroupResults,
    YourGrade,
)
from exams.services.people.entrance import UNIVERSITY
from tests.services.conftest import University
from tests.services.day import (
    of_kind,
    opened,
    places,
    refused,
    told,
)
from tests.services.marked import CHAT, SAT, marked, previewed


async def test_a_group_without_a_chat_is_told_in_private_and_the_office_how_to_link_it(
    uni: University,
) -> None:
    exam = await marked(uni)
    await uni.use.chat_lost(CHAT)
    await uni.outbox()
    assert uni.group is not None
    preview = await previewed(uni, exam, "names")
    assert (preview.groups, preview.lost) == ((), (uni.group.name,))
    for _ in range(2):
        posted = await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
        assert (posted.posted, posted.lost, posted.private) == ((), (uni.group.name,), 3)
    messages = await uni.outbox()
    assert not of_kind(messages, GroupResults)
    assert told(messages, YourGrade) == sorted(SAT)
    assert told(messages, ResultsKeptPrivate) == ["Madina", "Serik"]


async def test_a_chat_linked_again_gets_the_corrected_results_and_the_old_one_nothing(
    uni: University,
) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    await uni.outbox()
    await uni.use.chat_lost(CHAT)
    assert uni.group is not None
    await uni.use.link_group(uni.actor("Nurlan"), ChatId(-2), uni.group.id)
    uni.clock.pass_(timedelta(hours=1))
    place = (await places(uni, exam))["Bolat"]
    await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, f"{place} 60", "қате")
    await uni.outbox()
    post = next(one for one in uni.sent[::-1] if isinstance(one.envelope.notice, GroupResults))
    assert (await uni.queue.recipient(post)).chat == ChatId(-2)
    for chat in (CHAT, ChatId(-2)):  # a message of its own in each
        assert await uni.queue.slot_message(post.envelope.slot, chat) is not None


async def test_a_correction_is_not_held_up_by_a_chat_that_was_lost(uni: University) -> None:
    exam = await marked(uni)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    await uni.use.chat_lost(CHAT)
    await uni.outbox()
    place = (await places(uni, exam))["Bolat"]
    posted = await uni.use.correct_mark(uni.actor("Nurlan"), exam.id, f"{place} 60", "қате")
    assert posted.posted == ()
    assert told(await uni.outbox(), YourGrade) == ["Bolat"]


async def test_a_group_is_linked_once_and_its_chat_belongs_to_it_alone(uni: University) -> None:
    exam = await opened(uni)
    assert uni.group is not None
    proctor = uni.actor("Nurlan")
    async with refused(uni, exam, ChatTaken):
        await uni.use.link_choices(proctor, CHAT)
    assert (await uni.use.link_choices(proctor, ChatId(-2))).groups == ()
    async with refused(uni, exam, Unknown):
        await uni.use.link_group(proctor, ChatId(-2), uni.group.id)  # it has another chat
    await uni.use.chat_lost(CHAT)
    offered = await uni.use.link_choices(proctor, ChatId(-2))
    assert offered.groups == ((int(uni.group.id), uni.group.name),)
    for _ in range(2):
        russian = replace(proctor, locale=Locale.RU)  # the chat reads what its linker reads
        linked = await uni.use.link_group(russian, ChatId(-2), uni.group.id)
        assert linked.group == uni.group.name
    async with uni.units.reading() as unit:
        log = [event.act for event in await unit.events.of(UNIVERSITY)]
        kept = await unit.groups.get(uni.group.id)
    assert kept is not None
    assert (kept.chat_id, kept.locale) == (ChatId(-2), Locale.RU)
    assert log == ["unlink_group", "link_group"]
    for name in ("Aigerim", "Serik"):
        with pytest.raises(NotAllowed):
            await uni.use.link_group(uni.actor(name), ChatId(-3), uni.group.id)


async def test_a_lost_chat_alerts_the_deans_office_once(uni: University) -> None:
    for _ in range(2):
        await uni.use.chat_lost(CHAT)
    await uni.use.chat_lost(ChatId(-77))
    assert told(await uni.outbox(), GroupLost) == ["Madina", "Serik"]


async def test_a_group_that_became_a_supergroup_keeps_its_results(uni: University) -> None:
    exam = await marked(uni)
    await uni.use.chat_migrated(CHAT, ChatId(-100123))
    await uni.use.chat_migrated(CHAT, ChatId(-100999))
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    async with uni.units.reading() as unit:
        assert uni.group is not None
        found = await unit.groups.get(uni.group.id)
    assert found is not None
    assert found.chat_id == ChatId(-100123)
