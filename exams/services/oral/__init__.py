"""The oral exam: turns, answers, marks at once."""

from dataclasses import dataclass

from exams.services.oral.commission import HandOverChair, NameCommission, OpenCommission
from exams.services.oral.desk import (
    CallNext,
    CallUp,
    EndAnswer,
    GiveUp,
    OfferSwap,
    Skip,
    StartAnswer,
    Swap,
)
from exams.services.oral.hearing import (
    ConfirmCommissionMark,
    GiveCommissionMark,
    LookAtAnswer,
    NoteAbsent,
)
from exams.services.oral.marks import MarkAnswer
from exams.services.oral.membership import GiveCommissionLink, OpenCommissionDesk


@dataclass(frozen=True, kw_only=True)
class OralUseCases:
    """What happens at an oral exam, turn by turn."""

    call_next: CallNext
    call_up: CallUp
    start_answer: StartAnswer
    end_answer: EndAnswer
    skip: Skip
    give_up: GiveUp
    offer_swap: OfferSwap
    swap: Swap
    mark_answer: MarkAnswer
    commission: OpenCommission
    name_commission: NameCommission
    hand_over_chair: HandOverChair
    commission_desk: OpenCommissionDesk
    commission_link: GiveCommissionLink
    answer_to_mark: LookAtAnswer
    give_commission_mark: GiveCommissionMark
    note_absent: NoteAbsent
    confirm_commission_mark: ConfirmCommissionMark
