"""What simulated people say to the bot or into a group: words, contacts, pictures, files."""

import asyncio
import secrets
from collections.abc import Sequence
from typing import Any

from sandbox.telegram.entities import detect, trim
from sandbox.telegram.media import Upload, upload_of
from sandbox.telegram.screen import Screen
from sandbox.telegram.state import World
from sandbox.telegram.things import Account, Chat, Message

ALBUM = 10
"""Pictures in one album at most; the apps send more as several albums."""

_SPOKEN = {"text", "photo", "document", "voice", "video", "sticker", "contact"}


class Speaker(Screen):
    """One person who says something; the bot has it when an act returns."""

    async def text(
        self, text: str, *, chat: Chat | None = None, reply_to: Message | None = None
    ) -> Message:
        """Write a text to the bot, or into a group."""
        plain, entities = trim(text, [])
        content: dict[str, Any] = {"text": plain}
        if found := detect(plain, entities):
            content["entities"] = found
        return self.say(content, chat, reply_to=reply_to)

    async def edit(self, message: Message, text: str) -> None:
        """Change a text of one's own."""
        message.content = {"text": text}
        message.edited_at = self.world.unix_time()
        self.world.changed("edited", message.chat, message)
        self.tell(message, "edited_message")

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
        return self.say({"contact": card}, None)

    async def photo(self, data: bytes, *, caption: str = "", chat: Chat | None = None) -> Message:
        """Send a picture as a photo, which Telegram recompresses."""
        sizes = await self.world.files.photo(Upload("photo.jpg", "image/jpeg", data))
        return self.say({"photo": sizes} | _caption(caption), chat)

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
        return self.say({"document": document} | _caption(caption), chat)

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
            self.put(content, chat, album=albums[number // ALBUM])
            for number, content in enumerate(contents)
        ]
        for position, number in enumerate(order or range(len(messages))):
            if gap and position:
                await asyncio.sleep(gap)
            self.tell(messages[number], "message")
        return messages

    async def voice(self, data: bytes, *, seconds: int = 3, chat: Chat | None = None) -> Message:
        """Send a voice note."""
        upload = Upload("voice.ogg", "audio/ogg", data)
        voice = self.world.files.whole("voice", upload, {"duration": seconds})
        return self.say({"voice": voice}, chat)

    async def video(self, data: bytes, *, seconds: int = 3, chat: Chat | None = None) -> Message:
        """Send a video."""
        upload = Upload("video.mp4", "video/mp4", data)
        fields = {"duration": seconds, "width": 1280, "height": 720}
        return self.say({"video": self.world.files.whole("video", upload, fields)}, chat)

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
        return self.say({"sticker": sticker}, chat)

    def put(
        self,
        content: dict[str, Any],
        chat: Chat | None,
        *,
        reply_to: Message | None = None,
        album: str | None = None,
    ) -> Message:
        """Put a message where the person writes; the bot does not hear of it yet."""
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

    def say(
        self, content: dict[str, Any], chat: Chat | None, *, reply_to: Message | None = None
    ) -> Message:
        """Put a message into a chat, and let the bot hear it."""
        message = self.put(content, chat, reply_to=reply_to)
        self.tell(message, "message")
        return message

    def tell(self, message: Message, kind: str) -> None:
        """Let the bot hear of a message, if it hears such messages there."""
        if hears(self.world, message):
            self.send(kind, self.world.to_api(message))

    def send(self, kind: str, what: dict[str, Any]) -> None:
        """Bring an update to the bot, or keep it until there is a network again."""
        if self.account.unsent is None:
            self.world.updates.add(kind, what)
        else:
            self.account.unsent.append((kind, what))


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
