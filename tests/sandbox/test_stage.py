"""The stage comes to rest, however often the process or a tap is quicker than its own look."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import pytest

from bot.deliver import Deliverer
from exams.domain.people import Locale
from exams.domain.refusals.base import Stale
from exams.services.apart import PartFailed
from sandbox.stage import Stage, set_up


def overtaken(stage: Stage, troubles: list[Exception]) -> None:
    """Let what is due be overtaken so often, and then be done."""
    tick = stage.app.use.tick_clock

    async def work() -> None:
        if troubles:
            raise troubles.pop(0)
        await tick()

    stage.app.use = cast("Any", replace)(stage.app.use, tick_clock=work)


async def test_settling_outlasts_whoever_is_quicker() -> None:
    troubles: list[Exception] = [Stale(), PartFailed([Stale(), Stale()])] * 4
    async with set_up(Locale.KK) as stage:
        overtaken(stage, troubles)
        await stage.settle()

    assert not troubles


async def test_settling_hides_no_defect() -> None:
    async with set_up(Locale.KK) as stage:
        overtaken(stage, [PartFailed([Stale(), KeyError()])])
        with pytest.raises(PartFailed):
            await stage.settle()


async def test_settling_lets_the_clock_see_what_came_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A tap that is answered may still be at work; the clock looks once it is done."""
    order: list[str] = []
    settling = asyncio.Event()
    wake = Deliverer.wake

    def begun(deliverer: Deliverer) -> None:
        settling.set()
        wake(deliverer)

    async with set_up(Locale.KK) as stage:
        handle, tick = stage.app.intake.handle, stage.app.use.tick_clock

        async def slowly(update: Mapping[str, Any]) -> None:
            await settling.wait()
            await handle(update)
            order.append("handled")

        async def look() -> None:
            order.append("clock")
            await tick()

        stage.app.intake.handle = slowly
        stage.app.use = cast("Any", replace)(stage.app.use, tick_clock=look)
        monkeypatch.setattr(Deliverer, "wake", begun)
        await stage.students[0].phone.text("/exams")
        await stage.settle()

    assert {*order[:-1]} == {"handled"}
    assert order[-1] == "clock"
