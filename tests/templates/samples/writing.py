"""Notices of tickets, writing and sheets: as they will really be, and the longest expected."""

from dataclasses import replace

from exams.domain.verdict import Fault
from exams.notices import sheets, writing
from exams.notices.base import Notice
from tests.templates.samples.base import MEDIA, NOON, SUBJECT, TOMORROW, E

TICKET = writing.TicketShown(
    exam=E, position=5, ticket=12, minutes=120, deadline=None,
    questions=(
        "Екілік іздеу ағашы: анықтамасы, негізгі амалдары және олардың күрделілігі.",
        "Хеш-кесте: қақтығыстарды шешу тәсілдері, мысал келтіріңіз.",
        "Есеп: графтағы ең қысқа жолды табыңыз (a < b & b > c).",
    ),
)  # fmt: skip

ALL: tuple[Notice, ...] = (
    writing.Board(exam=E, free=tuple(range(1, 21)), taken=(21, 22)),
    writing.Board(exam=E, free=(1, 2), taken=(), until=NOON),
    TICKET,
    replace(TICKET, deadline=NOON),
    replace(TICKET, deadline=NOON, over=True),
    writing.WritingStarted(exam=E, deadline=NOON),
    *(writing.TimeLeft(exam=E, minutes=left, deadline=NOON) for left in (60, 30, 10, 5, 1)),
    writing.ExtraTime(exam=E, minutes=15, deadline=NOON, reason="жарық сөнді"),
    writing.ExtraTime(exam=E, minutes=21, deadline=None, reason=""),
    writing.FinishWriting(exam=E, minutes_left=42),
    writing.TicketSpoiled(exam=E, ticket=7, reason="2-сұрақ басқа пәннен"),
    writing.PensDown(exam=E, until=NOON, phone=False),
    writing.PensDown(exam=E, until=NOON, phone=True),
    sheets.SheetsSoFar(exam=E, accepted=3, advice=((2, "shadow"), (3, "soft")), until=NOON),
    sheets.SheetsSoFar(exam=E, accepted=1, advice=(), until=None),
    sheets.PicturesWait(),
    *(sheets.SheetsSoFar(exam=E, accepted=0, advice=(), until=NOON, waiting=n) for n in (1, 6)),
    sheets.SheetRetake(exam=E, reasons=("cut_off", "blur"), media=MEDIA),
    sheets.SheetRetake(exam=E, reasons=("enlarged",), sent_badly=True, media=MEDIA),
    sheets.SheetRetake(exam=E, reasons=("screenshot",), sent_badly=True, media=MEDIA),
    sheets.SheetRetake(
        exam=E,
        reasons=("compression_file",),
        sent_badly=True,
        as_file=True,
        media=MEDIA,
    ),
    *(sheets.SheetTwice(exam=E, pages=pages) for pages in ((2,), (1, 2, 3))),
    *(sheets.SheetAside(exam=E, late=late, count=n) for late in (True, False) for n in (1, 3)),
    sheets.ConfirmSheets(exam=E, accepted=3),
    sheets.Receipt(exam=E, count=2, at=NOON, digests=("9f86d081884c", "2c26b46b68ff")),
    sheets.Receipt(exam=E, count=1, at=NOON, digests=("9f86d081884c",), released=True),
    sheets.AskedAgain(exam=E, pages=(2, 4), until=NOON, note="шеті көрінбейді"),
    sheets.SheetsMissing(exam=E),
    sheets.Released(exam=E, subject=SUBJECT, at=NOON, sheets=3, due=TOMORROW),
    sheets.Released(exam=E, subject=SUBJECT, at=NOON, sheets=3, due=None),
    sheets.Released(
        exam=E, subject=SUBJECT, at=NOON, sheets=3, due=TOMORROW, unattended=True
    ),
)  # fmt: skip

ONE_MESSAGE: tuple[Notice, ...] = (
    sheets.SheetsSoFar(
        exam=E, accepted=20, advice=tuple((page, "no_header") for page in range(20)), until=NOON
    ),
    sheets.Receipt(exam=E, count=60, at=NOON, digests=("9f86d081884c",) * 60),
)

LONGER: tuple[Notice, ...] = (replace(TICKET, questions=("Дәлелдеңіз. " * 200,) * 5),)

CAPTIONS: tuple[Notice, ...] = (
    writing.PensDown(exam=E, until=NOON, phone=True),
    sheets.SheetRetake(exam=E, reasons=tuple(fault.value for fault in Fault)[:4], media=MEDIA),
)
