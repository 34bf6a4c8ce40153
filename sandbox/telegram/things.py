"""What Telegram consists of: people, chats, messages, pressed buttons, and the bot."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.entities import to_html

_PRIVATE = frozenset({"id", "type", "first_name", "last_name", "username"})


class Pulse:
    """Wakes those who wait for the next beat.

    Attributes:
        count: how many beats there were.
    """

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()

    def beat(self) -> None:
        """Wake everybody who waits."""
        self.count += 1
        beaten, self._next = self._next, asyncio.Event()
        beaten.set()

    async def after(self, count: int, timeout: float) -> bool:  # noqa: ASYNC109 - real seconds
        """Wait up to `timeout` real seconds for a beat after `count`; say if one came."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while self.count <= count:
                    await self._next.wait()
        return self.count > count


@dataclass(slots=True, kw_only=True)
class Account:
    """A person on Telegram.

    Attributes:
        started: has pressed Start, so the bot may write.
        blocked: has blocked the bot.
        unsent: what waits on a phone without a network; None while there is one.
    """

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    phone: str = ""
    language_code: str = "kk"
    started: bool = False
    blocked: bool = False
    unsent: list[tuple[str, dict[str, Any]]] | None = None

    @property
    def name(self) -> str:
        """Return the full name."""
        return f"{self.first_name} {self.last_name}".strip()

    def to_api(self) -> dict[str, Any]:
        """Return the Bot API's User."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
        } | {name: value for name, value in optional.items() if value}


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """One message, as everybody in its chat sees it.

    Attributes:
        id: unique in its chat only.
        sender: None is the bot.
        content: the Bot API's fields of what it carries: text, photo, document, ...
        markup: the inline keyboard under it.
        album: media_group_id.
        revision: of the last change, see `World.revision`.
        protected: can be neither saved nor forwarded.
    """

    id: int
    chat: "Chat"
    sender: Account | None
    date: int
    content: dict[str, Any]
    markup: dict[str, Any] | None = None
    reply_to: "Message | None" = None
    album: str | None = None
    edited_at: int | None = None
    deleted: bool = False
    pinned: bool = False
    protected: bool = False
    reactions: list[dict[str, Any]] = field(default_factory=list)
    revision: int = 0

    @property
    def text(self) -> str:
        """The plain text, or the caption."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[dict[str, Any]]:
        """The entities of `text`."""
        found = self.content.get("entities") or self.content.get("caption_entities") or []
        return list(found)

    @property
    def html(self) -> str:
        """The text as safe HTML with Telegram's tags only."""
        return to_html(self.text, self.entities)

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.sender is None

    @property
    def edited(self) -> bool:
        """Whether it was changed after it was sent."""
        return self.edited_at is not None

    @property
    def buttons(self) -> list[list[dict[str, Any]]]:
        """The inline buttons in their rows, as the Bot API writes them."""
        return list(self.markup["inline_keyboard"]) if self.markup else []

    @property
    def labels(self) -> list[str]:
        """The texts of all inline buttons."""
        return [button["text"] for row in self.buttons for button in row]

    @property
    def media(self) -> tuple[str, dict[str, Any]] | None:
        """Kind and object of the file it carries; of a photo the largest size."""
        for kind in ("photo", "document", "voice", "video", "sticker"):
            if kind in self.content:
                found = self.content[kind]
                return kind, found[-1] if kind == "photo" else found
        return None


@dataclass(slots=True, kw_only=True, eq=False)
class Chat:
    """A private chat with the bot, or a group.

    Attributes:
        kind: "private", "group" or "supergroup".
        members: status of each person in a group: creator, administrator or member.
        bot: the bot's status: member, administrator, restricted (may not write), left, kicked.
        keyboard: the reply keyboard that now shows.
        menu: the menu button of this chat; None is that of all.
        moved_to: the supergroup that a group has become.
        last_id: of a supergroup's messages, which have ids of their own.
        pulse: beats with every change in the chat.
    """

    id: int
    kind: str
    title: str
    owner: Account | None = None
    members: dict[int, str] = field(default_factory=dict)
    bot: str = "left"
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: dict[str, Any] | None = None
    menu: dict[str, Any] | None = None
    moved_to: int | None = None
    last_id: int = 0
    pulse: Pulse = field(default_factory=Pulse)

    def to_api(self) -> dict[str, Any]:
        """Return the Bot API's Chat."""
        if self.owner is None:
            return {"id": self.id, "type": self.kind, "title": self.title}
        person = self.owner.to_api()
        person |= {"id": self.id, "type": "private"}
        return {name: it for name, it in person.items() if name in _PRIVATE}


@dataclass(slots=True, kw_only=True, eq=False)
class Query:
    """A pressed button that waits for its answer.

    Attributes:
        asked_at: monotonic.
        answer: what the bot answered, None before it did.
    """

    id: str
    person: Account
    message: Message
    asked_at: float
    answer: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that a phone may show at once.

    Attributes:
        kind: message, edited, deleted, typing, toast, chat, keyboard or people.
        chat: where; None where it concerns no chat.
        message: which, if any.
        facts: the rest, ready for JSON.
    """

    revision: int
    kind: str
    chat: Chat | None = None
    message: Message | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Bot:
    """The one bot of the sandbox and what it told Telegram about itself."""

    id: int
    username: str
    name: str
    reads_groups: bool = False
    commands: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    short_description: dict[str, str] = field(default_factory=dict)
    menu: dict[str, Any] = field(default_factory=lambda: {"type": "commands"})

    def to_api(self) -> dict[str, Any]:
        """Return the Bot API's User."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
        }
