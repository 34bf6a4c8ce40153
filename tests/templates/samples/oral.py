"""Notices of an oral exam: as they will really be, and the longest expected."""

from dataclasses import replace

from exams.notices import oral
from exams.notices.base import Notice
from tests.templates.samples.base import (
    AIGERIM,
    LONG_SUBJECT,
    MEDIA,
    NOON,
    SUBJECT,
    TEN,
    A,
    E,
    student_line,
)
from tests.templates.samples.writing import TICKET

ORAL = oral.OralInformation(
    exam=E, subject=SUBJECT, name=AIGERIM, rating=78, tickets=28, starts_at=TEN, draws_at=None
)
ORAL_TICKET = oral.OralTicket(exam=E, position=5, ticket=12, questions=TICKET.questions)
PREPARATION = oral.PreparationChoice(
    exam=E, subject=SUBJECT, students=25, minutes=10, first=44, last=284, ends=294,
    ends_equal=270, equal=False, media=MEDIA,
)  # fmt: skip
QUEUE = tuple(replace(student_line(place), turn=place, stage="preparing") for place in (1, 2, 3))

ALL: tuple[Notice, ...] = (
    ORAL,
    replace(ORAL, rating=None, draws_at=NOON),
    ORAL_TICKET,
    replace(ORAL_TICKET, by_chance=True),
    replace(ORAL_TICKET, over=True),
    oral.YourTurn(exam=E, place=4, about=NOON, last=False),
    oral.YourTurn(exam=E, place=25, about=None, last=True),
    oral.CalledUp(exam=E, minutes=3, last=False),
    oral.CalledUp(exam=E, minutes=3, last=True),
    oral.AnswerHeard(exam=E, until=NOON, phone=False),
    oral.AnswerHeard(exam=E, until=NOON, phone=True),
    oral.SwapChoices(exam=E, attempt=A, name=AIGERIM, others=QUEUE),
    oral.SwapChoices(exam=E, attempt=A, name=AIGERIM, others=()),
    PREPARATION,
    replace(PREPARATION, equal=True, minutes=1),
)  # fmt: skip

CAPTIONS: tuple[Notice, ...] = (replace(PREPARATION, subject=LONG_SUBJECT),)
