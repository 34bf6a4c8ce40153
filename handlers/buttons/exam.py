"""What a button carries about an exam, and what a student taps there."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from exams.domain.attempt import Camera


class OfExam(StrEnum):
    """What can be asked about an exam."""

    # a student
    DETAILS = "details"
    EQUIPMENT = "equipment"
    MY_LINK = "my_link"
    HERE = "here"
    AGREE = "agree"
    RETRY_ID = "retry_id"
    INFORMATION = "information"
    TO_TICKETS = "to_tickets"
    SHOW_TICKET = "show_ticket"
    ASK_FINISH = "ask_finish"
    FINISH = "finish"
    TO_TEST = "to_test"
    SCALE = "scale"
    CHAT_LOG = "chat_log"
    FINISH_TEST = "finish_test"
    GO_BACK = "go_back"
    SUBMIT_TEST = "submit_test"
    SEND_SHEETS = "send_sheets"
    NOT_YET = "not_yet"
    ALL_SENT = "all_sent"
    OWN_SHEETS = "own_sheets"
    MOVE_READ = "move_read"
    OUTAGE = "outage"
    BACK = "back"
    APPLY = "apply"
    QUESTION = "question"
    APPEAL = "appeal"
    # its proctor
    BOARD = "board"
    MESSAGE_ALL = "message_all"
    TIME_ALL = "time_all"
    START_LINK = "start_link"
    BEGIN = "begin"
    RELEASE_ALL = "release_all"
    # its chief proctor
    DESK = "desk"  # as a new message, from a board or an alert
    DESK_AGAIN = "desk_again"  # in its place
    SUSPEND = "suspend"
    CREDIT = "credit"
    OPEN_PICKING = "open_picking"
    CLOSE_PICKING = "close_picking"
    CALL_NEXT = "call_next"
    PREPARATION = "preparation"
    BY_INSTRUCTION = "by_instruction"
    EQUALLY = "equally"
    MARKS = "marks"
    ITEMS = "items"
    PREVIEW = "preview"
    BOOK = "book"
    WORKS = "works"
    BIND_WORKS = "bind_works"
    MARKING = "marking"
    MARKERS = "markers"
    CORRECT = "correct"
    MEND_KEY = "mend_key"
    # dean and registrar
    CHECKS = "checks"
    RECORDS = "records"
    SEND_AGAIN = "send_again"
    PUBLISH = "publish"
    RESITS = "resits"
    MOVE = "move"
    CANCEL = "cancel"
    YES_CANCEL = "yes_cancel"
    MISSED = "missed"
    PLAN = "plan"
    APPROVE_PLAN = "approve_plan"
    ADJUST_PLAN = "adjust_plan"
    DROP_PLAN = "drop_plan"
    CONFIRM_PLAN = "confirm_plan"
    SEND_BACK_PLAN = "send_back"


class ExamButton(CallbackData, prefix="e"):
    """Ask something about an exam."""

    do: OfExam
    exam: int


class ClocksButton(CallbackData, prefix="ec"):
    """Stop every clock of an exam or let them run on, unless it was turned since."""

    exam: int
    run: bool
    turn: int


class CameraButton(CallbackData, prefix="c"):
    """Say with what one will be on camera."""

    exam: int
    camera: Camera


class RulesButton(CallbackData, prefix="r"):
    """Open a page of the rules."""

    exam: int
    page: int


class CardButton(CallbackData, prefix="t"):
    """Turn over the closed ticket at a position."""

    exam: int
    position: int


class HandInButton(CallbackData, prefix="h"):
    """Say that all pages, so many, were sent."""

    exam: int
    said: int
