"""Notices of the office and of group chats: as they will really be, and the longest expected."""

from dataclasses import replace

from exams.domain.exam import Check
from exams.domain.exam_table import ExamStage
from exams.notices import group, office, taking_back
from exams.notices.base import Notice
from exams.notices.lines import Clash, DeckLine, Fix, RowFault
from tests.templates.samples.base import (
    AIGERIM,
    LONG_NAME,
    LONG_SUBJECT,
    MEDIA,
    SUBJECT,
    TEN,
    TOMORROW,
    UNSEATED,
    E,
    exam_line,
)

CHECKS = office.ExamChecks(
    exam=E, subject=SUBJECT, kind="written", starts_at=TEN, stage="draft",
    groups=("ЕТ-101", "ЕТ-102"), proctors=("Жұмабаев Ержан Маратұлы",), students=25, tickets=26,
    decks=(
        DeckLine(language="", tickets=10, students=0),
        DeckLine(language="kk", tickets=16, students=15),
    ),
    without=(("ru", 8), ("", 2)),
    questions=0,
    checks=tuple(Fix(code=check.value, holds=check is not Check.TICKETS) for check in Check),
    ready=False, can=("check_again",),
    clashes=(
        Clash(check="clash", subject=SUBJECT, starts_at=TEN, until=TOMORROW, students=12),
        Clash(check="host", subject=SUBJECT, starts_at=TEN, until=TOMORROW),
        Clash(
            check="staff", subject=SUBJECT, starts_at=TEN, until=TOMORROW, names=(AIGERIM, AIGERIM)
        ),
    ),
)  # fmt: skip
TABLES = (("people", 50, 2), ("schedule", 4, 0), ("tickets", 120, 0), ("ratings", 50, 0))
FAULTS = (
    RowFault(sheet="Кесте", cell="B7", reason="not_a_date", given="31.02.2027"),
    RowFault(sheet="Адамдар", cell="A12", reason="duplicate", given="20210457"),
    RowFault(sheet="", cell="C3", reason="missing", given=""),
    RowFault(sheet="", cell="D4", reason="clash", given="10:00", clash=CHECKS.clashes[0]),
)
IMPORT = office.ImportPreview(token="x7", name="кесте.xlsx", tables=TABLES, faults=(), more=0)

ASKED_BACK = taking_back.TakeBackAsked(
    token="x7", gone=(exam_line(stage="draft"),), anew=(), stays=()
)

COMMITTED = group.DrawCommitted(
    subject=SUBJECT, language="kk", starts_at=TEN, tickets=28, fingerprint="5b" * 32,
    url="https://exam.example/draw",
)  # fmt: skip
OPENED = group.DrawOpened(
    subject=SUBJECT, language="", secret="a7" * 32, order=tuple(range(28, 0, -1)),
    fingerprint="5b" * 32, replaced=((3, 26),), url="https://exam.example/draw",
)  # fmt: skip

ALL: tuple[Notice, ...] = (
    office.Drafts(exams=(exam_line(stage="draft"), exam_line(stage="draft", kind="oral"))),
    office.Drafts(exams=()),
    office.Drafts(exams=(), importer=True),
    office.Planned(exams=tuple(exam_line(stage=stage.value) for stage in ExamStage)),
    office.Planned(exams=()),
    office.Planned(exams=(), importer=True),
    office.Archive(exams=(exam_line(stage="archived"), exam_line(stage="cancelled", kind="test"))),
    office.Archive(exams=()),
    CHECKS,
    replace(CHECKS, kind="test", questions=120),
    replace(CHECKS, stage="published"),
    replace(CHECKS, stage="running", checks=()),
    replace(CHECKS, checks=tuple(replace(c, holds=True) for c in CHECKS.checks), ready=True),
    *(
        office.CancelAsked(
            exam=E, subject=SUBJECT, starts_at=TEN, stage=stage.value, students=25
        )
        for stage in (ExamStage.PUBLISHED, ExamStage.DRAFT, ExamStage.RUNNING)
    ),
    IMPORT,
    replace(IMPORT, kept_out=2),
    replace(IMPORT, tables=(), faults=FAULTS, more=4),
    office.ImportDone(tables=TABLES),
    office.ImportDone(tables=TABLES, unseated=UNSEATED, unseated_more=3),
    office.ImportDone(tables=TABLES, token="x7", until=TEN),
    ASKED_BACK,
    replace(
        ASKED_BACK,
        anew=(exam_line(stage="draft"),),
        stays=(exam_line(), exam_line(stage="draft")),
        gone_more=2,
        anew_more=1,
        stays_more=7,
    ),
    replace(ASKED_BACK, token="", gone=(), stays=(exam_line(),)),
    taking_back.ImportTakenBack(gone=4, anew=2, stays=1),
    taking_back.ImportTakenBack(gone=1, anew=0, stays=0),
    replace(IMPORT, kept_out=2, again=(exam_line(),), unseated=UNSEATED),
    office.ImportHelp(media=MEDIA),
    office.GroupList(groups=((0, "", 4, 3), (1, "ЕТ-101", 25, 20), (2, "ЕТ-102", 24, 0))),
    office.GroupList(groups=()),
    office.Invites(group="ЕТ-101", count=25, media=MEDIA),
    office.GroupPage(group=1, name="ЕТ-101", students=((1, AIGERIM), (2, LONG_NAME)), bound=1),
    office.GroupPage(group=2, name="ЕТ-102", students=(), bound=0),
    office.Exported(what="journal", of=1, about="ЕТ-101", language="kk", media=MEDIA),
    office.Exported(what="statement", of=7, about=SUBJECT, language="ru", media=MEDIA),
    office.Exported(what="transcript", of=0, about=AIGERIM, language="en", media=MEDIA),
    group.LinkGroup(groups=((1, "ЕТ-101"),)),
    group.LinkGroup(groups=()),
    group.GroupLinked(group="ЕТ-101"),
    group.GroupLost(group="ЕТ-101"),
    COMMITTED,
    replace(COMMITTED, url=""),
    OPENED,
    replace(OPENED, replaced=(), url=""),
)  # fmt: skip

ONE_MESSAGE: tuple[Notice, ...] = (
    replace(
        IMPORT,
        faults=(RowFault(sheet="Адамдар", cell="AB1000", reason="not_a_date", given="x" * 40),)
        * 30,
        more=970,
    ),
    office.Drafts(exams=(exam_line(subject=LONG_SUBJECT),) * 15),
    replace(ASKED_BACK, gone=(exam_line(subject=LONG_SUBJECT),) * 15, gone_more=200),
    office.GroupList(groups=((1, "ЕТ-101-2", 30, 30),) * 100),
    replace(CHECKS, checks=tuple(Fix(code=check.value, holds=False) for check in Check)),
    replace(OPENED, subject=LONG_SUBJECT, order=tuple(range(100, 500))),
)

LONGER: tuple[Notice, ...] = (office.Planned(exams=(exam_line(subject=LONG_SUBJECT),) * 100),)

CAPTIONS: tuple[Notice, ...] = (
    office.ImportHelp(media=MEDIA),
    office.Invites(group="ЕТ-101", count=25, media=MEDIA),
    office.Exported(what="statement", of=7, about=LONG_SUBJECT, language="en", media=MEDIA),
)
