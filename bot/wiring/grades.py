"""Wires marks, results and appeals."""

from bot.ports import Ports
from exams.services.grades import (
    GradeUseCases,
    appeal_desk,
    appeals,
    checking,
    grading,
    markers,
    overdue,
    pad,
    posting,
    recording,
    reposting,
    results,
    typed,
)
from exams.services.marking.books import BindSheets


def wire(ports: Ports, bind: BindSheets) -> GradeUseCases:
    """Return the table of `exams.services.grades`."""
    units, clock, files = ports.units, ports.clock, ports.files
    preview_results = results.PreviewResults(
        units,
        files,
        ports.result_pictures,
        posting.Publication(ports.results_privacy, ports.results_as_picture),
    )
    list_marks = grading.ListMarks(units, files, ports.mark_forms)
    return GradeUseCases(
        mark_list=list_marks,
        enter_marks=typed.EnterMarks(units, clock),
        enter_marks_file=grading.EnterMarksFile(units, clock, ports.mark_forms, list_marks),
        mark_pad=pad.OpenPad(units),
        tap_mark=pad.TapMark(units, clock),
        undo_mark=pad.UndoMark(units, clock),
        check_marks=checking.CheckMarks(units),
        confirm_marks=checking.ConfirmMarks(units, clock, preview_results),
        preview_results=preview_results,
        publish_results=results.PublishResults(units, clock, ports.days, ports.results_as_picture),
        unposted_results=reposting.ListUnposted(units, clock),
        preview_unposted=reposting.PreviewUnposted(units, files, ports.result_pictures),
        post_unposted=reposting.PostUnposted(units, clock),
        correct_mark=results.CorrectMark(units, clock, ports.days),
        overdue_results=overdue.ListOverdue(units, clock),
        remind_examiners=overdue.RemindExaminers(units, clock),
        mark_work=markers.MarkWork(units, clock),
        mark_works=markers.MarkWorks(units, clock),
        ask_appeal=appeals.AskAppeal(units, clock, ports.days),
        file_appeal=appeals.FileAppeal(units, clock, ports.days),
        appeals=appeal_desk.ListAppeals(units),
        open_appeal=appeal_desk.OpenAppeal(units),
        appeal_sheets=appeal_desk.GiveAppealSheets(units, bind),
        uphold=appeal_desk.Uphold(units, clock),
        change_mark=appeal_desk.ChangeMark(units, clock),
        send_grades=recording.SendGrades(units, clock, ports.grade_system),
        grade_records=recording.ShowRecords(units),
        send_again=recording.SendAgain(units, clock),
    )
