"""Roster and schedule behind the university's own HTTP endpoint: signed, fetched and answered.

A signed GET is answered with 200 and `{"files": [{"key", "name", "content"}]}`: what has come and
was not answered, the content in Base64. A signed POST then tells of each file what became of it:
`key`, `status` (recorded or rejected), `reason`, and `rows` with `sheet`, `row`, `about`, `status`
and `reason`. A file is offered until it is answered; the same key is taken up once.
"""

import base64
import json
from dataclasses import asdict, dataclass
from typing import Final

from bot.signed_calls import call
from exams.ports.arrivals import Arrived, FileAnswer, RowAnswer
from exams.ports.clock import Clock
from exams.ports.grade_system import GradeSystemUnavailable

LARGEST: Final = 40 * 1024 * 1024  # bytes of all files together, as Base64
MOST_FILES: Final = 20


@dataclass(frozen=True, slots=True)
class ArrivalEndpoint:
    """The `ArrivalSource` port over HTTP."""

    url: str
    secret: str
    clock: Clock

    async def arrivals(self) -> tuple[Arrived, ...]:
        """Return what the system offers.

        Raises:
            GradeSystemUnavailable: no answer, or none that can be read.
        """
        answer = await call("GET", self.url, self.secret, self.clock, largest=LARGEST)
        try:
            files = json.loads(answer)["files"][:MOST_FILES]
            return tuple(
                Arrived(
                    key=str(one["key"]),
                    name=str(one["name"]),
                    data=base64.b64decode(one["content"], validate=True),
                )
                for one in files
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GradeSystemUnavailable("unreadable") from error

    async def answer(self, answer: FileAnswer) -> None:
        """Post what became of a file.

        Raises:
            GradeSystemUnavailable: it was not taken.
        """
        said = {
            "key": answer.key,
            "status": _status(recorded=answer.recorded),
            "reason": answer.reason,
            "rows": [_row(row) for row in answer.rows],
        }
        body = json.dumps(said, ensure_ascii=False).encode()
        await call("POST", self.url, self.secret, self.clock, body=body, largest=LARGEST)


def _status(*, recorded: bool) -> str:
    return "recorded" if recorded else "rejected"


def _row(row: RowAnswer) -> dict[str, object]:
    told = asdict(row)
    told["status"] = _status(recorded=told.pop("recorded"))
    return told
