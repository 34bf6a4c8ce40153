"""How long a student waits after tapping a closed ticket, beside a bare echo."""

import time
from statistics import median

from bot.echo import echoing
from handlers.buttons.exam import CardButton
from sandbox.bench.crowd import ROOM, gather, people, running_exams, something_to_tap
from sandbox.bench.figures import Figure
from sandbox.telegram import UNPACED, FakeTelegram, Phone

TAPS = 500
TIMES = 3.0
"""How many times as long as the echo a draw may take."""


async def measure(taps: int = TAPS) -> tuple[Figure, ...]:
    """Tap in turn on the product and on the echo, each on a fake Telegram of its own.

    Both answer by a message and by stopping the button's waiting, which ends the measurement.
    Between two taps the bot comes to rest, so that neither is measured under the other's work.

    Raises:
        RuntimeError: a tap was not answered, or drew nothing.
    """
    ours: list[float] = []
    bare: list[float] = []
    async with gather(taps) as crowd, FakeTelegram(clock=crowd.clock, limits=UNPACED) as other:
        exams = await running_exams(crowd)
        async with echoing(other.url, other.token):
            strangers = people(other, taps)
            for place, exam in enumerate(exams):
                bare.append(await _tap(strangers[place], "echo"))
                data = CardButton(exam=exam, position=place % ROOM + 1).pack()
                ours.append(await _tap(crowd.phones[place], data))
                await crowd.idle()
        async with crowd.units.reading() as unit:
            drawn = [await unit.decks.taken(exam) for exam in dict.fromkeys(exams)]
    if sum(drawn) != taps:
        raise RuntimeError(f"{taps} taps drew {sum(drawn)} tickets")
    peer = median(bare) * 1000
    return (
        Figure(
            bench="draw",
            what=f"a tap draws a ticket, median of {taps}",
            value=median(ours) * 1000,
            unit="ms",
            beside="bare aiogram echo of a tap",
            peer=peer,
            at_most=TIMES * peer,
        ),
    )


async def _tap(phone: Phone, data: str) -> float:
    message = something_to_tap(phone)
    begun = time.perf_counter()
    answer = await phone.press_data(message, data)
    took = time.perf_counter() - begun
    if answer is None or phone.last is message:
        raise RuntimeError("a tap was not answered")
    return took
