"""The buttons under each message to a student."""

from typing import Final

from aiogram.types import DisabledButton, InlineKeyboardButton

from exams.domain.absence import opening
from exams.domain.attempt import Camera
from exams.domain.attempt_table import Stage
from exams.domain.ids import ExamId
from exams.domain.papers import What
from exams.notices.appeals import AppealDecided, AppealFiled
from exams.notices.before import (
    AdditionalExam,
    Barred,
    ConferenceLink,
    DayBefore,
    Equipment,
    ExamAnnounced,
    ExamCancelled,
    ExamDetails,
    ExamMoved,
    ExamNotHeld,
    MyExams,
    Reminder,
)
from exams.notices.checking_in import CheckIn, Information, PhotographsOffered, RulesPage
from exams.notices.chief import (
    AsideDecided,
    DocumentDue,
    DocumentSeen,
    ExamGoesOn,
    ExamSuspended,
    ReviewTold,
)
from exams.notices.oral import AnswerHeard
from exams.notices.results import YourGrade
from exams.notices.sheets import (
    AskedAgain,
    ConfirmSheets,
    Receipt,
    SheetAside,
    SheetRetake,
    SheetsMissing,
    SheetsSoFar,
    SheetTwice,
)
from exams.notices.trouble import (
    AttemptEnded,
    Done,
    FromProctor,
    MissedExam,
    OutageNoted,
    Paused,
    PauseLasts,
    Warned,
    WelcomeBack,
)
from exams.notices.writing import (
    Board,
    ExtraTime,
    FinishWriting,
    PensDown,
    TicketShown,
    TicketSpoiled,
    TimeLeft,
    WritingStarted,
)
from handlers.buttons.exam import CameraButton, CardButton, HandInButton, OfExam, RulesButton
from handlers.buttons.places import Go, Listing
from handlers.keyboards.keys import CHOSEN, Keys, Row, Rows, in_rows, plain
from handlers.keyboards.question_draw import to_answers

CARDS_IN_A_ROW: Final = 5  # fits a phone with two-digit positions

NEXT_STEP: Final[dict[str, tuple[tuple[str, OfExam], ...]]] = {
    Stage.INVITED.value: (("im_here", OfExam.HERE), ("my_link", OfExam.MY_LINK)),
    Stage.CHECKING_IN.value: (("im_here", OfExam.HERE), ("my_link", OfExam.MY_LINK)),
    Stage.IDENTIFIED.value: (("im_here", OfExam.HERE), ("my_link", OfExam.MY_LINK)),
    Stage.ID_FAILED.value: (("retry_id", OfExam.RETRY_ID), ("my_link", OfExam.MY_LINK)),
    Stage.ADMITTED.value: (("to_tickets", OfExam.TO_TICKETS), ("my_link", OfExam.MY_LINK)),
    Stage.PICKING.value: (("to_tickets", OfExam.TO_TICKETS), ("my_link", OfExam.MY_LINK)),
    Stage.WRITING.value: (
        ("show_ticket", OfExam.SHOW_TICKET),
        ("finish_writing", OfExam.ASK_FINISH),
        ("my_link", OfExam.MY_LINK),
    ),
    Stage.PREPARING.value: (
        ("show_ticket", OfExam.SHOW_TICKET),
        ("my_link", OfExam.MY_LINK),
    ),
    Stage.CALLED.value: (("show_ticket", OfExam.SHOW_TICKET), ("my_link", OfExam.MY_LINK)),
    Stage.ANSWERING.value: (("show_ticket", OfExam.SHOW_TICKET),),
    Stage.ANSWERED.value: (("send_sheets", OfExam.SEND_SHEETS),),
    Stage.PENS_DOWN.value: (("send_sheets", OfExam.SEND_SHEETS),),
    Stage.UPLOADING.value: (("send_sheets", OfExam.SEND_SHEETS),),
    Stage.RESHOOT.value: (("send_sheets", OfExam.SEND_SHEETS),),
    Stage.INFO_SHOWN.value: (("to_test", OfExam.TO_TEST), ("my_link", OfExam.MY_LINK)),
    Stage.RUNNING.value: (("to_test", OfExam.TO_TEST), ("my_link", OfExam.MY_LINK)),
    Stage.REVIEW.value: (("to_test", OfExam.TO_TEST), ("my_link", OfExam.MY_LINK)),
    Stage.INTERRUPTED.value: (("im_back", OfExam.BACK), ("my_link", OfExam.MY_LINK)),
}
"""What a student can do at each stage; elsewhere there is only to wait."""

MISSED: Final = frozenset(stage.value for stage in opening.MISSED)
BEFORE: Final = frozenset({Stage.SCHEDULED.value, Stage.INVITED.value})
SITTING: Final = frozenset({*NEXT_STEP, Stage.PAUSED.value, Stage.SHEETS_CHECKING.value,
    Stage.SHEETS_OK.value, Stage.SHEETS_MISSING.value, Stage.ACCEPTED.value})  # fmt: skip


def my_exams(notice: MyExams, keys: Keys) -> Rows:
    """The exams, all of them as a calendar, and what was earned so far."""
    rows = keys.paged(keys.exams(notice.exams, OfExam.DETAILS), Listing.MY_EXAMS)
    transcript = keys.paper("transcript", What.TRANSCRIPT, 0)
    return [*rows, [keys.go("calendar", Go.CALENDAR)], [transcript]] if notice.exams else rows


def exam_details(notice: ExamDetails, keys: Keys) -> Rows:
    """What to do now; the trouble buttons while the student sits."""
    exam = notice.exam
    now = [[keys.exam(key, do, exam)] for key, do in NEXT_STEP.get(notice.stage, ())]
    before = [keys.exam("equipment", OfExam.EQUIPMENT, exam)] if notice.stage in BEFORE else []
    ahead = [keys.go("calendar", Go.CALENDAR)] if notice.stage == Stage.SCHEDULED.value else []
    tail = keys.tail(exam) if notice.stage in SITTING else [keys.go("help", Go.HELP)]
    missed = [keys.exam("apply", OfExam.APPLY, exam)] if notice.stage in MISSED else []
    answers = [to_answers(exam, keys)] if notice.answers else []
    return [*now, missed, answers, before, ahead, tail, [keys.go("back", Go.MY_EXAMS)]]


def equipment(notice: Equipment | DayBefore, keys: Keys) -> Rows:
    """Webcam or telephone (S1), and which of them was chosen."""
    chosen = notice.camera if isinstance(notice, Equipment) else ""
    choice = [
        [
            keys.key(
                f"equipment_{camera.value}",
                CameraButton(exam=notice.exam, camera=camera),
                before=CHOSEN if camera.value == chosen else "",
            )
        ]
        for camera in Camera
    ]
    return [*choice, [keys.exam("details", OfExam.DETAILS, notice.exam)]]


def before_exam(notice: ExamAnnounced | AdditionalExam | Reminder, keys: Keys) -> Rows:
    """The exam, the question about equipment; a new one's calendar."""
    rows = [
        [keys.exam("details", OfExam.DETAILS, notice.exam)],
        [keys.exam("equipment", OfExam.EQUIPMENT, notice.exam)],
    ]
    if isinstance(notice, ExamAnnounced | AdditionalExam):
        rows.insert(0, [keys.go("calendar", Go.CALENDAR)])
    return rows


def exam_moved(notice: ExamMoved, keys: Keys) -> Rows:
    """Everybody acknowledges a new time (rules A)."""
    return [[keys.exam("move_read", OfExam.MOVE_READ, notice.exam)]]


def conference_link(notice: ConferenceLink, keys: Keys) -> Rows:
    """Open the room, and say that one is there, or there again."""
    exam = notice.exam
    then = {"here": ("im_here", OfExam.HERE), "back": ("im_back", OfExam.BACK)}.get(notice.then)
    said = [keys.exam(*then, exam)] if then else []
    return [[keys.url("open_link", notice.url)], said, keys.tail(exam)]


def rules_page(notice: RulesPage, keys: Keys) -> Rows:
    """Turn pages; the agreement stands under the last one (S6)."""
    exam, page = notice.exam, notice.page
    turn: Row = []
    if page > 1:
        turn.append(keys.key("rules_back", RulesButton(exam=exam, page=page - 1)))
    if page < notice.pages:
        turn.append(keys.key("rules_next", RulesButton(exam=exam, page=page + 1)))
    agree = [keys.exam("agree", OfExam.AGREE, exam)] if page >= notice.pages else []
    return [agree, turn, keys.tail(exam)]


def check_in(notice: CheckIn, keys: Keys) -> Rows:
    """What the student can add to being checked."""
    exam, now = notice.exam, []
    if notice.stage == Stage.ADMITTED.value:
        now = [[keys.exam("to_tickets", OfExam.INFORMATION, exam)]]
    elif notice.stage == Stage.ID_FAILED.value and notice.tries_left:
        now = [[keys.exam("retry_id", OfExam.RETRY_ID, exam)]]
    elif not notice.rules:
        now = [[keys.key("rules_read", RulesButton(exam=exam, page=1))]]
    talk = [keys.exam("refresh", OfExam.HERE, exam), keys.exam("my_link", OfExam.MY_LINK, exam)]
    return [*now, talk, keys.tail(exam)]


def photographs(notice: PhotographsOffered, keys: Keys) -> Rows:
    """The page with the oval and the frame."""
    return [[keys.web_app("take_photographs", notice.page)], keys.tail(notice.exam)]


def information(notice: Information | TicketSpoiled, keys: Keys) -> Rows:
    """On to the closed tickets (S13, S20)."""
    return [[keys.exam("to_tickets", OfExam.TO_TICKETS, notice.exam)], keys.tail(notice.exam)]


def board(notice: Board, keys: Keys) -> Rows:
    """The closed tickets face down in a grid, each at its place; those gone do nothing."""
    places = sorted({*notice.free, *notice.taken})
    cards = [_card(notice.exam, place, free=place in notice.free) for place in places]
    refresh = keys.exam("refresh", OfExam.TO_TICKETS, notice.exam)
    return [*in_rows(cards, CARDS_IN_A_ROW), [refresh], keys.tail(notice.exam)]


def _card(exam: ExamId, place: int, *, free: bool) -> InlineKeyboardButton:
    if free:
        return plain(f"🂠 {place}", CardButton(exam=exam, position=place))
    return InlineKeyboardButton(text=f"▫ {place}", disabled=DisabledButton())


def writing(notice: WritingStarted | TimeLeft | ExtraTime | TicketShown, keys: Keys) -> Rows:
    """While the clock runs."""
    exam = notice.exam
    if isinstance(notice, TicketShown) and notice.over:
        return [[keys.go("help", Go.HELP)]]
    again = [keys.exam("show_ticket", OfExam.SHOW_TICKET, exam)]
    return [
        [] if isinstance(notice, TicketShown) else again,
        [keys.exam("finish_writing", OfExam.ASK_FINISH, exam)],
        [keys.exam("question_to_proctor", OfExam.QUESTION, exam)],
        keys.tail(exam),
    ]


def finish_writing(notice: FinishWriting, keys: Keys) -> Rows:
    """Really?"""
    return [
        [keys.exam("yes_finish", OfExam.FINISH, notice.exam)],
        [keys.exam("go_on_writing", OfExam.DETAILS, notice.exam)],
        keys.tail(notice.exam),
    ]


def send_sheets(notice: PensDown | AnswerHeard | AskedAgain, keys: Keys) -> Rows:
    """Photograph the sheets (S25)."""
    send = keys.exam("send_sheets", OfExam.SEND_SHEETS, notice.exam)
    return [[send], keys.tail(notice.exam)]


def sheets_so_far(notice: SheetsSoFar, keys: Keys) -> Rows:
    """All sent, once something was and nothing waits; what was sent can be looked at."""
    if not notice.accepted:
        return [keys.tail(notice.exam)]
    sent = [keys.exam("all_sent", OfExam.ALL_SENT, notice.exam)]
    see = keys.exam("own_sheets", OfExam.OWN_SHEETS, notice.exam)
    return [[] if notice.waiting else sent, [see], keys.tail(notice.exam)]


def confirm_sheets(notice: ConfirmSheets, keys: Keys) -> Rows:
    """Say the number that was read."""
    said = HandInButton(exam=notice.exam, said=notice.accepted)
    yes = keys.key("yes_all_sent", said)
    more = keys.exam("not_yet", OfExam.NOT_YET, notice.exam)
    see = keys.exam("own_sheets", OfExam.OWN_SHEETS, notice.exam)
    return [[yes], [more], [see], keys.tail(notice.exam)]


def asking(
    notice: Receipt
    | SheetsMissing
    | SheetAside
    | SheetTwice
    | Paused
    | PauseLasts
    | Warned
    | FromProctor
    | SheetRetake
    | ExamSuspended
    | DocumentDue
    | AsideDecided,
    keys: Keys,
) -> Rows:
    """Ask the proctor; see what was handed in; a sheet sent twice may have been the last one."""
    if isinstance(notice, Receipt) and notice.released:
        return [[keys.go("help", Go.HELP)]]
    see = [keys.exam("own_sheets", OfExam.OWN_SHEETS, notice.exam)]
    sent = [keys.exam("all_sent", OfExam.ALL_SENT, notice.exam)]
    more = {SheetTwice: sent, Receipt: see}.get(type(notice), [])
    ask = keys.exam("question_to_proctor", OfExam.QUESTION, notice.exam)
    return [more, [ask], keys.tail(notice.exam)]


def done(notice: Done, keys: Keys) -> Rows:
    """Trouble stays one tap away while a student sits an exam."""
    return [] if notice.exam is None else [keys.tail(notice.exam)]


def outage_noted(notice: OutageNoted, keys: Keys) -> Rows:
    """Come back, or ask."""
    exam = notice.exam
    back = keys.exam("im_back", OfExam.BACK, exam)
    ask = keys.exam("question_to_proctor", OfExam.QUESTION, exam)
    link = keys.exam("my_link", OfExam.MY_LINK, exam)
    return [[back], [ask], [link, keys.go("help", Go.HELP)]]


def welcome_back(notice: WelcomeBack | ExamGoesOn, keys: Keys) -> Rows:
    """On from where it stopped: at the ticket, the test or the sheets; else see what is next."""
    exam = notice.exam
    now = [
        [keys.exam(key, do, exam)]
        for key, do in NEXT_STEP.get(notice.stage, ())
        if do not in {OfExam.HERE, OfExam.MY_LINK}
    ]
    return [*(now or [[keys.exam("details", OfExam.DETAILS, exam)]]), keys.tail(exam)]


def your_grade(notice: YourGrade, keys: Keys) -> Rows:
    """Appeal while that is possible."""
    appeal = [keys.exam("appeal", OfExam.APPEAL, notice.exam)] if notice.appeal_until else []
    see = [keys.exam("own_sheets", OfExam.OWN_SHEETS, notice.exam)] if notice.comments else []
    return [see, appeal, [keys.go("help", Go.HELP)]]


def missed(notice: MissedExam | AttemptEnded, keys: Keys) -> Rows:
    """Apply to the dean at once (S29)."""
    apply = [] if notice.exam is None else [keys.exam("apply", OfExam.APPLY, notice.exam)]
    return [apply, [keys.go("help", Go.HELP)]]


def not_held(notice: ExamNotHeld, keys: Keys) -> Rows:
    """Whoever plans moves it; for everybody else help stands by."""
    if notice.office:
        move = keys.exam("move_exam", OfExam.MOVE, notice.exam)
        return [[move], [keys.go("planned", Go.PLANNED)]]
    return [[keys.go("help", Go.HELP)]]


def afterwards(
    _: Barred | ExamCancelled | AppealFiled | AppealDecided | DocumentSeen | ReviewTold,
    keys: Keys,
) -> Rows:
    """Nothing is to be done here; help stands by."""
    return [[keys.go("help", Go.HELP)]]
