"""Aiken: a question, its options by letter, and a line that names the right ones."""

import re
from collections.abc import Iterator
from typing import Final

from documents.banks.found import UNREADABLE, Found, Read, Untakable, not_taken
from documents.banks.markup import plain_passage
from exams.domain.questions import Key, QuestionKind

ANSWER: Final = re.compile(r"^\s*(?:ANSWER|ОТВЕТ|ЖАУАП)\s*:\s*(?P<letters>.*)$", re.IGNORECASE)
OPTION: Final = re.compile(
    r"^\s*(?P<letter>[A-Za-zА-Яа-яЁёӘәІіҢңҒғҮүҰұҚқӨөҺһ])[.)]\s+(?P<text>.+)$"
)


def is_aiken(text: str) -> bool:
    """Return whether a text has the lines by which Aiken is known."""
    lines = text.split("\n")
    return any(map(ANSWER.match, lines)) and any(map(OPTION.match, lines))


def read_aiken(text: str) -> Iterator[Read]:
    """Yield the questions; each is named by its number in the file."""
    words: list[str] = []
    options: list[tuple[str, str]] = []
    number, first = 0, 0
    for line_number, line in enumerate(text.split("\n"), start=1):
        answer, option = ANSWER.match(line), OPTION.match(line)
        if answer is not None:
            number += 1
            yield _question(number, first or line_number, words, options, answer["letters"])
            words, options, first = [], [], 0
        elif not line.strip():
            continue
        else:
            first = first or line_number
            if option is not None and words:
                options.append((option["letter"].casefold(), option["text"]))
            elif options:  # a line without a letter goes on with the option before it
                letter, said = options[-1]
                options[-1] = (letter, f"{said} {line.strip()}")
            else:
                words.append(line.strip())
    if words or options:
        yield not_taken(str(first), " ".join(words), Untakable("no_right_answer"))


def _question(
    number: int, line: int, words: list[str], options: list[tuple[str, str]], letters: str
) -> Read:
    name = f"{number}. {' '.join(words)}"
    given = [letter for letter in re.split(r"[\s,;]+", letters.casefold()) if letter]
    known = [letter for letter, _ in options]
    try:
        if len(set(known)) != len(known):
            raise Untakable(UNREADABLE, " ".join(known))
        missing = [letter for letter in given if letter not in known]
        if missing:
            raise Untakable("wrong_key", ", ".join(missing))
    except Untakable as why:
        return not_taken(str(line), name, why)
    return Found(
        place=str(line),
        name=name,
        kind=QuestionKind.MULTIPLE if len(given) > 1 else QuestionKind.SINGLE,
        text=plain_passage("\n".join(words)),
        options=tuple(plain_passage(said) for _, said in options),
        key=Key(chosen=tuple(sorted({known.index(letter) for letter in given}))),
    )
