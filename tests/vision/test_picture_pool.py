"""A child that is killed or hangs costs one picture, and never the bot."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from exams.domain.refusals.pictures import NotAPicture, PdfTooLong
from exams.domain.verdict import Fault, Strictness
from sandbox.drawn_sheets import draw_sheet
from tests.vision.test_decoding import pdf, saved
from vision.inspector import PooledSheetInspector, inspect
from vision.pool import PicturePool, PoolBroke


@pytest.fixture
async def pool() -> AsyncIterator[PicturePool]:
    pool = PicturePool(workers=1, seconds=60)
    yield pool
    await pool.close()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hang() -> None:
    time.sleep(600)


def devour() -> int:
    return len(bytearray(2 * 1024**3))


def loaded() -> list[str]:
    return sorted(sys.modules)


async def test_after_a_killed_child_the_next_picture_is_looked_at(pool: PicturePool) -> None:
    with pytest.raises(PoolBroke):
        await pool.run(die)

    assert await pool.run(os.getpid) != os.getpid()


@pytest.mark.parametrize("noticed", [False, True])
async def test_after_a_child_was_killed_while_it_did_nothing_the_next_picture_is_looked_at(
    pool: PicturePool, *, noticed: bool
) -> None:
    idle = await pool.run(os.getpid)
    os.kill(idle, signal.SIGKILL)
    while noticed and pool._pool.active:  # noqa: ASYNC110 - of another thread
        await asyncio.sleep(0.01)

    assert await pool.run(os.getpid) not in {idle, os.getpid()}


def look(folder: Path, picture: int) -> int:
    """Note that a child has come to a picture, wait until two have, and return the picture."""
    (folder / f"{picture} {os.getpid()}").touch()
    while len({file.name.split()[1] for file in folder.iterdir()}) < 2:
        time.sleep(0.01)
    return picture


async def test_pictures_are_looked_at_side_by_side(tmp_path: Path) -> None:
    pool = PicturePool(workers=2, seconds=300)
    try:
        assert await asyncio.gather(*(pool.run(look, tmp_path, n) for n in range(6))) == [
            *range(6)
        ]
    finally:
        await pool.close()


def look_unless_first(folder: Path, picture: int) -> int:
    """Be killed at the first look at an odd picture; return it at the second."""
    try:
        (folder / f"{picture}").touch(exist_ok=False)
    except FileExistsError:
        return picture
    if picture % 2:
        die()
    return picture


async def test_where_one_of_two_children_is_killed_no_picture_is_lost(tmp_path: Path) -> None:
    pool = PicturePool(workers=2, seconds=300)
    try:
        looked = (pool.run(look_unless_first, tmp_path, n) for n in range(8))
        assert await asyncio.gather(*looked) == [*range(8)]
        assert await pool.run(os.getpid) != os.getpid()
    finally:
        await pool.close()


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system knows no such precedence")
async def test_a_child_gives_way_to_the_bot(pool: PicturePool) -> None:
    assert await pool.run(os.nice, 0) > os.nice(0)


async def test_a_pool_that_is_closed_begins_no_child(pool: PicturePool) -> None:
    await pool.close()

    with pytest.raises(PoolBroke):
        await pool.run(os.getpid)


async def test_a_child_that_hangs_is_ended_in_time(
    pool: PicturePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hurry:
        hurry.setattr(pool, "_seconds", 1)
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


def most_memory(upload: bytes) -> int:
    """Inspect an upload; return the most memory that this process ever held, megabytes."""
    inspect(upload, Strictness.NORMAL)
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024


LARGEST = [
    ("JPEG", "RGB", (9000, 7000), {"progressive": True}),
    ("HEIF", "RGB", (5200, 4000), {"enc_params": {"preset": "ultrafast"}}),
    ("WEBP", "RGBA", (5700, 4300), {"method": 0}),
    ("PNG", "RGBA", (5700, 4300), {"compress_level": 1}),
    ("PNG", "I;16", (5700, 4300), {"compress_level": 1}),
]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the memory")
@pytest.mark.parametrize(
    ("kind", "mode", "size", "options"), LARGEST, ids=[f"{row[0]} {row[1]}" for row in LARGEST]
)
async def test_the_largest_picture_taken_needs_less_than_400_megabytes(
    kind: str, mode: str, size: tuple[int, int], options: dict[str, object]
) -> None:
    upload = saved(Image.new(mode, size, 120), kind, **options)
    pool = PicturePool(workers=1, seconds=60)
    try:
        assert await pool.run(most_memory, upload) <= 400
    finally:
        await pool.close()


@pytest.fixture
async def inspector() -> AsyncIterator[PooledSheetInspector]:
    inspector = PooledSheetInspector(workers=1)
    yield inspector
    await inspector.close()


async def test_the_port_judges_without_holding_up_the_loop(
    inspector: PooledSheetInspector,
) -> None:
    upload = draw_sheet(1)
    ticks = 0
    looking = asyncio.ensure_future(  # noqa: TID251, no bot runs here
        inspector.inspect(upload, strictness=Strictness.NORMAL)
    )
    while not looking.done():
        ticks += 1
        await asyncio.sleep(0.005)

    (page,) = await looking
    assert page.verdict.accepted
    assert ticks > 5, "a loop that is held up turns once or twice"
    assert await inspector.find_same(page.fingerprint, [page.fingerprint]) == 0


async def test_a_long_pdf_takes_turns_with_the_pictures_of_others(
    inspector: PooledSheetInspector,
) -> None:
    ended: list[str] = []

    async def judge(name: str, upload: bytes) -> int:
        pages = await inspector.inspect(upload, strictness=Strictness.NORMAL)
        ended.append(name)
        return len(pages)

    async with asyncio.TaskGroup() as tasks:
        long = tasks.create_task(judge("long", pdf(4)))
        await asyncio.sleep(0)  # it has begun
        tasks.create_task(judge("photo", draw_sheet(1)))

    assert ended == ["photo", "long"]
    assert long.result() == 4


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
