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

from aiohttp import web

from sandbox.telegram.page_acts import PageActs, Wrong
from sandbox.telegram.page_json import chat_json, message_json, shown
from sandbox.telegram.phones import Phone
from sandbox.telegram.refused import Refused
from sandbox.telegram.screen import NoSuchButton
from sandbox.telegram.state import World
from sandbox.telegram.things import Change
from sandbox.telegram.validate import is_loopback

Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEARTBEAT = 15.0
SHOWN_INLINE = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "audio/ogg", "audio/mpeg", "video/mp4"}
)


def guarded(respond: Respond) -> Respond:
    """Answer only requests that this computer's own page makes, and errors as JSON."""

    async def answer(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin", f"http://{request.host}")
        if origin != f"http://{request.host}" or not is_loopback(origin):
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
        self._acts = PageActs(world, phones)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, guarded."""
        return [
            web.get("/phones/state", guarded(self._state)),
            web.get("/phones/events", guarded(self._events)),
            web.get("/phones/file/{id}", guarded(self._file)),
            web.post("/phones/act", guarded(self._acts.act)),
            web.post("/phones/upload", guarded(self._acts.upload)),
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
                if await self._world.pulse.after(seen, HEARTBEAT):
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


def _event(number: int, data: Mapping[str, Any]) -> str:
    return f"id: {number}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
