"""Wires what the pages ask."""

from bot.ports import Ports
from exams.services.page_address import PageAddress
from exams.services.pages import PageUseCases, answers, door, look, photographs, presence
from exams.services.pages import files as page_files


def wire(ports: Ports) -> PageUseCases:
    """Return the table of `exams.services.pages`."""
    units, clock, files = ports.units, ports.clock, ports.files
    return PageUseCases(
        test_page=PageAddress(ports.test_page),
        open_page=door.OpenPage(units, clock, ports.shuffler),
        enter_page=door.EnterPage(units, clock),
        look_at_page=look.LookAtPage(units, clock, ports.booklet_rules, ports.days),
        page_file=page_files.GivePageFile(units, files),
        watch_pages=look.WatchPages(units),
        photographs=photographs.ShowPhotographs(units, clock, ports.faces),
        consent_to_photographs=photographs.ConsentToPhotographs(units, clock, ports.faces),
        look_at_face=photographs.LookAtFace(units, clock, ports.faces),
        look_at_document=photographs.LookAtDocument(units, clock, ports.faces),
        compare_faces=photographs.CompareFaces(units, clock, ports.faces),
        send_answer=answers.SendAnswer(units, clock),
        leave_page=presence.LeavePage(units, clock),
        return_to_page=presence.ReturnToPage(units, clock),
    )
