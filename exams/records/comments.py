"""Comments on pages."""

from typing import Protocol

from exams.domain.ids import AttemptId, CommentId
from exams.domain.page_comment import PageComment

NEW_COMMENT = CommentId(0)
"""The id of what is not stored yet; `add` returns the same with its own id."""


class Comments(Protocol):
    """Comments of examiners on pages."""

    async def get(self, comment: CommentId) -> PageComment | None:
        """Return a comment by id, also one that was taken back."""

    async def of(self, attempt: AttemptId) -> tuple[PageComment, ...]:
        """Return the comments on an attempt's pages that stand, the first one first."""

    async def add(self, comment: PageComment) -> PageComment:
        """Store a new comment."""

    async def save(self, comment: PageComment) -> None:
        """Write a changed comment that stands yet."""
