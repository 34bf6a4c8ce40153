"""A meeting of the sandbox's Zoom: who may come, who waits, who is inside."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from exams.ports.clock import Clock
from sandbox.zoom.refusals import LinkRefused

_connections = count(16_778_240)  # Zoom numbers a participant's connections


def stamp(moment: datetime) -> str:
    """Write a moment as Zoom does."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A person with a link of their own.

    Attributes:
        token: the secret part of the link.
        name: what the others see.
        registrant: Zoom's id of the registration; None for an invite link.
        email: None for an invite link.
        since: when the link was made.
        account: of the host; Zoom hides those of all others.
    """

    token: str
    name: str
    registrant: str | None
    email: str | None
    since: datetime
    account: str = ""


@dataclass(slots=True, kw_only=True)
class Visit:
    """One connection of a guest, from joining to leaving."""

    guest: Guest
    joined_at: datetime
    waiting: bool
    left_at: datetime | None = None
    camera: bool = True
    user_id: str = field(default_factory=lambda: str(next(_connections)))


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that Zoom tells by webhook: the event's name, its time, the meeting's part."""

    name: str
    at: datetime
    content: dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Meeting:
    """A scheduled meeting, before, while and after it runs.

    Attributes:
        number: the meeting's id.
        host: the account that hosts it.
        body: what it was made with, changed by updates.
        uuid: names the occurrence; a new one at each start.
        guests: who has a personal link, by the link's token.
        visits: of the present or the last occurrence.
        host_tokens: the secret parts of host links with the moment each expires.
        host_visit: the host's connection, while the meeting runs.
    """

    number: int
    host: str
    body: dict[str, Any]
    clock: Clock
    created_at: datetime
    uuid: str = ""
    running: bool = False
    ended_at: datetime | None = None
    guests: dict[str, Guest] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    host_tokens: dict[str, datetime] = field(default_factory=dict)
    host_visit: Visit | None = None

    def __post_init__(self) -> None:
        self.uuid = _uuid()

    def setting(self, name: str, default: object) -> Any:
        """Return a setting, or Zoom's default."""
        return self.body.get("settings", {}).get(name, default)

    def guest(self, token: str) -> Guest:
        """Return the guest to whom a link belongs.

        Raises:
            LinkRefused: it belongs to nobody here.
        """
        if token not in self.guests:
            raise LinkRefused("this link is not valid for the meeting")
        return self.guests[token]

    def visit_of(self, token: str) -> Visit | None:
        """Return the guest's present connection, waiting or inside."""
        for visit in reversed(self.visits):
            if visit.guest.token == token and visit.left_at is None:
                return visit
        return None

    def inside(self) -> list[Visit]:
        """Return the connections of those who are in the room, the waiting room excluded."""
        return [visit for visit in self.visits if visit.left_at is None and not visit.waiting]

    def open(self, *, admit: bool) -> list[Happening]:
        """Start the meeting; those who came early are let in if `admit`."""
        if self.running:
            return []
        self.visits = [visit for visit in self.visits if visit.left_at is None]
        self.uuid, self.running, self.ended_at = _uuid(), True, None
        now = self.clock.now()
        host = Guest(token="", name="", registrant=None, email=None, since=now, account=self.host)
        self.host_visit = Visit(guest=host, joined_at=now, waiting=False)
        return [
            self._tell("meeting.started"),
            self._tell("meeting.participant_joined", self.host_visit),
            *(self.admit_all() if admit else []),
        ]

    def arrive(self, token: str, *, admit: bool) -> list[Happening]:
        """Let a guest come in, or wait until the host is there and lets the guest in.

        Raises:
            LinkRefused: the link is nobody's, or in use on another device.
        """
        guest = self.guest(token)
        if self.visit_of(token) and not self.setting("allow_multiple_devices", default=True):
            raise LinkRefused("this link is in use on another device")
        waits = not self.running or (self.setting("waiting_room", default=True) and not admit)
        visit = Visit(guest=guest, joined_at=self.clock.now(), waiting=waits)
        self.visits.append(visit)
        if waits:
            return [self._tell("meeting.participant_joined_waiting_room", visit)]
        return [self._tell("meeting.participant_joined", visit)]

    def admit_all(self) -> list[Happening]:
        """Let everybody in who waits."""
        happenings = []
        for visit in self.visits:
            if visit.waiting and visit.left_at is None:
                visit.waiting, visit.joined_at = False, self.clock.now()
                happenings.append(self._tell("meeting.participant_joined", visit))
        return happenings

    def depart(self, token: str) -> list[Happening]:
        """Let a guest go; nothing happens if the guest is not there."""
        visit = self.visit_of(token)
        return [self._leave(visit)] if visit else []

    def close(self) -> list[Happening]:
        """End the meeting for all; nothing happens if it does not run."""
        if not self.running:
            return []
        here = [visit for visit in self.visits if visit.left_at is None]
        if self.host_visit is not None:
            here.append(self.host_visit)
        happenings = [self._leave(visit) for visit in here]
        self.running, self.ended_at, self.host_visit = False, self.clock.now(), None
        return [*happenings, self._tell("meeting.ended")]

    def _leave(self, visit: Visit) -> Happening:
        visit.left_at = self.clock.now()
        if visit.waiting:
            return self._tell("meeting.participant_left_waiting_room", visit)
        return self._tell("meeting.participant_left", visit)

    def _tell(self, name: str, visit: Visit | None = None) -> Happening:
        content: dict[str, Any] = {
            "id": str(self.number),
            "uuid": self.uuid,
            "host_id": self.host,
            "topic": self.body.get("topic", ""),
            "type": self.body.get("type", 2),
            "start_time": self.body.get("start_time", stamp(self.created_at)),
            "timezone": self.body.get("timezone", "UTC"),
            "duration": self.body.get("duration", 60),
        }
        if visit:
            content["participant"] = _participant(visit)
        if self.ended_at:
            content["end_time"] = stamp(self.ended_at)
        return Happening(name, self.clock.now(), content)


def _participant(visit: Visit) -> dict[str, Any]:
    told: dict[str, Any] = {
        "user_id": visit.user_id,
        "user_name": visit.guest.name,
        "id": visit.guest.account,
        "email": "",
        "registrant_id": visit.guest.registrant or "",
    }
    if visit.left_at:
        told["leave_time"] = stamp(visit.left_at)
        told["leave_reason"] = "left the meeting"
    else:
        told["join_time"] = stamp(visit.joined_at)
    return told


def _uuid() -> str:
    return base64.b64encode(secrets.token_bytes(16)).decode("ascii")
