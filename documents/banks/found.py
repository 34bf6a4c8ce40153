"""What the readers of the formats hand over: a question as it stands in the file."""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final
from urllib.parse import unquote

from documents.banks.markup import Passage
from exams.domain.drafts import NotTaken
from exams.domain.questions import TRUE_FALSE, Key, QuestionKind

SHOWN: Final = 60  # characters of what is wrong
LARGEST_PICTURE: Final = 3 * 1024 * 1024  # bytes of one picture in a question

# Reasons besides those of `QuestionFault`:
UNKNOWN_KIND: Final = "unknown_kind"
PICTURE_MISSING: Final = "picture_missing"
PICTURE_LARGE: Final = "picture_large"
PICTURE_IN_LINE: Final = "picture_in_line"
WILDCARD: Final = "wildcard"
UNREADABLE: Final = "unreadable"

Files = Callable[[str], bytes | None]
"""Returns the file which a picture's address in a question names, if there is one."""


class Untakable(Exception):
    """A question that cannot be taken; the reason is a code."""

    def __init__(self, reason: str, given: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.given = given[:SHOWN]


def no_files(_: str) -> None:
    """Stand where a format has no pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A question as it stands in the file.

    Attributes:
        place: where.
        points: as written; fractions are refused later.
        files: finds the pictures which its passages name.
    """

    place: str
    name: str
    kind: QuestionKind
    text: Passage
    key: Key
    options: tuple[Passage, ...] = ()
    lines: tuple[Passage, ...] = ()
    topic: str = ""
    difficulty: int = 2
    points: Decimal = Decimal(1)
    shuffled: bool = True
    files: Files = no_files

    def picture(self, address: str) -> bytes:
        """Return the file of a picture.

        Raises:
            Untakable: it is not there, or too large.
        """
        if address.startswith("data:"):
            data = _from_address(address)
        else:
            held = self.files(unquote(address).split("?")[0])
            if held is None:
                raise Untakable(PICTURE_MISSING, address)
            data = held
        if len(data) > LARGEST_PICTURE:
            raise Untakable(PICTURE_LARGE, address[:SHOWN])
        return data


Read = Found | NotTaken


def not_taken(place: str, name: str, why: Untakable) -> NotTaken:
    """Return the line of the report about a question."""
    return NotTaken(place=place, name=name[:SHOWN], reason=why.reason, given=why.given)


def _from_address(address: str) -> bytes:
    head, _, body = address.partition(",")
    if not head.endswith(";base64"):
        raise Untakable(PICTURE_MISSING, head)
    return decoded(unquote(body), head)


def decoded(base64: str, name: str) -> bytes:
    """Return the bytes of base64 text.

    Raises:
        Untakable: it is none, or too large.
    """
    if len(base64) > LARGEST_PICTURE * 3 // 2:
        raise Untakable(PICTURE_LARGE, name)
    try:
        return b64decode("".join(base64.split()), validate=True)
    except (binascii.Error, ValueError) as bad:
        raise Untakable(PICTURE_MISSING, name) from bad


def true_or_false(plain: Found, right: int) -> Found:
    """Return a question made one of true or false."""
    return replace(
        plain,
        kind=QuestionKind.TRUE_FALSE,
        options=tuple(Passage((option.text,)) for option in TRUE_FALSE),
        key=Key(chosen=(right,)),
        shuffled=False,
    )


def paired(
    pairs: Sequence[tuple[Passage, Passage]],
) -> tuple[tuple[Passage, ...], tuple[Passage, ...], tuple[int, ...]]:
    """Return lines, partners each once, and the partner of each line.

    A pair without a line is a partner that belongs to none; a line without a partner is left out.
    """
    partners = list(dict.fromkeys(partner for _, partner in pairs if not partner.empty))
    lined = [(line, partner) for line, partner in pairs if not (line.empty or partner.empty)]
    chosen = tuple(partners.index(partner) for _, partner in lined)
    return tuple(line for line, _ in lined), tuple(partners), chosen


def short_texts(texts: Sequence[str]) -> tuple[str, ...]:
    """Return accepted short answers; one with a wild card is none.

    Raises:
        Untakable: each has a wild card.
    """
    kept = tuple(text.replace("\\*", "*") for text in texts if not re.search(r"(?<!\\)\*", text))
    if texts and not kept:
        raise Untakable(WILDCARD, texts[0])
    return kept
