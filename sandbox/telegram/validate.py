"""Check requests against the compact table of methods, more strictly than Telegram.

Telegram overlooks unknown parameters and fields; a misspelt one is a defect of the bot, so
here it is refused. What the sandbox cannot do is refused too, never silently dropped.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit

from sandbox.telegram.entities import units
from sandbox.telegram.media import Upload
from sandbox.telegram.refused import Refused, bad_request

Params = dict[str, Any]

UNSUPPORTED = frozenset(
    {
        "allow_paid_broadcast",
        "business_connection_id",
        "certificate",
        "checklist_task_id",
        "direct_messages_topic_id",
        "ephemeral_message_id",
        "ephemeral_message_parameters",
        "inline_message_id",
        "message_effect_id",
        "message_thread_id",
        "poll_option_id",
        "rich_message",
        "suggested_post_parameters",
    }
)
"""Parameters that Telegram knows and the sandbox does not act."""

OWN_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})

_NO_ACTION = frozenset({"text", "icon_custom_emoji_id", "style"})
_EMPTY = {"chat_id": "chat_id is empty", "text": "message text is empty"}
_OVERLONG = {"callback_data": "BUTTON_DATA_INVALID"}


class Check(Protocol):
    """Takes a value as sent and returns it as meant, or raises `Refused`."""

    def __call__(self, value: Any, where: str) -> Any:
        """Check a value; `where` names it in the refusal."""


class Field(NamedTuple):
    """One parameter of a method or field of an object."""

    check: Check
    required: bool
    words: tuple[str, ...]


class Method(NamedTuple):
    """One method with its parameters."""

    name: str
    fields: Mapping[str, Field]

    def check(self, sent: Mapping[str, Any]) -> Params:
        """Return the parameters as values of their types.

        Args:
            sent: texts from a form, or JSON values, or uploads.

        Raises:
            Refused: something is unknown, missing, of a wrong type or out of its limits.
        """
        checked: Params = {}
        for name, value in sent.items():
            field = self.fields.get(name)
            if field is None:
                raise bad_request(f'unknown parameter "{name}" of {self.name}')
            checked[name] = field.check(_from_form(value), name)
            if name in UNSUPPORTED and checked[name]:
                raise bad_request(f'the sandbox does not support "{name}"')
        for name, field in self.fields.items():
            if field.required and checked.get(name) is None:
                reason = _EMPTY.get(name, f'parameter "{name}" is required')
                raise bad_request(reason)
        return checked


class _Text(str):
    """A value that came as a form's text, whatever it means."""

    __slots__ = ()


def _from_form(value: Any) -> Any:
    return _Text(value) if isinstance(value, str) else value


@cache
def methods() -> Mapping[str, Method]:
    """Return the methods by their names in lower case, as Telegram takes any case."""
    table = json.loads((files("sandbox.telegram") / "methods.json").read_text(encoding="utf-8"))
    objects: dict[str, Mapping[str, Field]] = {}
    for name, fields in table["types"].items():
        objects[name] = {key: _field(written, objects, table) for key, written in fields.items()}
    return {
        name.lower(): Method(
            name, {key: _field(written, objects, table) for key, written in fields.items()}
        )
        for name, fields in table["methods"].items()
    }


def _field(written: str, objects: Mapping[str, Mapping[str, Field]], table: Any) -> Field:
    kind, *rest = written.split(" ")
    check = _check_of(kind.removesuffix("!"), objects, table)
    words: tuple[str, ...] = ()
    if rest and rest[-1].startswith("="):
        words = tuple(rest.pop()[1:].split("|"))
        check = partial(_one_of, check, words)
    if rest and rest[-1] != "parsed":
        low, high = map(int, rest[0].split("-"))
        check = partial(
            _within, check, range(low, high + 1), units if rest[-1] != "bytes" else _bytes
        )
    return Field(check, kind.endswith("!"), words)


def _check_of(kind: str, objects: Mapping[str, Mapping[str, Field]], table: Any) -> Check:
    if kind.startswith("["):
        return partial(_list, _check_of(kind[1:-1], objects, table))
    names = [member for name in kind.split("|") for member in table["unions"].get(name, [name])]
    plain = [_PLAIN[name] for name in names if name in _PLAIN]
    if len(plain) == len(names):
        return plain[0] if len(plain) == 1 else partial(_either, plain)
    return partial(_object, tuple(names), objects)


def _one_of(check: Check, words: tuple[str, ...], value: Any, where: str) -> Any:
    value = check(value, where)
    if value not in words:
        raise bad_request(f'"{where}" must be one of {", ".join(words)}')
    return value


def _bytes(text: str) -> int:
    return len(text.encode())


def _within(
    check: Check, allowed: range, measure: Callable[[str], int], value: Any, where: str
) -> Any:
    value = check(value, where)
    if isinstance(value, int):
        size = value
    elif isinstance(value, list):
        size = len(value)
    else:
        size = measure(value)
    if size not in allowed:
        raise bad_request(
            _OVERLONG.get(
                where, f'"{where}" must be of {allowed[0]} to {allowed[-1]}, it is of {size}'
            )
        )
    return value


def _either(checks: list[Check], value: Any, where: str) -> Any:
    refused: Refused | None = None
    for check in checks:
        try:
            return check(value, where)
        except Refused as error:
            refused = error
    raise refused or bad_request(f'"{where}" has a wrong type')


def _parsed(value: Any, where: str) -> Any:
    if not isinstance(value, _Text):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {where} JSON object") from None


def _list(check: Check, value: Any, where: str) -> Any:
    value = _parsed(value, where)
    if not isinstance(value, list):
        raise bad_request(f'expected an Array as "{where}"')
    return [check(item, where) for item in value]


def _object(
    names: tuple[str, ...], objects: Mapping[str, Mapping[str, Field]], value: Any, where: str
) -> Any:
    value = _parsed(value, where)
    if not isinstance(value, dict):
        raise bad_request(f'expected an Object as "{where}"')
    name = max(names, key=lambda name: _likeness(objects[name], value))
    fields = objects[name]
    checked = {}
    for key, inner in value.items():
        field = fields.get(key)
        if field is None:
            raise bad_request(f'unknown field "{key}" of {name} in "{where}"')
        checked[key] = field.check(inner, key)
        if key in UNSUPPORTED and inner:
            raise bad_request(f'the sandbox does not support "{key}"')
    for key, field in fields.items():
        if field.required and key not in checked:
            raise bad_request(f"can't parse {name}: Can't find field \"{key}\"")
    if name in _RULES:
        _RULES[name](checked, fields)
    return checked


def _likeness(fields: Mapping[str, Field], value: Mapping[str, Any]) -> tuple[bool, bool]:
    """Tell how well an object fits a type: by the word that names it, and what it must have."""
    kind = fields.get("type")
    named = kind is None or not kind.words or value.get("type") in kind.words
    return named, all(key in value for key, field in fields.items() if field.required)


def _inline_button(button: Mapping[str, Any], fields: Mapping[str, Field]) -> None:
    if not button["text"].strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    actions = [key for key in fields if key in button and key not in _NO_ACTION]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request(
            "can't parse inline keyboard button: Exactly one action is allowed, "
            f"there are {', '.join(actions)}"
        )
    _button_url(button.get("url"))
    _app_url(button.get("web_app"))


def _key(button: Mapping[str, Any], fields: Mapping[str, Field]) -> None:
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    actions = [key for key in fields if key in button and key not in _NO_ACTION]
    if len(actions) > 1:
        raise bad_request(f"a keyboard button has one action, there are {', '.join(actions)}")
    _app_url(button.get("web_app"))


def _button_url(url: str | None) -> None:
    if url is not None and not url.startswith(("https://", "http://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _app_url(app: Mapping[str, str] | None) -> None:
    if app is None or app["url"].startswith("https://") or is_loopback(app["url"]):
        return
    raise bad_request(
        f"inline keyboard button Web App URL '{app['url']}' is invalid: "
        "Only HTTPS links are allowed"
    )


def is_loopback(url: str) -> bool:
    """Say whether the address is plain HTTP on this computer, which the sandbox tolerates."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in OWN_HOSTS


def _keyboard(keyboard: Mapping[str, Any], _: Mapping[str, Field]) -> None:
    rows = keyboard.get("keyboard", [])
    if not rows or any(not row for row in rows):
        raise bad_request("object expected as reply markup")


_RULES: dict[str, Callable[[Mapping[str, Any], Mapping[str, Field]], None]] = {
    "InlineKeyboardButton": _inline_button,
    "KeyboardButton": _key,
    "ReplyKeyboardMarkup": _keyboard,
}


def _integer(value: Any, where: str) -> int:
    if isinstance(value, _Text):
        try:
            return int(value)
        except ValueError:
            raise bad_request(f'"{where}" must be an Integer') from None
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad_request(f'"{where}" must be an Integer')
    return value


def _string(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise bad_request(f'"{where}" must be a String')
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return str(value)


def _boolean(value: Any, where: str) -> bool:
    if isinstance(value, _Text) and value.lower() in {"true", "false", "1", "0"}:
        return value.lower() in {"true", "1"}
    if not isinstance(value, bool):
        raise bad_request(f'"{where}" must be a Boolean')
    return value


def _float(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, _Text)):
        raise bad_request(f'"{where}" must be a Float')
    try:
        return float(value)
    except ValueError:
        raise bad_request(f'"{where}" must be a Float') from None


def _upload(value: Any, where: str) -> Upload:
    if not isinstance(value, Upload):
        raise bad_request(f'"{where}" must be an uploaded file')
    return value


_PLAIN: dict[str, Check] = {
    "Integer": _integer,
    "String": _string,
    "Boolean": _boolean,
    "Float": _float,
    "InputFile": _upload,
    "Object": _parsed,
}
