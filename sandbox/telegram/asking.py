"""The methods about chats, files, buttons and the bot itself; none of them sends a message."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from sandbox.telegram.media import Upload
from sandbox.telegram.refused import bad_request
from sandbox.telegram.sending import text_content
from sandbox.telegram.state import World
from sandbox.telegram.things import Chat
from sandbox.telegram.validate import Params

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")


async def get_me(world: World, _: Params, __: Mapping[str, Upload]) -> Any:
    """GetMe."""
    return world.bot.to_api() | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.bot.reads_groups,
        "supports_inline_queries": False,
        "has_main_web_app": False,
    }


async def answer_callback(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """AnswerCallbackQuery, once and in time."""
    query = world.queries.get(p["callback_query_id"])
    age = world.monotonic() - query.asked_at if query else 0.0
    if query is None or query.answer is not None or age > world.limits.query_age:
        raise bad_request(TOO_OLD)
    query.answer = {
        "text": p.get("text") or "",
        "alert": bool(p.get("show_alert")),
        "url": p.get("url"),
    }
    world.changed(
        "toast", query.message.chat, query.message, person=query.person.id, **query.answer
    )
    return True


async def answer_web_app(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """AnswerWebAppQuery with a text, which is what the sandbox's Mini Apps send."""
    person = world.app_queries.pop(p["web_app_query_id"], None)
    if person is None:
        raise bad_request(TOO_OLD)
    content = p["result"].get("input_message_content") or {}
    if "message_text" not in content:
        raise bad_request("the sandbox supports InputTextMessageContent only")
    sent = {"text": content["message_text"], "parse_mode": content.get("parse_mode")}
    world.add_message(world.private(person), person, text_content(sent))
    return {"inline_message_id": secrets.token_urlsafe(18)}


async def get_file(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """GetFile."""
    stored = world.files.get(p["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > world.limits.download:
        raise bad_request("file is too big")
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }


async def send_action(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """SendChatAction."""
    world.changed("typing", world.writable_chat(p["chat_id"]), action=p["action"])
    return True


# -- chats ------------------------------------------------------------------


async def get_chat(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """GetChat."""
    chat = world.open_chat(p["chat_id"])
    full = chat.to_api() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    pinned = [one for one in chat.messages.values() if one.pinned]
    if pinned:
        full["pinned_message"] = world.to_api(pinned[-1], nested=True)
    return full


def member(world: World, chat: Chat, user_id: int) -> dict[str, Any]:
    """Return the Bot API's ChatMember of a person, or of the bot.

    Raises:
        Refused: nobody has this id.
    """
    if user_id == world.bot.id:
        return member_of(world.bot.to_api(), chat.bot)
    person = world.people.get(user_id)
    if person is None:
        raise bad_request("user not found")
    return member_of(person.to_api(), chat.members.get(user_id, "left"))


def member_of(user: dict[str, Any], status: str) -> dict[str, Any]:
    """Return the Bot API's ChatMember of a user with this status."""
    written: dict[str, Any] = {"status": status, "user": user}
    if status in {"creator", "administrator"}:
        written["is_anonymous"] = False
    if status == "administrator":
        written |= dict.fromkeys(_ADMINISTRATOR, True)
        written["can_post_stories"] = False
    if status == "restricted":
        written |= dict.fromkeys(_RESTRICTED, False) | {"is_member": True, "until_date": 0}
    if status == "kicked":
        written["until_date"] = 0
    return written


_ADMINISTRATOR = (
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
)
_RESTRICTED = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


async def get_member(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """GetChatMember."""
    return member(world, world.open_chat(p["chat_id"]), p["user_id"])


async def get_administrators(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """GetChatAdministrators; other bots are never listed."""
    chat = _group(world, p)
    leading = {"creator", "administrator"}
    found = [member(world, chat, one) for one, role in chat.members.items() if role in leading]
    return found + ([member(world, chat, world.bot.id)] if chat.bot in leading else [])


def _group(world: World, p: Params) -> Chat:
    chat = world.open_chat(p["chat_id"])
    if chat.owner is not None:
        raise bad_request("there are no administrators in the private chat")
    return chat


async def leave_chat(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """LeaveChat."""
    chat = _group(world, p)
    chat.bot = "left"
    world.changed("chat", chat)
    return True


async def create_invite_link(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """CreateChatInviteLink."""
    chat = _group(world, p)
    if chat.bot != "administrator":
        raise bad_request("not enough rights to manage chat invite link")
    optional = ("name", "expire_date", "member_limit")
    return {
        "invite_link": f"https://t.me/+{secrets.token_urlsafe(12)}",
        "creator": world.bot.to_api(),
        "creates_join_request": bool(p.get("creates_join_request")),
        "is_primary": False,
        "is_revoked": False,
    } | {name: p[name] for name in optional if name in p}


# -- the bot itself -----------------------------------------------------------


def _language(p: Params) -> str:
    code = str(p.get("language_code") or "")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _scope(p: Params) -> str:
    scope = p.get("scope") or {"type": "default"}
    return ":".join(str(scope[key]) for key in sorted(scope)) + f":{_language(p)}"


async def set_commands(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """SetMyCommands."""
    for command in p["commands"]:
        if not _COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
    world.bot.commands[_scope(p)] = p["commands"]
    world.changed("people")
    return True


async def delete_commands(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """DeleteMyCommands."""
    world.bot.commands.pop(_scope(p), None)
    world.changed("people")
    return True


async def get_commands(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """GetMyCommands."""
    return world.bot.commands.get(_scope(p), [])


async def set_description(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """SetMyDescription."""
    world.bot.description[_language(p)] = p.get("description") or ""
    return True


async def set_short_description(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """SetMyShortDescription."""
    world.bot.short_description[_language(p)] = p.get("short_description") or ""
    return True


async def set_menu_button(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """SetChatMenuButton, for one chat or for all."""
    button = p.get("menu_button") or {"type": "default"}
    if "chat_id" in p:
        world.open_chat(p["chat_id"]).menu = None if button["type"] == "default" else button
    else:
        world.bot.menu = button
    world.changed("people")
    return True
