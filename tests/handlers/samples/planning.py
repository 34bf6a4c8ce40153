"""An exam before its day: what differs where the buttons do."""

from exams.domain.attempt_table import Stage
from exams.domain.exam_table import ExamStage
from exams.notices.before import ConferenceLink, ExamDetails, ExamNotHeld, MyExams
from exams.notices.office import Archive, Drafts, ExamChecks, Planned
from tests.handlers.samples.base import LISTS, Variants

OFFERS = (
    "publish", "plan", "check_again", "preparation", "commission", "marking", "question_draw",
    "barred", "print", "statement", "records", "apply_for", "move", "cancel",
)  # fmt: skip

VARIANTS: Variants = {
    MyExams: LISTS,
    Drafts: LISTS,
    Planned: LISTS,
    Archive: LISTS,
    ExamDetails: [{"stage": stage.value} for stage in Stage],
    ExamChecks: [
        {"can": OFFERS},
        *({"stage": stage.value} for stage in ExamStage),
    ],
    ExamNotHeld: [{"office": False}, {"office": True}],
    ConferenceLink: [{"url": "https://zoom.example/w/1?tk=x"}],
}
