"""Closed tickets and sheets: what differs where the buttons do."""

from exams.notices.sheets import Receipt, SheetsSoFar
from exams.notices.writing import Board, TicketShown
from tests.handlers.samples.base import Variants

VARIANTS: Variants = {
    Board: [{"free": tuple(range(1, 13)), "taken": (13, 14)}],
    TicketShown: [{"over": False}],
    Receipt: [{"released": False}],
    SheetsSoFar: [{}, {"accepted": 0}],
}
