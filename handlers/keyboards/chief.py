"""The buttons under each message to the chief proctor."""

from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.notices.chief import (
    ChiefDesk,
    DowntimeFound,
    EndAsked,
    ReviewOpened,
    RoomSuspended,
    WideOutage,
)
from handlers.buttons.attempt import OfAttempt
from handlers.buttons.exam import ClocksButton, OfExam
from handlers.keyboards.keys import Keys, Rows


def chief_desk(notice: ChiefDesk, keys: Keys) -> Rows:
    """Stop the whole exam, or let it go on."""
    exam = notice.exam
    go_on = ClocksButton(exam=exam, run=True, turn=notice.turn)
    acts = {
        ExamStage.RUNNING.value: keys.exam("suspend_exam", OfExam.SUSPEND, exam),
        ExamStage.SUSPENDED.value: keys.key("go_on_exam", go_on),
    }
    act = [acts[notice.stage]] if notice.stage in acts else []
    last = [keys.exam("refresh", OfExam.DESK_AGAIN, exam), keys.exam("board", OfExam.BOARD, exam)]
    return [act, last]


def suspending(notice: ChiefDesk, keys: Keys) -> Rows:
    """Really?"""
    stop = ClocksButton(exam=notice.exam, run=False, turn=notice.turn)
    return [[keys.key("yes_suspend", stop)], [keys.exam("back", OfExam.DESK_AGAIN, notice.exam)]]


def wide_outage(notice: WideOutage, keys: Keys) -> Rows:
    """The chief may suspend the exam; everybody may look."""
    desk = [keys.exam("chief_desk", OfExam.DESK, notice.exam)] if notice.chief else []
    return [desk, [keys.exam("board", OfExam.BOARD, notice.exam)]]


def downtime_found(notice: DowntimeFound, keys: Keys) -> Rows:
    """Give everybody that time."""
    credit = [keys.exam("credit_downtime", OfExam.CREDIT, notice.exam)]
    return [credit, [keys.exam("board", OfExam.BOARD, notice.exam)]]


def room_suspended(notice: RoomSuspended, keys: Keys) -> Rows:
    """Look at the room."""
    return [[keys.exam("board", OfExam.BOARD, notice.exam)]]


def end_asked(notice: EndAsked, keys: Keys) -> Rows:
    """Confirm it, or look at the student first."""
    confirm = keys.attempt("confirm_end", OfAttempt.CONFIRM_END, notice.attempt)
    return [[confirm], [keys.attempt("student", OfAttempt.OPEN, notice.attempt)]]


def review_opened(notice: ReviewOpened, keys: Keys) -> Rows:
    """Let the result stand, or annul it; an annulment can be taken back."""
    clear = keys.attempt("clear_review", OfAttempt.CLEAR, notice.attempt)
    annul = keys.attempt("annul_result", OfAttempt.ANNUL, notice.attempt)
    if notice.stage == Stage.UNDER_REVIEW.value:
        return [[clear], [annul]]
    return [[clear]] if notice.stage == Stage.ANNULLED.value else []
