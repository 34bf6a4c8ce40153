"""Moments around a limit, and a student ready to be admitted."""

from datetime import timedelta
from typing import Any

from exams.domain.attempt import ALL_SEEN, RULES_VERSION, Attempt
from exams.domain.attempt_table import Stage
from tests import make

BEFORE, ON, AFTER = -1, 0, 1  # milliseconds
MINUTE = timedelta(minutes=1)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def ready(**changes: Any) -> Attempt:
    facts: dict[str, Any] = {
        "seen": ALL_SEEN,
        "rules_version": RULES_VERSION,
        "rules_agreed_at": make.at(-5),
    }
    return make.attempt(Stage.IDENTIFIED, **(facts | changes))
