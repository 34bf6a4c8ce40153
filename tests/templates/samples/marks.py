"""Notices of marking as they will really be, and with the longest that is to be expected."""

from dataclasses import replace
from datetime import UTC, datetime

from exams.domain.ids import AttemptId, Digest, ExamId
from exams.notices import group, marks, results
from exams.notices.base import Media, Notice
from exams.notices.lines import MarkLine

NOON = datetime(2027, 5, 19, 7, 0, tzinfo=UTC)
E, A = ExamId(7), AttemptId(70)
SUBJECT = "Деректер құрылымы және алгоритмдер"
AIGERIM = "Серікова Айгерім Болатқызы"
LONG_NAME = "Құдайбергеноваға-Әбдірахманова Гүлнұр-Айгерім Нұрсұлтанқызы"

PAD = marks.MarkPad(
    exam=E, attempt=A, subject=SUBJECT, place=12, name=AIGERIM, points=None, letter="",
    sheets=4, done=11, total=30, before=AttemptId(69), after=AttemptId(71),
    undo=AttemptId(69), undo_who=LONG_NAME, undo_points=85, undo_at=1_900_000_000_000,
)  # fmt: skip
TAKEN = marks.MarksTaken(
    exam=E, subject=SUBJECT, done=14, total=30,
    lines=(
        marks.SaidMark(
            text="12 85", who=AIGERIM, points=85, letter="B+", was=None, fault=""
        ),
        marks.SaidMark(text="13 70", who=LONG_NAME, points=70, letter="C+", was=65, fault=""),
        *(
            marks.SaidMark(
                text="<b>99 80", who="", points=None, letter="", was=None, fault=fault
            )
            for fault in (
                "marks_unreadable", "mark_out_of_range", "no_mark_for", "mark_told",
                "marked_twice",
            )
        ),
    ),
)  # fmt: skip
LINES = tuple(
    MarkLine(
        place=place,
        who=LONG_NAME if place % 2 else AIGERIM,
        points=None if place % 9 == 0 else place % 101,
        letter="" if place % 9 == 0 else "C+",
        absent=place % 18 == 0,
    )
    for place in range(1, 61)
)
REVIEW = marks.MarkReview(
    exam=E, subject=SUBJECT, lines=LINES, letters=(("A", 3), ("B+", 12), ("C-", 7), ("FX", 1)),
    missing=(), writing=0, confirmed=False,
)  # fmt: skip

LATE = marks.OverdueLine(
    exam=E, subject=SUBJECT, examiners=(LONG_NAME, AIGERIM), due=NOON, missing=12, late=True,
    reminded_at=NOON,
)  # fmt: skip
DUE = results.ResultsDue(exam=E, subject=SUBJECT, due=NOON, hours_left=0)
POSTED = results.GroupResults(
    exam=E, subject=SUBJECT, group="ЕТ-101", starts_at=NOON, lines=LINES, privacy="names",
    corrected_at=None, picture=True,
)  # fmt: skip
PREVIEW = results.ResultsPreview(
    exam=E, subject=SUBJECT, starts_at=NOON, lines=LINES, groups=("ЕТ-101", "ЕТ-102"),
    privacy="names", lost=(), picture=True,
    media=(Media(kind="photo", digest=Digest("0" * 64), name="results-7.png"),),
)  # fmt: skip
FAILED = results.YourGrade(
    exam=E, subject=SUBJECT, points=31, letter="FX", gpa="0.5", rating=78, final=None,
    final_letter="", corrected=False, reason="", appeal_until=NOON, standing="resit",
    resits_left=2,
)  # fmt: skip
RESITS_TO_PLAN = marks.ResitsToPlan(
    exam=E,
    subject=SUBJECT,
    students=(
        marks.ResitLine(name=LONG_NAME, number="24000317", left=2),
        marks.ResitLine(name=AIGERIM, number="24000318", left=1),
    ),
)
NO_RESITS = marks.NoResitsLeft(
    exam=E, subject=SUBJECT,
    students=(
        marks.NoResitLine(name=LONG_NAME, number="24000317", letters=("FX", "FX", "FX")),
        marks.NoResitLine(name=AIGERIM, number="24000318", letters=("F",)),
    ),
)  # fmt: skip

ALL: tuple[Notice, ...] = (
    PAD,
    replace(PAD, points=85, letter="B+", undo=None, sheets=0),
    TAKEN,
    REVIEW,
    replace(REVIEW, confirmed=True),
    replace(REVIEW, missing=(AIGERIM, LONG_NAME), writing=2),
    marks.OverdueResults(exams=(LATE, replace(LATE, late=False, missing=0, reminded_at=None))),
    marks.OverdueResults(exams=()),
    POSTED,
    replace(POSTED, picture=False, privacy="digits", corrected_at=NOON),
    PREVIEW,
    replace(PREVIEW, groups=(), lost=("ЕТ-101",), picture=False, media=()),
    group.ResultsKeptPrivate(subject=SUBJECT, group="ЕТ-101"),
    results.ResultsPosted(
        exam=E, subject=SUBJECT, posted=("ЕТ-101",), private=27, lost=("ЕТ-102", "ЕТ-103")
    ),
    DUE,
    replace(DUE, office=True),
    replace(DUE, hours_left=6, office=True),
    FAILED,
    replace(FAILED, resits_left=1),
    replace(FAILED, letter="F", points=10, standing="registrar", resits_left=0),
    RESITS_TO_PLAN,
    replace(RESITS_TO_PLAN, students=()),
    NO_RESITS,
    replace(NO_RESITS, students=()),
    replace(REVIEW, letters=(), missing=(AIGERIM,), lines=LINES[:3]),
)
