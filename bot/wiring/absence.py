"""Wires absence."""

from datetime import timedelta

from bot.ports import Ports
from exams.services.absence import (
    AbsenceUseCases,
    application_paper,
    applying,
    case_clock,
    deciding,
    order_preview,
    orders,
    own_cases,
    register,
)
from exams.services.absence.orders import PrintOrder


def wire(ports: Ports, print_order: PrintOrder) -> AbsenceUseCases:
    """Return the table of `exams.services.absence`."""
    units, clock, files = ports.units, ports.clock, ports.files
    return AbsenceUseCases(
        apply=applying.Apply(units, clock),
        apply_for=applying.ApplyFor(units, clock),
        missed_list=deciding.ListMissed(units),
        fill_in=applying.FillApplication(units, clock),
        add_proof=applying.AddProof(units, clock, ports.page_reader, files, ports.days),
        send_application=applying.SendApplication(units, clock, ports.days),
        reconsider=applying.Reconsider(units, clock, ports.days),
        my_absences=own_cases.ListMyCases(units),
        my_absence=own_cases.ShowCase(units, clock),
        print_application=application_paper.PrintApplication(units, files, ports.absence_papers),
        absence_queue=deciding.OpenQueue(units),
        absence=deciding.OpenCase(units, clock),
        approve_absence=deciding.Approve(units, clock),
        approve_marked=deciding.ApproveMarked(units, clock),
        refuse_absence=deciding.Refuse(units, clock, ports.days),
        ask_proof=deciding.AskProof(units, clock, ports.days),
        preview_order=order_preview.PreviewOrder(units, clock),
        issue_order=orders.IssueOrder(units, clock, print_order),
        cancel_order=orders.CancelOrder(units, clock, ports.days, print_order),
        orders=orders.ListOrders(units),
        order=orders.ShowOrder(units),
        find_absences=register.FindCases(units),
        export_absences=register.ExportAbsences(units, files, ports.absence_papers),
        forget_evidence=case_clock.ForgetEvidence(
            units, clock, files, timedelta(days=ports.evidence_days)
        ),
    )
