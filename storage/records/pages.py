"""Pages on which computer tests are sat, in SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Integer, String, cast, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.page import AHEAD, FRESH, PageSession, SentAnswer
from exams.records.pages import PageState
from storage.rows import first_come, require_one, values_of
from storage.tables import computer_tests, sitting, web_pages

sessions, launches, sent = (
    web_pages.page_sessions,
    web_pages.launches,
    web_pages.sent_answers,
)
KEPT: Final = 2 * (FRESH + AHEAD)
"""So long a used launch is remembered; an older one is refused for its age."""
CLOSED: Final = "closed "
"""Before the attempt's number, for hashes differ from one another."""


@dataclass(frozen=True, slots=True)
class SqlPages:
    """Sessions in `page_sessions`, launches in `launches`, keys of answers in `sent_answers`."""

    connection: AsyncConnection

    async def of(self, attempt: AttemptId) -> PageSession | None:
        """Return the session of an attempt."""
        rows = await self.connection.execute(
            select(sessions).where(sessions.c.attempt_id == attempt)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else PageSession(**row)

    async def by_token(self, token_hash: str) -> PageSession | None:
        """Return the session that a token opens."""
        rows = await self.connection.execute(
            select(sessions).where(sessions.c.token_hash == token_hash)
        )
        row = rows.mappings().one_or_none()
        return None if row is None else PageSession(**row)

    async def of_exam(self, *exams: ExamId) -> dict[AttemptId, PageSession]:
        """Return the sessions of an exam, or of several."""
        rows = await self.connection.execute(
            select(sessions)
            .join(sitting.attempts)
            .where(sitting.attempts.c.exam_id.in_(exams))
            .order_by(sessions.c.attempt_id)
        )
        return {row["attempt_id"]: PageSession(**row) for row in rows.mappings()}

    async def states(self, attempts: Iterable[AttemptId]) -> dict[AttemptId, PageState]:
        """Return how things stand for those of the attempts that have a session."""
        said, given = (
            select(func.count())
            .where(kept.c.attempt_id == sessions.c.attempt_id)
            .scalar_subquery()
            for kept in (sitting.remarks, computer_tests.answers)
        )
        rows = await self.connection.execute(
            select(
                sessions.c.attempt_id,
                sessions.c.token_hash,
                given,
                sitting.exams.c.version,
                sitting.attempts.c.version,
                said,
                func.coalesce(cast(computer_tests.booklets.c.ticked, Integer), 0),
                func.coalesce(func.length(cast(computer_tests.booklets.c.flagged, String)), 0),
            )
            .join_from(sessions, sitting.attempts)
            .join(sitting.exams, sitting.attempts.c.exam_id == sitting.exams.c.id)
            .outerjoin(
                computer_tests.booklets,
                computer_tests.booklets.c.attempt_id == sessions.c.attempt_id,
            )
            .where(sessions.c.attempt_id.in_(list(attempts)))
        )
        return {
            attempt: PageState(version=".".join(str(int(one)) for one in seen), token_hash=hashed)
            for attempt, hashed, *seen in rows
        }

    async def put(self, session: PageSession, *, first: bool = False) -> None:
        """Write a session.

        Raises:
            Stale: somebody was quicker.
        """
        if first:
            with first_come():
                await self.connection.execute(insert(sessions), values_of(session))
            return
        changed = values_of(session) | {"version": session.version + 1}
        done = await self.connection.execute(
            update(sessions)
            .where(
                sessions.c.attempt_id == session.attempt_id,
                sessions.c.version == session.version,
            )
            .values(changed)
        )
        require_one(done)

    async def close_of(self, person: PersonId) -> None:
        """Let in no page of a person any more until they open one anew.

        What is kept of a token is its hash; no token has what stands there then.
        """
        own = select(sitting.attempts.c.id).where(sitting.attempts.c.student_id == person)
        await self.connection.execute(
            update(sessions)
            .where(sessions.c.attempt_id.in_(own))
            .values(
                token_hash=CLOSED + cast(sessions.c.attempt_id, String),
                version=sessions.c.version + 1,
            )
        )

    async def launch(self, digest: str, at: datetime) -> bool:
        """Note that Telegram's word for an opening was used; False if it was before."""
        await self.connection.execute(delete(launches).where(launches.c.at < at - KEPT))
        done = await self.connection.execute(
            insert(launches).values(digest=digest, at=at).on_conflict_do_nothing()
        )
        return done.rowcount == 1

    async def was_sent(self, attempt: AttemptId, key: str) -> bool:
        """Return whether an answer was taken already."""
        rows = await self.connection.execute(
            select(sent.c.place).where(sent.c.attempt_id == attempt, sent.c.key == key)
        )
        return rows.first() is not None

    async def note_sent(self, answer: SentAnswer) -> None:
        """Note that an answer was taken.

        Raises:
            Stale: it was, meanwhile.
        """
        with first_come():
            await self.connection.execute(insert(sent), values_of(answer))
