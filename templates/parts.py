"""Lengths as Telegram counts them, and long texts cut into messages."""

import html
import re
from collections.abc import Iterator
from typing import Final

TEXT_LIMIT: Final = 4096  # UTF-16 units of a message after its tags are read
CAPTION_LIMIT: Final = 1024  # the same under a picture

_TOKEN: Final = re.compile(r"<[^>]*>|&[^;\s]+;|\s+|[^<&\s]+|.", re.DOTALL)
_NAME: Final = re.compile(r"</?([a-z-]+)")


def bare(text: str) -> str:
    """Return what a reader of the HTML text sees: no tags, no entities."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def shown_length(text: str) -> int:
    """Return the length of an HTML text as Telegram counts it, in UTF-16 units."""
    return len(bare(text).encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int = TEXT_LIMIT) -> tuple[str, ...]:
    """Cut an HTML text into messages: at line ends, at spaces where a line is too long itself.

    A tag that is open at a cut is closed there and opened again in the next message.

    Args:
        text: HTML whose tags are balanced.
        limit: of each message, in UTF-16 units.
    """
    if shown_length(text) <= limit:
        return (text,)
    parts: list[str] = []
    opened: tuple[str, ...] = ()
    part, length = "", 0
    for line in _short_lines(text, limit):
        size = shown_length(line)
        if part and length + size > limit:
            parts.append(_closed(part, opened))
            part, length = "".join(opened), 0
        part, length = part + line, length + size
        opened = _open_after(opened, line)
    parts.append(part)
    trimmed = (part.strip() for part in parts)
    return tuple(part for part in trimmed if bare(part).strip())


def _short_lines(text: str, limit: int) -> Iterator[str]:
    """Yield the lines with their ends; those longer than the limit in pieces."""
    for line in text.splitlines(keepends=True):
        if shown_length(line) <= limit:
            yield line
        else:
            yield from _pieces(line, limit)


def _pieces(line: str, limit: int) -> Iterator[str]:
    piece, length = "", 0
    for token in _tokens(line, limit):
        size = shown_length(token)
        if length + size > limit:
            yield piece
            piece, length = "", 0
        piece, length = piece + token, length + size
    yield piece


def _tokens(line: str, limit: int) -> Iterator[str]:
    """Yield tags, entities, words and spaces; words longer than half the limit in halves of it."""
    step = max(1, limit // 2 // 2)  # a character may count as two
    for token in _TOKEN.findall(line):
        if token[0] in "<&" or len(token) <= step:
            yield token
        else:
            yield from (token[start : start + step] for start in range(0, len(token), step))


def _open_after(opened: tuple[str, ...], line: str) -> tuple[str, ...]:
    """Return the tags, as written, that are open at the end of a line."""
    stack = list(opened)
    for tag in re.findall(r"<[^>]*>", line):
        if tag.startswith("</"):
            stack.pop()
        else:
            stack.append(tag)
    return tuple(stack)


def _closed(part: str, opened: tuple[str, ...]) -> str:
    names = (found.group(1) for tag in reversed(opened) if (found := _NAME.match(tag)))
    return part.rstrip() + "".join(f"</{name}>" for name in names)
