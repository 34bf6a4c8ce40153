"""The methods that change, delete and pin messages."""

from collections.abc import Mapping
from typing import Any

from sandbox.telegram.media import Upload
from sandbox.telegram.refused import bad_request
from sandbox.telegram.sending import caption_content, inline_only, media_content, text_content
from sandbox.telegram.state import World
from sandbox.telegram.things import Message
from sandbox.telegram.validate import Params

OLDEST_DELETED = 48 * 3600
_CAPTION_FIELDS = (
    "caption",
    "caption_entities",
    "has_media_spoiler",
    "show_caption_above_media",
)


def _own_message(world: World, p: Params) -> Message:
    if "chat_id" not in p or "message_id" not in p:
        raise bad_request("message identifier is not specified")
    message = world.message(world.open_chat(p["chat_id"]), p["message_id"], "edit")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _change(
    world: World, message: Message, content: dict[str, Any], markup: dict[str, Any] | None
) -> Any:
    if content == message.content and markup == message.markup:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    message.content, message.markup = content, markup
    message.edited_at = world.unix_time()
    world.changed("edited", message.chat, message)
    return world.to_api(message)


async def edit_text(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """EditMessageText."""
    message = _own_message(world, p)
    content = text_content(p)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _change(world, message, content, inline_only(p.get("reply_markup")))


async def edit_caption(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """EditMessageCaption."""
    message = _own_message(world, p)
    caption = caption_content(p)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    kept = {key: it for key, it in message.content.items() if key not in _CAPTION_FIELDS}
    return _change(world, message, kept | caption, inline_only(p.get("reply_markup")))


async def edit_media(world: World, p: Params, uploads: Mapping[str, Upload]) -> Any:
    """EditMessageMedia."""
    message = _own_message(world, p)
    item = p["media"]
    kind = item["type"]
    if kind not in {"photo", "document", "video"}:
        raise bad_request(f"the sandbox does not support {kind} here")
    if message.album and message.media and message.media[0] != kind:
        raise bad_request("message in an album can't become another kind")
    content = await media_content(world, kind, item["media"], uploads, item)
    markup = inline_only(p.get("reply_markup"))
    return _change(world, message, content | caption_content(item), markup)


async def edit_markup(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """EditMessageReplyMarkup."""
    message = _own_message(world, p)
    return _change(world, message, message.content, inline_only(p.get("reply_markup")))


def _delete(world: World, message: Message) -> None:
    if not may_delete(world, message):
        raise bad_request("message can't be deleted")
    message.deleted = True
    message.pinned = False
    world.changed("deleted", message.chat, message)


def may_delete(world: World, message: Message) -> bool:
    """Say whether the bot may delete: any message of a private chat or its own, within 48 h."""
    chat = message.chat
    if chat.bot == "administrator":
        return True
    young = world.unix_time() - message.date <= OLDEST_DELETED
    return young and (message.from_bot or chat.owner is not None)


async def delete_message(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """DeleteMessage."""
    _delete(world, world.message(world.open_chat(p["chat_id"]), p["message_id"], "delete"))
    return True


async def delete_messages(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """DeleteMessages; the missing ones are skipped."""
    chat = world.open_chat(p["chat_id"])
    for number in p["message_ids"]:
        message = chat.messages.get(number)
        if message is not None and not message.deleted and may_delete(world, message):
            _delete(world, message)
    return True


async def pin_message(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """PinChatMessage."""
    message = world.message(_pinnable(world, p), p["message_id"], "pin")
    if not message.pinned:
        message.pinned = True
        world.changed("edited", message.chat, message)
    return True


async def unpin_message(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """UnpinChatMessage; without an id the newest pinned one."""
    chat = _pinnable(world, p)
    if "message_id" in p:
        message = world.message(chat, p["message_id"], "unpin")
    else:
        pinned = [one for one in chat.messages.values() if one.pinned]
        if not pinned:
            raise bad_request("message to unpin not found")
        message = pinned[-1]
    message.pinned = False
    world.changed("edited", chat, message)
    return True


def _pinnable(world: World, p: Params) -> Any:
    chat = world.open_chat(p["chat_id"])
    if chat.owner is None and chat.bot != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


async def set_reaction(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """SetMessageReaction; a bot gives at most one."""
    message = world.message(world.open_chat(p["chat_id"]), p["message_id"], "react")
    reactions = p.get("reaction") or []
    if len(reactions) > 1 or any(one["type"] == "paid" for one in reactions):
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions = reactions
    world.changed("edited", message.chat, message)
    return True
