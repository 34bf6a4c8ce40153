"""Questions in a table: a row each, in XLSX, XLS, ODS or CSV."""

import re
from collections.abc import Iterator
from dataclasses import replace
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
    true_or_false,
)
from documents.banks.markup import Passage, plain_passage
from exams.domain.cells import shown
from exams.domain.questions import FALSE, TRUE, Key, Near, QuestionKind, level_of, number_of
from exams.ports.tables import ImportedTable, TableRow

OPTIONS: Final = tuple(f"option_{number}" for number in range(1, 9))
KINDS: Final = {
    word: kind
    for kind, words in {
        QuestionKind.SINGLE: "бір жауап/один ответ/single/single choice/бір жауапты",
        QuestionKind.MULTIPLE: "бірнеше жауап/несколько ответов/multiple/multiple choice",
        QuestionKind.TRUE_FALSE: "иә-жоқ/дұрыс-бұрыс/верно-неверно/да-нет/true/false/true-false",
        QuestionKind.MATCHING: "сәйкестендіру/соответствие/сопоставление/matching",
        QuestionKind.SHORT: "қысқа жауап/короткий ответ/short/short answer",
        QuestionKind.NUMERIC: "сан/число/числовой/numeric/number",
    }.items()
    for word in words.split("/")
}
TRUTH: Final = {
    word: truth
    for truth, words in {
        TRUE: "дұрыс иә верно да true yes t 1 a",
        FALSE: "бұрыс жоқ неверно нет false no f 0 b",
    }.items()
    for word in words.split()
}
LETTERS: Final = ("abcdefgh", "абвгдежз", "12345678")
NEAR: Final = re.compile(r"^(?P<value>[^±:]+?)(?:\s*(?:±|\+/-|:)\s*(?P<within>.+))?$")


def read_table(table: ImportedTable) -> Iterator[Read]:
    """Yield the questions; each is placed by the cell of its text."""
    for row in table.rows:
        text = _cell(row, "question")
        _, place = row.cells["question"]
        place = f"{table.sheet} {place}".strip()
        try:
            yield _question(row, place, text)
        except Untakable as why:
            yield not_taken(place, text, why)


def _cell(row: TableRow, column: str) -> str:
    value, _ = row.cells.get(column, (None, ""))
    return value.strip() if isinstance(value, str) else shown(value)


def _question(row: TableRow, place: str, text: str) -> Found:
    options = [_cell(row, column) for column in OPTIONS]
    while options and not options[-1]:
        options.pop()
    right = _cell(row, "right")
    said = _cell(row, "kind").casefold()
    if said and said not in KINDS:
        raise Untakable(UNKNOWN_KIND, said)
    kind = KINDS[said] if said else _guessed(options, right)
    level = _cell(row, "difficulty")
    if level and level_of(level) is None:
        raise Untakable("wrong_points", level)
    points = number_of(_cell(row, "points") or "1")
    if points is None:
        raise Untakable("wrong_points", _cell(row, "points"))
    plain = Found(
        place=place,
        name=_cell(row, "name") or text,
        kind=kind,
        text=plain_passage(text),
        key=Key(),
        topic=_cell(row, "topic"),
        difficulty=level_of(level) or 2,
        points=points,
    )
    return _keyed(plain, options, right)


def _guessed(options: list[str], right: str) -> QuestionKind:
    """Return what kind a row is that does not say so."""
    if options and all("->" in option or "→" in option for option in options):
        return QuestionKind.MATCHING
    if options:
        return QuestionKind.MULTIPLE if len(_named(right)) > 1 else QuestionKind.SINGLE
    if right.casefold() in TRUTH and number_of(right) is None:
        return QuestionKind.TRUE_FALSE
    return QuestionKind.NUMERIC if _near(right) is not None else QuestionKind.SHORT


def _keyed(plain: Found, options: list[str], right: str) -> Found:
    kind = plain.kind
    if kind is QuestionKind.TRUE_FALSE:
        if right.casefold() not in TRUTH:
            raise Untakable("no_right_answer", right)
        return true_or_false(plain, TRUTH[right.casefold()])
    if kind is QuestionKind.SHORT:
        texts = tuple(part.strip() for part in right.split(";") if part.strip())
        return replace(plain, key=Key(texts=texts))
    if kind is QuestionKind.NUMERIC:
        near = _near(right)
        if near is None:
            raise Untakable("no_right_answer" if not right else UNREADABLE, right)
        return replace(plain, key=Key(numbers=(near,)))
    if kind is QuestionKind.MATCHING:
        pairs = [_pair(option) for option in options if option]
        lines, partners, chosen = paired(pairs)
        return replace(plain, options=partners, lines=lines, key=Key(chosen=chosen))
    chosen = tuple(sorted({_index(name, len(options)) for name in _named(right)}))
    return replace(plain, options=tuple(map(plain_passage, options)), key=Key(chosen=chosen))


def _named(right: str) -> list[str]:
    return [name for name in re.split(r"[\s,;]+", right.casefold()) if name]


def _index(name: str, options: int) -> int:
    for letters in LETTERS:
        index = letters.find(name) if len(name) == 1 else -1
        if 0 <= index < options:
            return index
    raise Untakable("wrong_key", name)


def _pair(option: str) -> tuple[Passage, Passage]:
    line, _, partner = option.replace("→", "->").partition("->")
    return plain_passage(line.strip()), plain_passage(partner.strip())


def _near(right: str) -> Near | None:
    found = NEAR.match(right)
    if found is None:
        return None
    value, within = number_of(found["value"]), number_of(found["within"] or "0")
    if value is None or within is None or within < Decimal(0):
        return None
    return Near(value=value, within=within)
