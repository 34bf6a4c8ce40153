"""One message of each kind, with something in each field."""

import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

from exams.domain.attempt_table import Stage
from exams.domain.ids import AttemptId, ExamId
from exams.notices.base import Notice
from exams.notices.lines import ExamLine, StudentLine
from exams.notices.office import Exported
from exams.notices.results import ResultsPreview
from tests import make

Variants = Mapping[type[Notice], Sequence[Mapping[str, Any]]]
"""By kind, what is changed in a plain message of it."""

EXAM = ExamId(1_234_567_890)
ATTEMPT = AttemptId(9_876_543_210)
CASE = 2_147_483_647
"""As long as ids may ever become."""


def value(hint: Any) -> Any:
    """Return some value of a field's type."""
    if hasattr(hint, "__supertype__"):
        ids = {"ExamId": EXAM, "AttemptId": ATTEMPT, "CaseId": CASE, "OrderId": CASE}
        return ids.get(hint.__name__, hint.__supertype__(7))
    if get_origin(hint) in (Union, types.UnionType):
        return value(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return ()
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{field.name: value(hints[field.name]) for field in fields(hint)})
    return {int: 3, str: "сөз", bool: True, datetime: make.START}[hint]


def plain(kind: type[Notice]) -> Any:
    """Return a message of a kind with something in each field."""
    hints = get_type_hints(kind)
    facts = {field.name: value(hints[field.name]) for field in fields(kind)}
    if kind is ResultsPreview:
        facts["privacy"] = "names"
    if kind is Exported:
        facts["what"] = "statement"
    return kind(**facts)


def line(number: int = 1) -> ExamLine:
    """Return an exam in a list."""
    return ExamLine(
        exam=ExamId(EXAM - number),
        subject="Деректер қоры және ақпараттық қауіпсіздік негіздері",
        kind="written",
        starts_at=make.START,
        stage="published",
    )


def student(place: int, stage: Stage = Stage.WRITING) -> StudentLine:
    """Return a student on a board."""
    name = make.NAMES[make.STUDENTS[place % len(make.STUDENTS)]]
    return StudentLine(place=place, attempt=AttemptId(place), name=name, stage=stage.value)


LINES = tuple(line(number) for number in range(60))
LISTS: Sequence[Mapping[str, Any]] = ({}, {"exams": LINES})
MANY_GROUPS = tuple((n, f"АЖ-21-{n}") for n in range(1, 40))
ROOM = tuple(student(place) for place in range(1, 61))
