"""The university's own system behind an HTTP endpoint: signed calls, an answer for each row.

What is posted is a JSON object with `rows`. It carries the moment in `X-Emtihan-Timestamp` and, in
`X-Emtihan-Signature`, `v1=` and the hexadecimal HMAC-SHA256, under the shared secret, of
`v1:<timestamp>:<body>`. The answer is 200 with `rows`, each with the `key` that was sent, a
`status` of recorded or rejected, and a `reason`. A row that comes twice has the same key: it is to
be taken once and answered as before.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from bot.signed_calls import call
from exams.ports.clock import Clock
from exams.ports.grade_system import GradeAnswer, GradeLine, GradeSystemUnavailable

LARGEST_ANSWER: Final = 2 * 1024 * 1024  # bytes
LONGEST_REASON: Final = 300  # characters that a registrar is shown
STATUSES: Final = {"recorded": True, "rejected": False}


@dataclass(frozen=True, slots=True)
class GradeEndpoint:
    """The `GradeSystem` port over HTTP."""

    url: str
    secret: str
    clock: Clock

    async def send(self, lines: Sequence[GradeLine]) -> tuple[GradeAnswer, ...]:
        """Post the lines and return an answer for each.

        Raises:
            GradeSystemUnavailable: no answer, or none that says what became of every line.
        """
        body = json.dumps({"rows": [_row(line) for line in lines]}, ensure_ascii=False).encode()
        answer = await call(
            "POST", self.url, self.secret, self.clock, body=body, largest=LARGEST_ANSWER
        )
        found = {one.key: one for one in _read(answer)}
        if any(line.key not in found for line in lines):
            raise GradeSystemUnavailable("unreadable")
        return tuple(found[line.key] for line in lines)

    async def answers(self) -> tuple[GradeAnswer, ...]:
        """Return nothing: every call is answered at once."""
        return ()


def _row(line: GradeLine) -> dict[str, Any]:
    moments = {
        "held_at": line.held_at.isoformat(),
        "published_at": line.published_at.isoformat(),
    }
    return asdict(line) | moments


def _read(answer: bytes) -> list[GradeAnswer]:
    try:
        rows = json.loads(answer)["rows"]
        return [
            GradeAnswer(
                key=str(row["key"]),
                recorded=STATUSES[row["status"]],
                reason=str(row.get("reason", ""))[:LONGEST_REASON],
            )
            for row in rows
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GradeSystemUnavailable("unreadable") from error
