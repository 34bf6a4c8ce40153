"""An examiner's work on sheets: looked at page by page, put in order, bound, marked."""

from dataclasses import dataclass

from exams.services.marking.arranging import MoveSheet, TurnSheet, UndoAtDesk
from exams.services.marking.books import BeginBook, BindExam
from exams.services.marking.comments import CommentPage, PlaceComment, WithdrawComment
from exams.services.marking.lost import AskLostSheet
from exams.services.marking.pages import LookAtSheet, OpenSheets
from exams.services.marking.plans import OpenMarkingPlan, PlanMarking
from exams.services.marking.works import BindWorks, ListToMark, LookAtWork, OpenWorks


@dataclass(frozen=True, kw_only=True)
class MarkingUseCases:
    """What is done with handed-in answers, page by page."""

    # the sheets of a student, and of an exam
    begin_book: BeginBook
    exam_book: BindExam
    open_sheets: OpenSheets
    look_at_sheet: LookAtSheet
    turn_sheet: TurnSheet
    move_sheet: MoveSheet
    undo_at_desk: UndoAtDesk
    ask_lost_sheet: AskLostSheet
    comment_page: CommentPage
    place_comment: PlaceComment
    withdraw_comment: WithdrawComment
    # the works before their markers
    marking_plan: OpenMarkingPlan
    plan_marking: PlanMarking
    to_mark: ListToMark
    works: OpenWorks
    work_page: LookAtWork
    bind_works: BindWorks
