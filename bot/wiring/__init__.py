"""The use cases over their ports: each capability wired once, by hand, in a file of its own."""

from bot.ports import Ports
from bot.wiring import (
    absence,
    clock,
    computer_tests,
    grades,
    marking,
    office,
    oral,
    pages,
    people,
    planning,
    room,
    writing,
)
from exams.services import UseCases
from exams.services.absence.orders import PrintOrder
from exams.services.made_files import NoteMade
from exams.services.marking.books import BindSheets


def use_cases(ports: Ports) -> UseCases:
    """Join the tables of all capabilities; that none lacks is seen when the process starts."""
    bind = BindSheets(ports.sheet_books, NoteMade(ports.units))
    print_order = PrintOrder(ports.units, ports.files, ports.absence_papers)
    of_writing = writing.wire(ports, bind)
    return UseCases(
        **vars(people.wire(ports)),
        **vars(planning.wire(ports)),
        **vars(room.wire(ports)),
        **vars(of_writing),
        **vars(oral.wire(ports)),
        **vars(computer_tests.wire(ports)),
        **vars(pages.wire(ports)),
        **vars(marking.wire(ports)),
        **vars(grades.wire(ports, bind)),
        **vars(absence.wire(ports, print_order)),
        **vars(office.wire(ports)),
        **vars(clock.wire(ports, print_order, of_writing.ticket)),
        file=ports.files.get,
    )
