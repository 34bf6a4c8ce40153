"""Which buttons stand under which message."""

from collections.abc import Callable
from functools import singledispatch

from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup

from exams.domain.ids import ExamId
from exams.domain.people import Locale
from exams.notices.base import Notice
from exams.notices.entrance import Menu, Stranger
from handlers.keyboards import (
    absence,
    appeals,
    arrivals,
    banks,
    bars,
    booklets,
    chief,
    commission,
    composing,
    marking,
    marks,
    office,
    oral,
    proctor,
    question_draw,
    reposting,
    sheet_desk,
    student,
)
from handlers.keyboards.keys import Keys, Rows, markup, no_page
from templates.renderer import Renderer


def keyboard(
    notice: Notice,
    locale: Locale,
    words: Renderer,
    *,
    page: int = 0,
    test_page: Callable[[ExamId], str] = no_page,
) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """Return the buttons of a message, None if it has none.

    Args:
        notice: the message.
        locale: the reader's language.
        words: for the labels.
        page: of a long list, from 0.
        test_page: tells where a test is sat as a web page.
    """
    keys = Keys(words, locale, page, test_page)
    if isinstance(notice, Menu):
        return office.menu(notice, keys)
    if isinstance(notice, Stranger):
        return office.share_contact(keys)
    return markup(rows(notice, keys))


@singledispatch
def rows(notice: Notice, _: Keys) -> Rows:  # noqa: ARG001 - the notices without buttons
    """Return the rows of buttons for a notice's type."""
    return []


for make in (
    commission.commission_card,
    commission.commission_named,
    commission.commission_over,
    commission.commission_reminder,
    commission.commission_link,
    commission.members_unreached,
    commission.commission_desk,
    commission.answer_to_mark,
    composing.pool_preview,
    composing.tickets_composed,
    composing.tickets_printed,
    student.my_exams,
    student.exam_details,
    student.equipment,
    student.before_exam,
    student.exam_moved,
    student.conference_link,
    student.rules_page,
    student.check_in,
    student.photographs,
    student.information,
    booklets.booklet_information,
    booklets.booklet_page,
    booklets.booklet_scale,
    booklets.booklet_log,
    booklets.finish_booklet,
    booklets.booklet_time_left,
    booklets.booklet_over,
    booklets.regrade_preview,
    booklets.key_mended,
    question_draw.question_draw,
    question_draw.draw_preview,
    question_draw.right_answer,
    student.board,
    student.writing,
    student.finish_writing,
    student.send_sheets,
    student.sheets_so_far,
    student.confirm_sheets,
    student.asking,
    student.done,
    student.outage_noted,
    student.welcome_back,
    student.your_grade,
    student.missed,
    student.not_held,
    student.afterwards,
    oral.oral_information,
    oral.waiting,
    oral.swap_choices,
    oral.preparation,
    proctor.proctor_exams,
    proctor.proctor_called,
    proctor.commission_comes,
    proctor.proctor_absent,
    proctor.proctor_came,
    proctor.room_missing,
    proctor.proctor_board,
    proctor.student_card,
    proctor.question,
    proctor.alert,
    proctor.unreached,
    proctor.still_waiting,
    proctor.still_paused,
    proctor.handed_in,
    sheet_desk.sheet_page,
    sheet_desk.own_page,
    sheet_desk.page_left_out,
    sheet_desk.page_commented,
    sheet_desk.lost_sheet,
    sheet_desk.released,
    sheet_desk.exam_book,
    marking.marking_card,
    marking.marker_named,
    marking.to_mark,
    marking.work_list,
    marking.work_page,
    marking.work_marked,
    marking.marking_open,
    marks.mark_list,
    marks.marks_taken,
    marks.mark_pad,
    marks.mark_review,
    marks.results_preview,
    marks.results_posted,
    reposting.unposted_results,
    reposting.unposted_preview,
    marks.results_due,
    marks.overdue_results,
    arrivals.arrival_shown,
    marking.marking_done,
    appeals.appeals,
    appeals.appeal_card,
    appeals.open_appeal,
    chief.chief_desk,
    chief.wide_outage,
    chief.downtime_found,
    chief.room_suspended,
    absence.absence_form,
    absence.absence_status,
    absence.my_absences,
    absence.absence_paper,
    absence.missed_list,
    absence.absence_arrived,
    absence.absence_queue,
    absence.absence_card,
    absence.found_cases,
    absence.absence_export,
    absence.order_preview,
    absence.order_shown,
    absence.order_list,
    absence.cancel_order_asked,
    absence.plan_card,
    absence.plan_sent,
    absence.plan_sent_back,
    absence.plan_list,
    chief.end_asked,
    chief.review_opened,
    office.choose_language,
    office.help_,
    office.calendar,
    office.drafts,
    office.planned,
    office.exam_checks,
    office.cancel_asked,
    office.grade_records,
    office.import_preview,
    office.import_done,
    office.take_back_asked,
    office.import_taken_back,
    office.import_help,
    bars.barred_list,
    bars.bar_lifted,
    banks.bank_preview,
    banks.bank_question,
    banks.bank_done,
    banks.bank_help,
    banks.items_shown,
    office.group_list,
    office.group_page,
    office.exported,
    office.invites,
    office.link_group,
    office.check_draw,
    office.write_message,
):
    rows.register(make)
