"""How soon a photographed sheet has its verdict, and whether the bot answers meanwhile."""

import asyncio
import io
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from statistics import median
from typing import Final

import cv2
import numpy as np
from PIL import Image

from bot.background import Nursery
from exams.domain.verdict import Strictness
from sandbox.bench.figures import Figure
from sandbox.drawn_sheets import draw_sheet
from vision.inspector import PooledSheetInspector
from vision.machine import children

PHOTOS: Final = 20
SIZE: Final = (3000, 4000)  # pixels: 12 megapixels
VERDICT: Final = 1000.0  # ms
LAG: Final = 50.0  # ms
BEAT: Final = 0.002  # seconds between two looks at how late the event loop is
QUALITY: Final = 92


async def measure(photos: int = PHOTOS) -> tuple[Figure, ...]:
    """Judge photographs of 12 megapixels one after the other, then all at once.

    The peer of the first is decoding the same JPEG, of the last the event loop at rest.

    Raises:
        RuntimeError: a good photograph was not accepted.
    """
    uploads = await asyncio.to_thread(lambda: [photograph(seed) for seed in range(photos)])
    inspector = PooledSheetInspector()
    try:
        await asyncio.gather(  # the children start
            *(_judge(inspector, uploads[0]) for _ in range(2 * children()))
        )
        async with _lateness() as at_rest:
            await asyncio.sleep(1.0)
        async with _lateness() as late:
            took = [await _judge(inspector, upload) for upload in uploads]
            begun = time.perf_counter()
            await asyncio.gather(*(_judge(inspector, upload) for upload in uploads))
            rate = photos / (time.perf_counter() - begun)
    finally:
        await inspector.close()
    return (
        Figure(
            bench="sheets",
            what=f"verdict on 12 megapixels, median of {photos}",
            value=median(took) * 1000,
            unit="ms",
            beside="the limit",
            peer=VERDICT,
            at_most=VERDICT,
        ),
        Figure(
            bench="sheets",
            what=f"{photos} photos at once, {children()} children",
            value=rate,
            unit="photos/s",
            beside="decoding the JPEG alone, whole",
            peer=await asyncio.to_thread(_decoded, uploads),
        ),
        Figure(
            bench="sheets",
            what="event loop late while judging, the most",
            value=max(late) * 1000,
            unit="ms",
            beside="the same loop at rest",
            peer=max(at_rest) * 1000,
            at_most=LAG,
        ),
    )


def photograph(seed: int, page: int = 1) -> bytes:
    """Return a drawn sheet as a camera of 12 megapixels takes it: with grain, as a JPEG."""
    drawn = np.frombuffer(draw_sheet(seed, page=page), np.uint8)
    pixels = cv2.imdecode(drawn, cv2.IMREAD_COLOR)
    if pixels is None:
        raise RuntimeError("the drawn sheet is no picture")
    large = cv2.resize(pixels, SIZE, interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(seed).normal(0, 3, (*large.shape[:2], 1))
    taken = np.clip(large + grain, 0, 255).astype(np.uint8)
    return cv2.imencode(".jpg", taken, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()


async def _judge(inspector: PooledSheetInspector, upload: bytes) -> float:
    begun = time.perf_counter()
    (page,) = await inspector.inspect(upload, strictness=Strictness.NORMAL)
    took = time.perf_counter() - begun
    if not page.verdict.accepted:
        raise RuntimeError("a good sheet was not accepted")
    return took


def _decoded(uploads: Sequence[bytes]) -> float:
    """Return pictures a second which Pillow unpacks in one thread."""
    begun = time.perf_counter()
    for upload in uploads:
        Image.open(io.BytesIO(upload)).load()
    return len(uploads) / (time.perf_counter() - begun)


@asynccontextmanager
async def _lateness() -> AsyncIterator[list[float]]:
    """Note, as long as the context lasts, by how many seconds the loop comes too late."""
    late: list[float] = [0.0]

    async def watch() -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(BEAT)
            late.append(time.perf_counter() - begun - BEAT)

    async with Nursery() as nursery:
        nursery.start(watch(), name="lateness")
        yield late
