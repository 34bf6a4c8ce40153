"""Zoom's deliveries: genuine, fresh, readable."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from exams.ports.conferences import ConferenceEvent, PresenceKind
from sandbox.clock import SimulatedClock
from zoom_integration.webhook import (
    MalformedDelivery,
    StaleDelivery,
    WrongSignature,
    ZoomWebhook,
    verify,
)

SECRET = "a-secret-of-the-app"
SENT = datetime.fromtimestamp(1765684800, UTC)
BODY = b'{"event":"meeting.ended"}'
SIGNATURE = (
    "v0=02b69db3959f03d7870d3fd5443d1f1060e8b2df675694c92c70684999e97e9f"  # by openssl dgst -hmac
)


def check(
    *,
    body: bytes = BODY,
    signature: str = SIGNATURE,
    timestamp: str = "1765684800",
    secret: str = SECRET,
    age: float = 0,
) -> None:
    now = SENT + timedelta(seconds=age)
    verify(body, signature=signature, timestamp=timestamp, secret=secret, now=now)


def joined(**changes: Any) -> dict[str, Any]:
    """Return a delivery as Zoom describes it; a change of None takes the field away."""
    participant = {
        "user_id": "16778240",
        "user_name": "Айгерім",
        "id": "",
        "join_time": "2026-12-14T04:01:02Z",
        "email": "",
        "registrant_id": "abcdefghij0-klmnopq23456",
    }
    meeting = {
        "id": "82000000001",
        "uuid": "4444AAAiAAAAAiAiAiiAii==",
        "host_id": "x",
        "topic": "Математика",
        "participant": participant,
    }
    content = {
        "event": "meeting.participant_joined",
        "event_ts": 1765684862000,
        "payload": {"account_id": "acc", "object": meeting},
    }
    for where in (participant, meeting, content):
        for key in where.keys() & changes.keys():
            if changes[key] is None:
                del where[key]
            else:
                where[key] = changes[key]
    return content


def read(content: object) -> ConferenceEvent | dict[str, str] | None:
    webhook = ZoomWebhook(SECRET, SimulatedClock(SENT, rate=0))
    return webhook.read(json.dumps(content).encode())


def read_event(content: object) -> ConferenceEvent:
    event = read(content)
    assert isinstance(event, ConferenceEvent)
    return event


@pytest.mark.parametrize("age", [0, 300, -300])
def test_a_signed_delivery_of_up_to_300_seconds_is_genuine(age: float) -> None:
    check(age=age)


@pytest.mark.parametrize("age", [301, -301, 86400])
def test_a_delivery_of_301_seconds_is_stale(age: float) -> None:
    with pytest.raises(StaleDelivery):
        check(age=age)


@pytest.mark.parametrize(
    "timestamp", ["", "soon", "-5", "1e9", "１７６５６８４８００", "9" * 5000]
)
def test_a_delivery_without_a_readable_time_is_stale(timestamp: str) -> None:
    with pytest.raises(StaleDelivery):
        check(timestamp=timestamp)


@pytest.mark.parametrize(
    "signature",
    ["", "v0=", SIGNATURE[3:], SIGNATURE[:-1], SIGNATURE.upper(), "v0=" + "0" * 64, "ә" * 67],
)
def test_a_wrong_signature_is_refused(signature: str) -> None:
    with pytest.raises(WrongSignature):
        check(signature=signature)


def test_body_time_and_secret_are_all_signed() -> None:
    with pytest.raises(WrongSignature):
        check(body=BODY + b" ")
    with pytest.raises(WrongSignature):
        check(timestamp="1765684801")
    with pytest.raises(WrongSignature):
        check(secret="another secret")


def test_joining_names_the_registrant_the_meeting_and_the_moment() -> None:
    event = read_event(joined())

    assert event.kind is PresenceKind.JOINED
    assert event.conference == "82000000001"
    assert event.registrant == "abcdefghij0-klmnopq23456"
    assert event.at == datetime(2026, 12, 14, 4, 1, 2, tzinfo=UTC)


def test_leaving_takes_the_time_of_leaving() -> None:
    content = joined(event="meeting.participant_left")
    content["payload"]["object"]["participant"]["leave_time"] = "2026-12-14T09:30:00+05:00"

    event = read_event(content)

    assert event.kind is PresenceKind.LEFT
    assert event.at == datetime(2026, 12, 14, 4, 30, tzinfo=UTC)


def test_the_end_of_a_meeting_concerns_everybody() -> None:
    content = joined(event="meeting.ended", participant=None, id=82000000001)
    content["payload"]["object"]["end_time"] = "2026-12-14T06:00:00Z"

    event = read_event(content)

    assert event.kind is PresenceKind.ENDED
    assert event.conference == "82000000001"
    assert event.registrant is None


@pytest.mark.parametrize("named", ["id", "participant_user_id"])
def test_the_host_is_known_by_the_account(named: str) -> None:
    content = joined(registrant_id="", host_id="Kj9-hoST_1")
    content["payload"]["object"]["participant"][named] = "Kj9-hoST_1"

    event = read_event(content)

    assert (event.kind, event.registrant) == (PresenceKind.HOST_CAME, None)
    assert event.at == datetime(2026, 12, 14, 4, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(("account", "host"), [("", ""), ("", "x"), ("another", "x")])
def test_whoever_else_comes_in_is_not_the_host(account: str, host: str) -> None:
    content = joined(host_id=host)
    content["payload"]["object"]["participant"] |= {"id": account, "participant_user_id": account}

    assert read_event(content).kind is PresenceKind.JOINED


def test_a_guest_without_registration_has_no_registrant() -> None:
    assert read_event(joined(registrant_id="")).registrant is None
    assert read_event(joined(registrant_id=None)).registrant is None


def test_a_repeated_delivery_has_the_same_key_and_another_event_another() -> None:
    key = read_event(joined()).key

    assert read_event(joined()).key == key
    others = (
        joined(event_ts=1765684862001),
        joined(user_id="16778241"),
        joined(uuid="another=="),
        joined(event="meeting.participant_left") | {"event_ts": 1},
    )
    others[3]["payload"]["object"]["participant"]["leave_time"] = "2026-12-14T04:30:00Z"
    assert len({key, *(read_event(other).key for other in others)}) == 5


@pytest.mark.parametrize(
    "name",
    [
        "meeting.started",  # a student may start it, where the account lets them in early
        "meeting.updated",
        "meeting.participant_joined_waiting_room",
        "user.created",
    ],
)
def test_other_events_do_not_concern_us(name: str) -> None:
    assert read({"event": name}) is None


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"[]", b"1", b"{", b"[" * 100_000, b'{"event":7}', b'{"event":[]}', b"{}"],
    ids=["empty", "bytes", "list", "number", "cut", "deep", "int", "array", "nothing"],
)
def test_a_body_that_is_no_delivery_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedDelivery):
        ZoomWebhook(SECRET, SimulatedClock(SENT, rate=0)).read(body)


@pytest.mark.parametrize(
    "changes",
    [
        {"payload": None},
        {"payload": "x"},
        {"participant": None},
        {"id": None, "join_time": None},
        {"join_time": "yesterday"},
        {"join_time": "2026-12-14T04:01:02"},
        {"join_time": "0001-01-01T00:00:00+14:00"},
        {"uuid": None},
        {"uuid": 5},
        {"event_ts": None},
        {"event_ts": "now"},
        {"event_ts": True},
    ],
    ids=str,
)
def test_a_delivery_that_lacks_something_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedDelivery):
        read(joined(**changes))


def test_the_validation_of_the_address_is_answered() -> None:
    answer = read(
        {"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}}
    )

    assert answer == {
        "plainToken": "qgg8vlvZRS6UYooatFL8Aw",
        "encryptedToken": "04264d8edc79854492351df4cbfd3a3c5dfd9218b3c835f29368f112c55a94f4",
    }


@pytest.mark.parametrize("payload", [None, {}, {"plainToken": ""}, {"plainToken": 5}], ids=str)
def test_a_validation_without_a_token_is_malformed(payload: object) -> None:
    with pytest.raises(MalformedDelivery):
        read({"event": "endpoint.url_validation", "payload": payload})


def test_the_secret_does_not_show_itself() -> None:
    assert SECRET not in repr(ZoomWebhook(SECRET, SimulatedClock(SENT, rate=0)))
