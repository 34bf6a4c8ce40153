"""From the plan of exams to the link: published, announced, moved, additional exams."""

from dataclasses import dataclass

from exams.services.planning.additional import (
    AdjustPlan,
    DropPlan,
    ListPlans,
    ProposeAdditional,
    ShowPlan,
)
from exams.services.planning.additional_approval import ApprovePlan, ConfirmPlan, SendBack
from exams.services.planning.bars import KeepForResits, LiftBar, ListBarred
from exams.services.planning.checks import CheckExam
from exams.services.planning.moving import AcknowledgeMove, CancelExam, MoveExam
from exams.services.planning.own_exams import (
    AskEquipment,
    ChooseCamera,
    GiveCalendar,
    GiveMyLink,
    ListMyExams,
    ShowExam,
)
from exams.services.planning.plan_of_exams import ListArchive, ListDrafts, ListPlanned
from exams.services.planning.preparation import ChoosePreparation, OfferPreparation
from exams.services.planning.publishing import PublishExam


@dataclass(frozen=True, kw_only=True)
class PlanningUseCases:
    """What is done about an exam before its day."""

    # the student before the exam
    my_exams: ListMyExams
    exam_details: ShowExam
    calendar: GiveCalendar
    equipment: AskEquipment
    choose_camera: ChooseCamera
    my_link: GiveMyLink
    acknowledge_move: AcknowledgeMove
    # how long an oral exam is prepared for
    offer_preparation: OfferPreparation
    choose_preparation: ChoosePreparation
    # dean and registrar
    drafts: ListDrafts
    planned: ListPlanned
    archive: ListArchive
    exam_checks: CheckExam
    publish_exam: PublishExam
    move_exam: MoveExam
    cancel_exam: CancelExam
    barred_list: ListBarred
    lift_bar: LiftBar
    keep_for_resits: KeepForResits
    # additional exams
    propose_additional: ProposeAdditional
    plans: ListPlans
    plan: ShowPlan
    adjust_plan: AdjustPlan
    approve_plan: ApprovePlan
    confirm_plan: ConfirmPlan
    send_back_plan: SendBack
    drop_plan: DropPlan
    # whoever has the database
