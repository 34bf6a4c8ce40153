"""Invitations, and what was previewed and waits for its confirmation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.domain.ids import ChatId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """A one-time invitation; only the hash of its code is kept.

    Attributes:
        used_at: None while it is good.
        until: after this it is not; None for ever.
        rebinds: it takes the person from another account, whose phone is dead or lost.
    """

    hash: str
    person_id: PersonId
    made_at: datetime
    used_at: datetime | None = None
    until: datetime | None = None
    rebinds: bool = False


class Invites(Protocol):
    """One-time invitations, and the count of tries that limits guessing."""

    async def put(self, invite: Invite) -> None:
        """Store an invite; earlier unused ones of the same person are withdrawn."""

    async def use(self, code_hash: str, at: datetime) -> Invite | None:
        """Mark an unused invite as used and return it; None if there is none."""

    async def tries(self, account: ChatId, since: datetime) -> int:
        """Return how often an account failed since then."""

    async def note_try(self, account: ChatId, at: datetime) -> None:
        """Note a failed try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Something previewed that waits for its confirmation.

    Attributes:
        token: names it in the button.
        kind: "import", "regrade" and the like.
        payload: JSON, by its kind.
    """

    token: str
    person_id: PersonId
    kind: str
    payload: str
    at: datetime


class Pendings(Protocol):
    """Previews that wait for confirmation; a person has one of each kind."""

    async def put(self, pending: Pending) -> None:
        """Store a preview in place of the person's earlier one of this kind."""

    async def take(self, person: PersonId, kind: str, token: str) -> Pending | None:
        """Remove and return a preview; None if it is not there (any more)."""
