"""Notices before an exam and at checking in: as they will really be, and the longest expected."""

from dataclasses import replace
from datetime import timedelta

from exams.notices import before, checking_in, entrance
from exams.notices.base import Notice
from tests.templates.samples.base import (
    AIGERIM,
    LONG_SUBJECT,
    MEDIA,
    SUBJECT,
    TEN,
    TOMORROW,
    E,
    exam_line,
)

DETAILS = before.ExamDetails(
    exam=E, subject=SUBJECT, kind="written", starts_at=TEN,
    opens_at=TEN - timedelta(minutes=15), stage="invited", camera="webcam",
    proctor="Жұмабаев Ержан Маратұлы", reason="",
)  # fmt: skip
CHECK_IN = checking_in.CheckIn(
    exam=E, stage="checking_in", rules=True, document=True, face=False, room=False, desk=False,
    tries_left=3, reason="",
)  # fmt: skip
INFORMATION = checking_in.Information(
    exam=E, subject=SUBJECT, name=AIGERIM, rating=78, minutes=120, tickets=28, starts_at=TEN
)

LINK = before.ConferenceLink(
    exam=E, subject=SUBJECT, starts_at=TEN, url="https://zoom.example/w/1?tk=a&pwd=b"
)
ALL: tuple[Notice, ...] = (
    entrance.ChooseLanguage(),
    entrance.Stranger(),
    entrance.Menu(name=AIGERIM, roles=("student",)),
    entrance.Help(
        email="or@abu.edu.kz",
        phone="+7 (7222) 36-03-63 (118)",
        whatsapp="+7 747 115 67 37",
        exam=None,
    ),
    entrance.Help(email="or@abu.edu.kz", phone="+7 (7222) 36-03-63", whatsapp="+7 747", exam=E),
    before.MyExams(exams=(exam_line(stage="scheduled"), exam_line(kind="oral", stage="released"))),
    before.MyExams(exams=()),
    DETAILS,
    replace(DETAILS, stage="barred", camera="", proctor="", reason="low_rating"),
    replace(DETAILS, stage="cancelled"),
    replace(DETAILS, stage="scheduled", missed_at=TEN),
    before.Calendar(count=3, media=MEDIA),
    before.ExamAnnounced(exam=E, subject=SUBJECT, kind="written", starts_at=TEN),
    before.AdditionalExam(
        exam=E, subject=SUBJECT, kind="written", starts_at=TOMORROW, missed_at=TEN
    ),
    before.ExamCancelled(subject=SUBJECT, starts_at=TEN),
    before.ExamNotHeld(exam=E, subject=SUBJECT, starts_at=TEN),
    before.ExamNotHeld(exam=E, subject=SUBJECT, starts_at=TEN, office=True),
    before.Barred(exam=E, subject=SUBJECT, starts_at=TOMORROW, reason="low_rating"),
    before.ExamMoved(exam=E, subject=SUBJECT, was=TEN, starts_at=TOMORROW),
    before.Equipment(exam=E, subject=SUBJECT, starts_at=TEN),
    before.Equipment(exam=E, subject=SUBJECT, starts_at=TEN, camera="phone"),
    before.Reminder(exam=E, subject=SUBJECT, starts_at=TEN, hours=24),
    before.DayBefore(exam=E, subject=SUBJECT, starts_at=TEN, hours=24, kind="written"),
    before.DayBefore(exam=E, subject=SUBJECT, starts_at=TEN, hours=24, kind="test"),
    before.Reminder(exam=E, subject=SUBJECT, starts_at=TEN, hours=1),
    before.Reminder(exam=E, subject=SUBJECT, starts_at=TEN, hours=1, kind="test"),
    LINK,
    replace(LINK, anew=True),
    replace(LINK, then="back"),
    replace(LINK, then=""),
    checking_in.RulesPage(exam=E, page=1, pages=2),
    checking_in.RulesPage(exam=E, page=2, pages=2),
    CHECK_IN,
    checking_in.PhotographsOffered(exam=E, page="https://exam.example.kz/check-in?exam=3"),
    replace(CHECK_IN, stage="id_failed", reason="Құжаттағы сурет көрінбейді", tries_left=2),
    replace(CHECK_IN, stage="identified", face=True),
    replace(CHECK_IN, stage="admitted", face=True, room=True, desk=True),
    INFORMATION,
    replace(INFORMATION, rating=None),
)  # fmt: skip

ONE_MESSAGE: tuple[Notice, ...] = (before.MyExams(exams=(exam_line(subject=LONG_SUBJECT),) * 15),)

CAPTIONS: tuple[Notice, ...] = (
    before.Equipment(exam=E, subject=LONG_SUBJECT, starts_at=TEN),
    before.DayBefore(exam=E, subject=LONG_SUBJECT, starts_at=TEN, hours=24, kind="written"),
    before.Calendar(count=12, media=MEDIA),
)
