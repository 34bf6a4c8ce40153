"""Telegram's HTML: parsed as strictly as Telegram does, and written back safely.

Offsets and lengths are UTF-16 code units, as everywhere in the Bot API.
"""

import html
import re
import sys
from dataclasses import dataclass
from typing import Any

from sandbox.telegram.refused import bad_request

Entity = dict[str, Any]

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
"""The tags Telegram takes, and the entity each becomes."""

_TOKEN = re.compile(
    r"""<(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)
        (?P<attributes>(?:\s+[a-zA-Z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s*>
      | </(?P<end>[a-zA-Z0-9-]*)\s*>
      | &(?P<named>lt|gt|amp|quot);
      | &\#(?P<number>x[0-9a-fA-F]{1,6}|[0-9]{1,7});
      | (?P<stray><)""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CONTROLS = {code: " " for code in range(32) if code not in (10, 13)} | {13: None}
_SURROGATES = range(0xD800, 0xE000)
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]+)?)"
)


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    fields: Entity | None


def units(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def units_of_utf8(text: str) -> int:
    """Return the length in bytes of UTF-8, in which Telegram's complaints count."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return the plain text and its entities, as Telegram would.

    Raises:
        Refused: a tag is unknown, unclosed, or closed in the wrong order.
    """
    pieces: list[str] = []
    entities: list[Entity] = []
    opened: list[_Open] = []
    length = position = 0
    for token in _TOKEN.finditer(source):
        piece = source[position : token.start()]
        position = token.end()
        if token["named"]:
            piece += _NAMED[token["named"]]
        elif token["number"]:
            piece += _character(token["number"]) or token[0]
        pieces.append(piece)
        length += units(piece)
        at = units_of_utf8(source[: token.start()])
        if token["tag"]:
            opened.append(_open(token["tag"].lower(), token["attributes"], length, at, opened))
        elif token["end"] is not None:
            _close(token["end"].lower(), opened, entities, length, at)
        elif token["stray"]:
            name = re.match(r"[^\s<>]*", source[token.end() :])
            raise _broken(f'Unsupported start tag "{name[0] if name else ""}"', at)
    if opened:
        tag = opened[-1].tag
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\""
        )
    pieces.append(source[position:])
    return trim("".join(pieces), entities[::-1])  # of equal ones the outer first


def _broken(problem: str, at: int) -> Exception:
    return bad_request(f"can't parse entities: {problem} at byte offset {at}")


def _character(number: str) -> str:
    code = int(number[1:], 16) if number[0] == "x" else int(number)
    usable = 0 < code <= sys.maxunicode and code not in _SURROGATES
    return chr(code) if usable else ""


def _open(tag: str, attributes: str, length: int, at: int, opened: list[_Open]) -> _Open:
    given = {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(attributes)
    }
    if tag not in KINDS:
        raise _broken(f'Unsupported start tag "{tag}"', at)
    if tag == "span" and given.get("class") != "tg-spoiler":
        raise _broken('Tag "span" must have class "tg-spoiler"', at)
    fields: Entity | None = {"type": KINDS[tag]}
    if tag == "a":
        url = _link(given.get("href", ""))
        fields = {"type": "text_link", "url": url} if url else None
    elif tag == "blockquote" and "expandable" in given:
        fields = {"type": "expandable_blockquote"}
    elif tag == "code" and opened and opened[-1].tag == "pre" and "class" in given:
        language = given["class"].removeprefix("language-")
        opened[-1].fields = {"type": "pre", "language": language}
        fields = None
    elif tag == "tg-emoji":
        fields = {"type": "custom_emoji", "custom_emoji_id": given.get("emoji-id", "")}
    elif tag == "tg-time":
        if not given.get("unix", "").isdigit():
            raise _broken("Invalid Unix time specified", at)
        fields = {"type": "date_time", "unix_time": int(given["unix"])}
        if "format" in given:
            fields["date_time_format"] = given["format"]
    return _Open(tag, length, fields)


def _link(href: str) -> str:
    if re.match(r"(?:https?|tg|ton)://\S+$", href):
        return href
    return f"http://{href}" if re.match(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?$", href) else ""


def _close(tag: str, opened: list[_Open], entities: list[Entity], length: int, at: int) -> None:
    if not opened:
        raise _broken("Unexpected end tag", at)
    last = opened.pop()
    if tag and tag != last.tag:
        raise bad_request(
            f"can't parse entities: Unmatched end tag at byte offset {at}, "
            f'expected "</{last.tag}>", found "</{tag}>"'
        )
    if last.fields and length > last.start:
        fields = dict(last.fields)
        kind = fields.pop("type")
        entities.append(
            {"type": kind, "offset": last.start, "length": length - last.start} | fields
        )


def sound(entity: Entity) -> bool:
    """Say whether an entity has what its kind needs, and links to nothing but web and Telegram."""
    if entity["type"] == "text_link":
        return bool(_link(entity.get("url", "")))
    return entity["type"] != "date_time" or "unix_time" in entity


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Clean and strip a text as Telegram does, and move its entities along."""
    clean = text.translate(_CONTROLS)
    stripped = clean.strip()
    if stripped == text:
        return text, sorted(entities, key=_order)
    if "\r" in text:
        entities = [_without_returns(text, entity) for entity in entities]
    lead = units(clean[: len(clean) - len(clean.lstrip())])
    end = units(stripped)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        stop = min(entity["offset"] + entity["length"] - lead, end)
        if stop > start:
            moved.append(entity | {"offset": start, "length": stop - start})
    return stripped, sorted(moved, key=_order)


def _without_returns(text: str, entity: Entity) -> Entity:
    coded = text.encode("utf-16-le")
    start, stop = entity["offset"], entity["offset"] + entity["length"]
    before = coded[: 2 * start].decode("utf-16-le", "replace").count("\r")
    inside = coded[2 * start : 2 * stop].decode("utf-16-le", "replace").count("\r")
    return entity | {"offset": start - before, "length": entity["length"] - inside}


def _order(entity: Entity) -> tuple[int, int]:
    return (entity["offset"], -entity["length"])


def detect(text: str, entities: list[Entity]) -> list[Entity]:
    """Add the links, addresses and commands that Telegram finds in a text by itself."""
    if "/" not in text and "@" not in text:
        return entities
    found = []
    for match in _FOUND.finditer(text):
        start, stop = units(text[: match.start()]), units(text[: match.end()])
        taken = any(
            entity["offset"] < stop
            and start < entity["offset"] + entity["length"]
            and entity["type"] in {"text_link", "code", "pre", "text_mention"}
            for entity in entities
        )
        if not taken:
            found.append({"type": match.lastgroup, "offset": start, "length": stop - start})
    return sorted(entities + found, key=_order) if found else entities


def to_html(text: str, entities: list[Entity]) -> str:
    """Write a text with its entities as HTML that has Telegram's tags only, all else escaped."""
    coded = text.encode("utf-16-le", "surrogatepass")
    starts: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for entity in sorted(entities, key=_order):
        opening, closing = _tags(entity)
        starts.setdefault(entity["offset"], []).append(opening)
        ends.setdefault(entity["offset"] + entity["length"], []).insert(0, closing)
    pieces = []
    position = 0
    for edge in sorted({*starts, *ends}):
        piece = coded[2 * position : 2 * edge].decode("utf-16-le", "replace")
        pieces.append(html.escape(piece))
        pieces += ends.get(edge, [])
        pieces += starts.get(edge, [])
        position = edge
    pieces.append(html.escape(coded[2 * position :].decode("utf-16-le", "replace")))
    return "".join(pieces)


_WRITTEN = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "blockquote": "blockquote",
}


def _tags(entity: Entity) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _WRITTEN:
        return f"<{_WRITTEN[kind]}>", f"</{_WRITTEN[kind]}>"
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    if kind == "pre":
        return "<pre>", "</pre>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "date_time":
        return f'<tg-time unix="{int(entity["unix_time"])}">', "</tg-time>"
    return "", ""
