"""What an examiner writes about a page, for its student to read with the result."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final

from exams.domain.ids import AttemptId, CommentId, PersonId, SheetId
from exams.domain.refusals.base import Refusal
from exams.domain.refusals.people import NotAllowed

LONGEST: Final = 250  # characters; three of them fit under a picture
MOST: Final = 3  # of one examiner about one page


class Spot(Enum):
    """Where on the page it belongs."""

    TOP_LEFT = "top_left"
    TOP = "top"
    TOP_RIGHT = "top_right"
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom_right"


class CommentsFull(Refusal):
    """There are as many comments on the page as a student can read under it."""

    code = "comments_full"

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageComment:
    """One comment on one page.

    Attributes:
        spot: None where it is about the whole page.
        withdrawn_at: when its author took it back; it is never shown then.
    """

    id: CommentId
    sheet_id: SheetId
    attempt_id: AttemptId
    by: PersonId
    at: datetime
    text: str
    spot: Spot | None = None
    withdrawn_at: datetime | None = None

    def place(self, spot: Spot | None, by: PersonId) -> "PageComment":
        """Say where on the page it belongs.

        Raises:
            NotAllowed: somebody else wrote it, or it was taken back.
        """
        self._require(by)
        return replace(self, spot=spot)

    def withdraw(self, by: PersonId, *, at: datetime) -> "PageComment":
        """Take it back; a second time keeps the first moment.

        Raises:
            NotAllowed: somebody else wrote it.
        """
        if self.by == by and self.withdrawn_at is not None:
            return self
        self._require(by)
        return replace(self, withdrawn_at=at)

    def _require(self, by: PersonId) -> None:
        if self.by != by or self.withdrawn_at is not None:
            raise NotAllowed
