"""Pages on which tests are sat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from exams.domain.ids import AttemptId, ExamId, PersonId
from exams.domain.page import PageSession, SentAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """By what a page sees that something has changed since it looked.

    Attributes:
        version: another one whenever there is something new to show: numbers with dots between
            them, the first of which grows with every answer that is stored.
        token_hash: of the session that is let in.
    """

    version: str
    token_hash: str


class Pages(Protocol):
    """Sessions of pages, and what was taken of them."""

    async def of(self, attempt: AttemptId) -> PageSession | None:
        """Return the session of an attempt."""

    async def by_token(self, token_hash: str) -> PageSession | None:
        """Return the session that a token opens."""

    async def of_exam(self, *exams: ExamId) -> dict[AttemptId, PageSession]:
        """Return the sessions of an exam, or of several."""

    async def states(self, attempts: Iterable[AttemptId]) -> dict[AttemptId, PageState]:
        """Return how things stand for those of the attempts that have a session."""

    async def put(self, session: PageSession, *, first: bool = False) -> None:
        """Write a session: the first of an attempt, or a changed one if nobody was quicker."""

    async def close_of(self, person: PersonId) -> None:
        """Let in no page of a person any more until they open one anew."""

    async def launch(self, digest: str, at: datetime) -> bool:
        """Note that Telegram's word for an opening was used; False if it was before.

        Those that are too old to be used are forgotten.
        """

    async def was_sent(self, attempt: AttemptId, key: str) -> bool:
        """Return whether an answer was taken already."""

    async def note_sent(self, sent: SentAnswer) -> None:
        """Note that an answer was taken."""
