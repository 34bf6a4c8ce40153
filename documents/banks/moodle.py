"""Moodle XML, what a quiz exports.

Source:
    Moodle documentation, "Moodle XML format", https://docs.moodle.org/en/Moodle_XML_format
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from documents.banks.found import (
    UNKNOWN_KIND,
    UNREADABLE,
    Found,
    Read,
    Untakable,
    decoded,
    not_taken,
    paired,
    short_texts,
    true_or_false,
)
from documents.banks.labels import topic_of
from documents.banks.markup import Passage, html_passage, plain_passage
from documents.banks.trees import said
from exams.domain.questions import FALSE, TRUE, Key, Near, QuestionKind, level_of, number_of

HERE: Final = "@@PLUGINFILE@@/"
ALL: Final = Decimal(100)


def read_moodle(root: Element) -> Iterator[Read]:
    """Yield the questions with the topic of the category above them."""
    topic, number = "", 0
    for element in root.iter("question"):
        kind = element.get("type") or ""
        if kind == "category":
            topic = topic_of(said(element.find("category")))
            continue
        number += 1
        name = said(element.find("name"))
        try:
            if kind not in READERS:
                raise Untakable(UNKNOWN_KIND, kind)
            yield READERS[kind](_plain(element, number, name, topic), element)
        except Untakable as why:
            yield not_taken(str(number), name or said(element.find("questiontext")), why)


def _plain(element: Element, number: int, name: str, topic: str) -> Found:
    text = _passage(element.find("questiontext"))
    held = dict(pair for file in element.iter("file") for pair in _file(file))
    tags = [said(tag) for tag in element.iterfind("tags/tag")]
    return Found(
        place=str(number),
        name=name or text.text,
        kind=QuestionKind.SINGLE,
        text=text,
        key=Key(),
        topic=topic,
        difficulty=next((level for tag in tags if (level := level_of(tag))), 2),
        points=_number(element.findtext("defaultgrade") or "1"),
        shuffled=_true(element.findtext("shuffleanswers") or "true"),
        files=partial(_picture, held),
    )


def _passage(element: Element | None) -> Passage:
    if element is None:
        return Passage()
    words = said(element)
    if element.get("format") == "plain_text":
        return plain_passage(words)
    return html_passage(words)


def _file(element: Element) -> Iterator[tuple[str, str]]:
    name = element.get("name") or ""
    if name and element.get("encoding", "base64") == "base64":
        yield f"{HERE}{unquote(name)}", element.text or ""


def _picture(held: Mapping[str, str], address: str) -> bytes | None:
    return decoded(held[address], address) if address in held else None


def _true(text: str) -> bool:
    return text.strip() in {"1", "true"}


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.strip())
    except InvalidOperation as bad:
        raise Untakable(UNREADABLE, text) from bad


def _worth(answer: Element) -> Decimal:
    return _number(answer.get("fraction") or "0")


def _choice(plain: Found, element: Element) -> Found:
    answers = element.findall("answer")
    single = _true(element.findtext("single") or "true")
    right = tuple(
        index
        for index, answer in enumerate(answers)
        if (_worth(answer) == ALL if single else _worth(answer) > 0)
    )
    return replace(
        plain,
        kind=QuestionKind.SINGLE if single else QuestionKind.MULTIPLE,
        options=tuple(map(_passage, answers)),
        key=Key(chosen=right),
    )


def _true_false(plain: Found, element: Element) -> Found:
    right = [said(answer).casefold() for answer in element.findall("answer") if _worth(answer) > 0]
    known = {"true": TRUE, "false": FALSE}
    if len(right) != 1 or right[0] not in known:
        raise Untakable("no_right_answer")
    return true_or_false(plain, known[right[0]])


def _matching(plain: Found, element: Element) -> Found:
    subs = element.findall("subquestion")
    lines, options, chosen = paired(
        [(_passage(sub), html_passage(said(sub, "answer/text"))) for sub in subs]
    )
    return replace(
        plain, kind=QuestionKind.MATCHING, options=options, lines=lines, key=Key(chosen=chosen)
    )


def _short(plain: Found, element: Element) -> Found:
    texts = [said(answer) for answer in element.findall("answer") if _worth(answer) == ALL]
    return replace(plain, kind=QuestionKind.SHORT, key=Key(texts=short_texts(texts)))


def _numerical(plain: Found, element: Element) -> Found:
    near = []
    for answer in element.findall("answer"):
        if _worth(answer) != ALL or said(answer) == "*":
            continue
        value, within = number_of(said(answer)), number_of(answer.findtext("tolerance") or "0")
        if value is None or within is None:
            raise Untakable(UNREADABLE, said(answer))
        near.append(Near(value=value, within=within))
    return replace(plain, kind=QuestionKind.NUMERIC, key=Key(numbers=tuple(near)))


READERS: Final[Mapping[str, Callable[[Found, Element], Found]]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "matching": _matching,
    "shortanswer": _short,
    "numerical": _numerical,
}
