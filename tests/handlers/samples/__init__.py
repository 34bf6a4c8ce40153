"""One message of each kind, and those variants whose buttons differ."""

from dataclasses import replace
from typing import Any

from exams.notices import ALL
from exams.notices.base import Notice
from tests.handlers.samples import (
    absence,
    computer_tests,
    grades,
    marking,
    office,
    oral,
    people,
    planning,
    room,
    writing,
)
from tests.handlers.samples.base import Variants, plain

VARIANTS: Variants = {
    **absence.VARIANTS,
    **computer_tests.VARIANTS,
    **grades.VARIANTS,
    **marking.VARIANTS,
    **office.VARIANTS,
    **oral.VARIANTS,
    **people.VARIANTS,
    **planning.VARIANTS,
    **room.VARIANTS,
    **writing.VARIANTS,
}
"""What differs where the buttons do."""


def variants(kind: type[Notice]) -> tuple[Any, ...]:
    """Return messages of a kind that together have every button it can have."""
    one = plain(kind)
    return tuple(replace(one, **change) for change in VARIANTS.get(kind, ({},)))


EVERY: tuple[Notice, ...] = tuple(each for kind in ALL.values() for each in variants(kind))
"""Every kind of message with every button there is."""
