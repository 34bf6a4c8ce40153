"""Numbered tickets in a text: Word or Markdown, as a department keeps them.

The subject stands first, alone on its line, perhaps the language of study below it; each ticket
begins with its number ("Билет № 7", "7-билет", "Ticket 7"), and each paragraph below it is a
question, numbered or not.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from documents.grids import ZIP, decoded, tidy
from exams.domain.refusals import FileUnreadable, TicketsUnreadable
from exams.ports import ImportedTable, TableRow

BODY: Final = "word/document.xml"
MACROS: Final = "word/vbaProject.bin"
MOST_BODY: Final = 20_000_000  # bytes of a document's text, unpacked; a hundred pages have one
MOST_TICKETS: Final = 200
MOST_QUESTIONS: Final = 4
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PICTURES: Final = (f"{W}drawing", f"{W}pict", f"{W}object")
FORMULAS: Final = (f"{M}oMath", f"{M}oMathPara")
HEADING: Final = re.compile(
    r"(?:(?:билет|ticket)\s*(?:№|no\.?|n)?\s*(\d{1,3})|(\d{1,3})\s*-?\s*(?:ші|шы)?\s*билет)"
    r"\s*[.:]?",
    re.IGNORECASE,
)
NUMBERED: Final = re.compile(r"(?:\d{1,2}\s*[.)]|[-*•])\s+")
SUBJECT: Final = re.compile(r"(?:пән(?:і)?|дисциплина|предмет|subject)\s*:\s*", re.IGNORECASE)
LANGUAGE: Final = re.compile(
    r"(?:(?:оқу\s+)?тілі|язык(?:\s+обучения)?|language(?:\s+of\s+study)?)\s*:\s*(\S.*)",
    re.IGNORECASE,
)
MARKDOWN: Final = re.compile(r"\s*#{1,3}\s+\S")
MARKS: Final = re.compile(r"[*_`]{1,2}(\S(?:.*?\S)?)[*_`]{1,2}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `foreign` names what in it is no text: picture or formula."""

    text: str
    foreign: str = ""


@dataclass(slots=True)
class Head:
    """What stands above the first ticket."""

    subject: str = ""
    language: str = ""


@dataclass(slots=True)
class Ticket:
    """One ticket as it is read."""

    number: int
    questions: list[str] = field(default_factory=list)


def is_tickets(data: bytes) -> bool:
    """Return whether a file is a Word document or a Markdown text, told by its content."""
    if data.startswith(ZIP):
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                return BODY in archive.namelist()
        except zipfile.BadZipFile:
            return False
    try:
        text = decoded(data).lstrip("\ufeff\r\n ")
    except FileUnreadable:
        return False
    return bool(MARKDOWN.match(text))


def read_tickets(data: bytes) -> ImportedTable:
    """Return the tickets as the table which a workbook would have.

    Raises:
        TicketsUnreadable: the facts name what is wrong, and with which ticket.
        FileUnreadable: damaged, or larger than we take.
    """
    paragraphs = _of_word(data) if data.startswith(ZIP) else _of_markdown(decoded(data))
    head, tickets = _tickets(paragraphs)
    _numbered_through(tickets)
    rows = tuple(_row(head, ticket) for ticket in tickets)
    return ImportedTable(kind="tickets", sheet="", rows=rows)


def _of_word(data: bytes) -> list[Paragraph]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if MACROS in archive.namelist():
            raise TicketsUnreadable(reason="macros", ticket="")
        if archive.getinfo(BODY).file_size > MOST_BODY:
            raise TicketsUnreadable(reason="too_long", ticket="")
        body = _tree(archive)
    found = []
    for paragraph in body.iter(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        foreign = ""
        if any(True for kind in PICTURES for _ in paragraph.iter(kind)):
            foreign = "picture"
        elif any(True for kind in FORMULAS for _ in paragraph.iter(kind)):
            foreign = "formula"
        found.append(Paragraph(tidy(text) or "", foreign))
    return found


def _tree(archive: zipfile.ZipFile) -> Element:
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - start-up need not wait
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        root: Element = fromstring(archive.read(BODY))
    except (DefusedXmlException, ParseError, ValueError, zipfile.BadZipFile, zlib.error) as bad:
        raise FileUnreadable from bad
    return root


def _of_markdown(text: str) -> list[Paragraph]:
    """Return a paragraph for each heading, list item and block of lines."""
    found: list[str] = []
    open_block = False
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = tidy(MARKS.sub(r"\1", raw)) or ""
        forms = (HEADING, LANGUAGE)
        alone = any(form.fullmatch(line) for form in forms)
        begins = line.startswith("#") or NUMBERED.match(line) or alone
        if line and open_block and not begins:
            found[-1] = f"{found[-1]} {line}"
        elif line:
            found.append(line.lstrip("#").strip())
        open_block = bool(line) and not line.startswith("#")
    return [Paragraph(one, "picture" if "![" in one else "") for one in found]


def _tickets(paragraphs: Sequence[Paragraph]) -> tuple[Head, list[Ticket]]:
    head, tickets = Head(), list[Ticket]()
    for paragraph in _said(paragraphs):
        number = _number(paragraph.text)
        if number is not None:
            tickets.append(Ticket(number))
            if len(tickets) > MOST_TICKETS:
                raise TicketsUnreadable(reason="too_long", ticket="")
        elif not tickets:
            _above(head, paragraph.text)
        else:
            last = tickets[-1]
            if paragraph.foreign:
                raise TicketsUnreadable(reason=paragraph.foreign, ticket=str(last.number))
            last.questions.append(NUMBERED.sub("", paragraph.text, count=1))
    _complete(head.subject, tickets)
    return head, tickets


def _above(head: Head, text: str) -> None:
    language = LANGUAGE.fullmatch(text)
    if language is not None:
        head.language = language[1]
    elif not head.subject:
        head.subject = SUBJECT.sub("", text)


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


def _said(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    return (paragraph for paragraph in paragraphs if paragraph.text or paragraph.foreign)


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


def _row(head: Head, ticket: Ticket) -> TableRow:
    at = f"№ {ticket.number}"
    cells: dict[str, tuple[str | int | None, str]] = {
        "subject": (head.subject, at),
        "ticket": (ticket.number, at),
    }
    if head.language:
        cells["language"] = (head.language, at)
    for place, question in enumerate(ticket.questions, 1):
        cells[f"question_{place}"] = (question, at)
    return TableRow(cells=cells)
