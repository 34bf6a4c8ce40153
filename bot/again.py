"""A second run for what somebody else's change overtook."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from exams.domain.refusals.base import Stale

logger = logging.getLogger(__name__)

T = TypeVar("T")

TRIES: Final = 3


async def unless_stale(work: Callable[[], Awaitable[T]]) -> T:
    """Run `work`, and again if somebody else saved the same thing first.

    Nothing was changed by the first run, and the second one sees what they did.

    Raises:
        Stale: even the third run was overtaken.
    """
    for _ in range(TRIES - 1):
        try:
            return await work()
        except Stale:
            logger.info("overtaken, once more")
    return await work()
