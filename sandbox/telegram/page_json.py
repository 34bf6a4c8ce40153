"""Chats and messages as the phones page gets them; `page_api` says what the fields mean."""

from collections.abc import Mapping
from typing import Any

from sandbox.telegram.state import World
from sandbox.telegram.things import Chat, Message

_SERVICES = {
    "new_chat_members": "joined",
    "left_chat_member": "left",
    "migrate_to_chat_id": "migrated",
    "migrate_from_chat_id": "migrated",
}
_BUTTONS = {
    "callback_data": "data",
    "url": "url",
    "web_app": "app",
    "copy_text": "copy",
    "disabled": "disabled",
}


def shown(chat: Chat) -> list[Message]:
    """Return the messages that are still there, oldest first."""
    return [message for message in chat.messages.values() if not message.deleted]


def chat_json(chat: Chat) -> dict[str, Any]:
    """Return a chat without its messages, as the page gets it."""
    rows = (chat.keyboard or {}).get("keyboard", [])
    keys = [
        [{"text": key["text"], "app": key.get("web_app", {}).get("url")} for key in row]
        for row in rows
    ]
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "person": chat.owner.id if chat.owner else None,
        "members": sorted(chat.members),
        "bot": chat.bot,
        "moved_to": chat.moved_to,
        "keyboard": keys or None,
        "menu": chat.menu,
    }


def message_json(world: World, message: Message) -> dict[str, Any]:
    """Return a message as the page gets it; its HTML is safe to insert."""
    sender = message.sender or world.bot
    service = next((_SERVICES[key] for key in message.content if key in _SERVICES), None)
    return {
        "id": message.id,
        "chat": message.chat.id,
        "from": {"id": sender.id, "name": sender.name, "bot": message.from_bot},
        "date": message.date,
        "text": message.text,
        "html": message.html,
        "entities": message.entities,
        "buttons": [[_button(button) for button in row] for row in message.buttons],
        "media": _media(message),
        "album": message.album,
        "reply_to": message.reply_to.id if message.reply_to else None,
        "edited": message.edited,
        "pinned": message.pinned,
        "protected": message.protected,
        "reactions": [one.get("emoji", "") for one in message.reactions],
        "service": service,
        "contact": message.content.get("contact"),
        "revision": message.revision,
    }


def _button(button: Mapping[str, Any]) -> dict[str, Any]:
    kind = next((_BUTTONS[key] for key in button if key in _BUTTONS), "other")
    app = button.get("web_app") or {}
    return {
        "text": button["text"],
        "kind": kind,
        "data": button.get("callback_data"),
        "url": button.get("url") or app.get("url"),
        "style": button.get("style"),
    }


def _media(message: Message) -> dict[str, Any] | None:
    if message.media is None:
        return None
    kind, found = message.media
    small = message.content["photo"][0] if kind == "photo" else found.get("thumbnail") or {}
    return {
        "kind": kind,
        "file": found["file_id"],
        "thumbnail": small.get("file_id"),
        "name": found.get("file_name"),
        "mime": found.get("mime_type", "image/jpeg" if kind == "photo" else None),
        "size": found["file_size"],
        "width": found.get("width"),
        "height": found.get("height"),
        "duration": found.get("duration"),
    }
