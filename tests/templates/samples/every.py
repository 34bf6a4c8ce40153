"""The samples of every room together."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from exams.notices.base import Notice
from tests.templates.samples import (
    absence,
    appeals,
    arrivals,
    banks,
    before,
    commission,
    computer_tests,
    desk,
    erasure,
    marks,
    office,
    oral,
    question_draw,
    results,
    room,
    tickets,
    trouble,
    writing,
)


def by_template(notices: Iterable[Notice]) -> dict[str, list[Notice]]:
    found: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        found[notice.template].append(notice)
    return found


SAMPLES: Final = by_template(
    (
        *before.ALL,
        *writing.ALL,
        *tickets.ALL,
        *commission.ALL,
        *oral.ALL,
        *computer_tests.ALL,
        *question_draw.ALL,
        *banks.ALL,
        *trouble.ALL,
        *room.ALL,
        *desk.ALL,
        *desk.MARKING,
        *marks.ALL,
        *results.ALL,
        *appeals.ALL,
        *absence.ALL,
        *arrivals.ALL,
        *office.ALL,
        *erasure.ALL,
    )
)

ONE_MESSAGE: Final[tuple[Notice, ...]] = (
    *before.ONE_MESSAGE,
    *commission.ONE_MESSAGE,
    *writing.ONE_MESSAGE,
    *computer_tests.ONE_MESSAGE,
    *room.ONE_MESSAGE,
    *results.ONE_MESSAGE,
    *appeals.ONE_MESSAGE,
    *office.ONE_MESSAGE,
)
"""Long ones that must stay in one message, because they are edited in place or read at once."""

LONGER: Final[tuple[Notice, ...]] = (
    *writing.LONGER,
    *trouble.LONGER,
    *room.LONGER,
    *results.LONGER,
    *office.LONGER,
)
"""Longer than one message takes."""

CAPTIONS: Final[tuple[Notice, ...]] = (
    *before.CAPTIONS,
    *writing.CAPTIONS,
    *oral.CAPTIONS,
    *trouble.CAPTIONS,
    *room.CAPTIONS,
    *appeals.CAPTIONS,
    *office.CAPTIONS,
)
"""The longest words under a picture or a file."""
