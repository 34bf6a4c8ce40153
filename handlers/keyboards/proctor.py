"""The buttons under each message to a proctor."""

from typing import Final

from aiogram.types import InlineKeyboardButton

from exams.domain.attempt import Seen
from exams.domain.attempt_table import OVER, Stage
from exams.domain.exam import Kind
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId
from exams.notices.lines import StudentLine
from exams.notices.proctor import (
    Alert,
    CommissionComes,
    HandedIn,
    ProctorAbsent,
    ProctorBoard,
    ProctorCalled,
    ProctorCame,
    ProctorExams,
    Question,
    RoomMissing,
    StillPaused,
    StillWaiting,
    StudentCard,
    Unreached,
)
from handlers.buttons.attempt import (
    MINUTES,
    WARNINGS,
    AttemptButton,
    MinutesButton,
    OfAttempt,
    PagesButton,
    TickButton,
    WarnButton,
)
from handlers.buttons.exam import OfExam
from handlers.buttons.places import Go, Listing
from handlers.keyboards.commission import desk_of, naming_of
from handlers.keyboards.keys import PAGE, TICKED, UNTICKED, Keys, Row, Rows, dated, in_rows, plain
from handlers.keyboards.question_draw import to_draw
from templates.filters import short_name

PERSON: Final = "👤"
MEMBER: Final = "👥"
HALF: Final = 12  # characters of a name that a button of two in a row shows whole on a phone

HELD: Final = frozenset({ExamStage.RUNNING.value, ExamStage.SUSPENDED.value})
OPEN: Final = HELD | {ExamStage.CHECKIN_OPEN.value}
"""The students are in the room, or on their way."""
AFTER: Final = frozenset(
    {ExamStage.CLOSED.value, ExamStage.MARKING.value, ExamStage.RESULTS_PUBLISHED.value}
)

TESTED: Final = frozenset({Stage.SUBMITTED.value, Stage.EXPIRED.value})

PASSED: Final = frozenset({Stage.ADMITTED.value, Stage.INFO_SHOWN.value, Stage.RELEASED.value})
"""Let in, or let go: the proctor turns to whoever waits next."""

ACTS: Final[tuple[tuple[tuple[str, str, OfAttempt], ...], ...]] = (
    (("admit", "admit", OfAttempt.ADMIT),),
    (("admit_in_order", "admit_in_order", OfAttempt.ADMIT_IN_ORDER),),
    (("fail_id", "fail_id", OfAttempt.FAIL_ID),),
    # Not in the row where admission comes next: a tap too many must admit nobody.
    (("identify", "identify", OfAttempt.IDENTIFY),),
    (("overrule_id", "overrule_id", OfAttempt.OVERRULE_ID),),
    (("admit_provisionally", "admit_provisionally", OfAttempt.ADMIT_PROVISIONALLY),),
    (("prove", "prove", OfAttempt.PROVE),),
    (("call", "call_up", OfAttempt.CALL), ("answer", "start_answer", OfAttempt.ANSWER)),
    (("skip", "skip", OfAttempt.SKIP), ("no_answer", "no_answer", OfAttempt.NO_ANSWER)),
    (("end_answer", "end_answer", OfAttempt.END_ANSWER),),
    (("mark", "mark", OfAttempt.MARK), ("correct", "correct_mark", OfAttempt.MARK_WORDS)),
    (("assign", "assign_ticket", OfAttempt.ASSIGN),
     ("pick_again", "pick_again", OfAttempt.PICK_AGAIN)),
    (("swap", "swap", OfAttempt.SWAP),),
    (("accept", "accept_sheets", OfAttempt.ACCEPT),),
    (("ask_again", "ask_again", OfAttempt.ASK_AGAIN),),
    (("sheets", "pdf", OfAttempt.PDF), ("sheets", "pictures", OfAttempt.PICTURES)),
    # Not where the sheets were accepted: a tap too many must let nobody go.
    (("release", "release", OfAttempt.RELEASE),),
    (("reopen", "reopen_upload", OfAttempt.REOPEN),),
    (("accept_shown", "accept_shown", OfAttempt.ACCEPT_SHOWN),),
    (("void", "void_attempt", OfAttempt.VOID),),
    (("take_aside", "aside", OfAttempt.ASIDE),),
    (("return", "return", OfAttempt.RETURN),),
    (("return_counted", "return_counted", OfAttempt.RETURN_COUNTED),),
    (("unpause", "unpause", OfAttempt.UNPAUSE),),
    (("revert_no_show", "revert_no_show", OfAttempt.REVERT_NO_SHOW),),
    (("warn", "warn", OfAttempt.WARN), ("message", "message", OfAttempt.MESSAGE)),
    (("extra_time", "extra_time", OfAttempt.EXTRA_TIME),
     ("spoil", "spoil_ticket", OfAttempt.SPOIL)),
    (("pauses", "pause", OfAttempt.ASK_PAUSE),),
    (("new_phone", "new_phone", OfAttempt.NEW_PHONE),),
    (("fail_technically", "fail_now", OfAttempt.FAIL_NOW),),
    (("end", "end_attempt", OfAttempt.END),),
    (("ask_end", "ask_end", OfAttempt.ASK_END),),
    (("reinstate", "reinstate", OfAttempt.REINSTATE),),
    (("open_review", "open_review", OfAttempt.REVIEW),),
)  # fmt: skip
"""Rows of a card: what must be possible (`StudentCard.can`), the label, what the button asks."""


ROOM_ACTS: Final = (
    ("open_picking", OfExam.OPEN_PICKING),
    ("call_next", OfExam.CALL_NEXT),
    ("close_picking", OfExam.CLOSE_PICKING),
)
"""What a board of an oral exam offers, when it can be done."""


def proctor_exams(notice: ProctorExams, keys: Keys) -> Rows:
    """The board of each exam, or the member's own view of it."""
    heard = [
        [plain(f"{MEMBER} {dated(line.starts_at, line.subject)}", desk_of(line.exam))]
        for line in notice.heard
    ]
    return keys.paged([*keys.exams(notice.exams, OfExam.BOARD), *heard], Listing.PROCTOR_EXAMS)


def proctor_called(notice: ProctorCalled, keys: Keys) -> Rows:
    """Open the room as its host, and the board."""
    open_room = [keys.url("open_link", notice.url)] if notice.url else []
    return [open_room, [keys.exam("board", OfExam.BOARD, notice.exam)]]


def commission_comes(notice: CommissionComes, keys: Keys) -> Rows:
    """Into the room, where they wait."""
    return [[keys.exam("to_room", OfExam.START_LINK, notice.exam)]]


def proctor_absent(notice: ProctorAbsent, keys: Keys) -> Rows:
    """Take the absent proctor's place."""
    room = keys.exam("open_link", OfExam.START_LINK, notice.exam)
    return [[room], [keys.exam("board", OfExam.BOARD, notice.exam)]]


def proctor_came(notice: ProctorCame, keys: Keys) -> Rows:
    """Whoever was called may still look on."""
    return [[keys.exam("board", OfExam.BOARD, notice.exam)]]


def room_missing(notice: RoomMissing, keys: Keys) -> Rows:
    """The board works without a room."""
    return [[keys.exam("board", OfExam.BOARD, notice.exam)]]


def proctor_board(notice: ProctorBoard, keys: Keys) -> Rows:
    """A button for each student, and what the stage of the exam allows."""
    exam, stages = notice.exam, {line.stage for line in notice.students}
    people = in_rows([_student(line, keys) for line in notice.students], 2)
    people = keys.paged(people, Listing.BOARD, exam)
    first = [keys.exam("refresh", OfExam.BOARD, exam)]
    if notice.stage in OPEN:
        first.append(keys.exam("to_room", OfExam.START_LINK, exam))
    oral = [[keys.exam(can, do, exam)] for can, do in ROOM_ACTS if can in notice.can]
    acts: Rows = []
    if notice.stage == ExamStage.CHECKIN_OPEN.value:
        acts.append([keys.exam("begin_exam", OfExam.BEGIN, exam)])
    if Stage.ACCEPTED.value in stages:
        acts.append([keys.exam("release_all", OfExam.RELEASE_ALL, exam)])
    after = in_rows(_after(notice, keys), 2)
    drawn: Row = []
    if notice.kind == Kind.TEST.value and notice.stage not in HELD:
        drawn = [to_draw(exam, keys)]
    everybody: Row = []
    if notice.stage in OPEN:
        everybody.append(keys.exam("message_all", OfExam.MESSAGE_ALL, exam))
        if notice.stage in HELD and notice.kind != Kind.ORAL.value:
            everybody.append(keys.exam("time_all", OfExam.TIME_ALL, exam))
    desk = [keys.exam("chief_desk", OfExam.DESK, exam)] if "chief_desk" in notice.can else []
    if "commission" in notice.can:
        desk.append(keys.key("commission", naming_of(exam)))
    return [*people, *oral, first, *acts, *after, drawn, everybody, desk]


def _after(notice: ProctorBoard, keys: Keys) -> Row:
    """Return what can be done with the answers, once there are some."""
    exam, stages = notice.exam, {line.stage for line in notice.students}
    over, written = notice.stage in AFTER, notice.kind == Kind.WRITTEN.value
    test = notice.kind == Kind.TEST.value
    holds = {
        ("marks", OfExam.MARKS): over or bool(stages & _OVER),
        ("marking", OfExam.MARKING): over and written,
        ("book", OfExam.BOOK): any(line.sheets for line in notice.students),
        ("item_statistics", OfExam.ITEMS): bool(stages & TESTED),
        ("mend_key", OfExam.MEND_KEY): test and bool(stages & _OVER),
    }
    return [keys.exam(*offer, exam) for offer, is_so in holds.items() if is_so]


_OVER = frozenset(stage.value for stage in OVER)


def _student(line: StudentLine, keys: Keys) -> InlineKeyboardButton:
    sign = keys.words.label(f"sign.{line.stage}", keys.locale)
    return _card_of(line.attempt, f"{sign} {line.place}. {short_name(line.name, HALF)}")


def _card_of(attempt: AttemptId, text: str) -> InlineKeyboardButton:
    return plain(text, AttemptButton(do=OfAttempt.OPEN, attempt=attempt))


def student_card(notice: StudentCard, keys: Keys) -> Rows:
    """What has been seen, and what may be done now."""
    attempt = notice.attempt
    ticks = [
        keys.key(
            f"tick_{seen.value}",
            TickButton(attempt=attempt, seen=seen, on=not getattr(notice, seen.value)),
            before=TICKED if getattr(notice, seen.value) else UNTICKED,
        )
        for seen in Seen
        if seen.value in notice.can
    ]
    can = set(notice.can)
    if notice.points is not None and "mark" in can:  # it changes only with a reason
        can = can - {"mark"} | {"correct"}
    if can & {"pause", "pause_clock"}:
        can |= {"pauses"}
    rows = [
        [keys.attempt(key, do, attempt) for offer, key, do in row if offer in can] for row in ACTS
    ]
    following: Row = []
    if notice.following is not None:
        calls = "call_following" in notice.can
        do = OfAttempt.CALL if calls else OfAttempt.CARD
        label = keys.label("call_following" if calls else "following")
        name = f"{label} {short_name(notice.following_name)} ▶️"
        following = [plain(name, AttemptButton(do=do, attempt=notice.following))]
    last = [
        keys.attempt("refresh", OfAttempt.CARD, attempt),
        keys.exam("board", OfExam.BOARD, notice.exam),
    ]
    here = [*in_rows(ticks, 2), *rows]
    return [following, *here, last] if notice.stage in PASSED else [*here, following, last]


# -- what opens over a card ---------------------------------------------------------


def warnings(notice: StudentCard, keys: Keys) -> Rows:
    """The usual reasons, and one's own words or voice."""
    attempt = notice.attempt
    usual = [
        keys.key(
            f"warn_{reason}",
            WarnButton(attempt=attempt, reason=reason, number=notice.warnings + 1),
        )
        for reason in WARNINGS
    ]
    own = keys.attempt("warn_own_words", OfAttempt.WARN_WORDS, attempt)
    return [*in_rows(usual, 2), [own], to_card(attempt, keys)]


def extra_time(notice: StudentCard, keys: Keys) -> Rows:
    """How many minutes."""
    attempt = notice.attempt
    usual = [
        keys.key(
            f"minutes_{minutes}",
            MinutesButton(attempt=attempt, minutes=minutes, given=notice.given),
        )
        for minutes in MINUTES
    ]
    other = keys.attempt("minutes_other", OfAttempt.MINUTES, attempt)
    return [usual, [other], to_card(attempt, keys)]


def pausing(notice: StudentCard, keys: Keys) -> Rows:
    """Which pause; one tap alone, meant for what stood there before, pauses nobody."""
    can = {"pause", "pause_clock"}.intersection(notice.can)
    runs = "pause_runs" if len(can) > 1 else "yes_pause"
    kinds = (
        ("pause", runs, OfAttempt.PAUSE),
        ("pause_clock", "pause_clock", OfAttempt.PAUSE_CLOCK),
    )
    choice = [[keys.attempt(key, do, notice.attempt)] for offer, key, do in kinds if offer in can]
    return [*choice, to_card(notice.attempt, keys)]


def ending(notice: StudentCard, keys: Keys) -> Rows:
    """Really?"""
    return [
        [keys.attempt("yes_end", OfAttempt.YES_END, notice.attempt)],
        to_card(notice.attempt, keys),
    ]


def aside(notice: StudentCard, keys: Keys) -> Rows:
    """Do the sheets count that came early or late?"""
    take = keys.attempt("take_aside", OfAttempt.TAKE_ASIDE, notice.attempt)
    leave = keys.attempt("leave_aside", OfAttempt.LEAVE_ASIDE, notice.attempt)
    return [[take], [leave], to_card(notice.attempt, keys)]


def pages(attempt: AttemptId, count: int, marked: int, keys: Keys) -> Rows:
    """Mark pages to be photographed again, then ask for them."""
    numbers = [
        plain(
            f"{TICKED if marked >> page & 1 else UNTICKED}{page + 1}",
            PagesButton(attempt=attempt, marked=marked ^ 1 << page, send=False),
        )
        for page in range(count)
    ]
    send: Row = []
    if marked:
        send = [keys.key("ask_again", PagesButton(attempt=attempt, marked=marked, send=True))]
    return [*in_rows(numbers, 5), send, [keys.go("cancel", Go.CANCEL)]]


def to_card(attempt: AttemptId, keys: Keys) -> Row:
    """Back to a student's card."""
    return [keys.attempt("back", OfAttempt.CARD, attempt)]


def said_to(attempt: AttemptId, keys: Keys) -> Row:
    """The card of the student to whom something was said."""
    return [keys.attempt("to_student", OfAttempt.CARD, attempt)]


# -- alerts, sheets -------------------------------------------------------------------


def question(notice: Question, keys: Keys) -> Rows:
    """Answer, or look at the student."""
    reply = keys.attempt("reply", OfAttempt.MESSAGE, notice.attempt)
    return [[reply], [_card_of(notice.attempt, f"{PERSON} {short_name(notice.name)}")]]


def alert(notice: Alert, keys: Keys) -> Rows:
    """Look at the student, or at the room."""
    student = [_card_of(notice.attempt, f"{PERSON} {short_name(notice.name)}")]
    return [student, [keys.exam("board", OfExam.BOARD, notice.exam)]]


def unreached(notice: Unreached, keys: Keys) -> Rows:
    """Look at the room."""
    return [[keys.exam("board", OfExam.BOARD, notice.exam)]]


def still_waiting(notice: StillWaiting, keys: Keys) -> Rows:
    """Look at the room, where they stand first."""
    return [[keys.exam("board", OfExam.BOARD, notice.exam)]]


def still_paused(notice: StillPaused, keys: Keys) -> Rows:
    """The card of each, where the pause is ended; and the room."""
    people = [
        _card_of(attempt, f"{PERSON} {short_name(name)}")
        for attempt, name in zip(notice.attempts, notice.names, strict=True)
    ]
    return [*in_rows(people[:PAGE], 1), [keys.exam("board", OfExam.BOARD, notice.exam)]]


def handed_in(notice: HandedIn, keys: Keys) -> Rows:
    """Accept the sheets, ask for some again, or look at them page by page."""
    attempt = notice.attempt
    again = keys.attempt("ask_again", OfAttempt.ASK_AGAIN, attempt)
    return [
        [keys.attempt("accept_sheets", OfAttempt.ACCEPT, attempt)],
        [again, keys.attempt("pictures", OfAttempt.PICTURES, attempt)],
        [_card_of(attempt, f"{PERSON} {short_name(notice.name)}")],
    ]
