"""A second run for what somebody else's change overtook."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from exams.domain.refusals.base import Stale
from exams.services.apart import PartFailed

logger = logging.getLogger(__name__)

T = TypeVar("T")

TRIES: Final = 3


async def unless_stale(work: Callable[[], Awaitable[T]]) -> T:
    """Run `work`, and again if somebody else saved the same thing first.

    Nothing was changed by the first run, and the second one sees what they did.

    Raises:
        Stale, PartFailed: even the third run was overtaken, as a whole or in a part.
    """
    for _ in range(TRIES - 1):
        try:
            return await work()
        except Stale:
            logger.info("overtaken, once more")
        except PartFailed as failed:
            if not failed.overtaken:
                raise
            logger.info("overtaken in a part, once more")
    return await work()
