"""The REST interface of the sandbox's Zoom, as strict as Zoom's own description."""

import base64
import binascii
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.zoom import fields
from sandbox.zoom.account import Account
from sandbox.zoom.bodies import INVALID, check_query, read_body
from sandbox.zoom.faults import Faults
from sandbox.zoom.refusals import ZoomSaysNo
from sandbox.zoom.rooms import Guest, Meeting, Visit, stamp
from sandbox.zoom.webhooks import Webhooks

PAGE: Final = 30
LONGEST_PAGE: Final = 300
PAGING: Final = ("page_size", "next_page_token", "page_number")
UPDATABLE: Final = {
    name: one for name, one in fields.MEETING.items() if name != "default_password"
}


class Api:
    """The calls that the bot may make; `application` serves them under /v2."""

    def __init__(
        self, account: Account, webhooks: Webhooks, faults: Faults, url: str, calls: Counter[str]
    ) -> None:
        self._account = account
        self._webhooks = webhooks
        self._faults = faults
        self._url = url
        self._calls = calls

    def application(self) -> web.Application:
        """Return the routes."""
        app = web.Application(middlewares=[self._strict])
        app.router.add_routes(
            [
                web.post("/users/{host}/meetings", self._create),
                web.get("/users/{host}/meetings", self._list),
                web.get("/meetings/{id}", self._get),
                web.patch("/meetings/{id}", self._update),
                web.delete("/meetings/{id}", self._delete),
                web.put("/meetings/{id}/status", self._status),
                web.get("/meetings/{id}/registrants", self._registrants),
                web.post("/meetings/{id}/registrants", self._register),
                web.delete("/meetings/{id}/registrants/{registrant}", self._unregister),
                web.post("/meetings/{id}/batch_registrants", self._register_batch),
                web.post("/meetings/{id}/invite_links", self._invite),
                web.get("/metrics/meetings/{id}/participants", self._participants),
            ]
        )
        return app

    @web.middleware
    async def _strict(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        async def handle() -> web.StreamResponse:
            try:
                self._account.check_token(request.headers.get("Authorization", ""))
                return await handler(request)
            except ZoomSaysNo as refusal:
                return web.json_response(
                    {"code": refusal.code, "message": refusal.message},
                    status=refusal.status,
                    headers=refusal.headers,
                )

        self._calls[f"{request.method} {_last_word(request)}"] += 1
        return await self._faults.around(request, handle)

    # -- meetings -----------------------------------------------------------

    async def _create(self, request: web.Request) -> web.Response:
        body = await _body(request, fields.MEETING)
        meeting = self._account.create(request.match_info["host"], body)
        return web.json_response(self._details(meeting), status=201)

    async def _list(self, request: web.Request) -> web.Response:
        check_query(request.query, *PAGING, "type")
        meetings = self._account.of_host(
            request.match_info["host"], request.query.get("type", "scheduled")
        )
        return _page(request.query, "meetings", [self._row(meeting) for meeting in meetings])

    async def _get(self, request: web.Request) -> web.Response:
        check_query(request.query, "occurrence_id", "show_previous_occurrences")
        meeting = self._meeting(request)
        details = self._details(meeting)
        details["status"] = "started" if meeting.running else "waiting"
        return web.json_response(details)

    async def _update(self, request: web.Request) -> web.Response:
        check_query(request.query, "occurrence_id")
        meeting = self._meeting(request)
        self._account.update(meeting, await _body(request, UPDATABLE))
        return web.Response(status=204)

    async def _delete(self, request: web.Request) -> web.Response:
        check_query(
            request.query, "occurrence_id", "schedule_for_reminder", "cancel_meeting_reminder"
        )
        self._account.delete(self._meeting(request))
        return web.Response(status=204)

    async def _status(self, request: web.Request) -> web.Response:
        meeting = self._meeting(request)
        body = await _body(request, fields.STATUS)
        if body.get("action") != "end":
            raise ZoomSaysNo(400, INVALID, "body.action is not supported here.")
        self._webhooks.line_up(meeting.close())
        answer = web.Response(status=204)
        await answer.prepare(request)
        await answer.write_eof()  # the bot has its answer before it hears of what it did
        await self._webhooks.flush()
        return answer

    # -- people -------------------------------------------------------------

    async def _registrants(self, request: web.Request) -> web.Response:
        check_query(request.query, *PAGING, "status", "occurrence_id")
        meeting = self._meeting(request)
        approved = request.query.get("status", "approved") == "approved"
        rows = [
            {
                "id": guest.registrant,
                "email": guest.email,
                "first_name": guest.name,
                "last_name": "",
                "status": "approved",
                "create_time": stamp(guest.since),
                "join_url": self._join_url(meeting, guest),
            }
            for guest in meeting.guests.values()
            if approved and guest.registrant
        ]
        return _page(request.query, "registrants", rows)

    async def _register(self, request: web.Request) -> web.Response:
        check_query(request.query, "occurrence_ids")
        meeting = self._meeting(request)
        body = await _body(request, fields.REGISTRANT)
        guest = self._account.register_one(meeting, body)
        return web.json_response(
            {
                "id": meeting.number,
                "registrant_id": guest.registrant,
                "join_url": self._join_url(meeting, guest),
                "topic": meeting.body.get("topic", ""),
                "start_time": meeting.body.get("start_time", ""),
            },
            status=201,
        )

    async def _register_batch(self, request: web.Request) -> web.Response:
        meeting = self._meeting(request)
        body = await _body(request, fields.BATCH)
        guests = self._account.register(meeting, body.get("registrants", []))
        rows = [
            {
                "registrant_id": guest.registrant,
                "email": guest.email,
                "join_url": self._join_url(meeting, guest),
            }
            for guest in guests
        ]
        return web.json_response({"registrants": rows}, status=201)

    async def _unregister(self, request: web.Request) -> web.Response:
        check_query(request.query, "occurrence_id")
        meeting = self._meeting(request)
        self._account.unregister(meeting, request.match_info["registrant"])
        return web.Response(status=204)

    async def _invite(self, request: web.Request) -> web.Response:
        meeting = self._meeting(request)
        body = await _body(request, fields.INVITES)
        guests = self._account.invite(meeting, body.get("attendees", []))
        rows = [
            {"name": guest.name, "join_url": self._join_url(meeting, guest)} for guest in guests
        ]
        return web.json_response({"attendees": rows}, status=201)

    async def _participants(self, request: web.Request) -> web.Response:
        check_query(request.query, "page_size", "next_page_token", "type", "include_fields")
        meeting = self._meeting(request)
        if request.query.get("type", "live") != "live":
            raise ZoomSaysNo(400, INVALID, "query.type is not supported here.")
        if not meeting.running:
            raise ZoomSaysNo(404, 3001, f"Meeting does not exist: {meeting.number}.")
        told = request.query.get("include_fields", "") == "registrant_id"
        rows = [_attendance(visit, told=told) for visit in meeting.visits]
        return _page(request.query, "participants", rows)

    # -- what is sent back --------------------------------------------------

    def _meeting(self, request: web.Request) -> Meeting:
        return self._account.meeting(request.match_info["id"])

    def _row(self, meeting: Meeting) -> dict[str, Any]:
        told = ("topic", "type", "start_time", "duration", "timezone", "agenda")
        return {
            "id": meeting.number,
            "uuid": meeting.uuid,
            "host_id": meeting.host,
            "created_at": stamp(meeting.created_at),
            "join_url": f"{self._url}/j/{meeting.number}",
        } | {name: meeting.body[name] for name in told if name in meeting.body}

    def _details(self, meeting: Meeting) -> dict[str, Any]:
        row = self._row(meeting)
        del row["uuid"], row["host_id"]  # the answer to a creation has neither
        return row | {
            "host_email": meeting.host,
            "start_url": f"{self._url}/s/{meeting.number}?zak={self._account.host_token(meeting)}",
            "settings": meeting.body.get("settings", {}),
        }

    def _join_url(self, meeting: Meeting, guest: Guest) -> str:
        return f"{self._url}/w/{meeting.number}?tk={quote(guest.token)}"


def read_credentials(authorization: str) -> tuple[str, str]:
    """Take client id and secret from a Basic authorization; empty ones if there are none."""
    try:
        pair = base64.b64decode(authorization.removeprefix("Basic "), validate=True).decode()
    except (binascii.Error, ValueError):
        return "", ""
    client, _, secret = pair.partition(":")
    return client, secret


def _last_word(request: web.Request) -> str:
    words = [word for word in request.path.split("/") if word.isidentifier()]
    return words[-1]


async def _body(request: web.Request, table: fields.Table) -> dict[str, Any]:
    return read_body(request.content_type, await request.read(), table)


def _attendance(visit: Visit, *, told: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": "",
        "user_id": visit.user_id,
        "user_name": visit.guest.name,
        "email": "",
        "join_time": stamp(visit.joined_at),
        "status": "in_waiting_room" if visit.waiting else "in_meeting",
    }
    if visit.left_at:
        row["leave_time"] = stamp(visit.left_at)
    if told:
        row["registrant_id"] = visit.guest.registrant or ""
    return row


def _page(query: Mapping[str, str], name: str, rows: Sequence[Mapping[str, Any]]) -> web.Response:
    size, token = query.get("page_size", str(PAGE)), query.get("next_page_token", "")
    if not size.isdecimal() or not 1 <= int(size) <= LONGEST_PAGE:
        raise ZoomSaysNo(400, INVALID, f"query.page_size must be from 1 to {LONGEST_PAGE}.")
    start = token.removeprefix("from-") or "0"
    if not start.isdecimal() or int(start) > len(rows):
        raise ZoomSaysNo(400, INVALID, "The next page token is invalid or expired.")
    end = int(start) + int(size)
    return web.json_response(
        {
            "page_size": int(size),
            "total_records": len(rows),
            "next_page_token": f"from-{end}" if end < len(rows) else "",
            name: rows[int(start) : end],
        }
    )
