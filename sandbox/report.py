"""What happened in a scenario, counted from the database and from Telegram."""

from dataclasses import asdict, dataclass

from exams.domain.log import verify
from exams.domain.proof import read_proof
from exams.domain.sheets import SheetStatus
from exams.services.proving import CheckDraw
from sandbox.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of a scenario, as `emtihan demo --headless --json` prints it.

    Attributes:
        refused_by_telegram: requests which Telegram would not have taken; must be 0.
        attempts: student number and final stage.
        sheets: how many were accepted, and how many had to be taken again.
        results_posted: group chats that have the results.
        event_log_ok: every chain of events verifies.
        draw_verified: what was opened in the group chat is what was published before the draw,
            and what everybody drew.
    """

    scenario: str
    students: int
    messages_sent: int
    refused_by_telegram: int
    attempts: dict[str, str]
    sheets: dict[str, int]
    results_posted: int
    event_log_ok: bool
    draw_verified: bool
    wall_seconds: float

    def to_json(self) -> dict[str, object]:
        """Return what JSON can carry."""
        return asdict(self)


async def report_of(stage: Stage, scenario: str, wall_seconds: float) -> Report:
    """Count what happened."""
    attempts = await stage.attempts()
    async with stage.units.reading() as unit:
        sheets = [
            sheet for attempt in attempts.values() for sheet in await unit.sheets.of(attempt.id)
        ]
        broken = [
            chain
            for chain in await unit.events.exams()
            if verify(await unit.events.of(chain), head=await unit.events.head(chain))
        ]
    return Report(
        scenario=scenario,
        students=len(attempts),
        messages_sent=stage.telegram.messages_sent,
        refused_by_telegram=len(stage.telegram.refusals),
        attempts={number: attempt.stage.value for number, attempt in attempts.items()},
        sheets={
            "accepted": sum(sheet.status is SheetStatus.ACCEPTED for sheet in sheets),
            "retaken": sum(sheet.status is SheetStatus.RETAKE for sheet in sheets),
        },
        results_posted=await _posts(stage),
        event_log_ok=not broken,
        draw_verified=await _draw_verified(stage),
        wall_seconds=round(wall_seconds, 2),
    )


async def _posts(stage: Stage) -> int:
    """Count the messages of the group chat that carry results."""
    exam = await stage.exam()
    return sum(
        message.from_bot and message.text.startswith("📣") and exam.subject in message.text
        for message in stage.proctor.phone.messages(stage.group)
    )


async def _draw_verified(stage: Stage) -> bool:
    """Check the draw as a student would, from the group's messages, and against the database."""
    said = [m.text for m in stage.proctor.phone.messages(stage.group) if m.from_bot]
    published = next((text for text in said if text.startswith("🔏")), "")
    opened = next((text for text in said if text.startswith("🔓")), "")
    if not opened:
        return False
    proof = read_proof(opened).proof
    exam = await stage.exam()
    checked = await CheckDraw(stage.units)(exam.id)
    return proof.fingerprint in published.split() and not checked.faults
