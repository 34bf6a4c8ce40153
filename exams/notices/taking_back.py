"""A confirmed import that is taken back."""

from dataclasses import dataclass

from exams.notices.base import Notice
from exams.notices.lines import ExamLine


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackAsked(Notice):
    """What follows when the exams of an import are taken back, before they are.

    Attributes:
        token: names the import in the confirmation; empty where nothing can be taken back.
        gone: leave the plan; of each list at most the first 15, and how many were left out.
        anew: as they will be planned again, which is how they were before.
        stays: published or changed since, as they are now.
    """

    template = "take_back_asked"
    token: str
    gone: tuple[ExamLine, ...]
    anew: tuple[ExamLine, ...]
    stays: tuple[ExamLine, ...]
    gone_more: int = 0
    anew_more: int = 0
    stays_more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTakenBack(Notice):
    """The exams of an import were taken back.

    Attributes:
        gone: how many left the plan.
        anew: how many are planned again as they were.
        stays: how many were published or changed since, and are as they were.
    """

    template = "import_taken_back"
    gone: int
    anew: int
    stays: int
