"""The conference service."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from exams.domain.exam import Room
from exams.domain.ids import ExamId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Conference:
    """A room on the conference service.

    Attributes:
        id: the service's own id of the meeting.
        host: who hosts it, as the service names the account.
        join_url: the common link, for people without a personal one.
    """

    id: str
    host: str
    join_url: str


def conference_of(room: Room) -> Conference:
    """Return the room of an exam as the service knows it."""
    return Conference(id=room.id, host=room.host, join_url=room.join_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalLink:
    """A link that belongs to one person.

    Attributes:
        url: opens the conference as this person.
        registrant: how the service will name the person in its events.
    """

    url: str
    registrant: str


class PresenceKind(Enum):
    """What a conference event tells."""

    HOST_CAME = "host_came"
    JOINED = "joined"
    LEFT = "left"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceEvent:
    """Something that happened in a conference.

    Attributes:
        key: the same for a repeated delivery of the same event.
        registrant: None when the whole conference is meant, or somebody without a personal link,
            such as the host.
        at: when it happened, aware, UTC.
        connection: one joining of somebody, until it ends; empty where the service names none.
    """

    key: str
    kind: PresenceKind
    conference: str
    registrant: str | None
    at: datetime
    connection: str = ""


class ConferencesUnavailable(Exception):
    """The conference service does not answer or refuses; try again later.

    Attributes:
        retry_after: seconds the service asks us to wait, None when it did not say.
    """

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Conferences(Protocol):
    """The conference service; every method may raise ConferencesUnavailable.

    It promises no room for an answer apart: nobody's interface moves people at run time
    (docs/adr/0010).
    """

    async def create(
        self, *, exam: ExamId, topic: str, starts_at: datetime, minutes: int, host: str
    ) -> Conference:
        """Open a room with a waiting room, for people with personal links only.

        Args:
            exam: makes the call idempotent: an exam's second call returns the first room.
            topic: what participants see, without anybody's name.
            starts_at: aware; any zone.
            minutes: planned length.
            host: the account that hosts, from the settings.
        """

    async def personal_links(
        self, conference: Conference, names: Mapping[PersonId, str]
    ) -> dict[PersonId, PersonalLink]:
        """Return a personal link for each person; `names` are what others see."""

    async def revoke(self, conference: Conference, people: Collection[PersonId]) -> bool:
        """Let the personal links of these people open the room no more.

        Whoever is inside stays there; whoever has no link is no error.

        Returns:
            Whether it is so; not where the service has one link for everybody.
        """

    async def start_link(self, conference: Conference) -> str:
        """Return a fresh link by which the proctor opens the room as its host."""

    async def stands(self, conference: Conference) -> bool:
        """Return whether there is such a room; one deleted there has taken all links with it.

        Once it says no, `create` makes another for the same exam.
        """

    async def end(self, conference: Conference) -> None:
        """Close the room; closing a closed one is no error."""

    async def present(self, conference: Conference) -> frozenset[str]:
        """Return the registrants who are in the room now."""
