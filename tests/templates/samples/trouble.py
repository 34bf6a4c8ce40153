"""Notices of trouble, and of what was done: as they will really be, and the longest expected."""

from datetime import timedelta

from exams.notices import trouble
from exams.notices.base import Notice
from tests.templates.samples.base import AIGERIM, MEDIA, NOON, SUBJECT, TEN, TEXT, E

ALL: tuple[Notice, ...] = (
    trouble.OutageNoted(exam=E, at=TEN),
    trouble.OutageNoted(exam=E, at=TEN, until=NOON),
    *(trouble.OutageNoted(exam=E, at=TEN, minutes=minutes) for minutes in (0, 1, 5)),
    trouble.WelcomeBack(exam=E, deadline=NOON, stage="writing"),
    trouble.WelcomeBack(exam=E, deadline=None),
    trouble.WelcomeBack(exam=E, deadline=NOON, since="pause"),
    trouble.WelcomeBack(exam=E, deadline=NOON, since="removal"),
    trouble.WelcomeBack(exam=E, deadline=None, until=NOON, since="pause"),
    trouble.PauseLasts(exam=E, until=NOON, sheets=False),
    trouble.PauseLasts(exam=E, until=NOON, sheets=True),
    trouble.Paused(exam=E, reason="Кезекті тексеру", clock_stopped=True),
    trouble.Paused(exam=E, reason="", clock_stopped=False),
    trouble.Paused(exam=E, reason="technical", clock_stopped=None),
    trouble.Warned(exam=E, reason="talking", number=1),
    trouble.Warned(exam=E, reason="", number=2, media=MEDIA),
    trouble.FromProctor(exam=E, text=TEXT),
    trouble.MissedExam(subject=SUBJECT, starts_at=TEN, until=TEN + timedelta(hours=24)),
    trouble.MissedExam(subject=SUBJECT, starts_at=TEN, until=NOON, came=True),
    trouble.AttemptEnded(subject=SUBJECT, stage="terminated", reason="Бөгде адам көмектесті"),
    trouble.AttemptEnded(subject=SUBJECT, stage="technical_fail", reason=""),
    trouble.WriteMessage(purpose="new_time", about="", again=True),
    *(
        trouble.WriteMessage(purpose=purpose, about=about)
        for purpose, about in (
            ("question", ""), ("reply", AIGERIM), ("warning", AIGERIM), ("id_failed", AIGERIM),
            ("extra_time", AIGERIM), ("marks", ""), ("correction", ""), ("ask_again", AIGERIM),
            ("end", AIGERIM), ("new_time", SUBJECT), ("message_all", SUBJECT),
            ("time_all", SUBJECT), ("swap", AIGERIM), ("points", AIGERIM), ("ask_end", AIGERIM),
            ("void", AIGERIM), ("review", AIGERIM), ("annul", AIGERIM),
            ("mend_key", ""), ("markers", SUBJECT), ("comment", ""),
        )
    ),
    *(
        trouble.Done(what=what)
        for what in (
            "message_sent", "warning_sent", "extra_time_given", "sheets_accepted", "released",
            "asked_again", "cancelled_form", "exam_begun", "paused", "resumed", "id_failed",
            "published", "unbound", "ended", "exam_cancelled", "checks_ok",
            "downtime_credited", "end_asked",
        )
    ),
)  # fmt: skip

LONGER: tuple[Notice, ...] = (trouble.FromProctor(exam=E, text="&" * 4096),)

CAPTIONS: tuple[Notice, ...] = (
    trouble.Warned(exam=E, reason="foreign_thing", number=3, media=MEDIA),
)
