"""The Conferences port over Zoom: meetings with registration, so that each link is personal."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

from exams.domain.ids import ExamId, PersonId
from exams.ports.conferences import Conference, PersonalLink
from zoom_integration.client import ZoomClient, path
from zoom_integration.errors import ZoomBroken, ZoomRefused

SCHEDULED_MEETING: Final = 2  # the only type that takes registrants in batches
BATCH: Final = 30  # registrants a call, Zoom's limit
PAGE: Final = 300  # rows a call, Zoom's limit
LONGEST_NAME: Final = 64  # characters of a registrant's name, Zoom's limit
LONGEST_TOPIC: Final = 200  # characters, Zoom's limit
NOT_FOUND: Final = 404
NO_SUCH_MEETING: Final = 3001  # deleted, or never made; other things are not found by other codes

SETTINGS: Final[Mapping[str, object]] = {
    "waiting_room": True,
    "join_before_host": False,
    "approval_type": 0,  # registration is on and approves by itself
    "registration_type": 1,
    "allow_multiple_devices": False,  # a link given away works for one device at a time
    "auto_recording": "none",
    "participant_video": True,
    "use_pmi": False,
    "show_share_button": False,
    "email_notification": False,
    "registrants_confirmation_email": False,  # the addresses are made up, mail cannot arrive
    "registrants_email_notification": False,
}


class ZoomConferences:
    """Zoom meetings as conferences.

    An exam's room is found again by a mark in the meeting's agenda which names the exam and
    its start. So a call that is repeated, even after a crash or by another process, returns
    the room of the first call; a moved exam gets a new room, and `end` kills the links of the
    old one. A room that somebody deleted at Zoom is known no more once Zoom says so. Registrants
    are found again by an address made from the person's id, so a second call registers nobody
    twice.
    """

    def __init__(self, client: ZoomClient, *, email_domain: str = "students.invalid") -> None:
        """Use `client`; `email_domain` ends the made-up addresses and must not receive mail."""
        self._client = client
        self._email_domain = email_domain
        self._rooms: dict[str, Conference] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def create(
        self, *, exam: ExamId, topic: str, starts_at: datetime, minutes: int, host: str
    ) -> Conference:
        """Return the exam's room, made now if there is none; see `exams.ports.conferences`."""
        start = starts_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        mark = f"Exam {exam}, {start}"
        async with self._locks[mark]:
            if mark not in self._rooms:
                meeting = await self._find(host, mark) or await self._client.post(
                    path("users", host, "meetings"),
                    {
                        "topic": topic[:LONGEST_TOPIC],
                        "agenda": mark,
                        "type": SCHEDULED_MEETING,
                        "start_time": start,
                        "timezone": "UTC",
                        "duration": minutes,
                        "default_password": False,
                        "settings": SETTINGS,
                    },
                )
                self._rooms[mark] = Conference(
                    id=str(_take(meeting, "id")), host=host, join_url=_take(meeting, "join_url")
                )
            return self._rooms[mark]

    async def personal_links(
        self, conference: Conference, names: Mapping[PersonId, str]
    ) -> dict[PersonId, PersonalLink]:
        """Register those who are not yet registered and return everybody's link."""
        try:
            return await self._links(conference, names)
        except ZoomRefused as refusal:
            self._forget_if_gone(conference, refusal)
            raise

    async def _links(
        self, conference: Conference, names: Mapping[PersonId, str]
    ) -> dict[PersonId, PersonalLink]:
        people = {self._address(person): person for person in names}
        links: dict[PersonId, PersonalLink] = {}
        registrants = path("meetings", conference.id, "registrants")
        async for known in self._pages(registrants, "registrants", status="approved"):
            person = people.get(str(known.get("email")).lower())
            if person is not None:
                links[person] = PersonalLink(
                    url=_take(known, "join_url"), registrant=_take(known, "id")
                )
        missing = iter([person for person in names if person not in links])
        while batch := list(islice(missing, BATCH)):
            links |= await self._register(conference, {person: names[person] for person in batch})
        return links

    async def revoke(self, conference: Conference, people: Collection[PersonId]) -> bool:
        """Delete their registrations, so that their links open nothing any more."""
        gone = {self._address(person) for person in people}
        registrants = path("meetings", conference.id, "registrants")
        known = [
            _take(one, "id")
            async for one in self._pages(registrants, "registrants", status="approved")
            if str(one.get("email")).lower() in gone
        ]
        for registrant in known:
            await self._client.delete(path("meetings", conference.id, "registrants", registrant))
        return True

    async def start_link(self, conference: Conference) -> str:
        """Return the host's link; it is fetched at each call because it lives for two hours."""
        meeting = await self._client.get(path("meetings", conference.id))
        return str(_take(meeting, "start_url"))

    async def stands(self, conference: Conference) -> bool:
        """Ask for the meeting; only Zoom's own word that there is none counts."""
        try:
            await self._client.get(path("meetings", conference.id))
        except ZoomRefused as refusal:
            if self._forget_if_gone(conference, refusal):
                return False
            raise
        return True

    async def end(self, conference: Conference) -> None:
        """Send everybody out and delete the meeting, so that no link of it opens again."""
        meeting = path("meetings", conference.id)
        try:
            if (await self._client.get(meeting)).get("status") == "started":
                await self._client.put(f"{meeting}/status", {"action": "end"})
            await self._client.delete(meeting)
        except ZoomRefused as refusal:
            if refusal.status != NOT_FOUND:
                raise
        self._forget(conference)

    def _forget_if_gone(self, conference: Conference, refusal: ZoomRefused) -> bool:
        gone = (refusal.status, refusal.code) == (NOT_FOUND, NO_SUCH_MEETING)
        if gone:
            self._forget(conference)
        return gone

    def _forget(self, conference: Conference) -> None:
        for mark, room in list(self._rooms.items()):
            if room.id == conference.id:
                del self._rooms[mark]

    async def present(self, conference: Conference) -> frozenset[str]:
        """Return the registrants who are inside, the waiting room excluded.

        Source:
            Zoom's dashboard lists everybody who came during a running meeting, those who left
            with their time of leaving; it needs a Business plan and the dashboard scope.
        """
        here: set[str] = set()
        participants = path("metrics", "meetings", conference.id, "participants")
        try:
            async for row in self._pages(
                participants, "participants", type="live", include_fields="registrant_id"
            ):
                inside = not row.get("leave_time") and row.get("status") != "in_waiting_room"
                if inside and row.get("registrant_id"):
                    here.add(str(row["registrant_id"]))
        except ZoomRefused as refusal:
            if refusal.status != NOT_FOUND:  # not found: nobody has opened the room
                raise
        return frozenset(here)

    async def _find(self, host: str, mark: str) -> dict[str, Any] | None:
        meetings = path("users", host, "meetings")
        async for meeting in self._pages(meetings, "meetings", type="scheduled"):
            if meeting.get("agenda") == mark:
                return meeting
        return None

    async def _register(
        self, conference: Conference, names: Mapping[PersonId, str]
    ) -> dict[PersonId, PersonalLink]:
        people = {self._address(person): person for person in names}
        answer = await self._client.post(
            path("meetings", conference.id, "batch_registrants"),
            {
                "auto_approve": True,
                "registrants_confirmation_email": False,
                "registrants": [
                    {"email": address, "first_name": _display_name(names[person], person)}
                    for address, person in people.items()
                ],
            },
        )
        links = {
            people[address]: PersonalLink(
                url=_take(row, "join_url"), registrant=_take(row, "registrant_id")
            )
            for row in _rows(answer, "registrants")
            if (address := str(row.get("email")).lower()) in people
        }
        if len(links) != len(names):
            raise ZoomBroken(status=201)
        return links

    async def _pages(
        self, endpoint: str, rows: str, **params: str
    ) -> AsyncIterator[dict[str, Any]]:
        token = ""
        while True:
            more = {"next_page_token": token} if token else {}
            page = await self._client.get(endpoint, page_size=PAGE, **params, **more)
            for row in _rows(page, rows):
                yield row
            token = page.get("next_page_token") or ""
            if not token:
                return

    def _address(self, person: PersonId) -> str:
        return f"p{person}@{self._email_domain}".lower()


def _display_name(name: str, person: PersonId) -> str:
    return " ".join(name.split())[:LONGEST_NAME] or f"p{person}"


def _take(content: Mapping[str, Any], key: str) -> Any:
    if not content.get(key):
        raise ZoomBroken(status=200)
    return content[key]


def _rows(content: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    rows = content.get(key)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ZoomBroken(status=200)
    return rows
