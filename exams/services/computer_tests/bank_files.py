"""A bank as it waits for its confirmation: what was previewed is what is taken in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from exams.domain.ids import QuestionId
from exams.domain.questions import Key, Near, Option, Question, QuestionKind


def packed(questions: Sequence[Question]) -> bytes:
    """Return questions as JSON."""
    return json.dumps([_told(question) for question in questions], ensure_ascii=False).encode()


def unpacked(data: bytes) -> tuple[Question, ...]:
    """Return the questions which `packed` wrote."""
    return tuple(_question(told) for told in json.loads(data))


def _told(question: Question) -> dict[str, Any]:
    key = question.key
    numbers = [[str(near.value), str(near.within)] for near in key.numbers]
    return asdict(question) | {
        "kind": question.kind.value,
        "options": [[option.text, option.picture] for option in question.options],
        "key": [key.chosen, key.texts, numbers],
    }


def _question(told: Mapping[str, Any]) -> Question:
    chosen, texts, numbers = told["key"]
    near = (Near(value=Decimal(value), within=Decimal(within)) for value, within in numbers)
    return Question(
        **{
            **told,
            "id": QuestionId(told["id"]),
            "kind": QuestionKind(told["kind"]),
            "options": tuple(Option(text=text, picture=one) for text, one in told["options"]),
            "lines": tuple(told["lines"]),
            "key": Key(chosen=tuple(chosen), texts=tuple(texts), numbers=tuple(near)),
        }
    )
