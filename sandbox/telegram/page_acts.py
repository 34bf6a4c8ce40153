"""What the phones page lets people do; `page_api` says which acts and fields there are."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.telegram.media import Upload, upload_of
from sandbox.telegram.phones import Phone
from sandbox.telegram.state import World
from sandbox.telegram.things import Chat, Message


class Wrong(Exception):
    """The page asked for something impossible; the text says what."""


class PageActs:
    """Carries out what the page asks for."""

    def __init__(self, world: World, phones: Mapping[int, Phone]) -> None:
        self._world = world
        self._phones = phones
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

    async def act(self, request: web.Request) -> web.StreamResponse:
        """Answer ``POST /phones/act``."""
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

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Answer ``POST /phones/upload``."""
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
