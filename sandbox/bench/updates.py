"""How many updates a second the whole bot works off, beside a bare echo."""

import time
from collections.abc import Sequence
from statistics import median

from bot.echo import echoing
from sandbox.bench.crowd import answered, gather, people, running_exams
from sandbox.bench.figures import Figure
from sandbox.telegram import UNPACED, FakeTelegram, Phone

PEOPLE = 300
ROUNDS = 3
"""Within the burst which the bot's pacing allows one chat."""

QUESTION = "/exams"


async def measure(count: int = PEOPLE, rounds: int = ROUNDS) -> tuple[Figure, ...]:
    """Let everybody write at once, to the product and to the echo in turn; by polling.

    The product answers with the list of the student's exams, the echo with the same word: one
    message each.
    """
    ours: list[float] = []
    bare: list[float] = []
    async with gather(count) as crowd, FakeTelegram(clock=crowd.clock, limits=UNPACED) as other:
        await running_exams(crowd)
        async with echoing(other.url, other.token):
            strangers = people(other, count)
            for _ in range(rounds):
                bare.append(await _flood(other, strangers))
                ours.append(await _flood(crowd.telegram, crowd.phones))
                await crowd.idle()
    return (
        Figure(
            bench="updates",
            what=f"{count} students write at once",
            value=median(ours),
            unit="updates/s",
            beside="bare aiogram echo, nothing kept",
            peer=median(bare),
        ),
    )


async def _flood(telegram: FakeTelegram, phones: Sequence[Phone]) -> float:
    """Return answers a second, until everybody has one.

    Raises:
        TimeoutError: too few came.
        RuntimeError: somebody was left without.
    """
    asked = telegram.messages_sent
    begun = time.perf_counter()
    for phone in phones:
        await phone.text(QUESTION)
    await answered(telegram, asked + len(phones))
    took = time.perf_counter() - begun
    if not all(phone.last is not None and phone.last.from_bot for phone in phones):
        raise RuntimeError("somebody got no answer")
    return len(phones) / took
