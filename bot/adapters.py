"""Which adapters the settings name, for the use cases to be wired over."""

from bot.arrival_endpoint import ArrivalEndpoint
from bot.binding import SheetBinder
from bot.clock import SystemShuffler
from bot.conferences import conferences_of
from bot.grade_endpoint import GradeEndpoint
from bot.pages import check_in_page, test_page
from bot.ports import Ports
from bot.settings import Settings
from documents.absences import AbsencePaperFiles
from documents.arrival_folder import ArrivalFolder
from documents.banks.reading import BankFiles
from documents.calendars import CalendarFiles
from documents.drop_folder import DropFolder
from documents.imports import TableFiles
from documents.invites import InviteCards
from documents.items import ItemFigureFiles
from documents.marks import MarkWorkbooks
from documents.papers import PaperFiles
from documents.tickets.papers import TicketPaperFiles
from documents.working_days import KazakhCalendar
from exams.domain.booklet import BookletRules, Unanswered
from exams.ports.arrivals import ArrivalSource
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.ports.conferences import Conferences
from exams.ports.grade_system import GradeSystem
from exams.ports.sheets import SheetInspector
from exams.services.people.entrance import Helpdesk
from storage.database import Database
from storage.files import DiskFiles
from storage.once import OnceUnits
from vision.drawn.results import DrawnResults
from vision.drawn.timelines import DrawnTimelines
from vision.faces.matcher import PooledFaceMatcher
from vision.inspector import PooledSheetInspector
from vision.question_pictures import PooledQuestionPictures
from web.draw import PATH as DRAW_PAGE


def ports_of(
    settings: Settings,
    *,
    clock: Clock,
    shuffler: Shuffler | None,
    database: Database,
    bot_name: str,
    conferences: Conferences | None,
    inspector: SheetInspector | None,
) -> Ports:
    """Return what the settings name; only what is given stands in for it.

    Args:
        settings: what the university decided.
        clock: the one clock of the process.
        shuffler: another source of chance than the computer's.
        database: the open database.
        bot_name: the bot's name without the at sign.
        conferences: another service than the settings name.
        inspector: another judge of sheets than the pictures' own measurement.
    """
    pictures = PooledSheetInspector()
    faces = PooledFaceMatcher(settings.face_engine) if settings.check_in_photographs else None
    return Ports(
        units=OnceUnits(database),
        clock=clock,
        shuffler=shuffler or SystemShuffler(),
        files=DiskFiles(settings.files_folder, database.seal),
        inspector=inspector or pictures,
        strictness=settings.strictness,
        page_reader=pictures,
        page_turner=pictures,
        sheet_books=SheetBinder(DiskFiles(settings.files_folder), settings.university),
        conferences=conferences or conferences_of(settings, clock),
        calendars=CalendarFiles(clock),
        mark_forms=MarkWorkbooks(),
        import_files=TableFiles(),
        printer=InviteCards(),
        papers=PaperFiles(settings.university),
        days=KazakhCalendar(),
        grade_system=_grade_system(settings, clock),
        arrival_source=_arrival_source(settings, clock),
        absence_papers=AbsencePaperFiles(settings.university, settings.forms_folder),
        ticket_papers=TicketPaperFiles(settings.university),
        tickets_as_pictures=settings.tickets_as == "picture",
        item_figures=ItemFigureFiles(),
        question_files=BankFiles(),
        question_pictures=PooledQuestionPictures(),
        helpdesk=Helpdesk(
            email=settings.helpdesk_email,
            phone=settings.helpdesk_phone,
            whatsapp=settings.helpdesk_whatsapp,
        ),
        host=settings.zoom_hosts[0] if settings.zoom_hosts else "",
        bot_name=bot_name,
        results_privacy=settings.results_privacy,
        results_as_picture=settings.results_form == "picture",
        result_pictures=DrawnResults(),
        timelines=DrawnTimelines(),
        draw_page=settings.pages_url and settings.pages_url + DRAW_PAGE,
        test_page=test_page(settings),
        check_in_page=check_in_page(settings) if faces else "",
        faces=faces,
        evidence_days=settings.evidence_days,
        pictures_days=settings.pictures_days,
        booklet_rules=BookletRules(
            questions=settings.test_questions,
            at_expiry=Unanswered(settings.unanswered_at_expiry),
        ),
    )


def _grade_system(settings: Settings, clock: Clock) -> GradeSystem | None:
    """Return the university's own system: behind an endpoint, in a folder, or none."""
    if settings.grades_url:
        return GradeEndpoint(settings.grades_url, settings.grades_secret.get_secret_value(), clock)
    if settings.grades_folder is not None:
        return DropFolder(settings.grades_folder, settings.grades_form)
    return None


def _arrival_source(settings: Settings, clock: Clock) -> ArrivalSource | None:
    """Return where roster and schedule come from: an endpoint, a folder, or nowhere."""
    if settings.tables_url:
        secret = settings.tables_secret.get_secret_value()
        return ArrivalEndpoint(settings.tables_url, secret, clock)
    if settings.tables_folder is not None:
        return ArrivalFolder(settings.tables_folder)
    return None
