"""What happens in a group chat, and with the bot's own place in it."""

from typing import Any

import pytest
from aiogram.methods import DeleteMessage

from exams.domain.people import Role
from exams.domain.refusals.people import ChatTaken, NotAllowed
from tests import make
from tests.handlers.chats import GROUP_CHAT, NOON, Chats, message, user

GROUP = {"id": GROUP_CHAT, "type": "supergroup"}
BOT = {"id": 42, "is_bot": True, "first_name": "Emtihan"}
LEFT = {"status": "left", "user": BOT}
KICKED = {"status": "kicked", "user": BOT, "until_date": 0}
MEMBER = {"status": "member", "user": BOT}
RIGHTS = (
    "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_manage_topics", "can_react_to_messages", "can_edit_tag",
)  # fmt: skip
MUTED = {"status": "restricted", "user": BOT, "is_member": True, "until_date": 0,
         "can_send_messages": False} | dict.fromkeys(RIGHTS, False)  # fmt: skip


@pytest.fixture
def proctor(chats: Chats) -> Chats:
    chats.speaks(make.NURLAN, Role.PROCTOR)
    return chats


async def change(chats: Chats, old: Any, new: Any, chat: Any = None) -> None:
    event = {
        "chat": chat or GROUP,
        "from": user().model_dump(),
        "date": NOON,
        "old_chat_member": old,
        "new_chat_member": new,
    }
    await chats.feed(my_chat_member=event)


async def test_a_proctor_links_the_chat_from_inside_it(proctor: Chats) -> None:
    await proctor.write("/link@emtihan_bot", chat=GROUP)
    await proctor.tap("j:4", message(chat=GROUP, text="қай топ?"))

    assert proctor.use.calls == [
        ("link_choices", GROUP_CHAT),
        ("link_group", GROUP_CHAT, 4),
    ]
    assert proctor.telegram.texts == ["link_group kk", "group_linked kk"]


async def test_many_groups_are_leafed_through(proctor: Chats) -> None:
    await proctor.tap("p:link_group:1:0", message(chat=GROUP, text="қай топ?"))

    assert proctor.use.names == ["link_choices"]


@pytest.mark.parametrize("command", ["/link", "/start", "/menu", "/help", "/cancel"])
async def test_a_strangers_command_is_refused_in_words(chats: Chats, command: str) -> None:
    chats.actor = None

    await chats.write(command, chat=GROUP)

    assert chats.use.calls == []
    assert chats.telegram.texts == ["refusals/not_allowed kk"]


@pytest.mark.parametrize("command", ["/start", "/menu", "/help", "/exams"])
async def test_who_asks_in_the_group_is_sent_to_the_private_chat(
    chats: Chats, command: str
) -> None:
    await chats.write(command, chat=GROUP)

    assert chats.use.calls == []
    assert chats.telegram.texts == ["refusals/only_in_private kk"]


async def test_a_students_link_command_is_refused_by_the_rules(chats: Chats) -> None:
    chats.use.refuses["link_choices"] = NotAllowed()

    await chats.write("/link", chat=GROUP)

    assert chats.telegram.texts == ["refusals/not_allowed kk"]
    assert chats.telegram.last("sendMessage").reply_markup is None


async def test_a_strangers_tap_in_the_group_gets_an_alert(chats: Chats) -> None:
    chats.actor = None

    await chats.tap("j:4", message(chat=GROUP, text="қай топ?"))

    assert chats.use.calls == []
    assert chats.telegram.alert == "refusals/not_allowed kk"


@pytest.mark.parametrize("data", ["e:board:5", "g:help", "t:5:1"])
async def test_what_is_private_does_not_work_in_a_group(proctor: Chats, data: str) -> None:
    await proctor.tap(data, message(chat=GROUP, text="?"))

    assert proctor.use.calls == []
    assert proctor.telegram.alert == "refusals/unknown kk"


@pytest.mark.parametrize("text", ["сәлем бәріне", "/ban@other_bot", "📋 Емтихандарым"])
async def test_people_may_talk_to_each_other(chats: Chats, text: str) -> None:
    await chats.write(text, chat=GROUP)

    assert chats.use.calls == []
    assert chats.telegram.texts == []


async def test_added_to_a_chat_the_bot_asks_whose_it_is(proctor: Chats) -> None:
    await change(proctor, LEFT, MEMBER)

    assert proctor.use.calls == [("link_choices", GROUP_CHAT)]
    assert proctor.telegram.last("sendMessage").chat_id == GROUP_CHAT


async def test_who_asks_anew_leaves_one_question_open_whoever_asked_before(
    proctor: Chats,
) -> None:
    def deleted() -> list[tuple[Any, int]]:
        calls = proctor.telegram.calls
        return [(one.chat_id, one.message_id) for one in calls if isinstance(one, DeleteMessage)]

    await change(proctor, LEFT, MEMBER)
    first = 900 + len(proctor.telegram.calls)  # as the messenger numbers what it takes
    await proctor.write("/link", chat=GROUP, from_user=user(8))
    assert deleted() == [(GROUP_CHAT, first)]

    await proctor.tap("j:4", message(chat=GROUP, text="қай топ?"))
    await proctor.write("/link", chat=GROUP)
    assert len(deleted()) == 1, "the second was answered"


async def test_a_question_that_cannot_be_taken_away_is_asked_anew_all_the_same(
    proctor: Chats,
) -> None:
    proctor.telegram.refuse["deleteMessage"] = "Bad Request: message can't be deleted"
    for _ in range(2):
        await proctor.write("/link", chat=GROUP)

    assert proctor.telegram.texts == ["link_group kk"] * 2


async def test_added_by_a_stranger_it_says_that_this_is_not_allowed(chats: Chats) -> None:
    chats.actor = None

    await change(chats, LEFT, MEMBER)

    assert chats.use.calls == []
    assert chats.telegram.texts == ["refusals/not_allowed kk"]


async def test_added_to_a_chat_that_is_linked_it_says_whose(proctor: Chats) -> None:
    proctor.use.refuses["link_choices"] = ChatTaken(group="АЖ-21-1")

    await change(proctor, LEFT, MEMBER)

    assert proctor.telegram.texts == ["refusals/chat_taken kk"]


@pytest.mark.parametrize("new", [LEFT, KICKED, MUTED], ids=["left", "kicked", "muted"])
async def test_removed_or_muted_the_chat_is_lost(chats: Chats, new: Any) -> None:
    await change(chats, MEMBER, new)

    assert chats.use.calls == [("chat_lost", GROUP_CHAT)]


async def test_a_group_that_becomes_a_supergroup_is_followed(chats: Chats) -> None:
    chats.actor = None
    old = {"id": -5, "type": "group"}

    await chats.send(chat=old, migrate_to_chat_id=GROUP_CHAT)

    assert chats.use.calls == [("chat_migrated", -5, GROUP_CHAT)]


@pytest.mark.parametrize(
    ("old", "new", "reachable"), [(MEMBER, KICKED, False), (KICKED, MEMBER, True)]
)
async def test_blocking_in_private_is_noted(
    chats: Chats, old: Any, new: Any, *, reachable: bool
) -> None:
    await change(chats, old, new, {"id": 7, "type": "private"})

    assert chats.use.calls == [("reachability", 7, reachable)]
