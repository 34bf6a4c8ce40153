"""The room of an exam: what differs where the buttons do."""

from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.notices.checking_in import CheckIn, PhotographsOffered, RulesPage
from exams.notices.chief import ChiefDesk, ReviewOpened, WideOutage
from exams.notices.proctor import ProctorBoard, ProctorCalled, ProctorExams, StudentCard
from tests.handlers.samples.base import LISTS, ROOM, Variants, line, student

CAN = (
    "document", "face", "room", "desk", "identify", "admit", "admit_in_order", "fail_id",
    "overrule_id", "warn", "message", "extra_time", "pause", "pause_clock", "unpause",
    "return", "accept", "ask_again", "release", "sheets", "end", "reopen",
    "accept_shown", "revert_no_show", "spoil",
    "assign", "pick_again", "call",
    "answer", "skip", "no_answer", "end_answer", "swap", "mark", "admit_provisionally",
    "prove", "reinstate", "void", "fail_technically", "ask_end", "open_review", "take_aside",
    "new_phone",
)  # fmt: skip  # fmt: skip

DONE = (student(1, Stage.ACCEPTED), student(2, Stage.RELEASED))

VARIANTS: Variants = {
    ProctorExams: [*LISTS, {"heard": (line(),)}],
    CheckIn: [
        *({"stage": stage.value} for stage in Stage),
        {"rules": False},
        {"stage": "id_failed", "tries_left": 0},
    ],
    PhotographsOffered: [{"page": "https://exam.example/photograph/1"}],
    RulesPage: [{"page": page, "pages": 2} for page in (1, 2)],
    StudentCard: [{"can": CAN}, {"can": CAN, "face": False, "room": False}, {}],
    ChiefDesk: [{"stage": "running"}, {"stage": "suspended"}],
    ReviewOpened: [{"stage": s} for s in ("under_review", "cleared", "annulled")],
    WideOutage: [{"chief": True}, {"chief": False}],
    ProctorCalled: [{"url": "https://zoom.example/s/900"}, {"url": ""}],
    ProctorBoard: [
        {"students": ROOM, "can": ("open_picking", "close_picking", "call_next", "commission")},
        *({"stage": stage.value, "students": DONE} for stage in ExamStage),
    ],
}
