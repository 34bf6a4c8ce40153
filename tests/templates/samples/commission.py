"""Samples of what the members of a commission, and those who name them, are told."""

from dataclasses import replace

from exams.domain.ids import AttemptId
from exams.notices import before, commission, proctor
from exams.notices.base import Notice
from tests.templates.samples.base import (
    LONG_NAME,
    LONG_SUBJECT,
    NAMES,
    NOON,
    SUBJECT,
    TEN,
    A,
    E,
    exam_line,
)

CARD = commission.CommissionCard(
    exam=E, subject=SUBJECT, members=NAMES[:3], way="averaged", can=True
)
NAMED = commission.CommissionNamed(
    exam=E, subject=SUBJECT, starts_at=TEN, members=NAMES[:3], way="averaged", leads=True,
    changed=False, link="later", minutes=30,
)  # fmt: skip
ANSWERS = tuple(
    commission.HeardLine(attempt=AttemptId(A + place), name=name, own=own, told=told, open=open_)
    for place, (name, own, told, open_) in enumerate(
        ((NAMES[0], None, None, True), (NAMES[1], 80, None, False), (NAMES[2], 80, 85, False))
    )
)
DESK = commission.CommissionDesk(
    exam=E, subject=SUBJECT, starts_at=TEN, stage="running", members=NAMES[:3], way="agreed",
    leads=True, answers=ANSWERS, link=True,
)  # fmt: skip

ALL: tuple[Notice, ...] = (
    replace(CARD, unreached=NAMES[2:3], heirs=((202, NAMES[1]),)),
    replace(CARD, can=False, heirs=((202, NAMES[1]), (203, NAMES[2]))),
    NAMED,
    replace(NAMED, leads=False, link="now"),
    replace(NAMED, leads=False, changed=True, link="", way="agreed"),
    commission.CommissionLeft(subject=SUBJECT, starts_at=TEN),
    *(
        commission.CommissionOver(
            exam=E, subject=SUBJECT, starts_at=TEN, waiting=waiting, leads=leads
        )
        for waiting, leads in ((0, False), (1, True), (5, False))
    ),
    *(
        commission.CommissionReminder(
            exam=E, subject=SUBJECT, starts_at=TEN, hours=hours, minutes=30
        )
        for hours in (24, 1)
    ),
    commission.CommissionLink(
        exam=E, subject=SUBJECT, starts_at=TEN, url="https://zoom.example/j/1?tk=a&b=c"
    ),
    commission.CommissionLink(
        exam=E, subject=SUBJECT, starts_at=TEN, url="https://zoom.example/j/1?tk=a", anew=True
    ),
    commission.MembersUnreached(exam=E, subject=SUBJECT, starts_at=TEN, names=NAMES[1:3]),
    *(
        commission.MembersOut(exam=E, subject=SUBJECT, names=NAMES[1:3], closed=closed)
        for closed in (True, False)
    ),
    DESK,
    replace(DESK, leads=False, answers=(), link=False, stage="published"),
    proctor.CommissionComes(exam=E, subject=SUBJECT, members=NAMES[:2]),
    proctor.ProctorCalled(
        exam=E,
        subject=SUBJECT,
        starts_at=TEN,
        url="https://zoom.example/s/1",
        people=25,
        members=NAMES[:2],
    ),
    proctor.ProctorExams(exams=(), heard=(exam_line(kind="oral"),)),
    proctor.ProctorExams(exams=(exam_line(),), heard=(exam_line(kind="oral"),)),
    proctor.Unreached(exam=E, subject=SUBJECT, names=(), minutes=5, members=NAMES[:1]),
    proctor.Unreached(exam=E, subject=SUBJECT, names=NAMES[:1], minutes=5, members=NAMES[1:2]),
    *(
        before.ExamMoved(exam=E, subject=SUBJECT, was=TEN, starts_at=NOON, minutes=minutes)
        for minutes in (30, 0)
    ),
)

ONE_MESSAGE: tuple[Notice, ...] = (
    replace(NAMED, subject=LONG_SUBJECT, members=(LONG_NAME,) * 3),
    replace(DESK, subject=LONG_SUBJECT, members=(LONG_NAME,) * 3, answers=ANSWERS * 12),
)
