"""Marks, results and appeals: what differs where the buttons do."""

from exams.domain.ids import AttemptId, ExamId
from exams.notices.appeals import AppealCard, Appeals
from exams.notices.gradebook import GradeRecords, RejectedRow
from exams.notices.lines import AppealLine
from exams.notices.marks import MarkPad, MarkReview, OverdueLine, OverdueResults
from exams.notices.results import (
    ResultsDue,
    ResultsPreview,
    UnpostedLine,
    UnpostedResults,
    YourGrade,
)
from tests import make
from tests.handlers.samples.base import EXAM, LINES, Variants

APPEALS = tuple(
    AppealLine(attempt=AttemptId(n), subject="Тарих", name=make.NAMES[who], decide_by=make.START)
    for n, who in enumerate(make.STUDENTS * 5)
)

LATE = tuple(
    OverdueLine(
        exam=ExamId(EXAM - n),
        subject="Деректер қоры және ақпараттық қауіпсіздік негіздері",
        examiners=(),
        due=make.START,
        missing=n,
        late=True,
        reminded_at=None,
    )
    for n in range(40)
)

VARIANTS: Variants = {
    MarkPad: [
        {"before": None, "after": None, "sheets": 0},
        {"undo_who": "Әбдірахманова Гүлнұр", "undo_at": 1_900_000_000_000},
        {"undo": None},
    ],
    MarkReview: [
        {"missing": ("Айгерім",), "letters": (("A", 1),)},
        {"missing": (), "writing": 0, "confirmed": False},
        {"missing": (), "writing": 0, "confirmed": True},
    ],
    ResultsDue: [
        {"office": True},
        *(
            {"office": False, "waits": waits}
            for waits in ("", "works", "answers", "markers", "commission")
        ),
    ],
    OverdueResults: [{}, {"exams": LATE}],
    ResultsPreview: [{"privacy": privacy} for privacy in ("names", "digits", "private")],
    AppealCard: [{"stage": "open"}, {"stage": "changed"}, {"stage": "open", "sheets": 0}],
    Appeals: [{}, {"appeals": APPEALS}],
    YourGrade: [{"appeal_until": make.START}, {"appeal_until": None, "comments": 0}],
    GradeRecords: [
        {},
        {"held_up": "timeout"},
        {"rejected": (RejectedRow(name="Айгерім", points=66, reason="404"),), "held_up": ""},
    ],
    UnpostedResults: [
        {
            "exams": tuple(
                UnpostedLine(exam=one.exam, subject=one.subject, starts_at=one.starts_at)
                for one in LINES[:15]
            )
        }
    ],
}
