"""People who play a scenario: they read their phone, tap buttons by their words, wait."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from exams.domain.people import Locale, Role
from sandbox.clock import SimulatedClock
from sandbox.telegram.phones import Answer, Phone
from sandbox.telegram.screen import PATIENCE
from sandbox.telegram.things import Chat, Message
from sandbox.university import Somebody
from templates.renderer import Renderer

MOST_TAPS: Final = 75
"""Taps of one person in `TAPS_IN` seconds; more would be a flood, which the bot drops."""
TAPS_IN: Final = 30.0


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody of the university with a phone in hand."""

    who: Somebody
    phone: Phone
    words: Renderer
    locale: Locale
    clock: SimulatedClock
    tapped: deque[float] = field(
        default_factory=lambda: deque(maxlen=MOST_TAPS), compare=False, repr=False
    )

    @property
    def role(self) -> Literal["student", "proctor", "dean", "registrar"]:
        """Return what the player is at the university."""
        roles: dict[Role, Literal["student", "proctor", "dean", "registrar"]] = {
            Role.STUDENT: "student",
            Role.PROCTOR: "proctor",
            Role.DEAN: "dean",
        }
        return roles.get(self.who.role, "registrar")

    def label(self, key: str) -> str:
        """Return the words on a button, in the player's language."""
        return self.words.label(f"button.{key}", self.locale)

    async def sees(self, key: str, *, chat: Chat | None = None, since: int = 0) -> Message:
        """Wait until the newest message with a button of this label is there.

        Raises:
            NothingCame: in vain; the error shows the phone's screen.
        """
        label = self.label(key)
        return await self.phone.wait_for(
            lambda message: has_button(message, label), PATIENCE, chat=chat, since=since
        )

    async def tap(self, key: str, *, chat: Chat | None = None, since: int = 0) -> Answer | None:
        """Wait for a button and press it."""
        message = await self.sees(key, chat=chat, since=since)
        await self._unhurried()
        return await self.phone.press(self.label(key), message=message, chat=chat)

    async def tap_text(
        self, text: str, *, chat: Chat | None = None, beside: str = ""
    ) -> Answer | None:
        """Wait for a button by a part of its text and press it.

        Args:
            text: a part of what is on the button.
            chat: a group; else the private chat.
            beside: a part of what is on another button of the same message.
        """
        message = await self.phone.wait_for(
            lambda one: has_button(one, text) and (not beside or has_button(one, beside)),
            PATIENCE,
            chat=chat,
        )
        await self._unhurried()
        return await self.phone.press(text, message=message, chat=chat)

    async def _unhurried(self) -> None:
        """Tap no faster than somebody with two hands can."""
        if len(self.tapped) == MOST_TAPS:
            await self.clock.sleep(max(0.0, self.tapped[0] + TAPS_IN - self.clock.seconds()))
        self.tapped.append(self.clock.seconds())

    async def link(self, key: str, *, since: int = 0) -> str:
        """Wait for a button that opens a link, and return the link."""
        label = self.label(key)

        def links(message: Message) -> list[str]:
            found = (b for b in buttons(message) if label in b["text"])
            return [str(b["url"]) for b in found if "url" in b]

        message = await self.phone.wait_for(lambda one: bool(links(one)), PATIENCE, since=since)
        return links(message)[0]

    async def hears(self, text: str, *, chat: Chat | None = None, since: int = 0) -> Message:
        """Wait for a message with this text."""
        return await self.phone.wait_for(text, PATIENCE, chat=chat, since=since)


def buttons(message: Message) -> list[dict[str, Any]]:
    """Return the inline buttons under a message, row after row."""
    rows = (message.markup or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def has_button(message: Message, text: str) -> bool:
    """Return whether a button under the message has this text in its label."""
    return any(text in button["text"] for button in buttons(message))
