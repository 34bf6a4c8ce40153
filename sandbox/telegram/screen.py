"""What a person sees on the phone: messages, buttons, files; and waiting for them."""

import asyncio
from collections.abc import Callable
from typing import Any

from sandbox.telegram.state import World
from sandbox.telegram.things import Account, Chat, Message

PATIENCE = 300.0
"""Real seconds a person waits; a busy computer may take long for what an idle one does at once."""

Wanted = str | Callable[[Message], bool]


class NothingCame(AssertionError):
    """The person waited in vain; says what is on the screen instead."""


class NoSuchButton(AssertionError):
    """The person sees no such button; says which there are."""


class Screen:
    """One person's view of the chats."""

    def __init__(self, world: World, account: Account) -> None:
        self.world = world
        self.account = account

    @property
    def id(self) -> int:
        """The person's Telegram id, also that of the private chat."""
        return self.account.id

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.world.private(self.account)

    @property
    def mark(self) -> int:
        """This moment, for `since`: messages made or edited later are newer than it."""
        return self.world.revision

    def messages(self, chat: Chat | None = None, *, since: int = 0) -> list[Message]:
        """Return what stands in the chat, oldest first, made or edited after `since`."""
        shown = (chat or self.chat).messages.values()
        return [one for one in shown if not one.deleted and one.revision > since]

    @property
    def last(self) -> Message | None:
        """The newest message of the private chat."""
        shown = self.messages()
        return shown[-1] if shown else None

    def find(self, wanted: Wanted, *, chat: Chat | None = None, since: int = 0) -> Message | None:
        """Return the newest message of the bot that has the text, or satisfies the condition."""
        for message in reversed(self.messages(chat, since=since)):
            if message.from_bot and _fits(message, wanted):
                return message
        return None

    async def wait_for(
        self,
        wanted: Wanted,
        timeout: float = PATIENCE,  # noqa: ASYNC109
        *,
        chat: Chat | None = None,
        since: int = 0,
    ) -> Message:
        """Wait for a message of the bot with this text (or condition), new, old or edited.

        Args:
            wanted: a fragment of the text, or a condition.
            timeout: real seconds.
            chat: a group; else the private chat.
            since: a `mark`; only what was made or edited after it counts.

        Raises:
            NothingCame: in vain.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        pulse = (chat or self.chat).pulse
        while True:
            seen = pulse.count
            if message := self.find(wanted, chat=chat, since=since):
                return message
            left = end - loop.time()
            if left <= 0 or not await pulse.after(seen, left):
                raise NothingCame(self._screen(wanted, chat, since))

    def file_of(self, message: Message) -> bytes:
        """Return the bytes of the message's file, as the person sees it.

        Raises:
            KeyError: it carries none.
        """
        if message.media is None:
            raise KeyError("the message carries no file")
        stored = self.world.files.get(message.media[1]["file_id"])
        if stored is None:
            raise KeyError("the file is unknown")
        return stored.data

    def find_button(
        self, label: str, message: Message | None, chat: Chat | None
    ) -> tuple[Message, dict[str, Any]]:
        """Return the newest inline button with this text, else this data, else a part of it.

        Raises:
            NoSuchButton: there is none.
        """
        shown = [message] if message else list(reversed(self.messages(chat)))
        tests: tuple[Callable[[dict[str, Any]], bool], ...] = (
            lambda button: bool(button["text"] == label),
            lambda button: button.get("callback_data") == label,
            lambda button: label in button["text"],
        )
        for test in tests:
            for one in shown:
                for button in (button for row in one.buttons for button in row):
                    if test(button):
                        return one, button
        there = [one.labels for one in shown if one.labels][:3]
        raise NoSuchButton(f"no button {label!r}; the newest are {there}")

    def find_app(self, label: str, message: Message | None) -> tuple[str, bool]:
        """Return the address of a Mini App, and whether the bot may answer its query.

        Raises:
            NoSuchButton: nothing opens one under this label.
        """
        menu = self.chat.menu or self.world.bot.menu
        if not label and message is None and menu["type"] == "web_app":
            return str(menu["web_app"]["url"]), True
        for row in (self.chat.keyboard or {}).get("keyboard", []):
            for key in row:
                if message is None and "web_app" in key and label in key["text"]:
                    return str(key["web_app"]["url"]), False
        for one in [message] if message else reversed(self.messages()):
            for button in (button for row in one.buttons for button in row):
                if "web_app" in button and label in button["text"]:
                    return str(button["web_app"]["url"]), True
        raise NoSuchButton(f"nothing opens a Mini App under {label!r}")

    def _screen(self, wanted: Wanted, chat: Chat | None, since: int) -> str:
        what = repr(wanted) if isinstance(wanted, str) else "what was expected"
        lines = [
            f"  {one.id} {'bot' if one.from_bot else 'person'}: {one.text[:120]!r} {one.labels}"
            for one in self.messages(chat, since=since)[-8:]
        ]
        return "\n".join(
            [f"{self.account.name} waited in vain for {what}; on the screen:", *lines]
        )


def _fits(message: Message, wanted: Wanted) -> bool:
    return wanted in message.text if isinstance(wanted, str) else wanted(message)
