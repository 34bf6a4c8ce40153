"""A small bank of questions for the computer test of the sandbox, in three languages."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from exams.domain.questions import TRUE_FALSE, Key, Near, Option, Question, QuestionKind
from exams.records.questions import NEW_QUESTION

BANK: Final = Path(__file__).with_name("sample_bank.toml")


def sample_bank(locale: str) -> tuple[Question, ...]:
    """Return twelve questions of every kind, as a registrar would have imported them."""
    told: list[dict[str, Any]] = tomllib.loads(BANK.read_text(encoding="utf-8"))["question"]
    return tuple(_question(place, one, locale) for place, one in enumerate(told, start=1))


def bank_file(locale: str) -> bytes:
    """Return the same bank as an examiner would type it, in GIFT."""
    blocks, topic = [], ""
    for question in sample_bank(locale):
        if question.topic != topic:
            topic = question.topic
            blocks.append(f"$CATEGORY: {topic}")
        text, inside = _escaped(question.text), _answers(question)
        blocks.append(f"::{question.name}:: {text} {{{inside}}}")
    return "\n\n".join(blocks).encode()


def _answers(question: Question) -> str:
    key, options = question.key, [_escaped(option.text) for option in question.options]
    if question.kind is QuestionKind.TRUE_FALSE:
        return "TRUE" if key.chosen == (0,) else "FALSE"
    if question.kind is QuestionKind.NUMERIC:
        return f"#{key.numbers[0].value}:{key.numbers[0].within}"
    if question.kind is QuestionKind.SHORT:
        return " ".join(f"={_escaped(text)}" for text in key.texts)
    if question.kind is QuestionKind.MATCHING:
        pairs = zip(question.lines, key.chosen, strict=True)
        return " ".join(f"={_escaped(line)} -> {options[partner]}" for line, partner in pairs)
    if question.kind is QuestionKind.MULTIPLE:
        right, wrong = f"~%{100 / len(key.chosen):g}%", "~%-100%"
        return " ".join(
            f"{right if index in key.chosen else wrong}{option}"
            for index, option in enumerate(options)
        )
    return " ".join(
        f"{'=' if index in key.chosen else '~'}{option}" for index, option in enumerate(options)
    )


def _escaped(text: str) -> str:
    return re.sub(r"([~=#{}:\\])", r"\\\1", text)


def _question(place: int, told: dict[str, Any], locale: str) -> Question:
    kind = QuestionKind(told["kind"])
    words: dict[str, Any] = told[locale]
    right = told.get("right", ())
    options = tuple(Option(text=text) for text in words.get("options", ()))
    keys = {
        QuestionKind.SHORT: lambda: Key(texts=tuple(words["right"])),
        QuestionKind.NUMERIC: lambda: Key(numbers=(Near(value=Decimal(right)),)),
    }
    return Question(
        id=NEW_QUESTION,
        name=f"{place:02}",
        kind=kind,
        text=words["text"],
        options=TRUE_FALSE if kind is QuestionKind.TRUE_FALSE else options,
        lines=tuple(words.get("lines", ())),
        key=keys.get(kind, lambda: Key(chosen=tuple(right)))(),
        topic=words["topic"],
        shuffled=kind is not QuestionKind.TRUE_FALSE,
    )
