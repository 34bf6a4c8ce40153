"""Work on pictures in child processes.

A picture can be built to eat all memory or to hang a decoder. So it is opened in a child
with a memory limit and a time-out: a killed or hung child costs one picture, not the bot.
"""

import asyncio
import contextlib
import logging
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import cv2
from pebble import ProcessExpired, ProcessPool

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

MEMORY: Final = 700 * 1024 * 1024  # bytes of address space above what a fresh child has
_TRIES: Final = 2  # a child may be killed for no fault of the picture
_TASKS: Final = 500  # after so many pictures a child is replaced: what leaked goes with it
_NICE: Final = 5  # on a busy machine a child gives way to the bot, for whose answers people wait

SPAWN: Final = multiprocessing.get_context("spawn")
"""How children begin: a forked one would wait for ever for a lock of a thread it has not got."""


class PoolBroke(Exception):
    """The child was killed, took too long or ran out of memory, and so was its successor."""


class PicturePool:
    """Child processes that outlive whatever a picture does to one of them."""

    def __init__(self, *, workers: int, seconds: float) -> None:
        self._workers = workers
        self._seconds = seconds
        self._closed = False
        self._pool = self._begun()

    def _begun(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=_TASKS,
            initializer=_prepare_child,
            context=SPAWN,
        )

    async def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a function of a module in a child and return what it returns.

        Raises:
            PoolBroke: no child came to the end of it.
        """
        for _ in range(_TRIES):
            pool = self._pool
            try:
                future: Future[R] = await asyncio.to_thread(
                    pool.schedule, work, args=args, kwargs=kwargs, timeout=self._seconds
                )
            except RuntimeError:
                await self._begin_anew(pool)
                continue
            try:
                return await asyncio.wrap_future(future)
            except ProcessExpired:
                continue
            except BrokenProcessPool:
                await self._begin_anew(pool)
            except (TimeoutError, MemoryError) as reason:
                raise PoolBroke from reason
        raise PoolBroke

    async def _begin_anew(self, broken: ProcessPool) -> None:
        """Take new children: a pool whose child died idle, or as it began, never works again."""
        if self._closed or self._pool is not broken:
            return
        logger.warning("the children for pictures begin anew")
        self._pool = self._begun()
        await _end(broken)

    async def close(self) -> None:
        """End the children."""
        self._closed = True
        await _end(self._pool)


async def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    with contextlib.suppress(CancelledError):
        await asyncio.to_thread(pool.join)


def _prepare_child() -> None:
    cv2.setNumThreads(1)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    _limit_memory(MEMORY)


def _limit_memory(extra: int) -> None:
    """Let this process grow by `extra` bytes only, where the system can say so."""
    try:
        import resource  # noqa: PLC0415, not on every system
    except ImportError:
        return
    sizes = Path("/proc/self/statm")
    if not sizes.exists():
        return
    limit = int(sizes.read_text().split()[0]) * resource.getpagesize() + extra
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
