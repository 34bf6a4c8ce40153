"""A strict Telegram on this computer, for trying, showing and testing the very same bot."""

from sandbox.telegram.fake import FakeTelegram
from sandbox.telegram.faults import FaultKind
from sandbox.telegram.limits import UNPACED, Limits
from sandbox.telegram.phones import Answer, Phone
from sandbox.telegram.screen import NoSuchButton, NothingCame
from sandbox.telegram.things import Chat, Message

__all__ = [
    "UNPACED",
    "Answer",
    "Chat",
    "FakeTelegram",
    "FaultKind",
    "Limits",
    "Message",
    "NoSuchButton",
    "NothingCame",
    "Phone",
]
