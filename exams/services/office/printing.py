"""A deck of tickets printed, by those who may see it; each printing is written down."""

from dataclasses import dataclass

from exams.domain.deck import Deck
from exams.domain.exam import Exam, Kind
from exams.domain.ids import ExamId
from exams.domain.people import Actor, Locale
from exams.domain.refusals.tickets import NoTickets
from exams.notices.base import Media
from exams.notices.deck import TicketsPrinted
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.ports.ticket_papers import DeckFacts, PrintedTicket, TicketPapers
from exams.records.events import Happening
from exams.records.unit import Unit, Units
from exams.services.doors import room
from exams.services.keeping import office_capacity
from exams.services.previews import IMPORTERS


@dataclass(frozen=True, slots=True)
class PrintTickets:
    """The registrar takes a deck away to print it."""

    units: Units
    clock: Clock
    files: Files
    papers: TicketPapers

    async def __call__(
        self,
        actor: Actor,
        exam: ExamId,
        deck: Locale | None = None,
        language: Locale | None = None,
        *,
        two: bool = False,
    ) -> TicketsPrinted:
        """Return a PDF of a deck, its tickets by number, which is not how they lie.

        Args:
            actor: a registrar or an admin.
            exam: whose deck.
            deck: of which language of study; None: everybody's, or the first there is.
            language: in which the paper is written; None: that of the deck, else the reader's.
            two: two tickets on a page.

        Raises:
            NotAllowed: somebody who may not see tickets.
            NoTickets: there is no such deck.
        """
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *IMPORTERS)
            decks = () if found.kind is Kind.TEST else await unit.decks.all(exam)
            chosen = next((one for one in decks if one.language is deck), None)
            chosen = chosen or next(iter(decks), None)
            if chosen is None:
                raise NoTickets
            tickets = await unit.decks.tickets(chosen)
        written = language or chosen.language or actor.locale
        printed = [
            PrintedTicket(
                number=ticket.number,
                questions=ticket.questions,
                pictures=tuple(
                    [
                        None if picture is None else await self.files.get(picture)
                        for picture in ticket.pictures
                    ]
                ),
            )
            for ticket in sorted(tickets, key=lambda ticket: ticket.number)
        ]
        facts = DeckFacts(
            subject=found.subject,
            kind=found.kind.value,
            starts_at=found.starts_at,
            tickets=tuple(printed),
            two=two,
        )
        digest = await self.files.put(await self.papers.deck(facts, written), sealed=True)
        async with self.units() as unit:
            await self._note(unit, actor, found, chosen)
            await unit.commit()
        name = f"tickets-{exam}-{_code(chosen) or 'all'}.pdf"
        return TicketsPrinted(
            exam=exam,
            subject=found.subject,
            count=len(tickets),
            deck=_code(chosen),
            decks=tuple(_code(one) for one in decks),
            language=written.value,
            two=two,
            media=(Media(kind="document", digest=digest, name=name),),
        )

    async def _note(self, unit: Unit, actor: Actor, exam: Exam, deck: Deck) -> None:
        await unit.events.append(
            Happening(
                exam_id=exam.id,
                at=self.clock.now(),
                sent_at=actor.sent_at,
                actor=actor.id,
                role=office_capacity(actor),
                act="print_tickets",
                facts={"deck": _code(deck), "tickets": len(deck.cards)},
            )
        )


def _code(deck: Deck) -> str:
    return "" if deck.language is None else deck.language.value
