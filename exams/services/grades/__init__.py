"""Marks, results, appeals, and the way into the university's own system."""

from dataclasses import dataclass

from exams.services.grades.appeal_desk import (
    ChangeMark,
    GiveAppealSheets,
    ListAppeals,
    OpenAppeal,
    Uphold,
)
from exams.services.grades.appeals import AskAppeal, FileAppeal
from exams.services.grades.checking import CheckMarks, ConfirmMarks
from exams.services.grades.grading import EnterMarksFile, ListMarks
from exams.services.grades.markers import MarkWork, MarkWorks
from exams.services.grades.overdue import ListOverdue, RemindExaminers
from exams.services.grades.pad import OpenPad, TapMark, UndoMark
from exams.services.grades.recording import SendAgain, SendGrades, ShowRecords
from exams.services.grades.reposting import ListUnposted, PostUnposted, PreviewUnposted
from exams.services.grades.results import CorrectMark, PreviewResults, PublishResults
from exams.services.grades.typed import EnterMarks


@dataclass(frozen=True, kw_only=True)
class GradeUseCases:
    """What examiner, student and dean do about marks."""

    # marks and results
    mark_list: ListMarks
    enter_marks: EnterMarks
    enter_marks_file: EnterMarksFile
    mark_pad: OpenPad
    tap_mark: TapMark
    undo_mark: UndoMark
    check_marks: CheckMarks
    confirm_marks: ConfirmMarks
    preview_results: PreviewResults
    publish_results: PublishResults
    unposted_results: ListUnposted
    preview_unposted: PreviewUnposted
    post_unposted: PostUnposted
    correct_mark: CorrectMark
    overdue_results: ListOverdue
    remind_examiners: RemindExaminers
    mark_work: MarkWork
    mark_works: MarkWorks
    # appeals
    ask_appeal: AskAppeal
    file_appeal: FileAppeal
    appeals: ListAppeals
    open_appeal: OpenAppeal
    appeal_sheets: GiveAppealSheets
    uphold: Uphold
    change_mark: ChangeMark
    # the university's own system
    send_grades: SendGrades
    grade_records: ShowRecords
    send_again: SendAgain
