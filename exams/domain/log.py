"""The event log: each event carries the hash of the one before, per exam (B12)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.ids import AttemptId, ExamId, PersonId

GENESIS: Final = "0" * 64
"""What stands in the place of the previous hash in an exam's first event."""

Fact = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, as it is kept for ever.

    Attributes:
        exam_id: whose chain this belongs to; 0 for the university's own chain.
        sequence: from 1, without gaps within the exam.
        at: server time, aware, UTC.
        sent_at: the messenger's time of what caused it, None when nothing did.
        actor: who; 0 is the clock.
        role: in what capacity, as in `Role`.
        act: what was done, as in the tables.
        before, after: the stages, empty where none changed.
        reason: code or words.
        facts: whatever else must be provable, small and without names.
        previous: hash of the event before.
        hash: of this event with `previous`.
    """

    exam_id: ExamId
    sequence: int
    at: datetime
    sent_at: datetime | None
    actor: PersonId
    role: str
    act: str
    attempt_id: AttemptId | None
    before: str
    after: str
    reason: str
    facts: Mapping[str, Fact]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenLink:
    """The first place where the chain does not hold.

    Attributes:
        fault: "edited", "missing", "reordered" or "cut_off".
    """

    exam_id: ExamId
    sequence: int
    fault: str


def digest_of(event: Event) -> str:
    """Return SHA-256 of an event's content with the hash of the one before."""
    content = {
        "exam": event.exam_id,
        "sequence": event.sequence,
        "at": event.at.isoformat(),
        "sent_at": event.sent_at.isoformat() if event.sent_at else None,
        "actor": event.actor,
        "role": event.role,
        "act": event.act,
        "attempt": event.attempt_id,
        "before": event.before,
        "after": event.after,
        "reason": event.reason,
        "facts": dict(event.facts),
        "previous": event.previous,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(events: Iterable[Event], *, head: tuple[int, str] | None = None) -> BrokenLink | None:
    """Check one exam's chain, in stored order, and name the first bad link.

    Args:
        events: all of one exam.
        head: the sequence and hash of an event noted elsewhere, best of the last; finds a cut-off
            end and a chain that was computed anew from some event on.
    """
    previous, sequence, exam_id = GENESIS, 0, ExamId(0)
    rest = iter(events)
    for event in rest:
        sequence += 1
        exam_id = event.exam_id
        if event.sequence != sequence:
            later = event.sequence < sequence or any(e.sequence == sequence for e in rest)
            fault = "reordered" if later else "missing"
            return BrokenLink(exam_id=exam_id, sequence=sequence, fault=fault)
        forged = head is not None and sequence == head[0] and event.hash != head[1]
        if forged or event.previous != previous or digest_of(event) != event.hash:
            return BrokenLink(exam_id=exam_id, sequence=sequence, fault="edited")
        previous = event.hash
    if head is not None and sequence < head[0]:
        return BrokenLink(exam_id=exam_id, sequence=sequence + 1, fault="cut_off")
    return None
