"""The ways in which publishing and moving an exam say no."""

from datetime import datetime

from exams.domain.refusals.base import Refusal


class NotReady(Refusal):
    """Publishing is refused until the failing checks are mended.

    The facts hold the codes of the checks that failed, as `exams.domain.exam.Check` names them,
    and of the exams which it clashes with subject, start, and by when they are over.
    """

    code = "not_ready"

    def __init__(
        self,
        *,
        failed: tuple[str, ...],
        clashes: tuple[tuple[str, datetime, datetime], ...] = (),
    ) -> None:
        super().__init__(failed=failed, clashes=clashes)


class TicketsShown(Refusal):
    """The exam cannot be moved once a ticket or a question was shown."""

    code = "tickets_shown"


class RoomAwaited(Refusal):
    """The conference should be open, and is not yet; the link comes by itself once it is."""

    code = "room_awaited"


class ConferenceSilent(Refusal):
    """The conference service gives no link just now; the room stays as it is."""

    code = "conference_silent"
