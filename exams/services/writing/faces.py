"""The ticket as a picture with its student's number across it, where the university wants that."""

from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain.exam import ASTANA
from exams.domain.people import Locale
from exams.notices.base import Media
from exams.notices.oral import OralTicket
from exams.notices.writing import TicketShown
from exams.ports.files import Files
from exams.ports.ticket_papers import PrintedTicket, TicketPapers
from exams.services.doors import Seat
from exams.services.made_files import NoteMade

Shown = TicketShown | OralTicket


@dataclass(frozen=True, slots=True)
class DrawFace:
    """Makes a picture of a shown ticket; nothing slow, so never inside a transaction.

    Attributes:
        papers: sets the picture; None where tickets are shown as text.
    """

    files: Files
    papers: TicketPapers | None
    note: NoteMade

    async def __call__(self, shown: Shown, seat: Seat, drawn_at: datetime) -> Shown:
        """Return the ticket with a marked picture in place of its words.

        The same ticket of the same student is the same picture, whenever it is shown.
        """
        if self.papers is None:
            return shown
        pictures: list[bytes | None] = [None] * len(shown.questions)
        for place, media in zip(shown.pictured, shown.media, strict=True):
            pictures[place - 1] = await self.files.get(media.digest)
        ticket = PrintedTicket(
            number=shown.ticket, questions=shown.questions, pictures=tuple(pictures)
        )
        when = drawn_at.astimezone(ASTANA)
        mark = f"{seat.student.number} · {when:%d.%m.%Y %H:%M}"
        picture = await self.papers.picture(
            ticket, seat.exam.subject, mark, seat.student.locale or Locale.KK
        )
        digest = await self.files.put(picture, sealed=True)
        await self.note(seat.exam.id, (digest,))
        marked = Media(kind="photo", digest=digest, name=f"ticket-{shown.ticket}.png")
        return replace(shown, questions=(), pictured=(), media=(marked,))
