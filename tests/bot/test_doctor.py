"""What the doctor finds about the computer's clock."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.doctor.outside import SKEW, _clock

ASKED = datetime(2026, 12, 31, 23, 59, 50, tzinfo=UTC)
WAITED = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("told", "fine"),
    [
        (timedelta(seconds=-SKEW), True),
        (timedelta(seconds=-SKEW - 1), False),
        (timedelta(), True),
        (WAITED, True),
        (WAITED + timedelta(seconds=SKEW), True),
        (WAITED + timedelta(seconds=SKEW + 1), False),
    ],
)
def test_a_clock_is_wrong_by_what_a_slow_answer_does_not_explain(
    told: timedelta, *, fine: bool
) -> None:
    date = format_datetime(ASKED + told, usegmt=True)

    found = _clock(date, ASKED, ASKED + WAITED)

    assert found.fine is fine
    assert ("NTP" in found.fix) is not fine
