"""What a page of phones needs: the state as JSON, a stream of changes, files, and acts.

All routes answer to requests addressed to this computer only (`Host`), and refuse those
that another site's page sends (`Origin`). Errors are ``{"error": "..."}`` with 400, 403
or 404.

``GET /phones/state`` returns::

    {"revision": 17, "now": "2026-05-20T04:00:00+00:00",
     "bot": {"id": 7000000001, "name": "...", "username": "...", "menu": {"type": "..."}},
     "people": [{"id": 6000000001, "name": "...", "language": "kk", "phone": "+7...",
                 "started": true, "blocked": false, "chats": [6000000001, -4000000001]}],
     "chats": [{"id": -4000000001, "kind": "group", "title": "...", "person": null,
                "members": [6000000001], "bot": "member", "moved_to": null,
                "keyboard": null | [[{"text": "...", "app": "https://..." | null}]],
                "menu": null | {"type": "web_app", ...}, "messages": [MESSAGE, ...]}]}

A private chat has the person's id, and `person` names whose it is. A MESSAGE is::

    {"id": 5, "chat": -4000000001, "from": {"id": 7000000001, "name": "...", "bot": true},
     "date": 1779249600, "text": "plain", "html": "safe, Telegram's tags only",
     "entities": [...], "buttons": [[{"text": "...", "kind": "data", "data": "...",
     "url": null, "style": null}]], "media": null | {"kind": "photo", "file": "ID",
     "thumbnail": "ID", "name": "...", "mime": "...", "size": 1, "width": 1, "height": 1,
     "duration": null}, "album": null | "...", "reply_to": null | 4, "edited": false,
     "pinned": false, "protected": false, "reactions": ["👍"], "service": null | "joined",
     "contact": null | {...}, "revision": 17}

Button kinds: data, url, app, copy, disabled, other. Services: joined, left, migrated.

``GET /phones/events?after=REVISION`` is a stream of server-sent events, each with the
revision as its id (so a browser's reconnect continues) and JSON data
``{"kind": ..., "revision": ..., ...}``:

* message, edited: `message` is a MESSAGE; put it in place of an older one with its id
* deleted: `chat`, `id`
* typing: `chat`, `action`
* toast: `person`, `chat`, `id` (the message), `text` (may be empty), `alert`, `url`
* keyboard, chat: `chat` is a chat as above without its messages
* people: `people` and `bot` as above
* reset: too much was missed; fetch the state again

``GET /phones/file/ID`` returns the bytes of a picture, document or voice.

``POST /phones/act`` takes ``{"person": ID, "act": NAME, "chat": ID or none, ...}`` and
returns ``{"ok": true, ...}``. Acts and their fields: start (payload), text (text,
reply_to), edit (message, text), press (message, data; returns `answer`: null or {text,
alert}), key (label), contact, block, unblock, join, leave, add_bot (status), remove_bot,
migrate (returns `chat`), open_app (label, message; returns `url`, `init_data`).

``POST /phones/upload`` takes a form: person, chat, as (photo, document, voice, video),
caption, and one or more files; several photos or documents become an album. Returns
``{"ok": true, "messages": [ID, ...]}``.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from aiohttp import BodyPartReader, web

from sandbox.telegram.media import Upload, upload_of
from sandbox.telegram.phones import NoSuchButton, Phone
from sandbox.telegram.refused import Refused
from sandbox.telegram.state import Change, Chat, Message, World

Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]

OWN_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
HEARTBEAT = 15.0
SHOWN_INLINE = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "audio/ogg", "audio/mpeg", "video/mp4"}
)
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


class Wrong(Exception):
    """The page asked for something impossible; the text says what."""


def guarded(respond: Respond) -> Respond:
    """Answer only requests that this computer's own page makes, and errors as JSON."""

    async def answer(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        own = urlsplit(f"//{request.host}").hostname in OWN_HOSTS
        if not own or (origin is not None and origin != f"http://{request.host}"):
            return web.json_response({"error": "only for pages of this computer"}, status=403)
        try:
            return await respond(request)
        except (Wrong, NoSuchButton, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)
        except Refused as refused:
            return web.json_response({"error": refused.description}, status=400)

    return answer


class PageApi:
    """The routes of a page of phones."""

    def __init__(self, world: World, phones: Mapping[int, Phone]) -> None:
        self._world = world
        self._phones = phones
        self._closed = False
        self._acts: dict[str, Callable[[Phone, dict[str, Any]], Awaitable[dict[str, Any]]]] = {
            "start": self._start,
            "text": self._text,
            "edit": self._edit,
            "press": self._press,
            "key": self._key,
            "contact": self._contact,
            "block": self._block,
            "unblock": self._unblock,
            "join": self._join,
            "leave": self._leave,
            "add_bot": self._add_bot,
            "remove_bot": self._remove_bot,
            "migrate": self._migrate,
            "open_app": self._open_app,
        }

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, guarded."""
        return [
            web.get("/phones/state", guarded(self._state)),
            web.get("/phones/events", guarded(self._events)),
            web.get("/phones/file/{id}", guarded(self._file)),
            web.post("/phones/act", guarded(self._act)),
            web.post("/phones/upload", guarded(self._upload)),
        ]

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        self._world.changed("people")

    # -- reading --------------------------------------------------------------

    async def _state(self, _: web.Request) -> web.StreamResponse:
        chats = [
            chat_json(chat) | {"messages": [message_json(self._world, one) for one in shown(chat)]}
            for chat in self._world.chats.values()
        ]
        return web.json_response(
            {
                "revision": self._world.revision,
                "now": self._world.clock.now().isoformat(),
                "chats": chats,
            }
            | self._people()
        )

    def _people(self) -> dict[str, Any]:
        world = self._world
        people = [
            {
                "id": one.id,
                "name": one.name,
                "language": one.language_code,
                "phone": one.phone,
                "started": one.started,
                "blocked": one.blocked,
                "chats": [
                    chat.id
                    for chat in world.chats.values()
                    if chat.owner is one or (one.id in chat.members and chat.moved_to is None)
                ],
            }
            for one in world.people.values()
        ]
        bot = {
            "id": world.bot.id,
            "name": world.bot.name,
            "username": world.bot.username,
            "menu": world.bot.menu,
            "commands": world.bot.commands,
        }
        return {"people": people, "bot": bot}

    async def _events(self, request: web.Request) -> web.StreamResponse:
        after = request.headers.get("Last-Event-ID") or request.query.get("after")
        seen = int(after) if after else self._world.revision
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await stream.prepare(request)
        await stream.write(b": here\n\n")
        try:
            while not self._closed:
                if await self._world.change_after(seen, HEARTBEAT):
                    events, seen = self._since(seen)
                    await stream.write(events.encode())
                else:
                    await stream.write(b": still here\n\n")
        except ConnectionResetError:
            return stream  # the page was closed
        return stream

    def _since(self, seen: int) -> tuple[str, int]:
        changes = [change for change in self._world.changes if change.revision > seen]
        newest = self._world.revision
        if len(changes) < newest - seen:
            return _event(newest, {"kind": "reset", "revision": newest}), newest
        return "".join(_event(one.revision, self._change(one)) for one in changes), newest

    def _change(self, change: Change) -> dict[str, Any]:
        event: dict[str, Any] = {"kind": change.kind, "revision": change.revision} | change.facts
        if change.kind in {"message", "edited"} and change.message:
            event["message"] = message_json(self._world, change.message)
        elif change.kind in {"chat", "keyboard"} and change.chat:
            event["chat"] = chat_json(change.chat)
        elif change.kind == "people":
            event |= self._people()
        else:
            event |= {"chat": change.chat.id} if change.chat else {}
            event |= {"id": change.message.id} if change.message else {}
        return event

    async def _file(self, request: web.Request) -> web.StreamResponse:
        stored = self._world.files.get(request.match_info["id"])
        if stored is None:
            return web.json_response({"error": "no such file"}, status=404)
        inline = stored.mime in SHOWN_INLINE
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}
        if not inline:
            headers["Content-Disposition"] = "attachment"
        mime = stored.mime if inline else "application/octet-stream"
        return web.Response(body=stored.data, content_type=mime, headers=headers)

    # -- acting -----------------------------------------------------------------

    async def _act(self, request: web.Request) -> web.StreamResponse:
        if request.content_type != "application/json":
            raise Wrong("an act is sent as JSON")
        wish = await request.json()
        act = self._acts.get(wish.get("act", "")) if isinstance(wish, dict) else None
        if act is None:
            raise Wrong("no such act")
        return web.json_response({"ok": True} | await act(self._phone(wish.get("person")), wish))

    def _phone(self, person: Any) -> Phone:
        phone = self._phones.get(int(person or 0))
        if phone is None:
            raise Wrong("no such person")
        return phone

    def _chat(self, phone: Phone, wish: Mapping[str, Any]) -> Chat:
        number = int(wish.get("chat") or phone.id)
        chat = phone.chat if number == phone.id else self._world.chats.get(number)
        if chat is None or (
            chat.owner is None and wish.get("act") != "join" and phone.id not in chat.members
        ):
            raise Wrong("no such chat")
        return chat

    def _message(self, phone: Phone, wish: Mapping[str, Any], name: str) -> Message | None:
        number = wish.get(name)
        if number is None:
            return None
        message = self._chat(phone, wish).messages.get(int(number))
        if message is None or message.deleted:
            raise Wrong("no such message")
        return message

    async def _start(self, phone: Phone, wish: dict[str, Any]) -> dict[str, Any]:
        return {"message": (await phone.start(str(wish.get("payload", "")))).id}

    async def _text(self, phone: Phone, wish: dict[str, Any]) -> dict[str, Any]:
        text = str(wish.get("text", "")).strip()
        if not text:
            raise Wrong("there is no text")
        reply_to = self._message(phone, wish, "reply_to")
        said = await phone.text(text, chat=self._chat(phone, wish), reply_to=reply_to)
        return {"message": said.id}

    async def _edit(self, phone: Phone, wish: dict[str, Any]) -> dict[str, Any]:
        message = self._message(phone, wish, "message")
        if message is None or message.sender is not phone.account or not wish.get("text"):
            raise Wrong("only a text of one's own can be changed")
        await phone.edit(message, str(wish["text"]))
        return {}

    async def _press(self, phone: Phone, wish: dict[str, Any]) -> dict[str, Any]:
        message = self._message(phone, wish, "message")
        if message is None:
            raise Wrong("which message?")
        answer = await phone.press_data(message, str(wish.get("data", "")))
        return {"answer": {"text": answer.text, "alert": answer.alert} if answer else None}

    async def _key(self, phone: Phone, wish: dict[str, Any]) -> dict[str, Any]:
        return {"message": (await phone.key(str(wish.get("label", "")))).id}

    async def _contact(self, phone: Phone, _: dict[str, Any]) -> dict[str, Any]:
        return {"message": (await phone.contact()).id}

    async def _block(self, phone: Phone, _: dict[str, Any]) -> dict[str, Any]:
        await phone.block()
        return {}

    async def _unblock(self, phone: Phone, _: dict[str, Any]) -> dict[str, Any]:
        await phone.unblock()
        return {}

    async def _join(self, phone: Phone, wish: dict[str, Any]) -> dict[str, Any]:
        await phone.join(self._chat(phone, wish))
        return {}

    async def _leave(self, phone: Phone, wish: dict[str, Any]) -> dict[str, Any]:
        await phone.leave(self._chat(phone, wish))
        return {}

    async def _add_bot(self, phone: Phone, wish: dict[str, Any]) -> dict[str, Any]:
        status = str(wish.get("status") or "member")
        if status not in {"member", "administrator", "restricted"}:
            raise Wrong("no such status")
        await phone.add_bot(self._chat(phone, wish), status=status)
        return {}

    async def _remove_bot(self, phone: Phone, wish: dict[str, Any]) -> dict[str, Any]:
        await phone.remove_bot(self._chat(phone, wish))
        return {}

    async def _migrate(self, phone: Phone, wish: dict[str, Any]) -> dict[str, Any]:
        chat = self._chat(phone, wish)
        if chat.kind != "group" or chat.moved_to is not None:
            raise Wrong("only a plain group becomes a supergroup")
        return {"chat": (await phone.migrate(chat)).id}

    async def _open_app(self, phone: Phone, wish: dict[str, Any]) -> dict[str, Any]:
        message = self._message(phone, wish, "message")
        opened = await phone.open_app(str(wish.get("label", "")), message=message)
        return {"url": opened.url, "init_data": opened.init_data}

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        if request.content_type != "multipart/form-data":
            raise Wrong("files are sent as a form")
        wish: dict[str, Any] = {}
        files: list[Upload] = []
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise Wrong("the form is broken")
            data = bytes(await part.read())
            if part.filename is not None:
                files.append(upload_of(part.filename, data))
            else:
                wish[str(part.name)] = data.decode("utf-8", "replace")
        phone = self._phone(wish.get("person"))
        sent = await _send_files(phone, self._chat(phone, wish), wish, files)
        return web.json_response({"ok": True, "messages": [one.id for one in sent]})


async def _send_files(
    phone: Phone, chat: Chat, wish: Mapping[str, Any], files: list[Upload]
) -> list[Message]:
    if not files:
        raise Wrong("there is no file")
    kind, caption, first = wish.get("as"), wish.get("caption", ""), files[0]
    if kind in {"photo", "document"} and len(files) > 1:
        return await phone.album(
            [file.data for file in files],
            names=[file.name for file in files],
            caption=caption,
            as_documents=kind == "document",
            chat=chat,
        )
    if kind == "photo":
        return [await phone.photo(first.data, caption=caption, chat=chat)]
    if kind == "document":
        return [await phone.document(first.data, first.name, caption=caption, chat=chat)]
    if kind == "voice":
        return [await phone.voice(first.data, chat=chat)]
    if kind == "video":
        return [await phone.video(first.data, chat=chat)]
    raise Wrong("as must be photo, document, voice or video")


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


def _event(number: int, data: Mapping[str, Any]) -> str:
    return f"id: {number}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
