"""The methods that put new messages into chats."""

import secrets
from collections.abc import Mapping
from typing import Any

from sandbox.telegram.entities import Entity, detect, parse_html, sound, trim, units
from sandbox.telegram.media import WORDS, Upload
from sandbox.telegram.refused import bad_request
from sandbox.telegram.state import World
from sandbox.telegram.things import Chat, Message
from sandbox.telegram.validate import Params

MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_BUTTONS = 100


def styled(source: str, mode: str | None, given: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Return the text and entities of a request's text.

    Raises:
        Refused: the markup is broken, or of a mode other than HTML.
    """
    if not mode:
        entities = given or []
        length = units(source)
        if any(
            entity["offset"] < 0
            or entity["length"] <= 0
            or entity["offset"] + entity["length"] > length
            for entity in entities
        ):
            raise bad_request("entity is out of the text")
        text, found = trim(source, [entity for entity in entities if sound(entity)])
    elif mode.lower() == "html":
        text, found = parse_html(source)
    else:
        raise bad_request(f"the sandbox does not support parse_mode {mode}")
    return text, detect(text, found)


def text_content(p: Params) -> dict[str, Any]:
    """Return the content of a text message.

    Raises:
        Refused: the text is empty, too long or broken.
    """
    text, entities = styled(p.get("text") or "", p.get("parse_mode"), p.get("entities"))
    if not text:
        raise bad_request("message text is empty")
    if units(text) > MOST_TEXT:
        raise bad_request("message is too long")
    content: dict[str, Any] = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in p:
        content["link_preview_options"] = p["link_preview_options"]
    return content


def caption_content(p: Mapping[str, Any]) -> dict[str, Any]:
    """Return the caption's part of a content, empty without a caption.

    Raises:
        Refused: the caption is too long or broken.
    """
    text, entities = styled(p.get("caption") or "", p.get("parse_mode"), p.get("caption_entities"))
    if units(text) > MOST_CAPTION:
        raise bad_request("message caption is too long")
    content: dict[str, Any] = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    if p.get("has_spoiler"):
        content["has_media_spoiler"] = True
    if p.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def inline_only(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return an inline keyboard, or None for an empty one.

    Raises:
        Refused: it is another kind of keyboard, or too large.
    """
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


async def media_content(
    world: World, kind: str, value: Upload | str, uploads: Mapping[str, Upload], p: Params
) -> dict[str, Any]:
    """Return the content that carries a file, without its caption.

    Args:
        world: where files are kept.
        kind: "photo", "document", "voice" or "video".
        value: an upload, ``attach://name``, or the id of a file Telegram has.
        uploads: the files of the request by name.
        p: the parameters around it.

    Raises:
        Refused: there is no such file, or it is not of this kind.
    """
    if isinstance(value, str) and value.startswith("attach://"):
        name = value.removeprefix("attach://")
        if name not in uploads:
            raise bad_request(f'file "{name}" is attached nowhere in the request')
        value = uploads[name]
    if isinstance(value, Upload):
        return {kind: await _uploaded(world, kind, value, uploads, p)}
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.get(value)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        was, wanted = WORDS.get(stored.kind, stored.kind), WORDS.get(kind, kind)
        raise bad_request(f"can't use file of type {was} as {wanted}")
    return {kind: stored.content}


async def _uploaded(
    world: World, kind: str, upload: Upload, uploads: Mapping[str, Upload], p: Params
) -> Any:
    if kind == "photo":
        return await world.files.photo(upload)
    if kind == "document":
        thumbnail = p.get("thumbnail")
        if isinstance(thumbnail, str) and thumbnail.startswith("attach://"):
            thumbnail = uploads.get(thumbnail.removeprefix("attach://"))
        extra = {}
        if isinstance(thumbnail, Upload):
            extra["thumbnail"] = (await world.files.photo(thumbnail))[-1]
        return world.files.document(upload, extra)
    fields: dict[str, Any] = {"duration": p.get("duration", 1)}
    if kind == "video":
        fields |= {"width": p.get("width", 640), "height": p.get("height", 480)}
    return world.files.whole(kind, upload, fields)


def _replied(chat: Chat, p: Params) -> Message | None:
    wanted = p.get("reply_parameters")
    if not wanted:
        return None
    if wanted.get("chat_id", chat.id) != chat.id:
        raise bad_request("the sandbox does not support replies in another chat")
    message = chat.messages.get(wanted.get("message_id", 0))
    if message is not None and not message.deleted:
        return message
    if wanted.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def post(
    world: World, chat: Chat, content: dict[str, Any], p: Params, *, album: str | None = None
) -> Message:
    """Put the bot's checked message into the chat, with what its keyboard does there."""
    markup = p.get("reply_markup") or {}
    inline = inline_only(markup) if "inline_keyboard" in markup else None
    message = world.add_message(
        chat,
        None,
        content,
        markup=inline,
        reply_to=_replied(chat, p),
        album=album,
        protected=bool(p.get("protect_content")),
    )
    if "keyboard" in markup:
        chat.keyboard = markup
        world.changed("keyboard", chat)
    elif "remove_keyboard" in markup:
        chat.keyboard = None
        world.changed("keyboard", chat)
    return message


def _check_private_buttons(chat: Chat, markup: Mapping[str, Any]) -> None:
    if chat.owner is not None:
        return
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    if any("web_app" in button for row in rows for button in row):
        raise bad_request("BUTTON_TYPE_INVALID")
    if any(button.get("request_contact") for row in rows for button in row):
        raise bad_request("phone number can be requested in private chats only")


def _checked_chat(world: World, p: Params) -> Chat:
    """Check all that can be refused before a message is counted by the rate gate."""
    chat = world.writable_chat(p["chat_id"])
    _replied(chat, p)
    markup = p.get("reply_markup") or {}
    if "inline_keyboard" in markup:
        inline_only(markup)
    _check_private_buttons(chat, markup)
    return chat


async def send_message(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """SendMessage."""
    chat = _checked_chat(world, p)
    content = text_content(p)
    world.gate.enter(chat.id)
    return world.to_api(post(world, chat, content, p))


async def _send_file(world: World, kind: str, p: Params, uploads: Mapping[str, Upload]) -> Any:
    chat = _checked_chat(world, p)
    caption = caption_content(p)
    content = await media_content(world, kind, p[kind], uploads, p)
    world.gate.enter(chat.id)
    return world.to_api(post(world, chat, content | caption, p))


async def send_photo(world: World, p: Params, uploads: Mapping[str, Upload]) -> Any:
    """SendPhoto."""
    return await _send_file(world, "photo", p, uploads)


async def send_document(world: World, p: Params, uploads: Mapping[str, Upload]) -> Any:
    """SendDocument."""
    return await _send_file(world, "document", p, uploads)


async def send_voice(world: World, p: Params, uploads: Mapping[str, Upload]) -> Any:
    """SendVoice."""
    return await _send_file(world, "voice", p, uploads)


async def send_media_group(world: World, p: Params, uploads: Mapping[str, Upload]) -> Any:
    """SendMediaGroup."""
    chat = _checked_chat(world, p)
    kinds = {item["type"] for item in p["media"]}
    if not kinds <= {"photo", "document", "video"}:
        raise bad_request("the sandbox does not support these kinds in an album")
    if "document" in kinds and len(kinds) > 1:
        raise bad_request("documents can't be mixed with other media types")
    contents = []
    for item in p["media"]:
        content = await media_content(world, item["type"], item["media"], uploads, item)
        contents.append(content | caption_content(item))
    world.gate.enter(chat.id)
    album = str(secrets.randbits(53))
    return [world.to_api(post(world, chat, content, p, album=album)) for content in contents]


async def copy_message(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """CopyMessage."""
    chat = _checked_chat(world, p)
    source = world.message(world.open_chat(p["from_chat_id"]), p["message_id"], "copy")
    if source.protected:
        raise bad_request("message has protected content and can't be copied")
    content = dict(source.content)
    if p.get("caption") is not None and "text" not in content:
        content.pop("caption_entities", None)
        content.pop("caption", None)
        content |= caption_content(p)
    world.gate.enter(chat.id)
    return {"message_id": post(world, chat, content, p).id}


async def forward_message(world: World, p: Params, _: Mapping[str, Upload]) -> Any:
    """ForwardMessage."""
    chat = world.writable_chat(p["chat_id"])
    source = world.message(world.open_chat(p["from_chat_id"]), p["message_id"], "forward")
    if source.protected:
        raise bad_request("message has protected content and can't be forwarded")
    sender = source.sender or world.bot
    origin = {"type": "user", "date": source.date, "sender_user": sender.to_api()}
    world.gate.enter(chat.id)
    return world.to_api(post(world, chat, source.content | {"forward_origin": origin}, p))
