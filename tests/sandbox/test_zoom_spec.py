"""The sandbox's Zoom held against Zoom's own description, where that lies beside the project."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exams.domain.ids import ExamId, PersonId
from sandbox.clock import SimulatedClock
from sandbox.zoom import fields
from sandbox.zoom.api import UPDATABLE
from sandbox.zoom.server import FakeZoom
from zoom_integration.client import ZoomClient, path
from zoom_integration.conferences import ZoomConferences

HOST = "exams@university.example"
DESCRIPTION = (
    Path(__file__).parents[2].parent / "shared" / "specs" / "zoom-meetings-openapi-2025-06.json"
)
pytestmark = pytest.mark.skipif(
    not DESCRIPTION.exists(), reason="Zoom's own description does not lie beside the project"
)


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(DESCRIPTION.read_text())
    return content


def resolve(described: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references and merge the parts of a composed schema."""
    while "$ref" in schema:
        found: Any = described
        for step in schema["$ref"].split("/")[1:]:
            found = found[step]
        schema = found
    parts = [resolve(described, part) for part in schema.get("allOf", [])]
    merged: dict[str, Any] = {"properties": {}, "required": [], **schema}
    for part in parts:
        merged["properties"] = part["properties"] | merged["properties"]
        merged["required"] = [*part["required"], *merged["required"]]
        merged.setdefault("items", part.get("items"))
    return merged


def body_of(described: dict[str, Any], method: str, address: str, *inner: str) -> dict[str, Any]:
    """Return the schema of a call's body, or of a part of it; a list stands for its items."""
    content = resolve(described, described["paths"][address][method]["requestBody"])["content"]
    return descend(described, content["application/json"]["schema"], inner)


def answer_of(described: dict[str, Any], method: str, address: str, *inner: str) -> dict[str, Any]:
    """Return the schema of a call's good answer, or of a part of it."""
    answers = described["paths"][address][method]["responses"]
    good = resolve(described, next(answers[code] for code in ("200", "201") if code in answers))
    return descend(described, good["content"]["application/json"]["schema"], inner)


def descend(
    described: dict[str, Any], schema: dict[str, Any], inner: tuple[str, ...]
) -> dict[str, Any]:
    schema = resolve(described, schema)
    for name in inner:
        schema = resolve(described, schema["properties"][name])
        if schema.get("items"):
            schema = resolve(described, schema["items"])
    return schema


def table_of(described: dict[str, Any], schema: dict[str, Any]) -> fields.Table:
    table = {}
    for name, value in schema["properties"].items():
        facts = resolve(described, value)
        kind = facts.get("type", "object")
        table[name] = fields.Field(
            kind,
            longest=facts.get("maxLength") or facts.get("maxItems"),
            one_of=tuple(facts.get("enum", ())) if kind in {"string", "integer"} else (),
            required=name in schema["required"],
        )
    return table


MEETINGS = "/users/{userId}/meetings"
MEETING = "/meetings/{meetingId}"


@pytest.mark.parametrize(
    ("table", "method", "address", "inner"),
    [
        (fields.MEETING, "post", MEETINGS, ()),
        (fields.SETTINGS, "post", MEETINGS, ("settings",)),
        (UPDATABLE, "patch", MEETING, ()),
        (fields.BATCH, "post", f"{MEETING}/batch_registrants", ()),
        (fields.BATCH_ROW, "post", f"{MEETING}/batch_registrants", ("registrants",)),
        (fields.REGISTRANT, "post", f"{MEETING}/registrants", ()),
        (fields.INVITES, "post", f"{MEETING}/invite_links", ()),
        (fields.INVITE_ROW, "post", f"{MEETING}/invite_links", ("attendees",)),
        (fields.STATUS, "put", f"{MEETING}/status", ()),
    ],
    ids=[
        "meeting",
        "settings",
        "update",
        "batch",
        "batch-row",
        "registrant",
        "invites",
        "invite-row",
        "status",
    ],
)
def test_a_body_takes_what_zoom_describes(
    described: dict[str, Any],
    table: fields.Table,
    method: str,
    address: str,
    inner: tuple[str, ...],
) -> None:
    assert table == table_of(described, body_of(described, method, address, *inner))


@pytest.fixture
async def answers() -> AsyncIterator[dict[str, dict[str, Any]]]:
    """Make a room with people and return what each call answers."""
    clock = SimulatedClock(datetime(2026, 12, 14, 3, 30, tzinfo=UTC), rate=0)
    async with FakeZoom(clock, hosts=[HOST]) as zoom:
        client = ZoomClient(
            zoom.credentials, clock, api_url=zoom.api_url, token_url=zoom.token_url
        )
        rooms = ZoomConferences(client)
        room = await rooms.create(
            exam=ExamId(1), topic="Физика", starts_at=clock.now(), minutes=60, host=HOST
        )
        await rooms.personal_links(room, {PersonId(1): "Дана"})
        meeting = path("meetings", room.id)
        person = {"email": "p2@students.invalid", "first_name": "Ерлан"}
        yield {
            "create": await client.post(path("users", HOST, "meetings"), {"topic": "Физика"}),
            "get": await client.get(meeting),
            "list": await client.get(path("users", HOST, "meetings")),
            "registrants": await client.get(f"{meeting}/registrants"),
            "register": await client.post(f"{meeting}/registrants", person),
            "batch": await client.post(f"{meeting}/batch_registrants", {"registrants": [person]}),
            "invite": await client.post(
                f"{meeting}/invite_links", {"attendees": [{"name": "Ерлан"}]}
            ),
        }
        client.close()


@pytest.mark.parametrize(
    ("call", "operation", "inner"),
    [
        ("create", ("post", MEETINGS), ()),
        ("get", ("get", MEETING), ()),
        ("get", ("get", MEETING), ("settings",)),
        ("list", ("get", MEETINGS), ()),
        ("list", ("get", MEETINGS), ("meetings",)),
        ("registrants", ("get", f"{MEETING}/registrants"), ()),
        ("registrants", ("get", f"{MEETING}/registrants"), ("registrants",)),
        ("register", ("post", f"{MEETING}/registrants"), ()),
        ("batch", ("post", f"{MEETING}/batch_registrants"), ("registrants",)),
        ("invite", ("post", f"{MEETING}/invite_links"), ("attendees",)),
    ],
    ids=str,
)
def test_an_answer_has_only_fields_that_zoom_describes(
    described: dict[str, Any],
    answers: dict[str, dict[str, Any]],
    call: str,
    operation: tuple[str, str],
    inner: tuple[str, ...],
) -> None:
    given: Any = answers[call]
    for name in inner:
        given = given[name]
    row = given[0] if isinstance(given, list) else given

    known = answer_of(described, *operation, *inner)["properties"]
    assert row
    assert row.keys() - known.keys() == set()
    kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
    for name, value in row.items():
        kind = resolve(described, known[name]).get("type", "object")
        assert isinstance(value, kinds[kind]), name


def test_nothing_moves_people_into_a_room_while_a_meeting_runs(described: dict[str, Any]) -> None:
    assert not [address for address in described["paths"] if "breakout" in address.lower()]
    controls = body_of(described, "patch", "/live_meetings/{meetingId}/events")
    assert not [way for way in controls["properties"]["method"]["enum"] if "breakout" in way]


def test_who_is_assigned_beforehand_is_named_by_an_address(described: dict[str, Any]) -> None:
    rooms = ("settings", "breakout_room", "rooms", "participants")
    people = body_of(described, "patch", "/meetings/{meetingId}", *rooms[:3])["properties"]
    assert "email" in people["participants"]["description"].lower()
