"""The provable draw (B1): what is published before the draw, and what is opened after it.

Published is a fingerprint: SHA-256 of 32 secret bytes and the order of the tickets. Opened are
bytes and order. Whoever moves a ticket in between would have to find other bytes with the same
fingerprint, which nobody can.

The form, to the byte: the 32 bytes as they are, then the numbers of the tickets in the order of
the cards from the first to the last, in decimal digits without leading zeros, parted by single
commas, in ASCII; nothing before, between or behind. `12,3,7` means that ticket 12 lies under
card 1, ticket 3 under card 2, ticket 7 under card 3.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from exams.domain.deck import Deck
from exams.domain.ids import TicketNumber

SECRET_BYTES: Final = 32
ANYWHERE: Final = r"(?im)^[\s>*`]*{name}\s*[:=]\s*(?P<value>{shape})\s*$"
HEX: Final = r"[0-9a-f]{64}"
NUMBERS: Final = r"\d[\d,\s]*"


class ProofUnreadable(ValueError):
    """What was pasted is no opened proof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The secret bytes and the order of the tickets of one deck.

    Attributes:
        secret: 32 bytes that nobody can guess.
        order: numbers of the tickets, by position.
    """

    secret: bytes
    order: tuple[TicketNumber, ...]

    @property
    def canonical(self) -> bytes:
        """Return what is hashed."""
        return self.secret + ",".join(str(number) for number in self.order).encode("ascii")

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256, 64 lower-case hexadecimal digits."""
        return hashlib.sha256(self.canonical).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What is kept with a deck between the publishing and the opening.

    Attributes:
        secret: the 32 bytes; told to nobody before the exam is over.
        fingerprint: what was published.
    """

    secret: bytes
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What somebody pasted: the proof, and the fingerprint that stood beside it, if any."""

    proof: Proof
    fingerprint: str | None

    def holds(self, posted: str | None = None) -> bool:
        """Return whether bytes and order give the fingerprint posted before the draw.

        Args:
            posted: from the earlier message; None means the one pasted beside the proof.
        """
        wanted = (posted or self.fingerprint or "").strip().lower()
        return wanted == self.proof.fingerprint


def proof_of(deck: Deck, secret: bytes) -> Proof:
    """Return the proof of a deck as it lies."""
    ordered = sorted(deck.cards, key=lambda card: card.position)
    return Proof(secret=secret, order=tuple(card.number for card in ordered))


def read_proof(text: str) -> Opened:
    """Read a pasted message with lines `secret: ...`, `order: ...` and perhaps `sha256: ...`.

    Raises:
        ProofUnreadable: the secret or the order is missing or has another form.
    """
    secret = _found(text, "secret", HEX)
    order = _found(text, "order", NUMBERS)
    numbers = [part.strip() for part in (order or "").split(",")]
    if secret is None or not all(part.isdigit() and not part.startswith("0") for part in numbers):
        raise ProofUnreadable
    return Opened(
        proof=Proof(
            secret=bytes.fromhex(secret),
            order=tuple(TicketNumber(int(part)) for part in numbers),
        ),
        fingerprint=_found(text, "sha256", HEX),
    )


def _found(text: str, name: str, shape: str) -> str | None:
    found = re.search(ANYWHERE.format(name=name, shape=shape), text)
    return None if found is None else found["value"].strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One draw as the event log has it: which card was turned, and what was under it."""

    position: int
    number: int


class DrawFault(Enum):
    """What can be wrong with a draw."""

    FINGERPRINT = "fingerprint"  # bytes and order do not give what is kept with the deck
    PUBLISHED = "published"  # the log has another fingerprint than the deck, or none
    MOVED = "moved"  # a draw in the log found another ticket than lies there now
    HOLDER = "holder"  # a turned card has no draw in the log, or a draw no turned card


def faults_of(
    deck: Deck, commitment: Commitment, *, published: str | None, draws: Iterable[Drawn]
) -> tuple[DrawFault, ...]:
    """Compare a deck with everything that was written down about it; () if nothing is wrong.

    Args:
        deck: as it lies now; burnt cards lie in it where they lay.
        commitment: what is kept with it.
        published: the fingerprint in the event log.
        draws: every draw in the event log, those of tickets burnt since too.
    """
    drawn = tuple(draws)
    numbers = {card.position: card.number for card in deck.cards}
    turned = {card.position for card in deck.cards if card.taken_by is not None}
    wrong = {
        DrawFault.FINGERPRINT: proof_of(deck, commitment.secret).fingerprint
        != commitment.fingerprint,
        DrawFault.PUBLISHED: published != commitment.fingerprint,
        DrawFault.MOVED: any(numbers.get(one.position) != one.number for one in drawn),
        DrawFault.HOLDER: {one.position for one in drawn} != turned,
    }
    return tuple(fault for fault, is_so in wrong.items() if is_so)
