"""Notices of appeals: as they will really be, and the longest expected."""

from dataclasses import replace

from exams.domain.ids import AttemptId
from exams.notices import appeals
from exams.notices.base import Notice
from exams.notices.lines import AppealLine
from tests.templates.samples.base import (
    AIGERIM,
    LONG_NAME,
    LONG_SUBJECT,
    MEDIA,
    MIDNIGHT,
    NAMES,
    NOON,
    SUBJECT,
    TEXT,
    A,
    E,
)

APPEAL = appeals.AppealCard(
    exam=E, attempt=A, subject=SUBJECT, name=AIGERIM, points=61, letter="C-",
    examiner="Жұмабаев Ержан Маратұлы", text=TEXT, filed_at=NOON, decide_by=MIDNIGHT, sheets=4,
    stage="open",
)  # fmt: skip
FILED = appeals.AppealFiled(
    exam=E, subject=SUBJECT, points=61, letter="C-", text=TEXT, filed_at=NOON, decide_by=MIDNIGHT
)
DECIDED = appeals.AppealDecided(
    exam=E, subject=SUBJECT, changed=True, was=61, points=66, letter="C", gpa="2.0", final=73,
    final_letter="C+", reason="екінші сұрақтың жауабы толық",
)  # fmt: skip
APPEALS = tuple(
    AppealLine(attempt=AttemptId(n), subject=SUBJECT, name=name, decide_by=MIDNIGHT)
    for n, name in enumerate(NAMES)
)

ALL: tuple[Notice, ...] = (
    FILED,
    APPEAL,
    replace(
        APPEAL, stage="changed", new_points=66, new_letter="C", reason="есептен қате",
        decided_by="Оңғарбаев Серік Әліұлы",
    ),
    replace(APPEAL, stage="upheld", reason="баға әділ", decided_by="Оңғарбаев Серік Әліұлы"),
    appeals.Appeals(appeals=APPEALS),
    appeals.Appeals(appeals=()),
    appeals.AppealSheets(attempt=A, name=AIGERIM, pages=4, media=MEDIA),
    appeals.AppealDue(
        attempt=A, subject=SUBJECT, name=AIGERIM, decide_by=MIDNIGHT, overdue=False
    ),
    appeals.AppealDue(attempt=A, subject=SUBJECT, name=AIGERIM, decide_by=MIDNIGHT, overdue=True),
    DECIDED,
    replace(DECIDED, changed=False, final=None, final_letter=""),
)  # fmt: skip

ONE_MESSAGE: tuple[Notice, ...] = (
    replace(
        APPEAL,
        subject=LONG_SUBJECT,
        name=LONG_NAME,
        text="ұзын сөз " * 166,
        stage="changed",
        reason="дұрыс " * 250,
        new_points=100,
        new_letter="A",
        decided_by=LONG_NAME,
    ),
)

CAPTIONS: tuple[Notice, ...] = (
    appeals.AppealSheets(attempt=A, name=LONG_NAME, pages=20, media=MEDIA),
)
