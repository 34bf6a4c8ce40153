"""Wires the work on answers, page by page."""

from bot.ports import Ports
from exams.services.made_files import NoteMade
from exams.services.marking import (
    MarkingUseCases,
    arranging,
    books,
    comments,
    lost,
    pages,
    plans,
    works,
)


def wire(ports: Ports) -> MarkingUseCases:
    """Return the table of `exams.services.marking`."""
    units, clock, files = ports.units, ports.clock, ports.files
    note_made = NoteMade(units)
    turning = arranging.Turning(files, ports.page_turner)
    return MarkingUseCases(
        begin_book=books.BeginBook(units),
        exam_book=books.BindExam(units, ports.sheet_books, note_made),
        open_sheets=pages.OpenSheets(units, clock),
        look_at_sheet=pages.LookAtSheet(units, clock),
        turn_sheet=arranging.TurnSheet(units, clock, turning),
        move_sheet=arranging.MoveSheet(units, clock),
        undo_at_desk=arranging.UndoAtDesk(units, clock, turning),
        ask_lost_sheet=lost.AskLostSheet(units, clock),
        comment_page=comments.CommentPage(units, clock),
        place_comment=comments.PlaceComment(units, clock),
        withdraw_comment=comments.WithdrawComment(units, clock),
        marking_plan=plans.OpenMarkingPlan(units, ports.shuffler),
        plan_marking=plans.PlanMarking(units, clock, ports.shuffler),
        to_mark=works.ListToMark(units),
        works=works.OpenWorks(units),
        work_page=works.LookAtWork(units, works.Covering(files, ports.page_turner, note_made)),
        bind_works=works.BindWorks(units, ports.sheet_books, note_made),
    )
