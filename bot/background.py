"""The one place where background work starts."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Final, Self

from exams.services.apart import PartFailed

logger = logging.getLogger(__name__)

PAUSE: Final = 1.0  # seconds before crashed work begins anew


class Nursery:
    """Keeps what runs in the background: it is not forgotten, not silent, and ends with us.

    A task without a reference may vanish in the middle of its work, and its exception with it;
    here every task is held until it ends and every crash is logged, by type and place only,
    since messages of exceptions may hold names and texts of people.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        """Return the nursery itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End what still runs."""
        await self.close()

    def __len__(self) -> int:
        """Return how many tasks run."""
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, object], *, name: str) -> asyncio.Task[Any]:
        """Run `work` in the background; `name` stands in the log if it crashes."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def keep(self, work: Callable[[], Coroutine[Any, Any, object]], *, name: str) -> None:
        """Run `work` for ever: if it crashes or ends, it begins anew after a pause."""

        async def again_and_again() -> None:
            while True:
                await asyncio.wait([self.start(work(), name=name)])
                await asyncio.sleep(PAUSE)

        self.start(again_and_again(), name=f"keeper of {name}")

    async def close(self) -> None:
        """Cancel what runs and wait until it has ended."""
        while self._tasks:
            tasks = tuple(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error(
                "background work crashed",
                extra={"work": task.get_name(), "error": describe(error)},
            )


def describe(error: BaseException) -> str:
    """Return type and place of an exception, without its words."""
    place, frame = "", error.__traceback__
    while frame is not None:
        code = frame.tb_frame.f_code
        place = f" at {frame.tb_frame.f_globals.get('__name__')}.{code.co_name}:{frame.tb_lineno}"
        frame = frame.tb_next
    return f"{type(error).__name__}{place}"


def faults_of(failed: PartFailed) -> list[str]:
    """Return type and place of everything that went wrong in parts of something, once each."""
    return list(dict.fromkeys(describe(cause) for cause in failed.causes))
