"""Every notice with data as it will really be, and with the longest that is to be expected."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import templates
from exams.domain.attempt_table import Stage
from exams.domain.exam import Check, ExamStage
from exams.domain.ids import AttemptId, Digest, ExamId
from exams.domain.item_statistics import Doubt
from exams.domain.verdict import Fault
from exams.notices import (
    appeals,
    banks,
    before,
    booklet,
    checking_in,
    chief,
    entrance,
    gradebook,
    group,
    office,
    oral,
    proctor,
    regrading,
    results,
    sheets,
    trouble,
    writing,
)
from exams.notices.base import Media, Notice
from exams.notices.lines import (
    AppealLine,
    DeckLine,
    ExamLine,
    Fix,
    LogLine,
    MarkLine,
    NotTakenLine,
    OptionLine,
    PartnerLine,
    RegradeLine,
    RowFault,
    StudentLine,
    TopicLine,
)
from tests.templates import (
    absence_samples,
    arrival_samples,
    desk_samples,
    draw_samples,
    mark_samples,
    ticket_samples,
)

HOME = Path(templates.__file__).parent
"""Where the texts are."""

TEN = datetime(2027, 5, 19, 5, 0, tzinfo=UTC)  # 10:00 in Astana
NOON = TEN + timedelta(hours=2)
TOMORROW = TEN + timedelta(days=1)

E, A = ExamId(7), AttemptId(70)
SUBJECT = "Деректер құрылымы және алгоритмдер"
LONG_SUBJECT = "Қазақстан Республикасының азаматтық және азаматтық іс жүргізу құқығының негіздері"
AIGERIM = "Серікова Айгерім Болатқызы"
LONG_NAME = "Нұрмұхамедова-Константинопольская Жанна Абдрахманқызы"
TEXT = "Сәлеметсіз бе! <Камера> & микрофон қосылмай тұр, не істеймін?"

NAMES = (
    AIGERIM,
    "Ахметов Нұрлан Ерланұлы",
    "Ким Виктория Андреевна",
    "Оразбаева Томирис Қайратқызы",
    "Петров Дмитрий Сергеевич",
    LONG_NAME,
)
STAGES = (
    "writing",
    "writing",
    "reshoot",
    "accepted",
    "interrupted",
    "no_show",
    "picking",
    "released",
)


def exam_line(**changes: object) -> ExamLine:
    line = ExamLine(
        exam=E, subject=SUBJECT, kind="written", starts_at=TEN, stage="published", people=25
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def student_line(place: int) -> StudentLine:
    stage = STAGES[place % len(STAGES)]
    return StudentLine(
        place=place,
        attempt=AttemptId(place),
        name=NAMES[place % len(NAMES)],
        stage=stage,
        present=stage not in {"no_show", "interrupted"},
        reached=place != 3,
        ticket=place + 4,
        minutes_left=47 if stage == "writing" else None,
        warnings=place % 3,
        sheets=0 if stage in {"writing", "picking", "no_show"} else 3,
        late_sheets=1 if stage == "reshoot" else 0,
    )


def mark_line(place: int) -> MarkLine:
    absent = place % 7 == 6
    return MarkLine(
        place=place,
        who=NAMES[place % len(NAMES)],
        points=None if absent else 100 - place,
        letter="" if absent else "B+",
        absent=absent,
    )


def _mark_lines(count: int) -> tuple[MarkLine, ...]:
    return tuple(mark_line(place + 1) for place in range(count))


MEDIA = (Media(kind="photo", digest=Digest("0" * 64), name="1.jpg"),)

CARD = proctor.StudentCard(
    exam=E, attempt=A, name=AIGERIM, number="20210457", stage="writing", camera="phone",
    present=True, document=True, face=True, room=True, desk=False, rules=True, ticket=12,
    deadline=NOON, warnings=1, sheets=3, aside=1, suspicious=1, unproven=True, left_early=True,
    extra_time=25, conditions=("no_room_scan", "scribe"),
    can=("warn", "message"), left=3, away_since=TEN, moves=1,
)  # fmt: skip
BOARD = proctor.ProctorBoard(
    exam=E, subject=SUBJECT, stage="running", starts_at=TEN, kind="written",
    students=tuple(student_line(place) for place in range(1, 13)),
    unreached=("Ким Виктория Андреевна",), at=TEN + timedelta(minutes=63),
)  # fmt: skip
PREVIEW = results.ResultsPreview(
    exam=E, subject=SUBJECT, starts_at=TEN, lines=_mark_lines(12),
    groups=("ЕТ-101", "ЕТ-102"), privacy="names",
)  # fmt: skip
POSTED = results.GroupResults(
    exam=E, subject=SUBJECT, group="ЕТ-101", starts_at=TEN, lines=_mark_lines(12),
    privacy="names", corrected_at=None,
)  # fmt: skip
GRADE = results.YourGrade(
    exam=E, subject=SUBJECT, points=87, letter="B+", gpa="3.33", rating=78, final=82,
    final_letter="B", corrected=False, reason="",
)  # fmt: skip
RECORDS = gradebook.GradeRecords(
    exam=E, subject=SUBJECT, waiting=0, sent=0, recorded=23,
    rejected=(
        gradebook.RejectedRow(name=AIGERIM, points=66, reason="студент табылмады <404>"),
        gradebook.RejectedRow(name=LONG_NAME, points=91, reason="period is closed"),
    ),
    held_up="",
)  # fmt: skip
MIDNIGHT = datetime(2027, 5, 20, 19, 0, tzinfo=UTC)  # the end of 20 May in Astana
APPEAL = appeals.AppealCard(
    exam=E, attempt=A, subject=SUBJECT, name=AIGERIM, points=61, letter="C-",
    examiner="Жұмабаев Ержан Маратұлы", text=TEXT, filed_at=NOON, decide_by=MIDNIGHT, sheets=4,
    stage="open",
)  # fmt: skip
FILED = appeals.AppealFiled(
    exam=E, subject=SUBJECT, points=61, letter="C-", text=TEXT, filed_at=NOON, decide_by=MIDNIGHT
)
DECIDED = appeals.AppealDecided(
    exam=E, subject=SUBJECT, changed=True, was=61, points=66, letter="C", gpa="2.0", final=73,
    final_letter="C+", reason="екінші сұрақтың жауабы толық",
)  # fmt: skip
APPEALS = tuple(
    AppealLine(attempt=AttemptId(n), subject=SUBJECT, name=name, decide_by=MIDNIGHT)
    for n, name in enumerate(NAMES)
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
TICKET = writing.TicketShown(
    exam=E, position=5, ticket=12, minutes=120, deadline=None,
    questions=(
        "Екілік іздеу ағашы: анықтамасы, негізгі амалдары және олардың күрделілігі.",
        "Хеш-кесте: қақтығыстарды шешу тәсілдері, мысал келтіріңіз.",
        "Есеп: графтағы ең қысқа жолды табыңыз (a < b & b > c).",
    ),
)  # fmt: skip
BOOKLET_INFORMATION = booklet.BookletInformation(
    exam=E, subject=SUBJECT, name=AIGERIM, rating=78, minutes=40, questions=25, void=True,
    starts_at=TEN,
)  # fmt: skip
OPTIONS = tuple(
    OptionLine(index=index, letter=letter, text=text, chosen=letter == "B")
    for index, (letter, text) in enumerate(
        (
            ("A", "Кестенің әр жолын бір мәнді анықтайды"),
            ("B", "a < b & b > c шартын қанағаттандыратын барлық жолдарды қайтарады"),
            ("C", "Индекстің өлшемін азайтады"),
            ("D", "Дұрыс жауап жоқ"),
        )
    )
)
PAGE = booklet.BookletPage(
    exam=E, place=3, questions=25, kind="single", text="Бастапқы кілт дегеніміз не?\na < b",
    options=OPTIONS, lines=(), line=0, typed="", answered=12, flagged=True, minutes_left=27,
    deadline=NOON,
)  # fmt: skip
MATCHING = replace(
    PAGE, kind="matching", text="Сәйкестендіріңіз", line=1, flagged=False,
    lines=(PartnerLine(text="1NF", letter="C"), PartnerLine(text="2NF", letter="")),
    options=tuple(replace(option, chosen=False) for option in OPTIONS),
)  # fmt: skip
LONG_PAGE = replace(
    PAGE, text="Ұзын сұрақ. " * 83,
    options=tuple(
        OptionLine(index=n, letter="ABCDEFGHIJKL"[n], text="&" * 200, chosen=n < 3)
        for n in range(12)
    ),
)  # fmt: skip
SCALE = booklet.BookletScale(
    exam=E, questions=25, answered=tuple(range(1, 13)), flagged=(3, 20), place=3,
    minutes_left=27, deadline=NOON,
)  # fmt: skip
LOG = booklet.BookletLog(
    exam=E, earlier=2, warnings=1,
    lines=(
        LogLine(at=TEN, kind="question", text=TEXT),
        LogLine(at=TEN, kind="message", text="Қазір қараймын"),
        LogLine(at=TEN, kind="warning", text="talking"),
        LogLine(at=TEN, kind="warning", text="", voice=True),
        LogLine(at=TEN, kind="paused", text="technical"),
        LogLine(at=TEN, kind="resumed", text=""),
        LogLine(at=TEN, kind="extra_time", text="5"),
        LogLine(at=TEN, kind="left_page", text="12"),
    ),
)  # fmt: skip
FINISH_BOOKLET = booklet.FinishBooklet(
    exam=E, questions=25, flagged=2, ticked=False, minutes_left=9, deadline=NOON
)
BOOKLET_GRADED = booklet.BookletGraded(
    exam=E, subject=SUBJECT, points=87, letter="B+", gpa="3.33", rating=78, final=82,
    final_letter="B", expired=False,
    topics=(
        TopicLine(topic="Реляциялық модель", percent=100),
        TopicLine(topic="Индекстер", percent=64),
        TopicLine(topic="", percent=0),
    ),
)  # fmt: skip
ORAL = oral.OralInformation(
    exam=E, subject=SUBJECT, name=AIGERIM, rating=78, tickets=28, starts_at=TEN, draws_at=None
)
ORAL_TICKET = oral.OralTicket(exam=E, position=5, ticket=12, questions=TICKET.questions)
PREPARATION = oral.PreparationChoice(
    exam=E, subject=SUBJECT, students=25, minutes=10, first=44, last=284, ends=294,
    ends_equal=270, equal=False, media=MEDIA,
)  # fmt: skip
QUEUE = tuple(replace(student_line(place), turn=place, stage="preparing") for place in (1, 2, 3))
REGRADE = regrading.RegradePreview(
    exam=E, subject=SUBJECT, token="T" * 16, name="07", text="a < b дегеніміз не?", was="1",
    right="2", more=3,
    lines=(RegradeLine(place=3, who=AIGERIM, before=83, after=91),),
)  # fmt: skip
CHECKS = office.ExamChecks(
    exam=E, subject=SUBJECT, kind="written", starts_at=TEN, stage="draft",
    groups=("ЕТ-101", "ЕТ-102"), proctors=("Жұмабаев Ержан Маратұлы",), students=25, tickets=26,
    decks=(
        DeckLine(language="", tickets=10, students=0),
        DeckLine(language="kk", tickets=16, students=15),
    ),
    without=(("ru", 8), ("", 2)),
    questions=0, barred=0,
    checks=tuple(Fix(code=check.value, holds=check is not Check.TICKETS) for check in Check),
    ready=False,
)  # fmt: skip
TABLES = (("people", 50, 2), ("schedule", 4, 0), ("tickets", 120, 0), ("ratings", 50, 0))
FAULTS = (
    RowFault(sheet="Кесте", cell="B7", reason="not_a_date", given="31.02.2027"),
    RowFault(sheet="Адамдар", cell="A12", reason="duplicate", given="20210457"),
    RowFault(sheet="", cell="C3", reason="missing", given=""),
)
IMPORT = office.ImportPreview(token="x7", name="кесте.xlsx", tables=TABLES, faults=(), more=0)

COMMITTED = group.DrawCommitted(
    subject=SUBJECT, language="kk", starts_at=TEN, tickets=28, fingerprint="5b" * 32,
    url="https://exam.example/draw",
)  # fmt: skip
OPENED = group.DrawOpened(
    subject=SUBJECT, language="", secret="a7" * 32, order=tuple(range(28, 0, -1)),
    fingerprint="5b" * 32, replaced=((3, 26),), url="https://exam.example/draw",
)  # fmt: skip

NOT_TAKEN = (
    NotTakenLine(place="7", name="Эссе: Абай", reason="unknown_kind", given="essay"),
    NotTakenLine(place="Сұрақтар A12", name="<2 + 2?>", reason="no_right_answer", given=""),
)
BANK = banks.BankPreview(
    token="x8", name="физика.xml", kind="moodle", count=247,
    kinds=(("single", 200), ("matching", 40), ("numeric", 7)),
    topics=(("Механика", 120), ("", 127)), pictures=31, plain_formulas=2, not_taken=NOT_TAKEN,
    more=3, subjects=((7, SUBJECT),),
)  # fmt: skip
BANK_QUESTION = banks.BankQuestion(
    token="x8", place=3, count=247, kind="single", text="2 < 3 болса, қайсысы дұрыс?",
    topic="Теңсіздіктер", difficulty=1, points=2,
    options=(("−2 < −3", False), ("−2 > −3", True)), pairs=(), accepted=(),
)  # fmt: skip

_ALL: tuple[Notice, ...] = (
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
    before.Calendar(count=3, media=MEDIA),
    before.ExamAnnounced(exam=E, subject=SUBJECT, kind="written", starts_at=TEN),
    before.ExamCancelled(subject=SUBJECT, starts_at=TEN),
    before.Barred(exam=E, subject=SUBJECT, starts_at=TOMORROW, reason="low_rating"),
    before.ExamMoved(exam=E, subject=SUBJECT, was=TEN, starts_at=TOMORROW),
    before.Equipment(exam=E, subject=SUBJECT, starts_at=TEN),
    before.EquipmentNoted(exam=E, camera="phone"),
    before.Reminder(exam=E, subject=SUBJECT, starts_at=TEN, hours=24),
    before.Reminder(exam=E, subject=SUBJECT, starts_at=TEN, hours=1),
    before.ConferenceLink(
        exam=E, subject=SUBJECT, starts_at=TEN, url="https://zoom.example/w/1?tk=a&pwd=b"
    ),
    checking_in.RulesPage(exam=E, page=1, pages=3),
    checking_in.RulesPage(exam=E, page=2, pages=3),
    checking_in.RulesPage(exam=E, page=3, pages=3),
    CHECK_IN,
    checking_in.PhotographsOffered(exam=E, page="https://exam.example.kz/check-in?exam=3"),
    replace(CHECK_IN, stage="id_failed", reason="Құжаттағы сурет көрінбейді", tries_left=2),
    replace(CHECK_IN, stage="identified", face=True),
    replace(CHECK_IN, stage="admitted", face=True, room=True, desk=True),
    INFORMATION,
    replace(INFORMATION, rating=None),
    writing.Board(exam=E, free=tuple(range(1, 21)), taken=(21, 22)),
    writing.Board(exam=E, free=(1, 2), taken=(), until=NOON),
    TICKET,
    replace(TICKET, deadline=NOON),
    ORAL,
    replace(ORAL, rating=None, draws_at=NOON),
    ORAL_TICKET,
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
    writing.WritingStarted(exam=E, deadline=NOON),
    *(writing.TimeLeft(exam=E, minutes=left, deadline=NOON) for left in (60, 30, 10, 5, 1)),
    writing.ExtraTime(exam=E, minutes=15, deadline=NOON, reason="жарық сөнді"),
    writing.ExtraTime(exam=E, minutes=21, deadline=None, reason=""),
    writing.FinishWriting(exam=E, minutes_left=42),
    writing.TicketSpoiled(exam=E, ticket=7, reason="2-сұрақ басқа пәннен"),
    writing.PensDown(exam=E, until=NOON, phone=False),
    writing.PensDown(exam=E, until=NOON, phone=True),
    BOOKLET_INFORMATION,
    replace(BOOKLET_INFORMATION, rating=None, void=False),
    PAGE,
    replace(PAGE, kind="multiple", options=tuple(replace(o, chosen=True) for o in OPTIONS)),
    replace(
        PAGE, kind="true_false", flagged=False,
        options=(
            OptionLine(index=0, letter="A", text="true", chosen=False),
            OptionLine(index=1, letter="B", text="false", chosen=True),
        ),
    ),
    MATCHING,
    replace(PAGE, kind="short", options=(), typed="нормал форма <3"),
    replace(PAGE, kind="numeric", options=(), media=MEDIA),
    SCALE,
    replace(SCALE, flagged=()),
    LOG,
    replace(LOG, lines=(), earlier=0, warnings=0),
    FINISH_BOOKLET,
    replace(FINISH_BOOKLET, ticked=True, flagged=0),
    *(
        booklet.BookletTimeLeft(exam=E, minutes=left, unanswered=open_, void=void, deadline=NOON)
        for left, open_, void in ((10, 7, True), (5, 2, False), (1, 0, True))
    ),
    replace(BOOKLET_GRADED, answers=True),
    BOOKLET_GRADED,
    replace(BOOKLET_GRADED, rating=None, final=None, final_letter="", expired=True),
    booklet.BookletVoid(exam=E, subject=SUBJECT, answered=21, questions=25),
    REGRADE,
    replace(REGRADE, lines=(), more=0),
    regrading.KeyMended(exam=E, subject=SUBJECT, name="07", changed=2),
    sheets.SheetsSoFar(exam=E, accepted=3, advice=((2, "shadow"), (3, "soft")), until=NOON),
    sheets.SheetsSoFar(exam=E, accepted=1, advice=(), until=None),
    sheets.SheetRetake(exam=E, number=2, reasons=("cut_off", "blur"), media=MEDIA),
    sheets.SheetTwice(exam=E, page=2),
    sheets.SheetAside(exam=E, late=True),
    sheets.SheetAside(exam=E, late=False),
    sheets.ConfirmSheets(exam=E, accepted=3),
    sheets.Receipt(exam=E, count=2, at=NOON, digests=("9f86d081884c", "2c26b46b68ff")),
    sheets.AskedAgain(exam=E, pages=(2, 4), until=NOON, note="шеті көрінбейді"),
    sheets.SheetsMissing(exam=E),
    sheets.Released(exam=E, subject=SUBJECT, at=NOON, sheets=3, due=TOMORROW),
    sheets.Released(exam=E, subject=SUBJECT, at=NOON, sheets=3, due=None),
    trouble.OutageNoted(exam=E, at=TEN),
    trouble.WelcomeBack(exam=E, deadline=NOON),
    trouble.WelcomeBack(exam=E, deadline=None),
    trouble.Paused(exam=E, reason="Кезекті тексеру", clock_stopped=True),
    trouble.Paused(exam=E, reason="", clock_stopped=False),
    trouble.Warned(exam=E, reason="talking", number=1),
    trouble.Warned(exam=E, reason="", number=2, media=MEDIA),
    trouble.FromProctor(exam=E, text=TEXT),
    trouble.MissedExam(subject=SUBJECT, starts_at=TEN),
    trouble.AttemptEnded(subject=SUBJECT, stage="terminated", reason="Бөгде адам көмектесті"),
    trouble.AttemptEnded(subject=SUBJECT, stage="technical_fail", reason=""),
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
            "published", "unlinked", "ended", "exam_cancelled", "checks_ok",
            "move_acknowledged", "downtime_credited", "end_asked",
        )
    ),
    proctor.ProctorExams(exams=(exam_line(), exam_line(stage="marking", people=1))),
    proctor.ProctorExams(exams=()),
    proctor.ProctorAbsent(exam=E, subject=SUBJECT, starts_at=TEN, names=NAMES[:2]),
    proctor.ProctorCalled(
        exam=E, subject=SUBJECT, starts_at=TEN, url="https://zoom.example/s/1?zak=a&b=c", people=25
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
        proctor.Alert(exam=E, attempt=A, name=AIGERIM, what=what, at=TEN)
        for what in (
            "outage", "left", "same_sheet", "sheets_missing", "third_warning", "late_sheet",
            "back", "technical_fail", "pick_late", "no_document", "second_device",
            "lost_sheet", "faces_differ",
        )
    ),
    proctor.Unreached(exam=E, subject=SUBJECT, names=NAMES[:2], minutes=15),
    proctor.HandedIn(exam=E, attempt=A, name=AIGERIM, pages=3, aside=1, media=MEDIA),
    chief.ChiefDesk(exam=E, subject=SUBJECT, stage="running", sitting=24, cut=6, since=None),
    chief.ChiefDesk(exam=E, subject=SUBJECT, stage="suspended", sitting=24, cut=6, since=TEN),
    *(
        chief.WideOutage(exam=E, subject=SUBJECT, cut=6, sitting=24, at=TEN, chief=decides)
        for decides in (True, False)
    ),
    chief.DowntimeFound(exam=E, subject=SUBJECT, since=TEN, until=NOON, minutes=12),
    chief.ExamSuspended(exam=E, subject=SUBJECT, at=TEN),
    chief.ExamGoesOn(exam=E, subject=SUBJECT, deadline=NOON, until=None),
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
    results.MarkList(exam=E, subject=SUBJECT, lines=_mark_lines(12), due=TOMORROW, media=MEDIA),
    results.MarkList(exam=E, subject=SUBJECT, lines=_mark_lines(2), due=None),
    PREVIEW,
    replace(PREVIEW, groups=(), privacy="private"),
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
    FILED,
    APPEAL,
    replace(
        APPEAL, stage="changed", new_points=66, new_letter="C", reason="есептен қате",
        decided_by="Оңғарбаев Серік Әліұлы",
    ),
    replace(APPEAL, stage="upheld", reason="баға әділ", decided_by="Оңғарбаев Серік Әліұлы"),
    appeals.Appeals(appeals=APPEALS),
    appeals.Appeals(appeals=()),
    appeals.AppealSheets(attempt=A, name=AIGERIM, pages=4, media=MEDIA),
    appeals.AppealDue(
        attempt=A, subject=SUBJECT, name=AIGERIM, decide_by=MIDNIGHT, overdue=False
    ),
    appeals.AppealDue(attempt=A, subject=SUBJECT, name=AIGERIM, decide_by=MIDNIGHT, overdue=True),
    DECIDED,
    replace(DECIDED, changed=False, final=None, final_letter=""),
    replace(GRADE, rating=None, final=None, final_letter=""),
    replace(GRADE, corrected=True, reason="қосындыда қате болды"),
    results.ResultsPosted(exam=E, subject=SUBJECT, posted=("ЕТ-101", "ЕТ-102"), private=25),
    results.ResultsPosted(exam=E, subject=SUBJECT, posted=(), private=1),
    results.ResultsDue(exam=E, subject=SUBJECT, due=TOMORROW, hours_left=6),
    office.Drafts(exams=(exam_line(stage="draft"), exam_line(stage="draft", kind="oral"))),
    office.Drafts(exams=()),
    office.Planned(exams=tuple(exam_line(stage=stage.value) for stage in ExamStage)),
    office.Planned(exams=()),
    CHECKS,
    replace(CHECKS, kind="test", questions=120),
    replace(CHECKS, checks=tuple(replace(c, holds=True) for c in CHECKS.checks), ready=True),
    IMPORT,
    replace(IMPORT, tables=(), faults=FAULTS, more=4),
    office.ImportDone(tables=TABLES),
    office.ImportHelp(media=MEDIA),
    office.GroupList(groups=((0, "", 4, 3), (1, "ЕТ-101", 25, 20), (2, "ЕТ-102", 24, 0))),
    office.GroupList(groups=()),
    office.Invites(group="ЕТ-101", count=25, media=MEDIA),
    BANK,
    replace(BANK, token="", count=0, kinds=(), topics=(), pictures=0, subjects=()),
    replace(BANK, not_taken=(), more=0, plain_formulas=0, pictures=0, topics=(("", 12),)),
    BANK_QUESTION,
    replace(
        BANK_QUESTION, kind="matching", options=(("KZ", True), ("UZ", True)),
        pairs=(("Астана", "KZ"), ("Ташкент", "")),
    ),
    replace(BANK_QUESTION, kind="true_false", options=(("true", True), ("false", False))),
    replace(BANK_QUESTION, kind="numeric", options=(), accepted=("9.8 ± 0.05",), topic=""),
    replace(BANK_QUESTION, options=(("", False), ("x²", True)), media=MEDIA),
    banks.BankDone(subject=SUBJECT, count=247, exams=2),
    banks.BankHelp(media=MEDIA),
    banks.ItemsShown(
        exam=E, subject=SUBJECT, sat=28, count=25, more=2, media=MEDIA,
        doubtful=tuple(
            banks.DoubtLine(name="Q<7>", doubt=doubt.value, percent=43, discrimination="-0.12")
            for doubt in Doubt
        ),
    ),
    banks.ItemsShown(exam=E, subject=SUBJECT, sat=3, count=25, doubtful=(), more=0, media=MEDIA),
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

SAMPLES: dict[str, list[Notice]] = defaultdict(list)
for _notice in (
    *_ALL,
    *absence_samples.ALL,
    *arrival_samples.ALL,
    *desk_samples.ALL,
    *desk_samples.MARKING,
    *draw_samples.ALL,
    *mark_samples.ALL,
    *ticket_samples.ALL,
):
    SAMPLES[_notice.template].append(_notice)

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
    replace(POSTED, subject=LONG_SUBJECT, lines=_mark_lines(60), corrected_at=TOMORROW),
    replace(PREVIEW, subject=LONG_SUBJECT, lines=_mark_lines(60)),
    results.MarkList(exam=E, subject=LONG_SUBJECT, lines=_mark_lines(60), due=TOMORROW),
    replace(
        IMPORT,
        faults=(RowFault(sheet="Адамдар", cell="AB1000", reason="not_a_date", given="x" * 40),)
        * 30,
        more=970,
    ),
    replace(
        APPEAL,
        subject=LONG_SUBJECT,
        name=LONG_NAME,
        text="ұзын сөз " * 166,
        stage="changed",
        reason="дұрыс " * 250,
        new_points=100,
        new_letter="A",
        decided_by=LONG_NAME,
    ),
    sheets.SheetsSoFar(
        exam=E, accepted=20, advice=tuple((page, "no_header") for page in range(20)), until=NOON
    ),
    sheets.Receipt(exam=E, count=60, at=NOON, digests=("9f86d081884c",) * 60),
    LONG_PAGE,
    replace(LOG, lines=(LogLine(at=TEN, kind="question", text="ұ" * 300),) * 10),
    replace(BOOKLET_GRADED, topics=(TopicLine(topic="т" * 60, percent=55),) * 30),
    proctor.Unreached(exam=E, subject=LONG_SUBJECT, names=(LONG_NAME,) * 40, minutes=15),
    before.MyExams(exams=(exam_line(subject=LONG_SUBJECT),) * 15),
    proctor.ProctorExams(exams=(exam_line(subject=LONG_SUBJECT),) * 15),
    office.Drafts(exams=(exam_line(subject=LONG_SUBJECT),) * 15),
    office.GroupList(groups=((1, "ЕТ-101-2", 30, 30),) * 100),
    replace(CHECKS, checks=tuple(Fix(code=check.value, holds=False) for check in Check)),
    replace(OPENED, subject=LONG_SUBJECT, order=tuple(range(100, 500))),
)
"""Long ones that must stay in one message, because they are edited in place or read at once."""

LONGER: tuple[Notice, ...] = (
    replace(BOARD, students=tuple(student_line(place) for place in range(1, 200))),
    replace(POSTED, lines=_mark_lines(200)),
    office.Planned(exams=(exam_line(subject=LONG_SUBJECT),) * 100),
    proctor.Question(exam=E, attempt=A, name=AIGERIM, text="ұзын сөз " * 455),
    trouble.FromProctor(exam=E, text="&" * 4096),
    replace(TICKET, questions=("Дәлелдеңіз. " * 200,) * 5),
)
"""Longer than one message takes."""

CAPTIONS: tuple[Notice, ...] = (
    replace(PREPARATION, subject=LONG_SUBJECT),
    before.Equipment(exam=E, subject=LONG_SUBJECT, starts_at=TEN),
    writing.PensDown(exam=E, until=NOON, phone=True),
    sheets.SheetRetake(
        exam=E, number=20, reasons=tuple(fault.value for fault in Fault)[:4], media=MEDIA
    ),
    proctor.HandedIn(exam=E, attempt=A, name=LONG_NAME, pages=20, aside=5, media=MEDIA),
    appeals.AppealSheets(attempt=A, name=LONG_NAME, pages=20, media=MEDIA),
    office.ImportHelp(media=MEDIA),
    office.Invites(group="ЕТ-101", count=25, media=MEDIA),
    before.Calendar(count=12, media=MEDIA),
    office.Exported(what="statement", of=7, about=LONG_SUBJECT, language="en", media=MEDIA),
    trouble.Warned(exam=E, reason="foreign_thing", number=3, media=MEDIA),
)
"""The longest words under a picture or a file."""

REFUSALS: dict[str, dict[str, object]] = {
    **draw_samples.REFUSALS,
    "comments_full": {"most": 3},
    "markers_missing": {"needed": 3},
    "markers_unreadable": {"given": "P999"},
    "works_open": {"count": 4},
    "marks_not_confirmed": {"count": 12},
    "mark_told": {"who": AIGERIM},
    "case_moved": {"stage": "approved"},
    "plan_moved": {"stage": "confirmed"},
    "not_your_turn": {"opens_at": TEN},
    "evidence_full": {"limit": 20},
    "no_free_time": {"days": 10},
    "wrong_stage": {"act": "draw", "stage": Stage.SHEETS_CHECKING.value},
    "too_early": {"opens_at": TEN},
    "too_late": {"closed_at": TEN},
    "exam_stands": {"since": TEN},
    "checks_missing": {"missing": ("document", "face", "room", "desk")},
    "ticket_taken": {"position": 14},
    "no_deck": {"language": "ru"},
    "marks_awaited": {"count": 2},
    "pool_too_small": {"count": 33, "size": 3, "needed": 50, "there": 40},
    "answer_unreadable": {"longest": 200},
    "questions_open": {"count": 3},
    "bank_broken": {"kind": "qti", "file": "items/7.xml", "line": 12},
    "bank_unsafe": {"what": "entities"},
    "bank_too_large": {"most": 20000},
    "bank_empty": {"kind": "gift"},
    "key_unreadable": {"given": "99 7"},
    "not_a_number": {"given": "тоғыз"},
    "pages_awaited": {"pages": (2, 4)},
    "pages_differ": {"said": 5, "accepted": 4},
    "not_ready": {"failed": tuple(check.value for check in Check)},
    "mark_out_of_range": {"given": "105"},
    "no_mark_for": {"who": "Серікова"},
    "same_mark": {"points": 61},
    "text_too_long": {"most": 1500},
    "marks_missing": {"count": 3},
    "marks_unreadable": {"line": "Серікова: өте жақсы"},
    "unknown_table": {"columns": ("Бірінші", "Екінші")},
    "file_too_large": {"megabytes": 23},
    "tickets_unreadable": {"reason": "no_tickets", "ticket": "12"},
    "picture_too_large": {"megapixels": 121},
    "pdf_too_long": {"pages": 41, "limit": 20},
    "chat_taken": {"group": "ЕТ-102"},
}
"""Facts of the refusals that carry any, by code."""
