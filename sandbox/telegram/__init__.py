"""A strict Telegram on this computer, for trying, showing and testing the very same bot."""

from sandbox.telegram.fake import FakeTelegram
from sandbox.telegram.faults import FaultKind
from sandbox.telegram.limits import UNPACED, Limits
from sandbox.telegram.phones import Answer, NoSuchButton, NothingCame, Phone
from sandbox.telegram.state import Chat, Message

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
