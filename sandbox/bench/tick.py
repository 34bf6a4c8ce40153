"""What one tick of the clock costs on a busy day."""

import time
from datetime import timedelta
from statistics import median

from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from sandbox.bench.crowd import ROOM, Crowd, gather, plan
from sandbox.bench.figures import Figure

PUBLISHED = 200
LIVE = 20
TICKS = 20
SECOND = 1000.0  # ms; the default of tick_seconds
NEVER = 60.0  # seconds: the app's own ticker stays out of the way


async def measure(
    published: int = PUBLISHED, live: int = LIVE, ticks: int = TICKS
) -> tuple[Figure, ...]:
    """Tick second after second with full rooms writing and many exams to come."""
    async with gather(live * ROOM, tick_seconds=NEVER) as crowd:
        await _timetable(crowd, published, live)
        await _tick(crowd)  # what the clock finds undone in a timetable that nobody lived through
        await crowd.idle()
        took = [await _tick(crowd) for _ in range(ticks)]
    what = f"a tick, {published} exams to come, {live * ROOM} students writing"
    return (
        Figure(
            bench="tick",
            what=f"{what}, median of {ticks}",
            value=median(took),
            unit="ms",
            beside="time between two ticks",
            peer=SECOND,
            at_most=SECOND / 2,
        ),
        Figure(
            bench="tick",
            what="the longest of them",
            value=max(took),
            unit="ms",
            beside="time between two ticks",
            peer=SECOND,
            at_most=SECOND,
        ),
    )


async def _timetable(crowd: Crowd, published: int, live: int) -> None:
    now = crowd.clock.now()
    rooms = [crowd.students[place * ROOM : (place + 1) * ROOM] for place in range(live)]
    async with crowd.units() as unit:
        for students in rooms:
            await plan(
                unit,
                students,
                stage=ExamStage.RUNNING,
                starts_at=now - timedelta(minutes=30),
                seated=Stage.WRITING,
                writing_since=now - timedelta(minutes=30),
            )
        for place in range(published):
            await plan(
                unit,
                rooms[place % live],
                stage=ExamStage.PUBLISHED,
                starts_at=now + timedelta(days=2 + place // live),
                seated=Stage.SCHEDULED,
            )
        await unit.commit()


async def _tick(crowd: Crowd) -> float:
    crowd.clock.step(timedelta(seconds=1))
    begun = time.perf_counter()
    await crowd.app.use.tick_clock()
    return (time.perf_counter() - begun) * 1000
