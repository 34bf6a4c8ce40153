"""The computer test as a page: its door, what it shows, what it sends, and who looks at it."""

from dataclasses import dataclass

from exams.services.page_address import PageAddress
from exams.services.pages.answers import SendAnswer
from exams.services.pages.door import EnterPage, OpenPage
from exams.services.pages.files import GivePageFile
from exams.services.pages.look import LookAtPage, WatchPages
from exams.services.pages.photographs import (
    CompareFaces,
    ConsentToPhotographs,
    LookAtDocument,
    LookAtFace,
    ShowPhotographs,
)
from exams.services.pages.presence import LeavePage, ReturnToPage


@dataclass(frozen=True, kw_only=True)
class PageUseCases:
    """What the pages of the Mini App ask of the product."""

    test_page: PageAddress
    open_page: OpenPage
    enter_page: EnterPage
    look_at_page: LookAtPage
    page_file: GivePageFile
    watch_pages: WatchPages
    photographs: ShowPhotographs
    consent_to_photographs: ConsentToPhotographs
    look_at_face: LookAtFace
    look_at_document: LookAtDocument
    compare_faces: CompareFaces
    send_answer: SendAnswer
    leave_page: LeavePage
    return_to_page: ReturnToPage
