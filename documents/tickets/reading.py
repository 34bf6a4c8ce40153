"""Numbered tickets in a text: Word or Markdown, as a department keeps them.

The subject stands first, alone on its line, perhaps the language of study below it; each ticket
begins with its number ("Билет № 7", "7-билет", "Ticket 7"), and each paragraph below it is a
question, numbered or not. A formula or a picture alone in its paragraph belongs to the question
above it. A formula which plain signs do not say is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from documents.banks.drawing import draw
from documents.banks.markup import Passage
from documents.grids import ZIP
from documents.tickets.forms import HEADING, LANGUAGE, NUMBERED, SUBJECT
from documents.tickets.markdown import is_markdown, markdown_paragraphs
from documents.tickets.paragraphs import Paragraph, Piece
from documents.tickets.word import is_word, word_paragraphs
from exams.domain.refusals.files import TicketsUnreadable
from exams.ports.tables import ImportedTable, TableRow

MOST_TICKETS: Final = 200
MOST_QUESTIONS: Final = 4


@dataclass(slots=True)
class Head:
    """What stands above the first ticket."""

    subject: str = ""
    language: str = ""


@dataclass(slots=True)
class Question:
    """One question as it is read."""

    pieces: list[Piece]
    pictures: list[bytes]

    @property
    def passage(self) -> Passage:
        """Return its words and formulas."""
        return Passage(tuple(self.pieces))


@dataclass(slots=True)
class Ticket:
    """One ticket as it is read."""

    number: int
    questions: list[Question] = field(default_factory=list)


def is_tickets(data: bytes) -> bool:
    """Return whether a file is a Word document or a Markdown text, told by its content."""
    return (data.startswith(ZIP) and is_word(data)) or is_markdown(data)


def read_tickets(data: bytes) -> ImportedTable:
    """Return the tickets as the table which a workbook would have.

    Raises:
        TicketsUnreadable: the facts name what is wrong, and with which ticket.
        FileUnreadable: damaged, or larger than we take.
    """
    word = data.startswith(ZIP) and is_word(data)
    paragraphs = word_paragraphs(data) if word else markdown_paragraphs(data)
    head, tickets = _tickets(paragraphs)
    _numbered_through(tickets)
    drawings = _drawings(tickets)
    rows = tuple(_row(head, ticket, drawings) for ticket in tickets)
    return ImportedTable(kind="tickets", sheet="", rows=rows)


def _tickets(paragraphs: Sequence[Paragraph]) -> tuple[Head, list[Ticket]]:
    head, tickets = Head(), list[Ticket]()
    for paragraph in paragraphs:
        if paragraph.empty:
            continue
        number = _number(paragraph.text)
        if number is not None:
            tickets.append(Ticket(number))
            if len(tickets) > MOST_TICKETS:
                raise TicketsUnreadable(reason="too_long", ticket="")
        elif tickets:
            _ask(tickets[-1], paragraph)
        else:
            _above(head, paragraph.text)
    _complete(head.subject, tickets)
    return head, tickets


def _above(head: Head, text: str) -> None:
    language = LANGUAGE.fullmatch(text)
    if language is not None:
        head.language = language[1]
    elif not head.subject:
        head.subject = SUBJECT.sub("", text)


def _ask(ticket: Ticket, paragraph: Paragraph) -> None:
    """Add a paragraph to a ticket: a question of its own, or more of the one above."""
    if paragraph.fault:
        raise TicketsUnreadable(reason=paragraph.fault, ticket=str(ticket.number))
    if paragraph.wordless and ticket.questions:
        last = ticket.questions[-1]
        last.pieces += [" ", *paragraph.pieces]
        last.pictures += paragraph.pictures
        return
    if not paragraph.text:
        raise TicketsUnreadable(reason="picture_alone", ticket=str(ticket.number))
    pieces = list(paragraph.pieces)
    first = pieces[0]
    if isinstance(first, str):
        pieces[0] = NUMBERED.sub("", first.lstrip(), count=1)
    ticket.questions.append(Question(pieces, list(paragraph.pictures)))


def _complete(subject: str, tickets: Sequence[Ticket]) -> None:
    if not tickets:
        raise TicketsUnreadable(reason="no_tickets", ticket="")
    if not subject:
        raise TicketsUnreadable(reason="no_subject", ticket="")
    for ticket in tickets:
        if not ticket.questions:
            raise TicketsUnreadable(reason="no_questions", ticket=str(ticket.number))
        if len(ticket.questions) > MOST_QUESTIONS:
            raise TicketsUnreadable(reason="many_questions", ticket=str(ticket.number))
        if any(question.passage.unread for question in ticket.questions):
            raise TicketsUnreadable(reason="formula", ticket=str(ticket.number))


def _number(text: str) -> int | None:
    found = HEADING.fullmatch(text)
    return int(found[1] or found[2]) if found else None


def _numbered_through(tickets: Sequence[Ticket]) -> None:
    """Refuse a number that comes twice, or is left out."""
    seen: set[int] = set()
    for ticket in tickets:
        if ticket.number in seen:
            raise TicketsUnreadable(reason="duplicate", ticket=str(ticket.number))
        seen.add(ticket.number)
    for number in range(1, max(seen) + 1):
        if number not in seen:
            raise TicketsUnreadable(reason="gap", ticket=str(number))


def _drawings(tickets: Sequence[Ticket]) -> dict[tuple[int, int], bytes]:
    """Draw every question whose formulas need it, by ticket and place, all at once."""
    wanted = {
        (ticket.number, place): question.passage
        for ticket in tickets
        for place, question in enumerate(ticket.questions, 1)
        if question.passage.to_draw
    }
    found: dict[tuple[int, int], bytes] = {}
    for (number, place), drawing in zip(wanted, draw(tuple(wanted.values())), strict=True):
        if drawing is None:
            raise TicketsUnreadable(reason="formula", ticket=str(number))
        found[number, place] = drawing
    return found


def _row(head: Head, ticket: Ticket, drawings: dict[tuple[int, int], bytes]) -> TableRow:
    at = f"№ {ticket.number}"
    cells: dict[str, tuple[str | int | None, str]] = {
        "subject": (head.subject, at),
        "ticket": (ticket.number, at),
    }
    if head.language:
        cells["language"] = (head.language, at)
    pictures: dict[str, tuple[bytes, ...]] = {}
    for place, question in enumerate(ticket.questions, 1):
        column = f"question_{place}"
        cells[column] = (" ".join(question.passage.text.split()), at)
        drawing = drawings.get((ticket.number, place))
        looked_at = ((drawing,) if drawing else ()) + tuple(question.pictures)
        if looked_at:
            pictures[column] = looked_at
    return TableRow(cells=cells, pictures=pictures)
