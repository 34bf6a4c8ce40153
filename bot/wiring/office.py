"""Wires what comes in from the office, and its papers."""

from datetime import timedelta

from bot.ports import Ports
from exams.services.office import (
    OfficeUseCases,
    archiving,
    arriving,
    composing,
    erasing,
    exports,
    imports,
    reading,
    taking_back,
)
from exams.services.office import printing as printing_tickets
from exams.services.previews import DropPreview


def wire(ports: Ports) -> OfficeUseCases:
    """Return the table of `exams.services.office`."""
    units, clock, files = ports.units, ports.clock, ports.files
    printing = exports.Printing(files, ports.papers)
    preview_import = imports.PreviewImport(
        units,
        clock,
        ports.shuffler,
        files,
        reading.ReadTables(files, ports.import_files, ports.question_pictures),
        ports.host,
    )
    import_at_once = imports.ImportAtOnce(preview_import)
    return OfficeUseCases(
        import_help=imports.GiveImportHelp(files, ports.import_files),
        preview_import=preview_import,
        confirm_import=imports.ConfirmImport(import_at_once),
        drop_import=DropPreview(units, imports.IMPORT),
        ask_take_back=taking_back.AskTakeBack(units, clock),
        take_back_import=taking_back.TakeBackImport(units, clock),
        collect_arrivals=arriving.CollectArrivals(
            units, clock, ports.arrival_source, preview_import
        ),
        take_arrival=arriving.TakeArrival(import_at_once),
        drop_arrival=arriving.DropArrival(units, clock),
        import_at_once=import_at_once,
        preview_pool=composing.PreviewPool(
            units, clock, ports.shuffler, files, ports.import_files
        ),
        compose_tickets=composing.ComposeTickets(units, ports.shuffler, files),
        lay_out_composed=composing.LayOutComposed(units, clock, ports.shuffler, files),
        drop_pool=DropPreview(units, composing.POOL),
        print_tickets=printing_tickets.PrintTickets(units, clock, files, ports.ticket_papers),
        group_page=exports.OpenGroup(units),
        statement=exports.ExportStatement(units, printing),
        journal=exports.ExportJournal(units, printing),
        transcript=exports.ExportTranscript(units, printing),
        archive_exams=archiving.ArchiveExams(units, clock),
        erase_pictures=erasing.ErasePictures(
            units, clock, files, ports.days, timedelta(days=ports.pictures_days)
        ),
    )
