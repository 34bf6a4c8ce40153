"""Tables from the university's own system: shown to the registrar, who decides."""

from dataclasses import dataclass
from datetime import datetime

from exams.notices.base import Notice
from exams.notices.lines import ExamLine, RowFault, Unseated


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalShown(Notice):
    """What came, what it would change, or which cells are wrong; and what was decided.

    Attributes:
        tables: which tables it holds, and how many rows of each are new and changed.
        faults: at most the first 30; `more` says how many were left out.
        kept_out: how many students an exam would not let in, as in `ImportPreview`.
        again: exams to come of which another one is planned, as in `ImportPreview`.
        unseated: who gets no place in an exam of their group, as in `ImportPreview`.
        unreadable: the file is no table at all.
        state: waiting, taken, refused or dropped.
        decided_by: the registrar's name, empty while nobody has decided.
    """

    template = "arrival_shown"
    arrival: int
    name: str
    came_at: datetime
    tables: tuple[tuple[str, int, int], ...]
    faults: tuple[RowFault, ...]
    more: int
    unreadable: bool
    state: str
    decided_by: str
    kept_out: int = 0
    again: tuple[ExamLine, ...] = ()
    unseated: tuple[Unseated, ...] = ()
    unseated_more: int = 0
