"""The ways in which it is said that somebody is not who may, or is bound elsewhere."""

from typing import TypeVar

from exams.domain.refusals.base import Refusal

T = TypeVar("T")


class NotAllowed(Refusal):
    """The person does not hold a role that may do this, or not for this exam."""

    code = "not_allowed"


class ChiefAlone(NotAllowed):
    """The staff of the exam may do much of it, and this is for its chief proctor."""

    code = "chief_alone"


class NoChief(NotAllowed):
    """The exam has no chief proctor who could be asked."""

    code = "no_chief"


class OnlyInPrivate(Refusal):
    """Asked in a group's chat, where only the group's own news stand."""

    code = "only_in_private"


class Unknown(Refusal):
    """What a button or a message names does not exist, or is not this person's."""

    code = "unknown"


def known(found: T | None) -> T:
    """Return what was looked for.

    Raises:
        Unknown: it was not found.
    """
    if found is None:
        raise Unknown
    return found


class InviteRefused(Refusal):
    """The invite is wrong, used or withdrawn; always the same words: guessing tells nothing."""

    code = "invite_refused"


class TooManyTries(Refusal):
    """More attempts to bind an account than the limit of an hour."""

    code = "too_many_tries"


class ContactRefused(Refusal):
    """The shared contact is somebody else's, or no person on the roster has this number."""

    code = "contact_refused"


class AlreadyBound(Refusal):
    """The person or the account is bound already; only a registrar can unbind."""

    code = "already_bound"


class NobodyBound(Refusal):
    """No account is bound to whoever has this number, or nobody has it; `given` may be empty."""

    code = "nobody_bound"

    def __init__(self, *, given: str) -> None:
        super().__init__(given=given)


class ChatMissing(Refusal):
    """The group has no chat: nothing can be posted in it."""

    code = "chat_missing"

    def __init__(self, *, group: str) -> None:
        super().__init__(group=group)


class ChatTaken(Refusal):
    """This chat already belongs to another group."""

    code = "chat_taken"

    def __init__(self, *, group: str) -> None:
        super().__init__(group=group)
