"""Five hundred students answer a computer test at once, and the bot is killed meanwhile.

The bot runs as a process of its own, `emtihan run`, against a Telegram on this computer without
rates; students tap by the beat of the clock, whether the last tap was acknowledged or not. The
long form lasts as long as a real test, with the kills in it.
"""

import asyncio
import os
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Final

from sandbox.bench.figures import Figure
from sandbox.bench.hall import EVERY, PATIENCE, Hall, Tap, awake, beat, open_hall

STUDENTS: Final = 500
SECONDS: Final = 60.0
TEN_MINUTES: Final = 600.0
KILLS: Final = 3
WANTED: Final = 250.0  # ms, for 99 of 100 answers
CORES: Final = os.cpu_count() or 1
MOODLE: Final = 125.0  # takers for each core: 2000 on 16, as Moodle publishes it


async def measure(
    students: int = STUDENTS, seconds: float = SECONDS, kills: int = KILLS, every: float = EVERY
) -> tuple[Figure, ...]:
    """Answer for some time undisturbed, then as long while the bot is killed again and again."""
    async with open_hall(students) as hall:
        await hall.bot.start()
        await awake(hall)
        begun = time.perf_counter()
        await beat(hall, seconds, every, timed=True)
        took = time.perf_counter() - begun
        rest = beat(hall, seconds, every, timed=False, first=int(seconds / every))
        await asyncio.gather(rest, _kill(hall, seconds, kills))
        lost = await hall.lost()
        saved = sum(taker.saved.total() for taker in hall.takers)
        waits = [tap.wait for tap in hall.taps]
    return (
        _within(
            f"{students} students, one answer each {every:.0f} s: 99 of 100 saved within", waits
        ),
        Figure(
            bench="exam-day",
            what=f"answers saved in {took:.0f} s, each second",
            value=len(waits) / took,
            unit="answers/s",
            beside="asked for",
            peer=students / every,
        ),
        _none(f"acknowledged answers lost in {kills} kills, of {saved}", lost, "answers"),
    )


async def measure_long(
    students: int = STUDENTS,
    seconds: float = TEN_MINUTES,
    kills: int = KILLS,
    every: float = EVERY,
) -> tuple[Figure, ...]:
    """Answer for as long as a real test lasts, with the kills in it."""
    async with open_hall(students) as hall:
        before = await hall.deadlines()
        spent = _processor_time()
        await hall.bot.start()
        await awake(hall)
        begun = time.perf_counter()
        await asyncio.gather(beat(hall, seconds, every, timed=True), _kill(hall, seconds, kills))
        took = time.perf_counter() - begun
        await hall.bot.kill()
        cores = (_processor_time() - spent) / took
        lost, after = await hall.lost(), await hall.deadlines()
        killed, taps = hall.kills[:kills], hall.taps
    ended = begun + took
    outages = [outage_of(kill, taps, ended) for kill in killed]
    calm = [tap.wait for tap in taps if not any(one.strikes(tap) for one in outages)]
    minutes = f"{students} students, {seconds / 60:.0f} minutes, {kills} kills"
    return (
        _within(
            f"{minutes}: 99 of 100 saved within, but for the {len(taps) - len(calm)} of "
            f"{len(taps)} taps that met a kill",
            calm,
        ),
        Figure(
            bench="exam-day",
            what=f"answers saved within {PATIENCE:.0f} s of the tap",
            value=len(taps),
            unit="answers",
            beside="tapped",
            peer=int(seconds / every * students),
        ),
        Figure(
            bench="exam-day",
            what="longest until the first answer is saved after a kill",
            value=max(one.silent for one in outages),
            unit="s",
            beside="longest until all that waited are",
            peer=max(one.over for one in outages),
        ),
        _none(f"acknowledged answers lost, of {len(taps)}", lost, "answers"),
        _none(
            f"deadlines changed by the kills, of {len(before)}",
            sum(after[one] != deadline for one, deadline in before.items()),
            "deadlines",
        ),
        Figure(
            bench="exam-day",
            what=f"takers for each core of {CORES}, all but the bot's people on them too",
            value=students / CORES,
            unit="takers",
            beside="Moodle's published 2000 takers on 16 cores",
            peer=MOODLE,
        ),
        Figure(
            bench="exam-day",
            what=f"takers for each core that the bot itself kept busy ({cores:.2f} of {CORES})",
            value=students / cores,
            unit="takers",
            beside="Moodle's published 2000 takers on 16 cores",
            peer=MOODLE,
        ),
    )


def _within(what: str, waits: Sequence[float]) -> Figure:
    """Return within how long 99 of 100 answers were saved."""
    return Figure(
        bench="exam-day",
        what=what,
        value=quantiles(waits, n=100)[98] if len(waits) > 1 else sum(waits),
        unit="ms",
        beside="limit",
        peer=WANTED,
        at_most=WANTED,
    )


def _none(what: str, count: int, unit: str) -> Figure:
    """Return how many there are of what there must not be one."""
    return Figure(
        bench="exam-day",
        what=what,
        value=count,
        unit=unit,
        beside="wanted",
        peer=0,
        at_most=0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A kill: when it struck, and for how long.

    Attributes:
        silent: seconds until the first answer was saved again.
        over: seconds until everything was saved that had been tapped by then.
    """

    at: float
    silent: float
    over: float

    def strikes(self, tap: Tap) -> bool:
        """Return whether a tap waited for the bot to come back."""
        return tap.saved > self.at and tap.begun < self.at + self.over


def outage_of(kill: float, taps: Sequence[Tap], ended: float) -> Outage:
    """Return what a kill did to the taps around it; without another answer it lasts to the end."""
    again = min((tap.saved for tap in taps if tap.saved > kill), default=ended)
    waiting = [tap.saved for tap in taps if tap.saved > kill and tap.begun < again]
    return Outage(at=kill, silent=again - kill, over=max(waiting, default=again) - kill)


def _processor_time() -> float:
    """Return the seconds which ended child processes have computed."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def _kill(hall: Hall, seconds: float, kills: int) -> None:
    for _ in range(kills):
        await asyncio.sleep(seconds / (kills + 1))
        await hall.bot.kill()
        hall.kills.append(time.perf_counter())
        await hall.bot.start()
