"""Notices of the proctors: as they will really be, and the longest expected."""

from dataclasses import replace
from datetime import timedelta

from exams.notices import chief, proctor
from exams.notices.base import Notice
from tests.templates.samples.base import (
    AIGERIM,
    LONG_NAME,
    LONG_SUBJECT,
    MEDIA,
    NAMES,
    NOON,
    SUBJECT,
    TEN,
    TEXT,
    TOMORROW,
    A,
    E,
    exam_line,
    student_line,
)
from tests.templates.samples.oral import QUEUE

CARD = proctor.StudentCard(
    exam=E, attempt=A, name=AIGERIM, number="20210457", stage="writing", camera="phone",
    present=True, document=True, face=True, room=True, desk=False, rules=True, ticket=12,
    deadline=NOON, warnings=1, sheets=3, aside=1, suspicious=1, unproven=True, left_early=True,
    extra_time=25, given=15, conditions=("no_room_scan", "scribe"),
    can=("warn", "message"), left=3, away_since=TEN, moves=1,
)  # fmt: skip
BOARD = proctor.ProctorBoard(
    exam=E, subject=SUBJECT, stage="running", starts_at=TEN, kind="written",
    students=tuple(student_line(place) for place in range(1, 13)),
    unreached=("Ким Виктория Андреевна",), at=TEN + timedelta(minutes=63),
)  # fmt: skip

ALL: tuple[Notice, ...] = (
    proctor.ProctorExams(exams=(exam_line(), exam_line(stage="marking", people=1))),
    proctor.ProctorExams(exams=()),
    proctor.RoomMissing(exam=E, subject=SUBJECT, starts_at=TEN),
    proctor.RoomMissing(exam=E, subject=SUBJECT, starts_at=TEN, lost=True),
    proctor.StillWaiting(
        exam=E, subject=SUBJECT, names=NAMES[:2], missing=NAMES[2:3], until=NOON
    ),
    proctor.StillPaused(
        exam=E, subject=SUBJECT, attempts=(A, A), names=NAMES[:2], since=(TEN, TEN), until=NOON
    ),
    proctor.ProctorAbsent(exam=E, subject=SUBJECT, starts_at=TEN, names=NAMES[:2]),
    proctor.ProctorAbsent(exam=E, subject=SUBJECT, starts_at=TEN, names=()),
    proctor.ProctorCame(exam=E, subject=SUBJECT, starts_at=TEN, name=NAMES[0]),
    proctor.ProctorCame(exam=E, subject=SUBJECT, starts_at=TEN, name=""),
    proctor.ProctorCalled(
        exam=E, subject=SUBJECT, starts_at=TEN, url="https://zoom.example/s/1?zak=a&b=c", people=25
    ),
    proctor.ProctorCalled(
        exam=E, subject=SUBJECT, starts_at=TEN, url="https://zoom.example/s/2", people=9, anew=True
    ),
    BOARD,
    replace(BOARD, students=QUEUE, answers_from=NOON, next_name=AIGERIM),
    CARD,
    replace(CARD, stage="preparing", deadline=None, turn=4, about=NOON),
    replace(CARD, stage="answered", deadline=None, points=85),
    replace(CARD, stage="invited", camera="", present=False, ticket=None, deadline=None, aside=0),
    replace(CARD, suspicious=0, unproven=False, deadline=None, extra_time=0, conditions=()),
    replace(CARD, conditions=(), likeness="same", likely=97),
    replace(CARD, likeness="review", likely=58, poor=("small", "blurred")),
    replace(CARD, likeness="different", likely=4),
    replace(CARD, left_early=False),
    proctor.Question(exam=E, attempt=A, name=AIGERIM, text=TEXT),
    *(
        proctor.Alert(exam=E, attempt=A, name=AIGERIM, what=what, at=TEN, chief=decides)
        for what in (
            "outage", "outage_waiting", "outage_suspended", "left", "back", "technical_fail",
            "new_phone", "same_sheet", "late_sheet", "lost_sheet", "sheets_missing",
            "third_warning", "pick_late", "no_document", "second_device", "faces_differ",
        )
        for decides in (False, True)
    ),
    proctor.Unreached(exam=E, subject=SUBJECT, names=NAMES[:2], minutes=15),
    proctor.HandedIn(exam=E, attempt=A, name=AIGERIM, pages=3, aside=1, media=MEDIA),
    *(
        chief.ChiefDesk(
            exam=E, subject=SUBJECT, stage=stage, sitting=24, cut=6, since=since, turn=3
        )
        for stage, since in (("running", None), ("suspended", TEN))
    ),
    *(
        chief.WideOutage(exam=E, subject=SUBJECT, cut=6, sitting=24, at=TEN, chief=decides)
        for decides in (True, False)
    ),
    chief.DowntimeFound(
        exam=E, subject=SUBJECT, since=TEN, until=NOON, minutes=12, decide_by=NOON
    ),
    chief.ExamSuspended(exam=E, subject=SUBJECT, at=TEN),
    chief.ExamGoesOn(exam=E, subject=SUBJECT, deadline=NOON, until=None, stage="writing"),
    chief.ExamGoesOn(exam=E, subject=SUBJECT, deadline=None, until=NOON),
    *(
        chief.RoomSuspended(exam=E, subject=SUBJECT, at=TEN, suspended=suspended)
        for suspended in (True, False)
    ),
    chief.DocumentDue(exam=E, subject=SUBJECT, until=TOMORROW),
    chief.DocumentSeen(subject=SUBJECT),
    *(chief.AsideDecided(exam=E, subject=SUBJECT, count=2, taken=take) for take in (True, False)),
    chief.EndAsked(exam=E, attempt=A, name=AIGERIM, by=NAMES[1], reason=TEXT, until=TEN),
    *(
        chief.ReviewOpened(
            attempt=A, subject=SUBJECT, name=AIGERIM, by=NAMES[1], reason=TEXT, stage=stage
        )
        for stage in ("under_review", "cleared", "annulled")
    ),
    *(
        chief.ReviewTold(subject=SUBJECT, stage=stage, reason=reason)
        for stage, reason in (("under_review", TEXT), ("cleared", ""), ("annulled", TEXT))
    ),
    chief.ReviewOpened(
        attempt=A, subject=SUBJECT, name=AIGERIM, by="", reason="no_sheets_undecided",
        stage="under_review",
    ),
    chief.ReviewTold(subject=SUBJECT, stage="under_review", reason="no_sheets_undecided"),
)  # fmt: skip

ONE_MESSAGE: tuple[Notice, ...] = (
    replace(
        BOARD,
        subject=LONG_SUBJECT,
        students=tuple(
            replace(student_line(place), name=LONG_NAME, minutes_left=120)
            for place in range(1, 41)
        ),
        unreached=(LONG_NAME,) * 10,
    ),
    proctor.Unreached(exam=E, subject=LONG_SUBJECT, names=(LONG_NAME,) * 40, minutes=15),
    proctor.ProctorExams(exams=(exam_line(subject=LONG_SUBJECT),) * 15),
)

LONGER: tuple[Notice, ...] = (
    replace(BOARD, students=tuple(student_line(place) for place in range(1, 200))),
    proctor.Question(exam=E, attempt=A, name=AIGERIM, text="ұзын сөз " * 455),
)

CAPTIONS: tuple[Notice, ...] = (
    proctor.HandedIn(exam=E, attempt=A, name=LONG_NAME, pages=20, aside=5, media=MEDIA),
)
