"""Tables the registrar brings in, and what the office takes away."""

from dataclasses import dataclass

from exams.services.office.archiving import ArchiveExams
from exams.services.office.arriving import CollectArrivals, DropArrival, TakeArrival
from exams.services.office.composing import ComposeTickets, LayOutComposed, PreviewPool
from exams.services.office.erasing import ErasePictures
from exams.services.office.exports import (
    ExportJournal,
    ExportStatement,
    ExportTranscript,
    OpenGroup,
)
from exams.services.office.imports import (
    ConfirmImport,
    GiveImportHelp,
    ImportAtOnce,
    PreviewImport,
)
from exams.services.office.printing import PrintTickets
from exams.services.office.taking_back import AskTakeBack, TakeBackImport
from exams.services.previews import DropPreview


@dataclass(frozen=True, kw_only=True)
class OfficeUseCases:
    """What dean and registrar bring in and take away."""

    # dean and registrar
    import_help: GiveImportHelp
    preview_import: PreviewImport
    confirm_import: ConfirmImport
    drop_import: DropPreview
    ask_take_back: AskTakeBack
    take_back_import: TakeBackImport
    collect_arrivals: CollectArrivals
    take_arrival: TakeArrival
    drop_arrival: DropArrival
    import_at_once: ImportAtOnce
    preview_pool: PreviewPool
    compose_tickets: ComposeTickets
    lay_out_composed: LayOutComposed
    drop_pool: DropPreview
    print_tickets: PrintTickets
    group_page: OpenGroup
    statement: ExportStatement
    journal: ExportJournal
    transcript: ExportTranscript
    # absence: the dean's office and the registrar
    erase_pictures: ErasePictures
    archive_exams: ArchiveExams
