"""How fast messages leave the outbox: under Telegram's limits, and without any."""

import asyncio
import time

from bot.deliver import IN_FLIGHT
from bot.echo import echoing
from exams.domain.delivery import Priority
from exams.domain.ids import ExamId
from exams.notices.before import ConferenceLink
from exams.records.outbox import Envelope
from sandbox.bench.crowd import FASTEST, LINK, Crowd, answered, gather, people
from sandbox.bench.figures import Figure
from sandbox.telegram import UNPACED, FakeTelegram, Limits, Message, Phone

PACED = 300
UNHINDERED = 600
OUR_PACE = 28.0
STEADY = 0.9
"""The share of Telegram's 30 a second that must be used."""

TOO_MANY = 429


async def measure(paced: int = PACED, unhindered: int = UNHINDERED) -> tuple[Figure, ...]:
    """Put a personal link for everybody into the outbox, and wait until all have theirs."""
    return (*await under_limits(paced), *await without_limits(unhindered))


async def under_limits(count: int, limits: Limits | None = None) -> tuple[Figure, ...]:
    """Send at the pace of the settings while limits are enforced, Telegram's own by default."""
    limits = limits or Limits()
    async with gather(count, limits=limits, messages_per_second=OUR_PACE) as crowd:
        rate = await _links(crowd)
        refused = sum(one.code == TOO_MANY for one in crowd.telegram.refusals)
    allowed = float(limits.per_second or 0)
    return (
        Figure(
            bench="delivery",
            what=f"{count} personal links under the limits",
            value=rate,
            unit="messages/s",
            beside="Telegram's limit",
            peer=allowed,
            at_least=STEADY * allowed,
            at_most=allowed,
        ),
        Figure(
            bench="delivery",
            what="of them refused with 429",
            value=float(refused),
            unit="messages",
            beside="wanted",
            peer=0.0,
            at_most=0.0,
        ),
    )


async def without_limits(count: int) -> tuple[Figure, ...]:
    """Send as fast as outbox and client can, beside the client alone."""
    async with gather(count, messages_per_second=FASTEST) as crowd:
        ours = await _links(crowd)
        link = _newest(crowd.phones[-1])
        async with FakeTelegram(clock=crowd.clock, limits=UNPACED) as other:
            bare = await _bare(other, count, link.text)
    return (
        Figure(
            bench="delivery",
            what=f"{count} personal links without limits",
            value=ours,
            unit="messages/s",
            beside=f"bare aiogram, {IN_FLIGHT} in flight, nothing kept",
            peer=bare,
        ),
    )


async def _links(crowd: Crowd) -> float:
    """Return messages a second, from the commit of all to the arrival of the last.

    Raises:
        TimeoutError: too few came.
        RuntimeError: somebody was left without.
    """
    async with crowd.units() as unit:
        for student in crowd.students:
            notice = ConferenceLink(
                exam=ExamId(1), subject="Алгебра", starts_at=crowd.clock.now(), url=LINK
            )
            await unit.outbox.put(
                Envelope(notice=notice, to=student, key=f"link:{student}", priority=Priority.LINK)
            )
        await unit.commit()
    begun = time.perf_counter()
    crowd.app.deliverer.wake()
    await answered(crowd.telegram, len(crowd.phones))
    took = time.perf_counter() - begun
    for phone in crowd.phones:
        _newest(phone)
    await crowd.idle()
    return len(crowd.phones) / took


def _newest(phone: Phone) -> Message:
    if phone.last is None:
        raise RuntimeError("somebody got no link")
    return phone.last


async def _bare(telegram: FakeTelegram, count: int, text: str) -> float:
    """Return messages a second which a bare client sends, as many in flight as ours."""
    chats = [phone.id for phone in people(telegram, count)]
    places = asyncio.Semaphore(IN_FLIGHT)
    async with echoing(telegram.url, telegram.token) as bot:

        async def say(chat: int) -> None:
            async with places:
                await bot.send_message(chat, text)

        begun = time.perf_counter()
        await asyncio.gather(*map(say, chats))
        return count / (time.perf_counter() - begun)
