"""Sees everything that the bot ever showed, also what was edited or deleted later."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.state import World
from sandbox.telegram.things import Chat, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message of the bot as it stood at one moment.

    Attributes:
        message: its id in the chat.
        urls: where its buttons lead outside.
    """

    chat: int
    message: int
    text: str
    labels: tuple[str, ...]
    urls: tuple[str, ...]


@dataclass(slots=True)
class Eyes:
    """Watches a Telegram from now on.

    Attributes:
        shown: oldest first.
    """

    world: World
    shown: list[Shown] = field(default_factory=list)

    def __post_init__(self) -> None:
        changed = self.world.changed

        def watched(
            kind: str, chat: Chat | None = None, message: Message | None = None, **facts: Any
        ) -> None:
            changed(kind, chat, message, **facts)
            if message is not None and message.from_bot and not message.deleted:
                self._see(message)

        self.world.changed = watched  # type: ignore[method-assign]

    def in_chat(self, chat: int) -> list[Shown]:
        """Return what was shown in a chat."""
        return [one for one in self.shown if one.chat == chat]

    def _see(self, message: Message) -> None:
        buttons = [button for row in message.buttons for button in row]
        self.shown.append(
            Shown(
                chat=message.chat.id,
                message=message.id,
                text=message.text,
                labels=tuple(button["text"] for button in buttons),
                urls=tuple(button["url"] for button in buttons if "url" in button),
            )
        )
