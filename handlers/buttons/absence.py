"""What a button carries about an absence case or an order."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from exams.domain.absence.case import Reason


class OfCase(StrEnum):
    """What can be asked about an absence case."""

    # who writes it
    FORM = "form"
    REASONS = "reasons"
    WHEN = "when"
    SEND = "send"
    PROOF_LATER = "later"
    PROOF = "proof"
    RECONSIDER = "again"
    PAPER = "paper"
    # who decides
    OPEN = "open"
    APPROVE = "approve"
    REFUSE = "refuse"
    ASK_PROOF = "ask_proof"


class OfOrder(StrEnum):
    """What can be asked about an order."""

    OPEN = "open"
    CANCEL = "cancel"
    YES_CANCEL = "yes_cancel"


class CaseButton(CallbackData, prefix="zc"):
    """Ask something about an absence case."""

    do: OfCase
    case: int


class ReasonButton(CallbackData, prefix="zr"):
    """Give the reason of an absence."""

    case: int
    reason: Reason


class QueueButton(CallbackData, prefix="zq"):
    """Look at a page of the absence cases with some of them marked, or approve those marked.

    Attributes:
        marked: ids in base 36, with a point between; see `packed` and `unpacked`.
    """

    page: int
    marked: str
    approve: bool


class IssueButton(CallbackData, prefix="zi"):
    """Issue the order that was looked at."""

    seal: str


class OrderButton(CallbackData, prefix="zo"):
    """Ask something about an order."""

    do: OfOrder
    order: int
