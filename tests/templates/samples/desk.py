"""The notices of an examiner's desk with data as it will really be."""

from dataclasses import replace
from datetime import UTC, datetime

from exams.domain.ids import AttemptId, CommentId, Digest, ExamId, SheetId
from exams.notices import marking, sheet_desk
from exams.notices.base import Media, Notice
from exams.notices.lines import CommentLine, ExamLine

TEN = datetime(2027, 5, 19, 5, 0, tzinfo=UTC)  # 10:00 in Astana
SUBJECT = "Деректер құрылымы және алгоритмдер"
NAME = "Серікова Айгерім Болатқызы"
EXAM = ExamId(900)
BOOK = (Media(kind="document", digest=Digest("b" * 64), name="sheets-900.pdf"),)
PICTURE = (Media(kind="photo", digest=Digest("a" * 64), name="2.jpg"),)

COMMENTS = (
    CommentLine(text="Формула дұрыс, бірақ <мысалы> жоқ & өлшемі қате", spot="bottom_left"),
    CommentLine(text="Жақсы", spot=""),
)
COMMENTED = sheet_desk.PageCommented(
    attempt=AttemptId(700),
    sheet=SheetId(31),
    comment=CommentId(5),
    page=2,
    text="Формула дұрыс",
    spot="top",
    withdrawn=False,
)
PAGE = sheet_desk.SheetPage(
    exam=EXAM,
    attempt=AttemptId(700),
    sheet=SheetId(31),
    name=NAME,
    page=2,
    pages=3,
    original=False,
    turned=1,
    notes=("inserted", "turned", "same"),
    awaited=TEN,
    before=SheetId(30),
    after=SheetId(32),
    undo=17,
    comments=COMMENTS,
    can=("turn", "move", "ask_lost", "original"),
    media=PICTURE,
)
OWN = sheet_desk.OwnPage(
    exam=EXAM,
    subject=SUBJECT,
    sheet=SheetId(31),
    page=1,
    pages=3,
    comments=COMMENTS,
    media=PICTURE,
)
ALL: tuple[Notice, ...] = (
    PAGE,
    replace(PAGE, original=True, notes=(), awaited=None, undo=0),
    replace(PAGE, page=3, notes=("aside",), after=None, can=()),
    OWN,
    replace(OWN, comments=()),
    replace(OWN, comments=(), put_right=True),
    sheet_desk.PageLeftOut(exam=EXAM, sheet=SheetId(31), page=2, accepted=3),
    sheet_desk.PageLeftOut(exam=EXAM, sheet=SheetId(31), page=1, accepted=0),
    COMMENTED,
    replace(COMMENTED, spot=""),
    replace(COMMENTED, withdrawn=True),
    sheet_desk.LostSheetAsked(exam=EXAM, subject=SUBJECT, page=3, until=TEN),
    sheet_desk.LostSheetIn(
        exam=EXAM, subject=SUBJECT, page=3, count=4, at=TEN, digests=("9f86d081884c",)
    ),
    sheet_desk.BookBegun(exam=EXAM, subject=SUBJECT, works=30, sheets=180),
    sheet_desk.ExamBook(exam=EXAM, subject=SUBJECT, works=30, sheets=180, media=BOOK),
)


CARD = marking.MarkingCard(
    exam=EXAM,
    subject=SUBJECT,
    anonymous=True,
    share=20,
    markers=("Оспанов Нұрлан", "Ахметова Жания", "Садықова Мадина"),
    waiting=(3, 0, 1),
    can=(),
)
WORKS = tuple(
    marking.WorkLine(attempt=AttemptId(700 + n), who=f"{n:02d}", points=points, open=not points)
    for n, points in enumerate((85, None, 70, None), start=1)
)
WORK = marking.WorkPage(
    exam=EXAM,
    attempt=AttemptId(700),
    sheet=SheetId(31),
    who="07",
    ticket=12,
    page=1,
    pages=3,
    points=85,
    before=None,
    after=SheetId(32),
    comments=COMMENTS[:1],
    can=("mark",),
    media=PICTURE,
)
LINE = ExamLine(
    exam=EXAM, subject=SUBJECT, kind="written", starts_at=TEN, stage="marking", people=12
)
MARKING: tuple[Notice, ...] = (
    CARD,
    replace(CARD, can=("check",), waiting=(0, 0, 0)),
    replace(CARD, can=("anonymous", "share", "markers"), waiting=(0, 0, 0)),
    replace(CARD, anonymous=False, share=0, markers=(), waiting=()),
    marking.ToMark(exams=(LINE,)),
    marking.ToMark(exams=()),
    marking.ToMark(exams=(), coming=(LINE,)),
    marking.ToMark(exams=(LINE,), coming=(LINE,)),
    replace(CARD, unreached=("Ким Виктория Андреевна",)),
    *(
        marking.MarkerNamed(
            exam=EXAM,
            subject=SUBJECT,
            starts_at=LINE.starts_at,
            turn=turn,
            share=share,
            anonymous=anonymous,
        )
        for turn, share, anonymous in ((1, 0, False), (2, 0, False), (2, 50, True), (3, 50, True))
    ),
    marking.MarkerLeft(subject=SUBJECT, starts_at=LINE.starts_at),
    marking.WorkList(exam=EXAM, subject=SUBJECT, anonymous=True, works=WORKS, waiting=2),
    marking.WorkList(
        exam=EXAM,
        subject=SUBJECT,
        anonymous=False,
        works=(replace(WORKS[0], who=NAME),),
        waiting=0,
    ),
    WORK,
    replace(WORK, who=NAME, ticket=None, points=None),
    replace(WORK, can=()),
    marking.WorkMarked(exam=EXAM, who="07", points=85, waiting=2, following=AttemptId(701)),
    marking.WorkMarked(exam=EXAM, who="07", points=1, waiting=0, following=None),
    marking.MarkingOpen(exam=EXAM, subject=SUBJECT, works=12),
    marking.MarkingDone(exam=EXAM, subject=SUBJECT, works=30),
)
