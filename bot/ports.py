"""Which adapters the use cases are wired over."""

from dataclasses import dataclass

from exams.domain.booklet import BookletRules
from exams.domain.verdict import Strictness
from exams.ports.absence_papers import AbsencePapers
from exams.ports.arrivals import ArrivalSource
from exams.ports.banks import QuestionFiles, QuestionPictures
from exams.ports.calendars import Calendars
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock, WorkingDays
from exams.ports.conferences import Conferences
from exams.ports.faces import FaceMatcher
from exams.ports.files import Files
from exams.ports.grade_system import GradeSystem
from exams.ports.invites import InvitePrinter
from exams.ports.item_figures import ItemFigures
from exams.ports.mark_forms import MarkForms
from exams.ports.papers import Papers
from exams.ports.result_pictures import ResultPictures
from exams.ports.sheet_papers import PageTurner, SheetBooks
from exams.ports.sheets import SheetInspector
from exams.ports.tables import ImportFiles
from exams.ports.ticket_papers import TicketPapers
from exams.ports.timelines import Timelines
from exams.ports.uploads import PageReader
from exams.records.unit import Units
from exams.services.people import entrance


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything the use cases need from outside.

    Attributes:
        host: the conference account of exams whose schedule names none; empty without Zoom.
        bot_name: the bot's name without the at sign, for the links of invites.
        evidence_days: how long evidence is kept after its case was closed.
        pictures_days: how long sheets and voice notes are kept after the appeals have ended.
        results_privacy: how results are shown to a group unless the examiner chooses otherwise.
        results_as_picture: groups read their results as a picture.
        draw_page: where anybody can check a draw; empty without a public address.
        test_page: where computer tests are sat as pages; empty without a public https address.
        check_in_page: where students photograph face and document; empty where they do not.
        faces: compares them; None where no photographs are taken.
        booklet_rules: how booklets of computer tests are made.
    """

    units: Units
    clock: Clock
    shuffler: Shuffler
    files: Files
    inspector: SheetInspector
    strictness: Strictness
    page_reader: PageReader
    page_turner: PageTurner
    sheet_books: SheetBooks
    conferences: Conferences
    calendars: Calendars
    mark_forms: MarkForms
    import_files: ImportFiles
    printer: InvitePrinter
    papers: Papers
    days: WorkingDays
    grade_system: GradeSystem | None
    arrival_source: ArrivalSource | None
    absence_papers: AbsencePapers
    ticket_papers: TicketPapers
    tickets_as_pictures: bool
    item_figures: ItemFigures
    question_files: QuestionFiles
    question_pictures: QuestionPictures
    helpdesk: entrance.Helpdesk
    host: str
    bot_name: str
    results_privacy: str
    results_as_picture: bool
    result_pictures: ResultPictures
    timelines: Timelines
    draw_page: str
    test_page: str
    check_in_page: str
    faces: FaceMatcher | None
    evidence_days: int
    pictures_days: int
    booklet_rules: BookletRules
