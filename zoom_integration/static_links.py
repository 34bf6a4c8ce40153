"""The Conferences port where a registrar typed one link: BigBlueButton, Jitsi, Meet and others."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from exams.domain.ids import ExamId, PersonId
from exams.ports.conferences import Conference, ConferencesUnavailable, PersonalLink


class StaticLinks:
    """Rooms that exist elsewhere; everybody gets the same link and nobody tells who is there."""

    def __init__(self, link_of: Callable[[ExamId], Awaitable[str | None]]) -> None:
        """Take the links from `link_of`, which returns None where none was typed."""
        self._link_of = link_of

    async def create(
        self,
        *,
        exam: ExamId,
        topic: str,  # noqa: ARG002 -- the room has its own name
        starts_at: datetime,  # noqa: ARG002 -- the room is always open
        minutes: int,  # noqa: ARG002
        host: str,
    ) -> Conference:
        """Return the room behind the exam's typed link.

        Raises:
            ConferencesUnavailable: none is typed, or it is no https link.
        """
        link = (await self._link_of(exam) or "").strip()
        parts = urlsplit(link)
        if parts.scheme != "https" or not parts.hostname:
            raise ConferencesUnavailable("no https link is typed for the exam")
        return Conference(id=f"link-{exam}", host=host, join_url=link)

    async def personal_links(
        self, conference: Conference, names: Mapping[PersonId, str]
    ) -> dict[PersonId, PersonalLink]:
        """Return the common link for each person."""
        return {
            person: PersonalLink(url=conference.join_url, registrant=f"p{person}")
            for person in names
        }

    async def revoke(self, conference: Conference, people: Collection[PersonId]) -> bool:
        """Do nothing, and say so: everybody has the same link."""
        del conference, people
        return False

    async def start_link(self, conference: Conference) -> str:
        """Return the common link: the room knows its moderators by itself."""
        return conference.join_url

    async def stands(self, conference: Conference) -> bool:
        """Take it for granted: nobody tells."""
        del conference
        return True

    async def end(self, conference: Conference) -> None:
        """Do nothing: the room is not ours to close."""

    async def present(self, conference: Conference) -> frozenset[str]:  # noqa: ARG002
        """Refuse: an empty answer would claim that everybody has left.

        Raises:
            ConferencesUnavailable: always.
        """
        raise ConferencesUnavailable("who is in this room cannot be known")
