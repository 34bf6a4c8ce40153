"""A room draws in the same second; and whether the shuffle favours any ticket (S20)."""

import asyncio
import time
from collections import Counter
from typing import Final

from bot.clock import SystemShuffler
from handlers.buttons.exam import CardButton
from sandbox.bench.crowd import ROOM, gather, running_exams, something_to_tap
from sandbox.bench.figures import Figure
from sandbox.telegram import Phone

SLOWEST: Final = 1000.0  # milliseconds: 99 of 100 taps are answered within
DRAWS: Final = 10_000
TICKETS: Final = 30
CRITICAL: Final = 58.3  # chi-square with 29 degrees of freedom, exceeded by chance once in 1000


async def measure(taps: int = ROOM, draws: int = DRAWS) -> tuple[Figure, ...]:
    """Let everybody in a room tap a card of the own at once, then shuffle again and again.

    Raises:
        RuntimeError: a tap was not answered, or two students have one ticket.
    """
    async with gather(taps) as crowd:
        exams = await running_exams(crowd)
        took = await asyncio.gather(
            *(
                _tap(phone, CardButton(exam=exam, position=place % ROOM + 1).pack())
                for place, (phone, exam) in enumerate(zip(crowd.phones, exams, strict=True))
            )
        )
        await crowd.idle()
        async with crowd.units.reading() as unit:
            attempts = [
                a for exam in dict.fromkeys(exams) for a in await unit.attempts.of_exam(exam)
            ]
    tickets = {(attempt.exam_id, attempt.ticket) for attempt in attempts if attempt.ticket}
    if len(tickets) != taps:
        raise RuntimeError(f"{taps} taps at once drew {len(tickets)} different tickets")
    slow = sorted(took)[max(-(-99 * len(took) // 100) - 1, 0)] * 1000
    return (
        Figure(
            bench="rush",
            what=f"{taps} taps on {taps} tickets at once, all different: 99 of 100 take at most",
            value=slow,
            unit="ms",
            beside="limit",
            peer=SLOWEST,
            at_most=SLOWEST,
        ),
        Figure(
            bench="rush",
            what=f"chi-square of the ticket under card 1 in {draws} shuffles of {TICKETS}",
            value=chi_square(draws),
            unit="",
            beside="exceeded by chance once in 1000",
            peer=CRITICAL,
            at_most=CRITICAL,
        ),
    )


def chi_square(draws: int) -> float:
    """Return how far the counts of each ticket under card 1 are from even."""
    shuffler = SystemShuffler()
    tickets = range(1, TICKETS + 1)
    counts = Counter(shuffler.shuffled(tickets)[0] for _ in range(draws))
    even = draws / TICKETS
    return sum((counts[number] - even) ** 2 / even for number in tickets)


async def _tap(phone: Phone, data: str) -> float:
    message = something_to_tap(phone)
    begun = time.perf_counter()
    answer = await phone.press_data(message, data)
    took = time.perf_counter() - begun
    if answer is None or answer.alert or phone.last is message:
        raise RuntimeError("a tap was not answered")
    return took
