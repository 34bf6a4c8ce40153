"""Tables that come from the university's system: who fetches them, and what is answered."""

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from documents.oneroster import table
from exams.notices.arrival import ArrivalShown
from exams.ports.arrivals import ArrivalSource
from exams.records.outbox import Envelope
from exams.services.office.arriving import CollectArrivals
from storage.outbox import OutboxQueue
from tests.services.office import (
    HEADS,
    REGISTRAR,
    Office,
)


def collector(office: Office, source: ArrivalSource) -> CollectArrivals:
    return CollectArrivals(office.units, office.clock, source, office.preview)


async def shown(office: Office) -> list[ArrivalShown]:
    """Return what waits for the first registrar, the oldest first."""
    queue = OutboxQueue(office.units.database)
    now = office.clock.now()
    mine: list[Envelope] = []
    while claimed := await queue.claim("test", now, limit=100, lease=timedelta(minutes=1)):
        for one in claimed:
            await queue.sending(one, now)
            await queue.sent(one, now, None)
        mine += [one.envelope for one in claimed if one.envelope.to == REGISTRAR.id]
    return [one.notice for one in mine if isinstance(one.notice, ArrivalShown)]


def csv_of(kind: str, rows: Sequence[Sequence[object]]) -> bytes:
    return table(HEADS[kind], [tuple("" if c is None else c for c in row) for row in rows])


def answers(folder: Path) -> list[dict[str, str]]:
    (file,) = (folder / "answers").glob("*.csv")
    text = file.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))
