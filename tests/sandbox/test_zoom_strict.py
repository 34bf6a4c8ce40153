"""The sandbox's Zoom says no as Zoom does."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.clock import SimulatedClock
from sandbox.zoom.server import FakeZoom

HOST = "exams@university.example"
OTHER = "exams2@university.example"


class Caller:
    """Somebody who speaks to Zoom by hand."""

    def __init__(self, zoom: FakeZoom, session: ClientSession) -> None:
        self.zoom = zoom
        self.session = session
        self.headers: dict[str, str] = {}

    async def call(self, method: str, address: str, body: object = None) -> tuple[int, Any]:
        """Make a call; return status and answer."""
        async with self.session.request(
            method, self.zoom.api_url + address, json=body, headers=self.headers
        ) as answer:
            return answer.status, await answer.json() if answer.status != 204 else {}

    async def log_in(self) -> None:
        """Get a token."""
        account = self.zoom.credentials.account_id
        async with self.session.post(
            self.zoom.token_url,
            data={"grant_type": "account_credentials", "account_id": account},
            headers={"Authorization": self.zoom.credentials.basic()},
        ) as answer:
            token = (await answer.json())["access_token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    async def make(self, host: str = HOST, **body: object) -> int:
        """Make a meeting and return its id."""
        settings = {"approval_type": 0}
        status, answer = await self.call(
            "POST", f"/users/{host}/meetings", {"topic": "Физика", "settings": settings, **body}
        )
        assert status == 201
        number: int = answer["id"]
        return number


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(datetime(2026, 12, 14, 3, 30, tzinfo=UTC), rate=0)


@pytest.fixture
async def caller(clock: SimulatedClock) -> AsyncIterator[Caller]:
    async with FakeZoom(clock, hosts=[HOST, OTHER]) as zoom, ClientSession() as session:
        caller = Caller(zoom, session)
        await caller.log_in()
        yield caller


async def test_a_call_needs_a_token_of_ours_less_than_an_hour_old(
    caller: Caller, clock: SimulatedClock
) -> None:
    clock.step(timedelta(minutes=59, seconds=59))
    assert (await caller.call("GET", f"/users/{HOST}/meetings"))[0] == 200

    clock.step(timedelta(seconds=1))
    assert await caller.call("GET", f"/users/{HOST}/meetings") == (
        401,
        {"code": 124, "message": "Access token is expired."},
    )
    for headers in ({}, {"Authorization": "Bearer None"}):
        caller.headers = headers
        status, answer = await caller.call("GET", f"/users/{HOST}/meetings")
        assert (status, answer["code"]) == (401, 124)


@pytest.mark.parametrize(
    ("grant", "authorization", "error"),
    [
        ("password", "", "unsupported_grant_type"),
        ("account_credentials", "", "invalid_client"),
        ("account_credentials", "Basic ?", "invalid_client"),
        ("account_credentials", "Basic eDp5", "invalid_client"),
    ],
    ids=["grant", "no-credentials", "no-base64", "wrong-credentials"],
)
async def test_a_token_needs_the_right_request(
    caller: Caller, grant: str, authorization: str, error: str
) -> None:
    form = {"grant_type": grant, "account_id": caller.zoom.credentials.account_id}
    headers = {"Authorization": authorization}
    async with caller.session.post(caller.zoom.token_url, data=form, headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"] == error


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "body must"),
        ({"user_id": HOST}, "body.user_id is unknown"),
        ({"topic": 5}, "body.topic must be of type string"),
        ({"topic": "х" * 201}, "body.topic is longer than 200"),
        ({"duration": True}, "body.duration must be of type integer"),
        ({"type": 4}, "body.type must be one of"),
        ({"settings": {"waiting_rooms": True}}, "body.settings.waiting_rooms is unknown"),
        ({"settings": {"waiting_room": "yes"}}, "body.settings.waiting_room must be"),
        ({"start_time": "2026-12-14T09:00:00+05:00"}, "start_time is neither"),
        ({"start_time": "2026-12-14T09:00:00"}, "start_time is neither"),
        ({"start_time": "2026-13-14T09:00:00Z"}, "is no time"),
        ({"start_time": "2026-12-14T09:00:00", "timezone": "Mars/Base"}, "is no time"),
    ],
    ids=str,
)
async def test_a_meeting_with_a_wrong_field_is_refused(
    caller: Caller, body: object, field: str
) -> None:
    status, answer = await caller.call("POST", f"/users/{HOST}/meetings", body)

    assert (status, answer["code"]) == (400, 300)
    assert field in answer["message"]
    assert caller.zoom.account.meetings == {}


async def test_a_start_in_a_named_zone_is_that_zones_time(caller: Caller) -> None:
    number = await caller.make(start_time="2026-12-14T09:00:00", timezone="Asia/Almaty")

    meeting = caller.zoom.account.meetings[number]
    assert meeting.body["start_time"] == "2026-12-14T04:00:00Z"


async def test_a_body_must_be_json(caller: Caller) -> None:
    address = f"{caller.zoom.api_url}/users/{HOST}/meetings"
    for content_type, data, status in (
        ("text/plain", b"{}", 415),
        ("application/json", b"{", 400),
    ):
        headers = {**caller.headers, "Content-Type": content_type}
        async with caller.session.post(address, data=data, headers=headers) as answer:
            assert answer.status == status


async def test_unknown_hosts_meetings_and_parameters_are_refused(caller: Caller) -> None:
    for method, address, status, code in (
        ("POST", "/users/stranger@x.example/meetings", 404, 1001),
        ("GET", "/users/stranger@x.example/meetings", 404, 1001),
        ("GET", "/meetings/1", 404, 3001),
        ("GET", "/meetings/abc", 400, 300),
        ("GET", f"/users/{HOST}/meetings?user_id=1", 400, 300),
        ("GET", f"/users/{HOST}/meetings?type=old", 400, 300),
        ("GET", f"/users/{HOST}/meetings?page_size=301", 400, 300),
        ("GET", f"/users/{HOST}/meetings?next_page_token=guess", 400, 300),
    ):
        answer = await caller.call(method, address, {} if method == "POST" else None)
        assert (answer[0], answer[1]["code"]) == (status, code), address


async def test_creations_and_updates_share_a_hosts_hundred_a_day(
    caller: Caller, clock: SimulatedClock
) -> None:
    number = await caller.make()
    for _ in range(99):
        status, _ = await caller.call("PATCH", f"/meetings/{number}", {"topic": "Химия"})
        assert status == 204

    status, _ = await caller.call("POST", f"/users/{HOST}/meetings", {})
    assert status == 429
    assert (await caller.call("PATCH", f"/meetings/{number}", {}))[0] == 429
    assert await caller.make(OTHER)

    clock.step(timedelta(hours=20, minutes=30))
    await caller.log_in()
    assert await caller.make()


async def test_an_update_changes_what_it_names_only(caller: Caller) -> None:
    number = await caller.make()

    await caller.call("PATCH", f"/meetings/{number}", {"settings": {"waiting_room": True}})

    body = caller.zoom.account.meetings[number].body
    assert body["settings"] == {"approval_type": 0, "waiting_room": True}
    assert body["topic"] == "Физика"
    assert (await caller.call("PATCH", f"/meetings/{number}", {"default_password": True}))[
        0
    ] == 400


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"email": f"p{n}@x.invalid", "first_name": "A"} for n in range(31)], "More than 30"),
        ([{"email": "p1@x.invalid"}], "registrants[0].first_name is required"),
        ([{"email": "p1", "first_name": "A"}], "is no address"),
        ([{"email": "p1@x.invalid", "first_name": " "}], "is empty"),
        (["p1@x.invalid"], "registrants[0] must be an object"),
    ],
    ids=["thirty-one", "no-name", "no-address", "blank", "no-object"],
)
async def test_a_faulty_batch_registers_nobody(
    caller: Caller, rows: list[object], message: str
) -> None:
    number = await caller.make()

    status, answer = await caller.call(
        "POST", f"/meetings/{number}/batch_registrants", {"registrants": rows}
    )

    assert status == 400
    assert message in answer["message"]
    assert caller.zoom.account.meetings[number].guests == {}


async def test_registration_must_be_on(caller: Caller) -> None:
    number = await caller.make(settings={"approval_type": 2})

    status, answer = await caller.call(
        "POST",
        f"/meetings/{number}/registrants",
        {"email": "p1@x.invalid", "first_name": "Дана"},
    )

    assert (status, answer["code"]) == (400, 404)


async def test_one_registrant_is_added_three_times_a_day_and_keeps_one_link(
    caller: Caller,
) -> None:
    number = await caller.make()
    person = {"email": "P1@x.invalid", "first_name": "Дана", "last_name": "Ахмет"}

    answers = [
        await caller.call("POST", f"/meetings/{number}/registrants", person) for _ in range(4)
    ]

    assert [status for status, _ in answers] == [201, 201, 201, 429]
    assert len({answer["join_url"] for status, answer in answers if status == 201}) == 1


async def test_invite_links_are_named_and_up_to_500_a_call(caller: Caller) -> None:
    number = await caller.make()
    address = f"/meetings/{number}/invite_links"

    status, answer = await caller.call("POST", address, {"attendees": [{"name": "Дана"}] * 500})
    assert status == 201
    assert len({row["join_url"] for row in answer["attendees"]}) == 500

    assert (await caller.call("POST", address, {"attendees": [{"name": "Д"}] * 501}))[0] == 400
    assert (await caller.call("POST", address, {"attendees": [{"name": "Д" * 65}]}))[0] == 400


async def test_lists_come_in_pages(caller: Caller) -> None:
    numbers = [await caller.make() for _ in range(5)]

    found, token = [], ""
    for size in (2, 2, 1):
        _, page = await caller.call(
            "GET", f"/users/{HOST}/meetings?page_size=2&next_page_token={token}"
        )
        assert page["total_records"] == 5
        assert len(page["meetings"]) == size
        found += [meeting["id"] for meeting in page["meetings"]]
        token = page["next_page_token"]
    assert (found, token) == (numbers, "")


async def test_a_running_meeting_cannot_be_deleted_and_only_it_is_live(caller: Caller) -> None:
    number = await caller.make()
    await caller.make()
    _, details = await caller.call("GET", f"/meetings/{number}")
    await caller.zoom.begin(details["start_url"])

    status, answer = await caller.call("DELETE", f"/meetings/{number}")
    assert (status, answer["code"]) == (400, 3002)
    _, live = await caller.call("GET", f"/users/{HOST}/meetings?type=live")
    assert [meeting["id"] for meeting in live["meetings"]] == [number]
    assert (await caller.call("GET", f"/meetings/{number}"))[1]["status"] == "started"

    assert (await caller.call("PUT", f"/meetings/{number}/status", {"action": "start"}))[0] == 400
    assert (await caller.call("PUT", f"/meetings/{number}/status", {"action": "end"}))[0] == 204
    assert (await caller.call("DELETE", f"/meetings/{number}"))[0] == 204
    assert (await caller.call("GET", f"/meetings/{number}"))[0] == 404


async def test_the_registrants_id_is_told_only_when_asked_for(caller: Caller) -> None:
    number = await caller.make()
    person = {"email": "p1@x.invalid", "first_name": "Дана"}
    _, link = await caller.call("POST", f"/meetings/{number}/registrants", person)
    address = f"/metrics/meetings/{number}/participants"
    assert (await caller.call("GET", address))[0] == 404  # nobody has begun it
    await caller.zoom.begin((await caller.call("GET", f"/meetings/{number}"))[1]["start_url"])
    await caller.zoom.join(link["join_url"])

    _, plain = await caller.call("GET", address)
    _, full = await caller.call("GET", f"{address}?type=live&include_fields=registrant_id")

    assert "registrant_id" not in plain["participants"][0]
    assert full["participants"][0]["registrant_id"] == link["registrant_id"]
    assert (await caller.call("GET", f"{address}?type=past"))[0] == 400
