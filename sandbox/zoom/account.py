"""The account behind the sandbox's Zoom: tokens, hosts, meetings, registrations, daily limits."""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from exams.ports.clock import Clock
from sandbox.zoom.bodies import INVALID, check
from sandbox.zoom.fields import BATCH_ROW, INVITE_ROW, SETTINGS
from sandbox.zoom.refusals import LinkRefused, ZoomSaysNo
from sandbox.zoom.rooms import Guest, Happening, Meeting, stamp

TOKEN_LIFE: Final = timedelta(hours=1)
HOST_LINK_LIFE: Final = timedelta(hours=2)
BATCH_LIMIT: Final = 30
SINGLE_LIMIT: Final = 3  # additions of one registrant a day
SCHEDULED: Final = 2
NO_REGISTRATION: Final = 2
ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
UTC_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?")


class Account:
    """What Zoom knows; every refusal is a ZoomSaysNo with Zoom's status and code."""

    def __init__(self, clock: Clock, hosts: Iterable[str], *, daily_limit: int) -> None:
        self.meetings: dict[int, Meeting] = {}
        self._clock = clock
        self._hosts = frozenset(hosts)
        self._daily_limit = daily_limit
        self._tokens: dict[str, datetime] = {}
        self._spent: Counter[tuple[str, str]] = Counter()
        self._numbers = count(82_000_000_001)

    # -- tokens -------------------------------------------------------------

    def issue_token(self) -> str:
        """Return a token that lives for an hour."""
        token = secrets.token_urlsafe(32)
        self._tokens[token] = self._clock.now() + TOKEN_LIFE
        return token

    def tokens(self) -> frozenset[str]:
        """Return the tokens that were issued and not revoked."""
        return frozenset(self._tokens)

    def revoke_tokens(self) -> None:
        """Make every token invalid, as when the app's secret is changed."""
        self._tokens.clear()

    def check_token(self, authorization: str) -> None:
        """Refuse a call without a token of ours that is still alive."""
        expires = self._tokens.get(authorization.removeprefix("Bearer "))
        if expires is None:
            raise ZoomSaysNo(401, 124, "Invalid access token.")
        if self._clock.now() >= expires:
            raise ZoomSaysNo(401, 124, "Access token is expired.")

    # -- meetings -----------------------------------------------------------

    def check_host(self, host: str) -> None:
        """Refuse a host who is not of the account."""
        if host not in self._hosts:
            raise ZoomSaysNo(404, 1001, f"User does not exist: {host}.")

    def meeting(self, number: str) -> Meeting:
        """Return a meeting by its id."""
        if not number.isdecimal():
            raise ZoomSaysNo(400, INVALID, "Invalid meeting id.")
        if int(number) not in self.meetings:
            raise ZoomSaysNo(404, 3001, f"Meeting does not exist: {number}.")
        return self.meetings[int(number)]

    def create(self, host: str, body: dict[str, Any]) -> Meeting:
        """Make a meeting."""
        self.check_host(host)
        body = _meeting_body(body)
        self._spend(host, "meeting", self._daily_limit)
        meeting = Meeting(
            number=next(self._numbers),
            host=host,
            body=body,
            clock=self._clock,
            created_at=self._clock.now(),
        )
        self.meetings[meeting.number] = meeting
        return meeting

    def update(self, meeting: Meeting, body: dict[str, Any]) -> None:
        """Change a meeting."""
        changes = _meeting_body(body)
        self._spend(meeting.host, "meeting", self._daily_limit)
        settings = meeting.body.get("settings", {}) | changes.pop("settings", {})
        meeting.body |= {**changes, "settings": settings}

    def delete(self, meeting: Meeting) -> None:
        """Remove a meeting that does not run."""
        if meeting.running:
            raise ZoomSaysNo(400, 3002, "The meeting is in progress and cannot be deleted.")
        del self.meetings[meeting.number]

    def of_host(self, host: str, kind: str) -> list[Meeting]:
        """List a host's meetings of one kind."""
        self.check_host(host)
        now = stamp(self._clock.now())
        kinds: dict[str, Callable[[Meeting], bool]] = {
            "scheduled": lambda _: True,
            "live": lambda meeting: meeting.running,
            "upcoming": lambda meeting: meeting.running or meeting.body["start_time"] >= now,
            "previous_meetings": lambda meeting: meeting.ended_at is not None,
        }
        if kind not in kinds:
            raise ZoomSaysNo(400, INVALID, "query.type is unknown.")
        return [one for one in self.meetings.values() if one.host == host and kinds[kind](one)]

    # -- personal links -----------------------------------------------------

    def register(self, meeting: Meeting, rows: Sequence[Mapping[str, Any]]) -> list[Guest]:
        """Register up to 30 people at once; who is registered already keeps the link."""
        if len(rows) > BATCH_LIMIT:
            raise ZoomSaysNo(400, INVALID, f"More than {BATCH_LIMIT} registrants.")
        for number, row in enumerate(rows):
            check(row, BATCH_ROW, at=f"body.registrants[{number}]")
        return [self._register(meeting, row) for row in rows]

    def register_one(self, meeting: Meeting, row: Mapping[str, Any]) -> Guest:
        """Register one person, at most three times a day."""
        self._spend(f"{meeting.number} {row['email'].lower()}", "registrant", SINGLE_LIMIT)
        return self._register(meeting, row)

    def unregister(self, meeting: Meeting, registrant: str) -> None:
        """Delete a registration: its link opens nothing any more; who is inside stays."""
        for token, guest in meeting.guests.items():
            if guest.registrant == registrant:
                del meeting.guests[token]
                return
        raise ZoomSaysNo(400, INVALID, "The value of registrantId is invalid.")

    def invite(self, meeting: Meeting, rows: Sequence[Mapping[str, Any]]) -> list[Guest]:
        """Make named links without registration."""
        for number, row in enumerate(rows):
            check(row, INVITE_ROW, at=f"body.attendees[{number}]")
        return [self._admit(meeting, row["name"], None, None) for row in rows]

    def _register(self, meeting: Meeting, row: Mapping[str, Any]) -> Guest:
        if meeting.setting("approval_type", NO_REGISTRATION) == NO_REGISTRATION:
            raise ZoomSaysNo(
                400, 404, f"Registration has not been enabled for this meeting: {meeting.number}."
            )
        email = row["email"].lower()
        if not ADDRESS.fullmatch(email):
            raise ZoomSaysNo(400, INVALID, "body.registrants.email is no address.")
        for guest in meeting.guests.values():
            if guest.email == email:
                return guest
        name = " ".join(part for part in (row["first_name"], row.get("last_name", "")) if part)
        if not name.strip():
            raise ZoomSaysNo(400, INVALID, "body.registrants.first_name is empty.")
        return self._admit(meeting, name, secrets.token_urlsafe(16), email)

    def _admit(
        self, meeting: Meeting, name: str, registrant: str | None, email: str | None
    ) -> Guest:
        guest = Guest(
            token=secrets.token_urlsafe(24),
            name=name,
            registrant=registrant,
            email=email,
            since=self._clock.now(),
        )
        meeting.guests[guest.token] = guest
        return guest

    # -- the host -----------------------------------------------------------

    def host_token(self, meeting: Meeting) -> str:
        """Return the secret part of a host's link; it lives for two hours."""
        token = secrets.token_urlsafe(24)
        meeting.host_tokens[token] = self._clock.now() + HOST_LINK_LIFE
        return token

    def check_host_token(self, meeting: Meeting, token: str) -> None:
        """Refuse a host's link that is not ours or too old.

        Raises:
            LinkRefused: so it is.
        """
        expires = meeting.host_tokens.get(token)
        if expires is None or self._clock.now() >= expires:
            raise LinkRefused("this host link is not valid any more")

    def open(self, meeting: Meeting, *, admit: bool) -> list[Happening]:
        """Start a meeting; a host has one at a time.

        Raises:
            LinkRefused: another one of the host's runs.
        """
        for other in self.meetings.values():
            if other is not meeting and other.running and other.host == meeting.host:
                raise LinkRefused("the host has another meeting in progress")
        return meeting.open(admit=admit)

    def _spend(self, who: str, what: str, limit: int) -> None:
        now = self._clock.now()
        key = (f"{what} {who}", now.date().isoformat())
        if self._spent[key] >= limit:
            midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
            raise ZoomSaysNo(
                429,
                429,
                f"You have exceeded the daily rate limit ({limit}) of this call.",
                {"Retry-After": stamp(midnight), "X-RateLimit-Type": "Daily-limit"},
            )
        self._spent[key] += 1


def _meeting_body(body: dict[str, Any]) -> dict[str, Any]:
    check(body.get("settings", {}), SETTINGS, at="body.settings")
    start = body.get("start_time")
    if start is None:
        return body
    zone = body.get("timezone")
    if not UTC_TIME.fullmatch(start) or not (start.endswith("Z") or zone):
        raise ZoomSaysNo(400, INVALID, "body.start_time is neither UTC nor in a named zone.")
    try:
        moment = datetime.fromisoformat(start)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(str(zone))).astimezone(ZoneInfo("UTC"))
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise ZoomSaysNo(400, INVALID, "body.start_time or timezone is no time.") from error
    return body | {"start_time": stamp(moment)}
