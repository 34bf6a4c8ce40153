"""What Telegram knows at a moment, and who watches it change."""

import secrets
from collections import deque
from collections.abc import Callable
from typing import Any

from exams.ports.clock import Clock
from sandbox.telegram.faults import Faults
from sandbox.telegram.limits import Limits, RateGate
from sandbox.telegram.media import Shelf
from sandbox.telegram.refused import Refusal, Refused, bad_request, forbidden
from sandbox.telegram.things import Account, Bot, Change, Chat, Message, Pulse, Query
from sandbox.telegram.updates import Updates

FIRST_PERSON = 6_000_000_001
"""Above 32 bits, as many accounts are by now: a bot must not store ids in less than 64."""

FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001
CHANGES_KEPT = 5000


class World:
    """The whole state of the fake Telegram, without any HTTP.

    Attributes:
        pulse: beats with every visible change.
        refusals: every refused request, those of faults apart (`faults.refusals`).
    """

    def __init__(
        self,
        *,
        bot: Bot,
        token: str,
        clock: Clock,
        limits: Limits,
        monotonic: Callable[[], float],
        pace: Callable[[], float],
    ) -> None:
        self.bot = bot
        self.token = token
        self.clock = clock
        self.limits = limits
        self.monotonic = monotonic
        self.faults = Faults()
        self.gate = RateGate(limits, pace)
        self.files = Shelf(limits)
        self.updates = Updates(self.faults)
        self.people: dict[int, Account] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.app_queries: dict[str, Account] = {}
        self.refusals: list[Refusal] = []
        self.messages_sent = 0
        self.pulse = Pulse()
        self.changes: deque[Change] = deque(maxlen=CHANGES_KEPT)
        self._shared_id = 0

    @property
    def revision(self) -> int:
        """How many visible changes there were."""
        return self.pulse.count

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
        self.pulse.beat()
        if message is not None:
            message.revision = self.revision
        self.changes.append(
            Change(revision=self.revision, kind=kind, chat=chat, message=message, facts=facts)
        )
        if chat is not None:
            chat.pulse.beat()

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
