"""The phones of simulated people: what they do to the bot.

Every act is awaited and has reached the bot's queue when it returns. A group's messages
are the same objects on every member's phone.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from sandbox.telegram import asking, webapp
from sandbox.telegram.screen import PATIENCE, NoSuchButton
from sandbox.telegram.speaking import Speaker
from sandbox.telegram.things import Chat, Message
from sandbox.telegram.webapp import Launch


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a pressed button brought.

    Attributes:
        text: of the toast or the alert, empty when the bot only stopped the spinner.
        alert: shown as a window to be closed, not as a toast.
    """

    text: str
    alert: bool


class Phone(Speaker):
    """One person's Telegram."""

    async def start(self, payload: str = "") -> Message:
        """Press Start, or open a deep link with its payload."""
        if self.account.blocked:
            await self.unblock()
        if not self.account.started:
            self.account.started = True
            self.world.private(self.account)
            self.world.changed("people")
        return await self.text(f"/start {payload}".strip())

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
        self.send(
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
        self.say({"new_chat_members": [self.account.to_api()]}, group)

    async def leave(self, group: Chat) -> None:
        """Go out of a group."""
        self.say({"left_chat_member": self.account.to_api()}, group)
        self._member_change(group, group.members.pop(self.id), "left")

    async def add_bot(self, group: Chat, *, status: str = "member") -> None:
        """Bring the bot into the group, or make it "administrator" or "restricted" there."""
        was, group.bot = group.bot, status
        self._bot_member(group, was, status)
        if was in {"left", "kicked"}:
            self.say({"new_chat_members": [self.world.bot.to_api()]}, group)
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
        self.tell(old, "message")
        self.tell(new, "message")
        self.world.changed("chat", group)
        self.world.changed("chat", moved)
        return moved

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
