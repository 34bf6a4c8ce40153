"""What came from the university's system, as it will really be shown."""

from dataclasses import replace
from datetime import UTC, datetime

from exams.notices.arrival import ArrivalShown
from exams.notices.base import Notice
from exams.notices.lines import RowFault
from tests.templates.samples.base import UNSEATED, exam_line

CAME = ArrivalShown(
    arrival=12,
    name="roster-2027-spring.csv",
    came_at=datetime(2027, 5, 19, 7, 0, tzinfo=UTC),
    tables=(("people", 412, 7), ("schedule", 18, 0)),
    faults=(),
    more=0,
    unreadable=False,
    state="waiting",
    decided_by="",
)
FAULTS = (
    RowFault(sheet="", cell="B3", reason="missing", given=""),
    RowFault(sheet="lineItems.csv", cell="F12", reason="not_a_time", given="<9.30>"),
)

ALL: tuple[Notice, ...] = (
    CAME,
    replace(CAME, again=(exam_line(),), unseated=UNSEATED, kept_out=2),
    replace(CAME, state="taken", decided_by="Қуанышева Мәдина Нұржанқызы"),
    replace(CAME, state="dropped", decided_by="Қуанышева Мәдина Нұржанқызы"),
    replace(CAME, state="refused", faults=FAULTS, more=14),
    replace(CAME, state="refused", unreadable=True, tables=()),
)
