"""What the conference service tells of somebody in its room."""

from datetime import datetime

from exams.domain.exam import Exam
from exams.ports.conferences import ConferenceEvent, PresenceKind
from tests.services.conftest import University

IN, OUT = PresenceKind.JOINED, PresenceKind.LEFT


async def seen(
    uni: University,
    name: str,
    exam: Exam,
    kind: PresenceKind,
    moment: datetime,
    *,
    key: str = "",
    connection: str = "",
) -> None:
    """Let the conference service tell of somebody."""
    attempt = await uni.attempt(name, exam)
    await uni.use.conference_event(
        ConferenceEvent(
            key=key or f"{kind.value} {name} {moment} {connection}",
            connection=connection,
            kind=kind,
            conference=f"room-{exam.id}",
            registrant=attempt.registrant,
            at=moment,
        )
    )
