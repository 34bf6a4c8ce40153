"""Wires what is done about an exam before its day."""

from bot.ports import Ports
from exams.services.planning import (
    PlanningUseCases,
    additional,
    additional_approval,
    bars,
    checks,
    moving,
    own_exams,
    plan_of_exams,
    preparation,
    publishing,
)
from exams.services.planning.calendar_entries import CalendarEntry


def wire(ports: Ports) -> PlanningUseCases:
    """Return the table of `exams.services.planning`."""
    units, clock, files = ports.units, ports.clock, ports.files
    entry = CalendarEntry(ports.calendars, files)
    return PlanningUseCases(
        my_exams=own_exams.ListMyExams(units),
        exam_details=own_exams.ShowExam(units),
        calendar=own_exams.GiveCalendar(units, ports.calendars, files),
        equipment=own_exams.AskEquipment(units),
        choose_camera=own_exams.ChooseCamera(units, clock),
        my_link=own_exams.GiveMyLink(units, clock),
        acknowledge_move=moving.AcknowledgeMove(units, clock),
        offer_preparation=preparation.OfferPreparation(units, files, ports.timelines),
        choose_preparation=preparation.ChoosePreparation(units, clock),
        drafts=plan_of_exams.ListDrafts(units),
        planned=plan_of_exams.ListPlanned(units, clock),
        archive=plan_of_exams.ListArchive(units, clock),
        exam_checks=checks.CheckExam(units, clock),
        publish_exam=publishing.PublishExam(units, clock),
        move_exam=moving.MoveExam(units, clock, ports.conferences, entry),
        cancel_exam=moving.CancelExam(units, clock, entry),
        barred_list=bars.ListBarred(units, clock),
        lift_bar=bars.LiftBar(units, clock),
        keep_for_resits=bars.KeepForResits(units, clock),
        propose_additional=additional.ProposeAdditional(units, clock, ports.days, ports.shuffler),
        plans=additional.ListPlans(units),
        plan=additional.ShowPlan(units, clock),
        adjust_plan=additional.AdjustPlan(units, clock),
        approve_plan=additional_approval.ApprovePlan(units, clock, files, ports.absence_papers),
        confirm_plan=additional_approval.ConfirmPlan(units, clock, entry),
        send_back_plan=additional_approval.SendBack(units, clock),
        drop_plan=additional.DropPlan(units, clock),
    )
