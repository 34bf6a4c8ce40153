"""The phones of simulated people: what they do to the bot.

Every act is awaited and has reached the bot's queue when it returns. A group's messages
are the same objects on every member's phone.
"""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.telegram import asking, webapp
from sandbox.telegram.entities import detect, trim
from sandbox.telegram.media import Upload, upload_of
from sandbox.telegram.screen import PATIENCE, NoSuchButton, Screen
from sandbox.telegram.state import World
from sandbox.telegram.things import Account, Chat, Message
from sandbox.telegram.webapp import Launch

ALBUM = 10
"""Pictures in one album at most; the apps send more as several albums."""

_SPOKEN = {"text", "photo", "document", "voice", "video", "sticker", "contact"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a pressed button brought.

    Attributes:
        text: of the toast or the alert, empty when the bot only stopped the spinner.
        alert: shown as a window to be closed, not as a toast.
    """

    text: str
    alert: bool


class Phone(Screen):
    """One person's Telegram."""

    # -- acts ---------------------------------------------------------------

    async def start(self, payload: str = "") -> Message:
        """Press Start, or open a deep link with its payload."""
        if self.account.blocked:
            await self.unblock()
        if not self.account.started:
            self.account.started = True
            self.world.private(self.account)
            self.world.changed("people")
        return await self.text(f"/start {payload}".strip())

    async def text(
        self, text: str, *, chat: Chat | None = None, reply_to: Message | None = None
    ) -> Message:
        """Write a text to the bot, or into a group."""
        plain, entities = trim(text, [])
        content: dict[str, Any] = {"text": plain}
        if found := detect(plain, entities):
            content["entities"] = found
        return self._say(content, chat, reply_to=reply_to)

    async def edit(self, message: Message, text: str) -> None:
        """Change a text of one's own."""
        message.content = {"text": text}
        message.edited_at = self.world.unix_time()
        self.world.changed("edited", message.chat, message)
        self._tell(message, "edited_message")

    async def contact(
        self, other: Account | None = None, *, phone: str = "", first_name: str = ""
    ) -> Message:
        """Share one's own contact, somebody else's, or a typed one of nobody on Telegram."""
        person = other or self.account
        card: dict[str, Any] = {
            "phone_number": (phone or person.phone).removeprefix("+"),
            "first_name": first_name or person.first_name,
        }
        if not phone:
            card["user_id"] = person.id
            if person.last_name:
                card["last_name"] = person.last_name
        return self._say({"contact": card}, None)

    async def photo(self, data: bytes, *, caption: str = "", chat: Chat | None = None) -> Message:
        """Send a picture as a photo, which Telegram recompresses."""
        sizes = await self.world.files.photo(Upload("photo.jpg", "image/jpeg", data))
        return self._say({"photo": sizes} | _caption(caption), chat)

    async def document(
        self,
        data: bytes,
        name: str,
        mime: str = "",
        *,
        caption: str = "",
        chat: Chat | None = None,
    ) -> Message:
        """Send a file as it is; the type is guessed by the name where it is not given."""
        document = self.world.files.document(upload_of(name, data, mime))
        return self._say({"document": document} | _caption(caption), chat)

    async def album(
        self,
        pictures: Sequence[bytes],
        *,
        caption: str = "",
        as_documents: bool = False,
        names: Sequence[str] = (),
        order: Sequence[int] | None = None,
        gap: float = 0.0,
        chat: Chat | None = None,
    ) -> list[Message]:
        """Send several pictures at once: one message each, one media_group_id per ten.

        Args:
            pictures: encoded images.
            caption: of the first one.
            as_documents: as files instead of photos.
            names: of the files; made up where there is none.
            order: the order in which their updates reach the bot, indexes of `pictures`.
            gap: real seconds between two of the updates.
            chat: a group, or the bot.
        """
        contents = []
        for number, data in enumerate(pictures):
            content: dict[str, Any]
            if as_documents:
                name = names[number] if number < len(names) else f"page-{number + 1}.jpg"
                content = {"document": self.world.files.document(upload_of(name, data))}
            else:
                upload = Upload("photo.jpg", "image/jpeg", data)
                content = {"photo": await self.world.files.photo(upload)}
            contents.append(content | _caption("" if number else caption))
        albums = [str(secrets.randbits(53)) for _ in range(0, len(contents), ALBUM)]
        messages = [
            self._put(content, chat, album=albums[number // ALBUM])
            for number, content in enumerate(contents)
        ]
        for position, number in enumerate(order or range(len(messages))):
            if gap and position:
                await asyncio.sleep(gap)
            self._tell(messages[number], "message")
        return messages

    async def voice(self, data: bytes, *, seconds: int = 3, chat: Chat | None = None) -> Message:
        """Send a voice note."""
        upload = Upload("voice.ogg", "audio/ogg", data)
        voice = self.world.files.whole("voice", upload, {"duration": seconds})
        return self._say({"voice": voice}, chat)

    async def video(self, data: bytes, *, seconds: int = 3, chat: Chat | None = None) -> Message:
        """Send a video."""
        upload = Upload("video.mp4", "video/mp4", data)
        fields = {"duration": seconds, "width": 1280, "height": 720}
        return self._say({"video": self.world.files.whole("video", upload, fields)}, chat)

    async def sticker(
        self, data: bytes, emoji: str = "👍", *, chat: Chat | None = None
    ) -> Message:
        """Send a sticker."""
        fields = {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        sticker = self.world.files.whole("sticker", Upload("s.webp", "image/webp", data), fields)
        del sticker["mime_type"]
        return self._say({"sticker": sticker}, chat)

    async def press(
        self,
        label: str,
        *,
        message: Message | None = None,
        chat: Chat | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - a person's patience, in real seconds
    ) -> Answer | None:
        """Press an inline button by its text (or a part of it), or by its data.

        Without `message` the newest one with such a button is meant.

        Returns:
            The bot's answer; None when it did not answer in time.

        Raises:
            NoSuchButton: there is none, or it does not call the bot.
        """
        found, button = self.find_button(label, message, chat)
        if "callback_data" not in button:
            raise NoSuchButton(f"the button {button['text']!r} does not call the bot")
        return await self.press_data(found, button["callback_data"], timeout=timeout)

    async def press_data(
        self,
        message: Message,
        data: str,
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Answer | None:
        """Press a button with any data, as a forging client or an outdated screen can."""
        query = self.world.new_query(self.account, message)
        self._send(
            "callback_query",
            {
                "id": query.id,
                "from": self.account.to_api(),
                "message": self.world.to_api(message),
                "chat_instance": str(abs(message.chat.id) * 7919),
                "data": data,
            },
        )
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while query.answer is None and (left := end - loop.time()) > 0:
            await message.chat.pulse.after(message.chat.pulse.count, left)
        if query.answer is None:
            return None
        return Answer(text=query.answer["text"], alert=query.answer["alert"])

    def lose_network(self) -> None:
        """From now on nothing that is tapped or written reaches the bot."""
        if self.account.unsent is None:
            self.account.unsent = []

    def find_network(self) -> int:
        """Send everything that could not be sent, in order; return how much that was."""
        waiting, self.account.unsent = self.account.unsent or [], None
        for kind, what in waiting:
            self.world.updates.add(kind, what)
        return len(waiting)

    @property
    def unsent(self) -> int:
        """How much waits on the phone for the network."""
        return len(self.account.unsent or [])

    async def key(self, label: str) -> Message:
        """Tap a key of the reply keyboard: its text is sent, or one's contact.

        Raises:
            NoSuchButton: the keyboard has no such key.
        """
        keyboard = self.chat.keyboard or {}
        keys = [key for row in keyboard.get("keyboard", []) for key in row]
        key = next((key for key in keys if label in key["text"]), None)
        if key is None:
            raise NoSuchButton(f"no key {label!r} among {[key['text'] for key in keys]}")
        if keyboard.get("one_time_keyboard"):
            self.chat.keyboard = None
            self.world.changed("keyboard", self.chat)
        if key.get("request_contact"):
            return await self.contact()
        return await self.text(key["text"])

    async def open_app(
        self, label: str = "", *, message: Message | None = None, start: str = ""
    ) -> Launch:
        """Open a Mini App by a button of a message, a key, or the menu button.

        Raises:
            NoSuchButton: nothing here opens a Mini App under this label.
        """
        url, with_query = self.find_app(label, message)
        opened = webapp.launch(
            self.world.token,
            url,
            self.account.to_api(),
            at=self.world.unix_time(),
            with_query=with_query,
            start=start,
        )
        if opened.query_id:
            self.world.app_queries[opened.query_id] = self.account
        return opened

    async def block(self) -> None:
        """Block the bot."""
        self.account.blocked = True
        self._bot_member(self.chat, "member", "kicked")
        self.world.changed("people")

    async def unblock(self) -> None:
        """Let the bot write again."""
        self.account.blocked = False
        self._bot_member(self.chat, "kicked", "member")
        self.world.changed("people")

    # -- groups ---------------------------------------------------------------

    async def join(self, group: Chat) -> None:
        """Come into a group."""
        self._member_change(group, "left", "member")
        group.members[self.id] = "member"
        self._say({"new_chat_members": [self.account.to_api()]}, group)

    async def leave(self, group: Chat) -> None:
        """Go out of a group."""
        self._say({"left_chat_member": self.account.to_api()}, group)
        self._member_change(group, group.members.pop(self.id), "left")

    async def add_bot(self, group: Chat, *, status: str = "member") -> None:
        """Bring the bot into the group, or make it "administrator" or "restricted" there."""
        was, group.bot = group.bot, status
        self._bot_member(group, was, status)
        if was in {"left", "kicked"}:
            self._say({"new_chat_members": [self.world.bot.to_api()]}, group)
        self.world.changed("chat", group)

    async def remove_bot(self, group: Chat) -> None:
        """Kick the bot out of the group."""
        was, group.bot = group.bot, "kicked"
        self._bot_member(group, was, "kicked")
        self.world.changed("chat", group)

    async def migrate(self, group: Chat) -> Chat:
        """Turn a group into a supergroup, which has a new id; return that."""
        moved = self.world.new_group(group.title, supergroup=True)
        moved.members, moved.bot = dict(group.members), group.bot
        old = self.world.add_message(group, self.account, {"migrate_to_chat_id": moved.id})
        new = self.world.add_message(moved, self.account, {"migrate_from_chat_id": group.id})
        group.moved_to = moved.id
        self._tell(old, "message")
        self._tell(new, "message")
        self.world.changed("chat", group)
        self.world.changed("chat", moved)
        return moved

    # -- inside -----------------------------------------------------------------

    def _put(
        self,
        content: dict[str, Any],
        chat: Chat | None,
        *,
        reply_to: Message | None = None,
        album: str | None = None,
    ) -> Message:
        place = chat or self.chat
        if place.owner is not None and self.account.blocked:
            raise ValueError("who has blocked the bot must unblock it before writing")
        if place.owner is None and self.id not in place.members:
            raise ValueError("only members write into a group")
        if place.moved_to is not None:
            place = self.world.chats[place.moved_to]
        if place.owner is not None and not self.account.started:
            self.account.started = True
        return self.world.add_message(place, self.account, content, reply_to=reply_to, album=album)

    def _say(
        self, content: dict[str, Any], chat: Chat | None, *, reply_to: Message | None = None
    ) -> Message:
        message = self._put(content, chat, reply_to=reply_to)
        self._tell(message, "message")
        return message

    def _tell(self, message: Message, kind: str) -> None:
        if hears(self.world, message):
            self._send(kind, self.world.to_api(message))

    def _send(self, kind: str, what: dict[str, Any]) -> None:
        if self.account.unsent is None:
            self.world.updates.add(kind, what)
        else:
            self.account.unsent.append((kind, what))

    def _bot_member(self, chat: Chat, was: str, now: str) -> None:
        self._membership("my_chat_member", chat, self.world.bot.to_api(), was, now)

    def _member_change(self, chat: Chat, was: str, now: str) -> None:
        if chat.bot == "administrator":
            self._membership("chat_member", chat, self.account.to_api(), was, now)

    def _membership(self, kind: str, chat: Chat, user: dict[str, Any], was: str, now: str) -> None:
        self.world.updates.add(
            kind,
            {
                "chat": chat.to_api(),
                "from": self.account.to_api(),
                "date": self.world.unix_time(),
                "old_chat_member": asking.member_of(user, was),
                "new_chat_member": asking.member_of(user, now),
            },
        )


def hears(world: World, message: Message) -> bool:
    """Say whether the bot gets this message, by Telegram's privacy mode in groups."""
    chat = message.chat
    if chat.owner is not None:
        return True
    if chat.bot in {"left", "kicked"}:
        return False
    if chat.bot == "administrator" or world.bot.reads_groups:
        return True
    if not _SPOKEN & message.content.keys():
        return True  # service messages are for everybody
    replied = message.reply_to is not None and message.reply_to.from_bot
    named = f"@{world.bot.username}"
    command = message.text.startswith("/") and (
        "@" not in message.text.split()[0] or message.text.split()[0].endswith(named)
    )
    return replied or command or named in message.text


def _caption(caption: str) -> dict[str, Any]:
    return {"caption": caption} if caption else {}
