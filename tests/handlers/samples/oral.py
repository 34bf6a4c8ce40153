"""Oral turns and the commission: what differs where the buttons do."""

from exams.notices.commission import AnswerToMark, CommissionCard
from exams.notices.oral import OralTicket, SwapChoices
from tests.handlers.samples.base import ROOM, Variants

VARIANTS: Variants = {
    OralTicket: [{"over": False}],
    SwapChoices: [{"others": ROOM[:3]}],
    CommissionCard: [{"members": ("Айгерім", "Болат"), "can": can} for can in (True, False)],
    AnswerToMark: [
        {"own": 80, "proposal": 85, "absentees": ((2_147_483_647, "Болат"),), "told": None},
        {"can_mark": False, "can_confirm": False, "told": 85},
    ],
}
