"""What a button carries: ids and a choice, at most 64 bytes, and nothing that is trusted.

Anybody can send any button at any time, so a handler takes from it only what to ask a use case;
who may do what is decided there.
"""

from enum import StrEnum
from typing import Final

from aiogram.filters.callback_data import CallbackData

from exams.domain.absence import Reason
from exams.domain.attempt import Camera, Seen
from exams.domain.papers import What
from exams.domain.people import Locale


class Go(StrEnum):
    """Places that need no id."""

    MENU = "menu"
    HELP = "help"
    LANGUAGE = "language"
    CANCEL = "cancel"
    MY_EXAMS = "my_exams"
    CALENDAR = "calendar"
    MY_TODAY = "my_today"
    TO_MARK = "to_mark"
    DRAFTS = "drafts"
    PLANNED = "planned"
    IMPORT = "import"
    MY_ABSENCES = "my_absences"
    ABSENCES = "absences"
    ORDERS = "orders"
    PLANS = "plans"
    ISSUE_ORDER = "issue_order"
    PROPOSE = "propose"
    FIND_ABSENCES = "find_absences"
    EXPORT_ABSENCES = "export_abs"
    QUESTIONS = "questions"
    GROUPS = "groups"
    APPEALS = "appeals"
    OVERDUE = "overdue"


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
    YES_SUSPEND = "yes_suspend"
    GO_ON = "go_on"
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


class OfAttempt(StrEnum):
    """What a proctor can ask about a student's attempt."""

    OPEN = "open"  # the card as a new message, from a board or an alert
    CARD = "card"  # the card in its place
    ADMIT = "admit"
    FAIL_ID = "fail_id"
    OVERRULE_ID = "overrule_id"
    WARN = "warn"
    WARN_WORDS = "warn_words"
    MESSAGE = "message"
    NEW_PHONE = "new_phone"
    EXTRA_TIME = "extra_time"
    SPOIL = "spoil"
    MINUTES = "minutes"
    PAUSE = "pause"
    PAUSE_CLOCK = "pause_clock"
    UNPAUSE = "unpause"
    RETURN = "return"
    RETURN_COUNTED = "counted"
    PICTURES = "pictures"
    PDF = "pdf"
    ASK_AGAIN = "ask_again"
    ACCEPT = "accept"
    RELEASE = "release"
    END = "end"
    YES_END = "yes_end"
    REOPEN = "reopen"
    ACCEPT_SHOWN = "accept_shown"
    REVERT_NO_SHOW = "revert"
    # what the chief decides
    ADMIT_PROVISIONALLY = "provisional"
    PROVE = "prove"
    REINSTATE = "reinstate"
    VOID = "void"
    FAIL_NOW = "fail_now"
    ASIDE = "aside"
    TAKE_ASIDE = "take_aside"
    LEAVE_ASIDE = "leave_aside"
    ASK_END = "ask_end"
    CONFIRM_END = "confirm_end"
    REVIEW = "review"
    # the dean
    CLEAR = "clear"
    ANNUL = "annul"
    # whoever decides on appeals
    APPEAL = "appeal"
    APPEAL_SHEETS = "appeal_sheets"
    UPHOLD = "uphold"
    CHANGE_MARK = "change_mark"
    APPLY_FOR = "apply_for"
    ASSIGN = "assign"
    # of an oral exam
    PICK_AGAIN = "pick_again"
    CALL = "call"
    ANSWER = "answer"
    END_ANSWER = "end_answer"
    SKIP = "skip"
    NO_ANSWER = "no_answer"
    SWAP = "swap"
    MARK = "mark"
    MARK_WORDS = "mark_words"


class OfCase(StrEnum):
    """What can be asked about an absence case."""

    # who writes it
    FORM = "form"
    REASONS = "reasons"
    WHEN = "when"
    SEND = "send"
    PROOF_LATER = "later"
    PROOF = "proof"
    RECONSIDER = "again"
    PAPER = "paper"
    # who decides
    OPEN = "open"
    APPROVE = "approve"
    REFUSE = "refuse"
    ASK_PROOF = "ask_proof"


class OfOrder(StrEnum):
    """What can be asked about an order."""

    OPEN = "open"
    CANCEL = "cancel"
    YES_CANCEL = "yes_cancel"


class Listing(StrEnum):
    """Lists that may be longer than a screen; the names are those of the texts."""

    MY_EXAMS = "my_exams"
    PROCTOR_EXAMS = "proctor_exams"
    DRAFTS = "drafts"
    PLANNED = "planned"
    GROUP_LIST = "group_list"
    MY_ABSENCES = "my_absences"
    ORDER_LIST = "order_list"
    PLAN_LIST = "plan_list"
    LINK_GROUP = "link_group"
    GROUP_PAGE = "group_page"
    APPEALS = "appeals"
    OVERDUE = "overdue_results"
    BOARD = "proctor_board"
    WORK_LIST = "work_list"


class OfBank(StrEnum):
    """What can be done with a previewed bank of questions."""

    OPEN = "open"  # a question as a new message, below the preview
    LOOK = "look"  # another question in its place
    TAKE = "take"
    DROP = "drop"


class Privacy(StrEnum):
    """How a group reads its results."""

    NAMES = "names"
    DIGITS = "digits"
    PRIVATE = "private"


WARNINGS: Final = (
    "talking", "phone", "left_view", "camera_off", "foreign_thing",
)  # fmt: skip
"""Codes of the warnings that have a button."""

MINUTES: Final = (5, 10, 15)
"""Extra time that has a button, in minutes."""


POINTS: Final = (100, 95, 90, 85, 80, 75, 70, 65, 60, 55, 50, 40, 25, 0)
"""Marks that have a button: the lower bounds of the letters and what lies under them."""


class GoButton(CallbackData, prefix="g"):
    """Go somewhere."""

    to: Go


class LanguageButton(CallbackData, prefix="l"):
    """Choose a language."""

    locale: Locale


class ExamButton(CallbackData, prefix="e"):
    """Ask something about an exam."""

    do: OfExam
    exam: int


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


class PickButton(CallbackData, prefix="q"):
    """Choose an option of a question.

    Attributes:
        on: how it shall be; a second tap does not turn it back.
        line: of a matching question, for which it is the partner.
    """

    exam: int
    place: int
    option: int
    on: bool
    line: int


class PlaceButton(CallbackData, prefix="z"):
    """Open the question at a place; `line` is -1 but for a line of a matching question."""

    exam: int
    place: int
    line: int


class FlagButton(CallbackData, prefix="f"):
    """Mark a question to come back to, or take the mark away."""

    exam: int
    place: int
    on: bool


class TickFinishButton(CallbackData, prefix="d"):
    """Tick or untick that this ends the test."""

    exam: int
    on: bool


class HandInButton(CallbackData, prefix="h"):
    """Say that all pages, so many, were sent."""

    exam: int
    said: int


class AttemptButton(CallbackData, prefix="a"):
    """Ask something about a student's attempt."""

    do: OfAttempt
    attempt: int


class TickButton(CallbackData, prefix="k"):
    """Tick or untick what was seen.

    Attributes:
        on: how it shall be; a second tap, or a second proctor's, does not turn it back.
    """

    attempt: int
    seen: Seen
    on: bool


class WarnButton(CallbackData, prefix="w"):
    """Warn for one of the usual reasons."""

    attempt: int
    reason: str


class MinutesButton(CallbackData, prefix="x"):
    """Give so many minutes more."""

    attempt: int
    minutes: int


class SwapButton(CallbackData, prefix="o"):
    """Exchange the turns of two students of an oral exam."""

    attempt: int
    other: int


class PointsButton(CallbackData, prefix="m"):
    """Mark an oral answer.

    Attributes:
        sure: announce it now; before that the card asks.
    """

    attempt: int
    points: int
    sure: bool


class PagesButton(CallbackData, prefix="s"):
    """Mark pages to be photographed again, or ask for those marked.

    Attributes:
        marked: one bit a page, the lowest for page 1.
        send: ask now.
    """

    attempt: int
    marked: int
    send: bool


class PrivacyButton(CallbackData, prefix="v"):
    """See the results as the group will, or publish them so."""

    exam: int
    privacy: Privacy
    publish: bool


class CaseButton(CallbackData, prefix="zc"):
    """Ask something about an absence case."""

    do: OfCase
    case: int


class ReasonButton(CallbackData, prefix="zr"):
    """Give the reason of an absence."""

    case: int
    reason: Reason


class QueueButton(CallbackData, prefix="zq"):
    """Look at a page of the absence cases with some of them marked, or approve those marked.

    Attributes:
        marked: ids in base 36, with a point between; see `packed` and `unpacked`.
    """

    page: int
    marked: str
    approve: bool


class OrderButton(CallbackData, prefix="zo"):
    """Ask something about an order."""

    do: OfOrder
    order: int


class ImportButton(CallbackData, prefix="i"):
    """Take in what was previewed, or drop it."""

    token: str
    keep: bool


class KeyButton(CallbackData, prefix="m"):
    """Mend the key that was previewed."""

    token: str


class InvitesButton(CallbackData, prefix="n"):
    """Make invites for a group."""

    group: int


class GroupButton(CallbackData, prefix="gr"):
    """Open a group."""

    group: int


class BankButton(CallbackData, prefix="bk"):
    """Do something with a previewed bank.

    Attributes:
        of: the place of a question from 1, or the exam whose subject it is for.
    """

    do: OfBank
    token: str
    of: int


class PaperButton(CallbackData, prefix="pa"):
    """Take a paper away: of an exam, a group or a student; 0 is the own transcript."""

    what: What
    of: int
    language: Locale


class LinkButton(CallbackData, prefix="j"):
    """Link this chat to a group."""

    group: int


class PageButton(CallbackData, prefix="p"):
    """Turn the page of a list; `exam` is the board's exam, or the group whose page it is."""

    listing: Listing
    page: int
    exam: int
