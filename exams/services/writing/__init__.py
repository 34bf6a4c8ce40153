"""Closed tickets, two hours of writing, answer sheets, the leave gate."""

from dataclasses import dataclass

from exams.services.writing.handing_in import ConfirmAll, HandIn
from exams.services.writing.leaving import Release, ReleaseReady
from exams.services.writing.own_pages import (
    LeaveOutPage,
    LookAtOwnSheet,
    MoveOwnPage,
    PutBackPage,
)
from exams.services.writing.picking import ClosePicking, OpenPicking
from exams.services.writing.sheet_desk import (
    AcceptSheets,
    AcceptShown,
    AskAgain,
    GiveSheetsPdf,
    ReopenUpload,
)
from exams.services.writing.sheets import AddSheet
from exams.services.writing.spoiling import SpoilTicket
from exams.services.writing.ticket_desk import AssignTicket, PickAgain
from exams.services.writing.tickets import (
    AskFinish,
    DrawTicket,
    FinishWritingNow,
    OpenBoard,
    ShowTicket,
    TicketArrived,
)
from exams.services.writing.upload import ListAgain, ShowSheets, TellOfWaiting


@dataclass(frozen=True, kw_only=True)
class WritingUseCases:
    """What happens between the closed tickets and the leave gate."""

    # ticket and writing
    open_board: OpenBoard
    draw_ticket: DrawTicket
    ticket: ShowTicket
    ticket_shown: TicketArrived
    ask_finish: AskFinish
    finish_writing: FinishWritingNow
    # sheets
    sheets_so_far: ShowSheets
    sheets_wait: TellOfWaiting
    list_again: ListAgain
    add_sheet: AddSheet
    own_sheet: LookAtOwnSheet
    leave_out_page: LeaveOutPage
    put_back_page: PutBackPage
    move_own_page: MoveOwnPage
    confirm_sheets: ConfirmAll
    hand_in: HandIn
    # the proctor
    spoil_ticket: SpoilTicket
    sheets_pdf: GiveSheetsPdf
    ask_again: AskAgain
    accept_sheets: AcceptSheets
    accept_shown: AcceptShown
    reopen_upload: ReopenUpload
    release: Release
    release_ready: ReleaseReady
    # the chief proctor, for everybody at once
    assign_ticket: AssignTicket
    pick_again: PickAgain
    # the exam at which cards are picked one by one
    open_picking: OpenPicking
    close_picking: ClosePicking
