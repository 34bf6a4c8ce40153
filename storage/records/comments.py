"""Comments on pages, in SQL."""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import AttemptId, CommentId
from exams.domain.page_comment import PageComment
from storage.rows import new_id, require_one, values_of
from storage.tables.paper import page_comments

WITHOUT_ID: Final = frozenset({"id"})


@dataclass(frozen=True, slots=True)
class SqlComments:
    """Comments in the `page_comments` table."""

    connection: AsyncConnection

    async def get(self, comment: CommentId) -> PageComment | None:
        """Return a comment by id, also one that was taken back."""
        rows = await self.connection.execute(
            select(page_comments).where(page_comments.c.id == comment)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else PageComment(**row)

    async def of(self, attempt: AttemptId) -> tuple[PageComment, ...]:
        """Return the comments on an attempt's pages that stand, the first one first."""
        rows = await self.connection.execute(
            select(page_comments)
            .where(page_comments.c.attempt_id == attempt, page_comments.c.withdrawn_at.is_(None))
            .order_by(page_comments.c.id)
        )
        return tuple(PageComment(**row) for row in rows.mappings())

    async def add(self, comment: PageComment) -> PageComment:
        """Store a new comment."""
        values = values_of(comment, without=WITHOUT_ID)
        done = await self.connection.execute(insert(page_comments), values)
        return replace(comment, id=new_id(done))

    async def save(self, comment: PageComment) -> None:
        """Write a changed comment that stands yet.

        Raises:
            Stale: it was taken back meanwhile.
        """
        done = await self.connection.execute(
            update(page_comments)
            .where(page_comments.c.id == comment.id, page_comments.c.withdrawn_at.is_(None))
            .values(values_of(comment, without=WITHOUT_ID))
        )
        require_one(done)
