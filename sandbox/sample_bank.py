"""A small bank of questions for the computer test of the sandbox, in three languages."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from exams.domain.questions import TRUE_FALSE, Key, Near, Option, Question, QuestionKind
from exams.records import NEW_QUESTION

BANK: Final = Path(__file__).with_name("sample_bank.toml")


def sample_bank(locale: str) -> tuple[Question, ...]:
    """Return twelve questions of every kind, as a registrar would have imported them."""
    told: list[dict[str, Any]] = tomllib.loads(BANK.read_text(encoding="utf-8"))["question"]
    return tuple(_question(place, one, locale) for place, one in enumerate(told, start=1))


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
