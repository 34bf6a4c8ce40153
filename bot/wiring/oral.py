"""Wires the oral exam."""

from bot.ports import Ports
from exams.services.oral import OralUseCases, commission, desk, hearing, marks, membership


def wire(ports: Ports) -> OralUseCases:
    """Return the table of `exams.services.oral`."""
    units, clock = ports.units, ports.clock
    call_up = desk.CallUp(units, clock)
    return OralUseCases(
        call_next=desk.CallNext(units, clock, call_up),
        call_up=call_up,
        start_answer=desk.StartAnswer(units, clock),
        end_answer=desk.EndAnswer(units, clock),
        skip=desk.Skip(units, clock),
        give_up=desk.GiveUp(units, clock),
        offer_swap=desk.OfferSwap(units, clock),
        swap=desk.Swap(units, clock),
        mark_answer=marks.MarkAnswer(units, clock, ports.days),
        commission=commission.OpenCommission(units),
        name_commission=commission.NameCommission(units, clock),
        hand_over_chair=commission.HandOverChair(units, clock),
        commission_desk=membership.OpenCommissionDesk(units),
        commission_link=membership.GiveCommissionLink(units, clock, ports.conferences),
        answer_to_mark=hearing.LookAtAnswer(units),
        give_commission_mark=hearing.GiveCommissionMark(units, clock),
        note_absent=hearing.NoteAbsent(units, clock),
        confirm_commission_mark=hearing.ConfirmCommissionMark(units, clock, ports.days),
    )
