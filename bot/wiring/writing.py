"""Wires tickets, answer sheets and the leave gate."""

from bot.ports import Ports
from exams.services.made_files import NoteMade
from exams.services.marking.books import BindSheets
from exams.services.writing import (
    WritingUseCases,
    faces,
    handing_in,
    leaving,
    own_pages,
    picking,
    sheet_desk,
    sheets,
    spoiling,
    ticket_desk,
    tickets,
    upload,
)


def wire(ports: Ports, bind: BindSheets) -> WritingUseCases:
    """Return the table of `exams.services.writing`."""
    units, clock, files = ports.units, ports.clock, ports.files
    note_made = NoteMade(units)
    ticket_papers = ports.ticket_papers if ports.tickets_as_pictures else None
    face = faces.DrawFace(files, ticket_papers, note_made)
    return WritingUseCases(
        open_board=tickets.OpenBoard(units, clock, face),
        draw_ticket=tickets.DrawTicket(units, clock, face),
        ticket=tickets.ShowTicket(units, clock, face),
        ticket_shown=tickets.TicketArrived(units, clock),
        ask_finish=tickets.AskFinish(units, clock),
        finish_writing=tickets.FinishWritingNow(units, clock),
        sheets_so_far=upload.ShowSheets(units, clock),
        sheets_wait=upload.TellOfWaiting(units, clock),
        list_again=upload.ListAgain(units),
        add_sheet=sheets.AddSheet(units, clock, ports.inspector, files, ports.strictness),
        own_sheet=own_pages.LookAtOwnSheet(units, clock),
        leave_out_page=own_pages.LeaveOutPage(units, clock),
        put_back_page=own_pages.PutBackPage(units, clock),
        move_own_page=own_pages.MoveOwnPage(units, clock),
        confirm_sheets=handing_in.ConfirmAll(units, clock),
        hand_in=handing_in.HandIn(units, clock, bind),
        spoil_ticket=spoiling.SpoilTicket(units, clock),
        sheets_pdf=sheet_desk.GiveSheetsPdf(units, bind),
        ask_again=sheet_desk.AskAgain(units, clock),
        accept_sheets=sheet_desk.AcceptSheets(units, clock),
        accept_shown=sheet_desk.AcceptShown(units, clock),
        reopen_upload=sheet_desk.ReopenUpload(units, clock),
        release=leaving.Release(units, clock),
        release_ready=leaving.ReleaseReady(units, clock),
        assign_ticket=ticket_desk.AssignTicket(units, clock, ports.shuffler, face),
        pick_again=ticket_desk.PickAgain(units, clock),
        open_picking=picking.OpenPicking(units, clock),
        close_picking=picking.ClosePicking(units, clock),
    )
