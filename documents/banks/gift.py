"""GIFT, Moodle's format to type questions in.

Source:
    Moodle documentation, "GIFT format", https://docs.moodle.org/en/GIFT_format
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from documents.banks.found import (
    UNKNOWN_KIND,
    UNREADABLE,
    Found,
    Read,
    Untakable,
    not_taken,
    paired,
    short_texts,
    true_or_false,
)
from documents.banks.labels import topic_of
from documents.banks.markup import Passage, html_passage, plain_passage
from exams.domain.questions import FALSE, TRUE, Key, Near, QuestionKind, number_of

ESCAPED: Final = re.compile(r"\\([~=#{}:>n\\])")
HIDDEN: Final = dict(zip("~=#{}:>n\\", map(chr, range(0xE000, 0xE009)), strict=True))
SHOWN: Final = {ord(code): "\n" if sign == "n" else sign for sign, code in HIDDEN.items()}
CATEGORY: Final = re.compile(r"^\$CATEGORY:\s*(.+)$", re.IGNORECASE)
HEAD: Final = re.compile(r"^\s*(?:::(?P<title>.*?)::)?\s*(?:\[(?P<format>\w+)\])?", re.DOTALL)
ANSWER: Final = re.compile(r"(?P<sign>[~=])(?:%(?P<percent>-?[\d.]+)%)?(?P<said>[^~=]*)")
TRUTH: Final = {"t": TRUE, "true": TRUE, "f": FALSE, "false": FALSE}
GAP: Final = "_____"
ALL: Final = Decimal(100)

MARKDOWN: Final = re.compile(r"\s*#{1,3}\s+\S")


def is_gift(text: str) -> bool:
    """Return whether something stands in braces that is neither JSON nor a lone brace.

    A text that begins with a heading of Markdown is none: its braces are those of formulas.
    """
    if MARKDOWN.match(text):
        return False
    return re.search(r"(?<!\\)\{[^{}]*(?<!\\)\}", text) is not None


@dataclass(frozen=True, slots=True)
class _Choice:
    """One answer: right or not, how much of the points it is worth, and its words."""

    right: bool
    percent: Decimal | None
    said: str


def read_gift(text: str) -> Iterator[Read]:
    """Yield the questions with the topic of the category above them."""
    topic = ""
    for line, block in _blocks(text):
        found = CATEGORY.match(block)
        if found is not None:
            topic = topic_of(found[1])
            continue
        name = ""
        try:
            head = HEAD.match(ESCAPED.sub(lambda sign: HIDDEN[sign[1]], block))
            name = _shown((head["title"] if head else None) or "")
            yield _question(line, block, topic)
        except Untakable as why:
            yield not_taken(str(line), name or block.strip(), why)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield what stands between empty lines, with its first line; comments are left out."""
    block: list[str] = []
    first = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.lstrip().startswith("//"):
            continue
        if CATEGORY.match(line.strip()) and not block:
            yield number, line.strip()
        elif line.strip():
            first = first if block else number
            block.append(line)
        elif block and _closed(block):
            yield first, "\n".join(block)
            block = []
    if block:
        yield first, "\n".join(block)


def _closed(block: Sequence[str]) -> bool:
    text = ESCAPED.sub("", "\n".join(block))
    return text.count("{") <= text.count("}")


def _question(line: int, block: str, topic: str) -> Found:
    hidden = ESCAPED.sub(lambda sign: HIDDEN[sign[1]], block)
    head = HEAD.match(hidden)
    title, how = (head["title"], head["format"]) if head else (None, None)
    rest = hidden[head.end() if head else 0 :]
    if rest.count("{") != 1 or rest.count("}") != 1 or rest.index("{") > rest.index("}"):
        kind = "description" if "{" not in rest and "}" not in rest else ""
        raise Untakable(UNKNOWN_KIND if kind else UNREADABLE, kind)
    before, _, after = rest.partition("{")
    inside, _, tail = after.partition("}")
    words = _shown(f"{before.rstrip()} {GAP} {tail.lstrip()}" if tail.strip() else before)
    passage = html_passage(words) if how in {"html", "moodle"} else plain_passage(words.strip())
    plain = Found(
        place=str(line),
        name=_shown(title or "").strip() or passage.text,
        kind=QuestionKind.SINGLE,
        text=passage,
        key=Key(),
        topic=topic,
    )
    return _answered(plain, inside.split("####")[0].strip(), how or "")


def _answered(plain: Found, inside: str, how: str) -> Found:
    if not inside:
        raise Untakable(UNKNOWN_KIND, "essay")
    if inside.startswith("#"):
        return replace(plain, kind=QuestionKind.NUMERIC, key=Key(numbers=_numbers(inside[1:])))
    truth = TRUTH.get(inside.partition("#")[0].strip().casefold())
    if truth is not None:
        return true_or_false(plain, truth)
    choices = [_choice(found) for found in ANSWER.finditer(inside)]
    if not choices or ANSWER.sub("", inside).strip():
        raise Untakable(UNREADABLE, _shown(inside))
    if all(one.right and "->" in one.said for one in choices):
        return _matching(plain, choices, how)
    if all(one.right for one in choices):
        texts = [_shown(one.said).strip() for one in choices if one.percent in {None, ALL}]
        return replace(plain, kind=QuestionKind.SHORT, key=Key(texts=short_texts(texts)))
    options = tuple(_passage(one.said, how) for one in choices)
    worth = [index for index, one in enumerate(choices) if (one.percent or 0) > 0]
    right = [index for index, one in enumerate(choices) if one.right]
    if right or any(choices[index].percent == ALL for index in worth):
        best = [i for i, one in enumerate(choices) if one.percent == ALL]
        return replace(plain, options=options, key=Key(chosen=tuple(right or best)))
    key = Key(chosen=tuple(worth))
    return replace(plain, kind=QuestionKind.MULTIPLE, options=options, key=key)


def _choice(found: re.Match[str]) -> _Choice:
    said, _, _feedback = found["said"].partition("#")
    try:
        percent = None if found["percent"] is None else Decimal(found["percent"])
    except ArithmeticError as bad:
        raise Untakable(UNREADABLE, found["percent"]) from bad
    return _Choice(found["sign"] == "=", percent, said.strip())


def _matching(plain: Found, choices: Sequence[_Choice], how: str) -> Found:
    sides = [one.said.split("->", 1) for one in choices]
    lines, options, chosen = paired(
        [(_passage(line, how), _passage(partner, how)) for line, partner in sides]
    )
    return replace(
        plain, kind=QuestionKind.MATCHING, options=options, lines=lines, key=Key(chosen=chosen)
    )


def _numbers(inside: str) -> tuple[Near, ...]:
    found = []
    parts = [(one["percent"], one["said"]) for one in ANSWER.finditer(inside)]
    for percent, said in parts or [(None, inside)]:
        if percent is None or Decimal(percent) == ALL:
            found.append(_near(_shown(said.partition("#")[0]).strip()))
    return tuple(found)


def _near(said: str) -> Near:
    low, dots, high = said.partition("..")
    value, _, within = said.partition(":")
    first, second = (number_of(low), number_of(high)) if dots else (number_of(value), None)
    if dots:
        if first is None or second is None or second < first:
            raise Untakable(UNREADABLE, said)
        return Near(value=(first + second) / 2, within=(second - first) / 2)
    margin = number_of(within) if within else Decimal(0)
    if first is None or margin is None or margin < 0:
        raise Untakable(UNREADABLE, said)
    return Near(value=first, within=margin)


def _passage(said: str, how: str) -> Passage:
    words = _shown(said).strip()
    return html_passage(words) if how in {"html", "moodle"} else plain_passage(words)


def _shown(hidden: str) -> str:
    return hidden.translate(SHOWN)
