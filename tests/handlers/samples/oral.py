"""Oral turns and the commission: what differs where the buttons do."""

from dataclasses import replace

from exams.notices.commission import (
    AnswerToMark,
    CommissionCard,
    CommissionDesk,
    CommissionLink,
    HeardLine,
)
from exams.notices.oral import OralTicket, SwapChoices
from tests.handlers.samples.base import ATTEMPT, CASE, ROOM, Variants

HEARD = HeardLine(attempt=ATTEMPT, name="Айгерім", own=None, told=None, open=True)

VARIANTS: Variants = {
    OralTicket: [{"over": False}],
    SwapChoices: [{"others": ROOM[:3]}],
    CommissionCard: [
        {
            "members": ("Айгерім", "Болат"),
            "can": can,
            "of_room": can,
            "heirs": ((CASE, "Болат"),),
        }
        for can in (True, False)
    ],
    CommissionLink: [{"url": "https://zoom.example/w/1?tk=x"}],
    CommissionDesk: [
        {"answers": tuple(replace(HEARD, told=told, own=told) for told in (None, 85))}
    ],
    AnswerToMark: [
        {"own": 80, "proposal": 85, "absentees": ((2_147_483_647, "Болат"),), "told": None},
        {"can_mark": False, "can_confirm": False, "told": 85},
    ],
}
