"""Notices of results: as they will really be, and the longest expected."""

from dataclasses import replace

from exams.domain.ids import GroupId
from exams.notices import gradebook, results
from exams.notices.base import Notice
from exams.notices.lines import MarkLine
from tests.templates.samples.base import (
    AIGERIM,
    LONG_NAME,
    LONG_SUBJECT,
    MEDIA,
    MIDNIGHT,
    SUBJECT,
    TEN,
    TOMORROW,
    E,
    mark_lines,
)

PREVIEW = results.ResultsPreview(
    exam=E, subject=SUBJECT, starts_at=TEN, lines=mark_lines(12),
    groups=("ЕТ-101", "ЕТ-102"), privacy="names",
)  # fmt: skip
POSTED = results.GroupResults(
    exam=E, subject=SUBJECT, group="ЕТ-101", starts_at=TEN, lines=mark_lines(12),
    privacy="names", corrected_at=None,
)  # fmt: skip
GRADE = results.YourGrade(
    exam=E, subject=SUBJECT, points=87, letter="B+", gpa="3.33", rating=78, final=82,
    final_letter="B", corrected=False, reason="",
)  # fmt: skip
UNPOSTED = results.UnpostedResults(
    group=GroupId(4),
    name="ЕТ-101",
    exams=(
        results.UnpostedLine(exam=E, subject=SUBJECT, starts_at=TEN),
        results.UnpostedLine(exam=E, subject=LONG_SUBJECT, starts_at=TOMORROW),
    ),
)
UNPOSTED_PREVIEW = results.UnpostedPreview(
    exam=E, group=GroupId(4), name="ЕТ-101", subject=SUBJECT, starts_at=TEN,
    lines=mark_lines(12), corrected_at=None,
)  # fmt: skip
RECORDS = gradebook.GradeRecords(
    exam=E, subject=SUBJECT, waiting=0, sent=0, recorded=23,
    rejected=(
        gradebook.RejectedRow(name=AIGERIM, points=66, reason="студент табылмады <404>"),
        gradebook.RejectedRow(name=LONG_NAME, points=91, reason="period is closed"),
    ),
    held_up="",
)  # fmt: skip

ALL: tuple[Notice, ...] = (
    results.MarkList(exam=E, subject=SUBJECT, lines=mark_lines(12), due=TOMORROW, media=MEDIA),
    results.MarkList(exam=E, subject=SUBJECT, lines=mark_lines(2), due=None),
    PREVIEW,
    replace(PREVIEW, groups=(), privacy="private"),
    UNPOSTED,
    replace(UNPOSTED, unsure=True),
    replace(UNPOSTED, exams=(), posted=SUBJECT),
    replace(UNPOSTED, posted=LONG_SUBJECT),
    UNPOSTED_PREVIEW,
    replace(UNPOSTED_PREVIEW, picture=True, corrected_at=TOMORROW, media=MEDIA),
    POSTED,
    replace(
        POSTED,
        lines=(
            MarkLine(place=1, who="…0457", points=87, letter="B+"),
            MarkLine(place=2, who="…0461", points=None, letter="", absent=True),
        ),
        privacy="digits",
        corrected_at=TOMORROW,
    ),
    replace(POSTED, lines=(), privacy="private"),
    RECORDS,
    replace(RECORDS, rejected=()),
    *(
        replace(RECORDS, rejected=(), waiting=21, sent=2, held_up=reason)
        for reason in ("timeout", "unreachable", "refused", "unreadable", "folder", "")
    ),
    GRADE,
    replace(GRADE, appeal_until=MIDNIGHT),
    replace(GRADE, rating=None, final=None, final_letter=""),
    replace(GRADE, corrected=True, reason="қосындыда қате болды"),
    results.ResultsPosted(exam=E, subject=SUBJECT, posted=("ЕТ-101", "ЕТ-102"), private=25),
    results.ResultsPosted(exam=E, subject=SUBJECT, posted=(), private=1),
    results.MarkCorrected(
        exam=E, subject=SUBJECT, name=AIGERIM, before=78, after=87, letter="B+", posted=("ЕТ-101",)
    ),
    results.MarkCorrected(
        exam=E, subject=LONG_SUBJECT, name=LONG_NAME, before=78, after=87, letter="B+"
    ),
    results.MarkCorrected(exam=E, subject=SUBJECT, name=AIGERIM, before=87, after=87, letter="B+"),
    results.ResultsDue(exam=E, subject=SUBJECT, due=TOMORROW, hours_left=6),
    *(
        results.ResultsDue(
            exam=E, subject=SUBJECT, due=TOMORROW, hours_left=1, waits=waits, count=count
        )
        for waits, count in (("works", 12), ("answers", 1), ("markers", 0), ("commission", 0))
    ),
)  # fmt: skip

ONE_MESSAGE: tuple[Notice, ...] = (
    replace(POSTED, subject=LONG_SUBJECT, lines=mark_lines(60), corrected_at=TOMORROW),
    replace(PREVIEW, subject=LONG_SUBJECT, lines=mark_lines(60)),
    results.MarkList(exam=E, subject=LONG_SUBJECT, lines=mark_lines(60), due=TOMORROW),
)

LONGER: tuple[Notice, ...] = (replace(POSTED, lines=mark_lines(200)),)
