"""Rows of tickets become decks: one for each exam to come, or for each language of study in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from exams.domain import cells
from exams.domain.deck import Ticket
from exams.domain.exam import Exam, Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import ExamId, TicketNumber
from exams.domain.people import Locale
from exams.domain.spelling import alike
from exams.ports.chance import Shuffler
from exams.records.unit import Unit
from exams.services.office.lines import Line, Taken

MOST_TICKETS: Final = 999
QUESTIONS: Final = ("question_1", "question_2", "question_3", "question_4")
COMING: Final = frozenset({ExamStage.DRAFT, ExamStage.PUBLISHED})

Laid = tuple[ExamId, Locale | None]
"""Where a deck lies: an exam, and the language of its students, if it is not everybody's."""
Tickets = dict[TicketNumber, Ticket]


@dataclass(slots=True, kw_only=True)
class TicketRows:
    """Takes tickets row by row, and lays the decks out once all are there.

    Attributes:
        known: every exam that is not archived, as it stands after the rows taken so far.
        by_subject: those that were not cancelled.
        stored, decks: tickets as they lie, and as they are to lie.
    """

    unit: Unit
    shuffler: Shuffler
    known: dict[ExamId, Exam]
    seen: set[tuple[str, ...]] = field(default_factory=set)
    by_subject: dict[str, list[Exam]] = field(default_factory=dict)
    stored: dict[Laid, Tickets] = field(default_factory=dict)
    decks: dict[Laid, Tickets] = field(default_factory=dict)
    looked_at: dict[ExamId, bool] = field(default_factory=dict)

    async def take(self, line: Line) -> Taken:
        """Take a ticket for every exam of its subject that is to come."""
        subject = line.read("subject", cells.words)
        number = TicketNumber(
            line.read("ticket", lambda cell: cells.whole(cell, low=1, high=MOST_TICKETS))
        )
        language = line.maybe("language", cells.language)
        line.once(self.seen, "ticket", alike(subject), str(language), str(number))
        asked = _asked(line, number)
        exams = [exam for exam in self.of_subject(subject) if exam.kind is not Kind.TEST]
        former = [(await self._stored((exam.id, language))).get(number) for exam in exams]
        coming = [exam for exam in exams if await self.untouched(exam)]
        for exam in coming:
            self.decks.setdefault((exam.id, language), {})[number] = asked
        if not coming and asked not in former:
            raise line.fault("subject", "unknown_exam")
        if all(ticket == asked for ticket in former) or not coming:
            return Taken.SAME
        return Taken.CHANGED if any(former) else Taken.NEW

    async def lay(self) -> None:
        """Shuffle and lay out every deck that is not what lies there already."""
        for laid, tickets in self.decks.items():
            if tickets != await self._stored(laid):
                exam, language = laid
                shuffled = self.shuffler.shuffled(tuple(tickets.values()))
                await self.unit.decks.lay_out(exam, shuffled, language)

    def of_subject(self, subject: str) -> Sequence[Exam]:
        """Return the exams in a subject that were not cancelled."""
        if not self.by_subject:  # once: there are thousands of rows
            for exam in self.known.values():
                if exam.stage is not ExamStage.CANCELLED:
                    self.by_subject.setdefault(alike(exam.subject), []).append(exam)
        return self.by_subject.get(alike(subject), ())

    async def untouched(self, exam: Exam) -> bool:
        """Return whether an exam is to come and none of its cards was turned."""
        if exam.id not in self.looked_at:
            none_taken = exam.stage in COMING and not await self.unit.decks.taken(exam.id)
            self.looked_at[exam.id] = none_taken
        return self.looked_at[exam.id]

    async def _stored(self, laid: Laid) -> Tickets:
        if laid not in self.stored:
            tickets = await self.unit.decks.tickets(await self.unit.decks.of(*laid))
            self.stored[laid] = {ticket.number: ticket for ticket in tickets}
        return self.stored[laid]


def _asked(line: Line, number: TicketNumber) -> Ticket:
    """Return the ticket of a row, with those of its question columns that are filled in."""
    asked = {
        column: question
        for column in QUESTIONS
        if (question := line.maybe(column, cells.question))
    }
    if not asked:
        raise line.fault("question_1", "missing")
    pictures = tuple(line.picture(column) for column in asked)
    return Ticket(
        number=number,
        questions=tuple(asked.values()),
        pictures=pictures if any(pictures) else (),
    )
