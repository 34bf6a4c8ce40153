"""What Telegram knows: people, chats, messages, pressed buttons; and who watches them change."""

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from exams.ports import Clock
from sandbox.telegram.entities import to_html
from sandbox.telegram.faults import Faults
from sandbox.telegram.limits import Limits, RateGate
from sandbox.telegram.media import Shelf
from sandbox.telegram.refused import Refusal, Refused, bad_request, forbidden
from sandbox.telegram.updates import Updates

FIRST_PERSON = 6_000_000_001
"""Above 32 bits, as many accounts are by now: a bot must not store ids in less than 64."""

FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001
CHANGES_KEPT = 5000
_PRIVATE = frozenset({"id", "type", "first_name", "last_name", "username"})


@dataclass(slots=True, kw_only=True)
class Account:
    """A person on Telegram.

    Attributes:
        started: has pressed Start, so the bot may write.
        blocked: has blocked the bot.
    """

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    phone: str = ""
    language_code: str = "kk"
    started: bool = False
    blocked: bool = False

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
        born: the revision of its making.
        bars: a reply keyboard that came with it.
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
    born: int = 0

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
        typing: what the bot is seen doing, with the monotonic time of it.
        moved_to: the supergroup that a group has become.
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


class World:
    """The whole state of the fake Telegram, without any HTTP.

    Attributes:
        revision: grows with every visible change.
        refusals: every refused request, those of faults apart (`faults.refusals`).
    """

    def __init__(
        self,
        *,
        bot: Bot,
        token: str,
        clock: Clock,
        limits: Limits,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.bot = bot
        self.token = token
        self.clock = clock
        self.limits = limits
        self.monotonic = monotonic
        self.faults = Faults()
        self.gate = RateGate(limits, monotonic)
        self.files = Shelf(limits)
        self.updates = Updates(self.faults)
        self.people: dict[int, Account] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.app_queries: dict[str, Account] = {}
        self.refusals: list[Refusal] = []
        self.messages_sent = 0
        self.revision = 0
        self.changes: deque[Change] = deque(maxlen=CHANGES_KEPT)
        self._pulse = asyncio.Event()
        self._shared_id = 0

    # -- time and change --------------------------------------------------

    def unix_time(self) -> int:
        """Return the simulated moment in Unix seconds."""
        return int(self.clock.now().timestamp())

    def changed(
        self,
        kind: str,
        chat: Chat | None = None,
        message: Message | None = None,
        **facts: Any,
    ) -> None:
        """Tell everybody who watches."""
        self.revision += 1
        if message is not None:
            message.revision = self.revision
        self.changes.append(
            Change(revision=self.revision, kind=kind, chat=chat, message=message, facts=facts)
        )
        pulse, self._pulse = self._pulse, asyncio.Event()
        pulse.set()

    async def change_after(self, revision: int, timeout: float) -> bool:  # noqa: ASYNC109
        """Wait up to `timeout` real seconds until something changed after `revision`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while self.revision <= revision:
                    await self._pulse.wait()
        return self.revision > revision

    # -- chats and messages -----------------------------------------------

    def private(self, person: Account) -> Chat:
        """Return the person's chat with the bot."""
        chat = self.chats.get(person.id)
        if chat is None:
            chat = Chat(
                id=person.id, kind="private", title=person.name, owner=person, bot="member"
            )
            self.chats[person.id] = chat
        return chat

    def new_group(self, title: str, *, supergroup: bool) -> Chat:
        """Make an empty group without the bot."""
        first = FIRST_SUPERGROUP if supergroup else FIRST_GROUP
        kind = "supergroup" if supergroup else "group"
        number = first - sum(chat.kind == kind for chat in self.chats.values())
        chat = self.chats[number] = Chat(id=number, kind=kind, title=title)
        return chat

    def add_message(
        self,
        chat: Chat,
        sender: Account | None,
        content: dict[str, Any],
        *,
        markup: dict[str, Any] | None = None,
        reply_to: Message | None = None,
        album: str | None = None,
        protected: bool = False,
    ) -> Message:
        """Put a message into a chat; ids run per supergroup, and are shared by all others."""
        if chat.kind == "supergroup":
            chat.last_id += 1
            number = chat.last_id
        else:
            self._shared_id += 1
            number = self._shared_id
        message = Message(
            id=number,
            chat=chat,
            sender=sender,
            date=self.unix_time(),
            content=content,
            markup=markup,
            reply_to=reply_to,
            album=album,
            protected=protected,
            born=self.revision + 1,
        )
        chat.messages[number] = message
        self.messages_sent += sender is None
        self.changed("message", chat, message)
        return message

    def to_api(self, message: Message, *, nested: bool = False) -> dict[str, Any]:
        """Return the Bot API's Message; `nested` leaves out what it replies to."""
        sender = message.sender or self.bot
        written = {
            "message_id": message.id,
            "from": sender.to_api(),
            "chat": message.chat.to_api(),
            "date": message.date,
            **message.content,
        }
        if message.markup:
            written["reply_markup"] = message.markup
        if message.reply_to and not nested and not message.reply_to.deleted:
            written["reply_to_message"] = self.to_api(message.reply_to, nested=True)
        if message.album:
            written["media_group_id"] = message.album
        if message.edited_at is not None:
            written["edit_date"] = message.edited_at
        if message.protected:
            written["has_protected_content"] = True
        return written

    # -- doors for the bot --------------------------------------------------

    def open_chat(self, chat_id: int | str) -> Chat:
        """Return a chat in which the bot may act.

        Raises:
            Refused: unknown, blocked, never started, left, or moved.
        """
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            if chat_id in self.people:
                raise forbidden("bot can't initiate conversation with a user")
            raise bad_request("chat not found")
        if chat.owner is not None:
            _check_private(chat.owner)
        else:
            _check_group(chat)
        return chat

    def writable_chat(self, chat_id: int | str) -> Chat:
        """Return a chat in which the bot may write."""
        chat = self.open_chat(chat_id)
        if chat.bot == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")
        return chat

    def message(self, chat: Chat, message_id: int, verb: str) -> Message:
        """Return a message that is still there.

        Args:
            chat: where.
            message_id: which.
            verb: what the bot wants to do with it, for the refusal.

        Raises:
            Refused: it does not exist or is deleted.
        """
        message = chat.messages.get(message_id)
        if message is None or message.deleted:
            raise bad_request(f"message to {verb} not found")
        return message

    def new_query(self, person: Account, message: Message) -> Query:
        """Note that a button was pressed."""
        query = Query(
            id=str(secrets.randbits(62)),
            person=person,
            message=message,
            asked_at=self.monotonic(),
        )
        self.queries[query.id] = query
        return query


def _check_private(person: Account) -> None:
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def _check_group(chat: Chat) -> None:
    word = "supergroup chat" if chat.kind == "supergroup" else "group chat"
    if chat.moved_to is not None:
        raise Refused(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.moved_to},
        )
    if chat.bot == "kicked":
        raise forbidden(f"bot was kicked from the {word}")
    if chat.bot == "left":
        raise forbidden(f"bot is not a member of the {word}")
