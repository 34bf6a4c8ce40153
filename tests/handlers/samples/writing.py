"""Closed tickets and sheets: what differs where the buttons do."""

from exams.notices.sheets import SheetsSoFar
from exams.notices.writing import Board
from tests.handlers.samples.base import Variants

VARIANTS: Variants = {
    Board: [{"free": tuple(range(1, 13)), "taken": (13, 14)}],
    SheetsSoFar: [{}, {"accepted": 0}],
}
