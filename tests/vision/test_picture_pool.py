"""A child that is killed or hangs costs one picture, and never the bot."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest

from exams.domain.verdict import Fault, NotAPicture, PdfTooLong, Strictness
from sandbox.drawn_sheets import draw_sheet
from tests.vision.test_decoding import pdf
from vision.inspector import PooledSheetInspector
from vision.pool import PicturePool, PoolBroke


@pytest.fixture
async def pool() -> AsyncIterator[PicturePool]:
    pool = PicturePool(workers=1, seconds=1.5)
    await pool.run(os.getpid)
    yield pool
    await pool.close()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hang() -> None:
    time.sleep(60)


def devour() -> int:
    return len(bytearray(2 * 1024**3))


def loaded() -> list[str]:
    return sorted(sys.modules)


async def test_after_a_killed_child_the_next_picture_is_looked_at(pool: PicturePool) -> None:
    with pytest.raises(PoolBroke):
        await pool.run(die)

    assert await pool.run(os.getpid) != os.getpid()


async def test_a_child_that_hangs_is_ended_in_time(pool: PicturePool) -> None:
    with pytest.raises(PoolBroke):
        await pool.run(hang)

    assert await pool.run(os.getpid) != os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is set where /proc tells the size")
async def test_a_child_that_wants_too_much_memory_is_refused_it(pool: PicturePool) -> None:
    with pytest.raises(PoolBroke):
        await pool.run(devour)

    assert await pool.run(os.getpid) != os.getpid()


async def test_a_child_never_loads_the_messenger_s_library(pool: PicturePool) -> None:
    assert "aiogram" not in await pool.run(loaded)


@pytest.fixture
async def inspector() -> AsyncIterator[PooledSheetInspector]:
    inspector = PooledSheetInspector()
    yield inspector
    await inspector.close()


async def test_the_port_judges_without_holding_up_the_loop(
    inspector: PooledSheetInspector,
) -> None:
    upload = draw_sheet(1)
    ticks: list[float] = []
    looking = asyncio.ensure_future(  # noqa: TID251, no bot runs here
        inspector.inspect(upload, strictness=Strictness.NORMAL)
    )
    while not looking.done():
        ticks.append(time.perf_counter())
        await asyncio.sleep(0.005)

    (page,) = await looking
    gaps = [after - before for before, after in pairwise(ticks)]
    assert page.verdict.accepted
    assert sorted(gaps)[int(len(gaps) * 0.95)] < 0.05
    assert await inspector.find_same(page.fingerprint, [page.fingerprint]) == 0


async def test_a_refusal_comes_back_from_the_child_with_its_facts(
    inspector: PooledSheetInspector,
) -> None:
    with pytest.raises(NotAPicture):
        await inspector.inspect(b"hello", strictness=Strictness.NORMAL)
    with pytest.raises(PdfTooLong) as refused:
        await inspector.inspect(pdf(200), strictness=Strictness.NORMAL)
    assert refused.value.facts["pages"] == 200


async def test_a_strict_university_gets_strict_verdicts(inspector: PooledSheetInspector) -> None:
    upload = draw_sheet(2, fault=Fault.SHADOW)

    (lenient,) = await inspector.inspect(upload, strictness=Strictness.LENIENT)

    assert lenient.verdict.accepted
