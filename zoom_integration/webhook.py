"""Zoom's webhook: is it Zoom's, is it fresh, and what does it tell.

Source:
    Zoom's description of webhooks: the signature is `v0=` and the HMAC-SHA256, keyed by the
    app's secret token, of `v0:{timestamp}:{raw body}`; a new address is validated by the
    HMAC of a plain token, again every 72 hours.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from exams.ports.clock import Clock
from exams.ports.conferences import ConferenceEvent, PresenceKind

WINDOW: Final = timedelta(seconds=300)  # older or more future deliveries may be replays
LONGEST_TIME: Final = 12  # digits
KINDS: Final[Mapping[str, PresenceKind]] = {
    "meeting.participant_joined": PresenceKind.JOINED,
    "meeting.participant_left": PresenceKind.LEFT,
    "meeting.ended": PresenceKind.ENDED,
}
VALIDATION: Final = "endpoint.url_validation"


class WrongSignature(ValueError):
    """The delivery is not signed with the app's secret token."""


class StaleDelivery(ValueError):
    """The delivery's time is missing, or too far from ours."""


class MalformedDelivery(ValueError):
    """The body is not what Zoom sends."""


@dataclass(frozen=True, slots=True)
class ZoomWebhook:
    """The functions below, with the app's secret and a clock.

    Attributes:
        secret: the app's secret token.
        clock: to measure a delivery's age.
    """

    secret: str = field(repr=False)
    clock: Clock

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Refuse a delivery that is not Zoom's or not fresh; see `verify`."""
        verify(
            body,
            signature=headers.get("x-zm-signature", ""),
            timestamp=headers.get("x-zm-request-timestamp", ""),
            secret=self.secret,
            now=self.clock.now(),
        )

    def read(self, body: bytes) -> ConferenceEvent | dict[str, str] | None:
        """Return what a verified delivery tells.

        Returns:
            An event; or the answer to send back, if Zoom validates the address; or None for
            an event that does not concern us.

        Raises:
            MalformedDelivery: the body is not what Zoom sends.
        """
        content = _object(body)
        if content.get("event") == VALIDATION:
            return validation_answer(content, self.secret)
        return conference_event(content)


def verify(body: bytes, *, signature: str, timestamp: str, secret: str, now: datetime) -> None:
    """Check signature and age of a delivery.

    Args:
        body: the bytes as they came.
        signature: the header x-zm-signature.
        timestamp: the header x-zm-request-timestamp, seconds since 1970.
        secret: the app's secret token.
        now: aware.

    Raises:
        StaleDelivery: there is no readable time, or it is over 300 seconds away from now.
        WrongSignature: the signature does not fit.
    """
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= LONGEST_TIME):
        raise StaleDelivery("no time")
    if abs(now.timestamp() - int(timestamp)) > WINDOW.total_seconds():
        raise StaleDelivery("too far from now")
    signed = b"v0:" + timestamp.encode("ascii") + b":" + body
    expected = "v0=" + _hmac(secret, signed)
    if not hmac.compare_digest(expected.encode("ascii"), signature.encode("utf-8", "replace")):
        raise WrongSignature("the signature does not fit")


def validation_answer(content: Mapping[str, Any], secret: str) -> dict[str, str]:
    """Answer Zoom's question whether we know the secret.

    Raises:
        MalformedDelivery: there is no plain token.
    """
    plain = _text(_part(content, "payload"), "plainToken")
    return {"plainToken": plain, "encryptedToken": _hmac(secret, plain.encode())}


def conference_event(content: Mapping[str, Any]) -> ConferenceEvent | None:
    """Turn a delivery into an event of the port; None if it does not concern us.

    The key repeats when Zoom delivers an event again: it is made from the kind, the meeting's
    occurrence, the participant's connection and the event's own time.

    Raises:
        MalformedDelivery: something that every such delivery has is missing or of a wrong type.
    """
    name = _text(content, "event")
    kind = KINDS.get(name)
    if kind is None:
        return None
    meeting = _part(_part(content, "payload"), "object")
    stamp = content.get("event_ts")
    if not isinstance(stamp, int) or isinstance(stamp, bool):
        raise MalformedDelivery("event_ts")
    if kind is PresenceKind.ENDED:
        participant, moment = {}, _text(meeting, "end_time")
    else:
        participant = _part(meeting, "participant")
        moment = _text(participant, "join_time" if kind is PresenceKind.JOINED else "leave_time")
        if kind is PresenceKind.JOINED and _is_host(meeting, participant):
            kind = PresenceKind.HOST_CAME
    connection = _word(participant, "user_id")
    return ConferenceEvent(
        key=f"{name}:{_text(meeting, 'uuid')}:{connection}:{stamp}",
        kind=kind,
        conference=_meeting_id(meeting),
        registrant=_word(participant, "registrant_id") or None,
        at=_moment(moment),
        connection=connection,
    )


def _is_host(meeting: Mapping[str, Any], participant: Mapping[str, Any]) -> bool:
    """Say whether somebody came in with the host's account; guests have none that is told."""
    host = _word(meeting, "host_id")
    accounts = (_word(participant, "id"), _word(participant, "participant_user_id"))
    return bool(host) and host in accounts


def _object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedDelivery("not JSON") from error
    if not isinstance(content, dict):
        raise MalformedDelivery("not an object")
    return content


def _part(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    part = content.get(key)
    if not isinstance(part, dict):
        raise MalformedDelivery(key)
    return part


def _text(content: Mapping[str, Any], key: str) -> str:
    text = content.get(key)
    if not isinstance(text, str) or not text:
        raise MalformedDelivery(key)
    return _word(content, key)


def _word(content: Mapping[str, Any], key: str) -> str:
    """Return what stands there as text, empty if nothing does."""
    word = str(content.get(key) or "")
    try:
        word.encode()
    except UnicodeEncodeError as error:  # half a character, which nothing can store
        raise MalformedDelivery(key) from error
    return word


def _meeting_id(meeting: Mapping[str, Any]) -> str:
    number = meeting.get("id")  # Zoom sends a string in some events and a number in others
    if isinstance(number, int) and not isinstance(number, bool):
        return str(number)
    return _text(meeting, "id")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise MalformedDelivery("time") from error
    raise MalformedDelivery("time without a zone")


def _hmac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
