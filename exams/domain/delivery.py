"""How messages leave: priorities, states, and what may be repeated after a crash."""

from enum import Enum, IntEnum


class Priority(IntEnum):
    """Which message goes first when many wait (rules, edge cases)."""

    TICKET = 0
    ANSWER = 1
    LINK = 2
    REMINDER = 3
    BOARD = 4
    RESULT = 5
    PROGRESS = 6  # nothing is to be done about it, and what follows makes it superfluous


class DeliveryState(Enum):
    """Where a message is.

    SENDING is committed before the messenger is called: only a row found there after a crash
    may have gone out or not.
    """

    DUE = "due"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"


class AfterCrash(Enum):
    """What to do with a message that may or may not have gone out.

    What asks goes again all the same where it only changes a post that stands in the group's
    chat, which cannot be there twice, and where its first parts are there and the rest is missed.
    """

    REPEAT = "repeat"
    ASK = "ask"
