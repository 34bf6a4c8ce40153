"""The ways in which drawing a ticket, and the queue of an oral exam, say no."""

from exams.domain.refusals.base import Refusal


class TicketTaken(Refusal):
    """Somebody turned this card over first."""

    code = "ticket_taken"

    def __init__(self, *, position: int) -> None:
        super().__init__(position=position)


class PickingNotOpen(Refusal):
    """The proctor has not laid out the tickets of an oral exam yet."""

    code = "picking_not_open"


class PickTimeOver(Refusal):
    """The three minutes to choose a ticket are over; the chief proctor decides."""

    code = "pick_time_over"


class QueueNotOpen(Refusal):
    """Somebody is still to draw, so nobody can be called yet."""

    code = "queue_not_open"


class SomebodyAnswers(Refusal):
    """Somebody is called or answers already; one after the other."""

    code = "somebody_answers"


class NotNext(Refusal):
    """Another student's turn comes first."""

    code = "not_next"


class NoTickets(Refusal):
    """The deck has no card left; the chief proctor must act."""

    code = "no_tickets"


class NoDeck(Refusal):
    """No ticket is in the student's language of study.

    `language` is a code of `Locale`, empty where the roster does not say it.
    """

    code = "no_deck"

    def __init__(self, *, language: str) -> None:
        super().__init__(language=language)
