"""The real clock and the real chance."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from bot.clock import ALPHABET, SystemClock, SystemShuffler


def test_the_clock_tells_aware_utc() -> None:
    before = datetime.now(UTC)  # noqa: TID251 - to compare with
    now = SystemClock().now()

    assert now.utcoffset() == timedelta(0)
    assert before <= now <= datetime.now(UTC)  # noqa: TID251 - to compare with


def test_a_shuffle_keeps_every_card_and_favours_none() -> None:
    shuffled = [SystemShuffler().shuffled("abc") for _ in range(3000)]

    assert all(sorted(cards) == ["a", "b", "c"] for cards in shuffled)
    orders = Counter(shuffled)
    assert len(orders) == 6
    assert min(orders.values()) > 350  # 500 expected; 7 standard deviations


def test_codes_differ_and_are_easy_to_type() -> None:
    codes = {SystemShuffler().code(10) for _ in range(200)}

    assert len(codes) == 200
    assert all(len(code) == 10 and set(code) <= set(ALPHABET) for code in codes)
