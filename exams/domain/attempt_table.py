"""The steps of one student's part in one exam, and who may take each.

Every line of rules B, C1-C3 and D stands in `ATTEMPT_TABLE`; time and other guards are in
`exams.domain.attempt`, beside the acts they guard.
"""

from enum import Enum
from typing import Final

from exams.domain.people import Role
from exams.domain.transitions import Table, rule


class Stage(Enum):
    """Where an attempt is."""

    # B. common part
    SCHEDULED = "scheduled"
    BARRED = "barred"
    INVITED = "invited"
    NO_SHOW = "no_show"
    CHECKING_IN = "checking_in"
    ID_FAILED = "id_failed"
    IDENTIFIED = "identified"
    ADMITTED = "admitted"
    INTERRUPTED = "interrupted"
    PAUSED = "paused"
    TERMINATED = "terminated"
    TECHNICAL_FAIL = "technical_fail"
    UNDER_REVIEW = "under_review"
    CLEARED = "cleared"
    ANNULLED = "annulled"
    EXCUSED = "excused"
    # C1. computer test
    INFO_SHOWN = "info_shown"
    RUNNING = "running"
    REVIEW = "review"
    SUBMITTED = "submitted"
    EXPIRED = "expired"
    # C2. oral
    PICKING = "picking"
    PREPARING = "preparing"
    CALLED = "called"
    ANSWERING = "answering"
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    # C3. written
    WRITING = "writing"
    PENS_DOWN = "pens_down"
    # D. sheets
    UPLOADING = "uploading"
    SHEETS_CHECKING = "sheets_checking"
    SHEETS_OK = "sheets_ok"
    RESHOOT = "reshoot"
    SHEETS_MISSING = "sheets_missing"
    ACCEPTED = "accepted"
    RELEASED = "released"


class Act(Enum):
    """What can be done to an attempt."""

    BAR = "bar"
    CLEAR_BAR = "clear_bar"
    INVITE = "invite"
    RESCHEDULE = "reschedule"
    CHECK_IN = "check_in"
    MISS = "miss"
    REVERT_NO_SHOW = "revert_no_show"
    IDENTIFY = "identify"
    FAIL_ID = "fail_id"
    RETRY_ID = "retry_id"
    OVERRULE_ID = "overrule_id"
    ADMIT = "admit"
    ADMIT_PROVISIONALLY = "admit_provisionally"
    INTERRUPT = "interrupt"
    RETURN = "return"
    PAUSE = "pause"
    UNPAUSE = "unpause"
    WARN = "warn"
    TERMINATE = "terminate"
    REINSTATE = "reinstate"
    FAIL_TECHNICALLY = "fail_technically"
    OPEN_REVIEW = "open_review"
    CLEAR = "clear"
    ANNUL = "annul"
    EXCUSE = "excuse"
    REVOKE_EXCUSE = "revoke_excuse"
    SHOW_INFO = "show_info"
    START_TEST = "start_test"
    FINISH = "finish"
    GO_BACK = "go_back"
    SUBMIT = "submit"
    EXPIRE = "expire"
    OPEN_BOARD = "open_board"
    DRAW_ORAL = "draw_oral"
    CALL = "call"
    PUT_LAST = "put_last"
    GIVE_UP_ON = "give_up_on"
    ANSWER = "answer"
    END_ANSWER = "end_answer"
    DRAW = "draw"
    SPOIL_TICKET = "spoil_ticket"
    PENS_DOWN = "pens_down"
    START_UPLOAD = "start_upload"
    HAND_IN = "hand_in"
    CLOSE_UPLOAD = "close_upload"
    PASS_SHEETS = "pass_sheets"  # noqa: S105 - an act, no password
    ASK_AGAIN = "ask_again"
    MISS_SHEETS = "miss_sheets"
    REOPEN_UPLOAD = "reopen_upload"
    ACCEPT_SHEETS = "accept_sheets"
    ACCEPT_SHOWN = "accept_shown"
    VOID = "void"
    RELEASE = "release"


A = Act
G = Stage
STUDENT, PROCTOR, CHIEF, EXAMINER = Role.STUDENT, Role.PROCTOR, Role.CHIEF, Role.EXAMINER
DEAN, REGISTRAR, SYSTEM = Role.DEAN, Role.REGISTRAR, Role.SYSTEM

ACTIVE: Final = frozenset(
    {
        G.CHECKING_IN, G.ID_FAILED, G.IDENTIFIED, G.ADMITTED, G.INFO_SHOWN, G.RUNNING, G.REVIEW,
        G.PICKING, G.PREPARING, G.CALLED, G.ANSWERING, G.ANSWERED, G.WRITING, G.PENS_DOWN,
        G.UPLOADING, G.SHEETS_CHECKING, G.SHEETS_OK, G.RESHOOT, G.SHEETS_MISSING, G.ACCEPTED,
    }
)  # fmt: skip
"""The student is in the room and not released: may be warned, paused, interrupted, ended."""

WAITING: Final = frozenset(
    {G.CHECKING_IN, G.IDENTIFIED, G.SHEETS_CHECKING, G.SHEETS_OK, G.ACCEPTED}
)
"""The student waits for the proctor: to be looked at and admitted, for the sheets, to leave."""

DONE_WITH_IT: Final = frozenset({G.SHEETS_CHECKING, G.SHEETS_OK, G.SHEETS_MISSING, G.ACCEPTED})
"""All that is still to come is the staff's: to accept, to decide what is missing, to let go."""

UNBEGUN: Final = frozenset(
    {G.CHECKING_IN, G.ID_FAILED, G.IDENTIFIED, G.ADMITTED, G.INFO_SHOWN, G.PICKING}
)
"""The student came, and has neither a ticket nor a question yet."""

OVER: Final = frozenset(
    {
        G.BARRED, G.NO_SHOW, G.TERMINATED, G.TECHNICAL_FAIL, G.CLEARED, G.ANNULLED, G.EXCUSED,
        G.SUBMITTED, G.EXPIRED, G.NO_ANSWER, G.RELEASED, G.UNDER_REVIEW,
    }
)  # fmt: skip
"""Nothing is expected of the student any more."""

SAT: Final = frozenset(
    {G.RELEASED, G.SUBMITTED, G.EXPIRED, G.NO_ANSWER, G.CLEARED, G.UNDER_REVIEW}
)
"""The attempt earns a mark."""

BEFORE_TICKETS: Final = frozenset(
    {
        G.SCHEDULED, G.INVITED, G.NO_SHOW, G.CHECKING_IN, G.ID_FAILED, G.IDENTIFIED, G.ADMITTED,
        G.INTERRUPTED, G.PAUSED,
    }
)  # fmt: skip
"""The student may still be asked to come at another time, unless a ticket was drawn."""

ATTEMPT_TABLE: Final[Table[Act, Stage]] = {
    A.BAR: (rule({G.SCHEDULED}, G.BARRED, SYSTEM, REGISTRAR),),
    A.CLEAR_BAR: (rule({G.BARRED}, G.SCHEDULED, SYSTEM, REGISTRAR),),
    A.INVITE: (rule({G.SCHEDULED}, G.INVITED, SYSTEM),),
    A.RESCHEDULE: (rule(BEFORE_TICKETS, G.SCHEDULED, REGISTRAR, DEAN),),
    A.CHECK_IN: (rule({G.INVITED}, G.CHECKING_IN, STUDENT, SYSTEM),),
    A.MISS: (rule({G.INVITED} | UNBEGUN, G.NO_SHOW, SYSTEM),),
    A.REVERT_NO_SHOW: (rule({G.NO_SHOW}, G.CHECKING_IN, CHIEF),),
    A.IDENTIFY: (rule({G.CHECKING_IN}, G.IDENTIFIED, PROCTOR),),
    A.FAIL_ID: (rule({G.CHECKING_IN}, G.ID_FAILED, PROCTOR),),
    A.RETRY_ID: (rule({G.ID_FAILED}, G.CHECKING_IN, STUDENT, PROCTOR),),
    A.OVERRULE_ID: (rule({G.ID_FAILED}, G.IDENTIFIED, CHIEF),),
    A.ADMIT: (rule({G.IDENTIFIED}, G.ADMITTED, PROCTOR),),
    A.ADMIT_PROVISIONALLY: (rule({G.CHECKING_IN}, G.ADMITTED, CHIEF),),
    A.INTERRUPT: (rule(ACTIVE, G.INTERRUPTED, SYSTEM, STUDENT, PROCTOR),),
    A.RETURN: (rule({G.INTERRUPTED}, None, STUDENT, PROCTOR, CHIEF),),
    A.PAUSE: (rule(ACTIVE, G.PAUSED, PROCTOR, CHIEF),),
    A.UNPAUSE: (rule({G.PAUSED}, None, PROCTOR, CHIEF, SYSTEM),),
    A.WARN: (rule(ACTIVE | {G.PAUSED}, None, PROCTOR, CHIEF),),
    A.TERMINATE: (rule(ACTIVE | {G.PAUSED, G.INTERRUPTED}, G.TERMINATED, CHIEF),),
    A.REINSTATE: (rule({G.TERMINATED}, None, CHIEF),),
    A.FAIL_TECHNICALLY: (
        rule({G.INTERRUPTED}, G.TECHNICAL_FAIL, CHIEF, SYSTEM),
        rule({G.PAUSED}, G.TECHNICAL_FAIL, SYSTEM),  # nobody has ended the pause
    ),
    A.OPEN_REVIEW: (
        rule({G.RELEASED, G.SUBMITTED}, G.UNDER_REVIEW, CHIEF),
        rule({G.SHEETS_MISSING}, G.UNDER_REVIEW, SYSTEM),  # the chief left it undecided
    ),
    A.CLEAR: (
        rule({G.UNDER_REVIEW}, G.CLEARED, CHIEF, DEAN),
        rule({G.ANNULLED}, G.CLEARED, DEAN),  # on appeal: whoever annuls takes it back
    ),
    A.ANNUL: (rule({G.UNDER_REVIEW}, G.ANNULLED, DEAN),),
    A.EXCUSE: (rule({G.TERMINATED, G.ANNULLED, G.NO_SHOW, G.TECHNICAL_FAIL}, G.EXCUSED, DEAN),),
    A.REVOKE_EXCUSE: (rule({G.EXCUSED}, None, DEAN),),  # the order was cancelled
    A.SHOW_INFO: (rule({G.ADMITTED}, G.INFO_SHOWN, SYSTEM, PROCTOR),),
    A.START_TEST: (rule({G.INFO_SHOWN}, G.RUNNING, STUDENT),),
    A.FINISH: (rule({G.RUNNING}, G.REVIEW, STUDENT),),
    A.GO_BACK: (rule({G.REVIEW}, G.RUNNING, STUDENT),),
    A.SUBMIT: (rule({G.REVIEW}, G.SUBMITTED, STUDENT),),
    A.EXPIRE: (rule({G.RUNNING, G.REVIEW}, G.EXPIRED, SYSTEM),),
    A.OPEN_BOARD: (rule({G.ADMITTED}, G.PICKING, STUDENT, PROCTOR, SYSTEM),),
    A.DRAW_ORAL: (rule({G.PICKING}, G.PREPARING, STUDENT, CHIEF),),
    A.CALL: (rule({G.PREPARING}, G.CALLED, SYSTEM, PROCTOR),),
    A.PUT_LAST: (rule({G.CALLED}, G.PREPARING, SYSTEM, PROCTOR),),
    A.GIVE_UP_ON: (rule({G.CALLED}, G.NO_ANSWER, SYSTEM, PROCTOR),),
    A.ANSWER: (rule({G.CALLED}, G.ANSWERING, PROCTOR),),
    A.END_ANSWER: (rule({G.ANSWERING}, G.ANSWERED, EXAMINER),),
    A.DRAW: (rule({G.PICKING}, G.WRITING, STUDENT, CHIEF),),
    A.SPOIL_TICKET: (rule({G.WRITING, G.PREPARING}, G.PICKING, CHIEF),),
    A.PENS_DOWN: (rule({G.WRITING}, G.PENS_DOWN, SYSTEM, STUDENT),),
    A.START_UPLOAD: (rule({G.PENS_DOWN, G.ANSWERED}, G.UPLOADING, STUDENT, SYSTEM),),
    A.HAND_IN: (rule({G.UPLOADING, G.RESHOOT}, G.SHEETS_CHECKING, STUDENT),),
    A.CLOSE_UPLOAD: (rule({G.UPLOADING, G.RESHOOT}, G.SHEETS_CHECKING, SYSTEM),),
    A.PASS_SHEETS: (rule({G.SHEETS_CHECKING}, G.SHEETS_OK, SYSTEM),),
    A.ASK_AGAIN: (rule({G.SHEETS_CHECKING, G.SHEETS_OK, G.ACCEPTED}, G.RESHOOT, PROCTOR),),
    A.MISS_SHEETS: (rule({G.UPLOADING, G.RESHOOT}, G.SHEETS_MISSING, SYSTEM),),
    A.REOPEN_UPLOAD: (rule({G.SHEETS_MISSING}, G.UPLOADING, CHIEF),),
    A.ACCEPT_SHEETS: (rule({G.SHEETS_OK, G.SHEETS_CHECKING}, G.ACCEPTED, PROCTOR),),
    A.ACCEPT_SHOWN: (rule({G.SHEETS_MISSING}, G.ACCEPTED, CHIEF),),
    A.VOID: (rule({G.SHEETS_MISSING}, G.ANNULLED, CHIEF),),
    A.RELEASE: (
        rule({G.ACCEPTED}, G.RELEASED, PROCTOR),
        rule({G.SHEETS_CHECKING, G.SHEETS_OK, G.ACCEPTED}, G.RELEASED, SYSTEM),  # nobody did
    ),
}
