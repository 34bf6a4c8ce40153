"""What student and proctor said to each other during an exam (S16: Chat&log)."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from exams.domain.ids import AttemptId, Digest


class RemarkKind(Enum):
    """What was said or done; all but the question and the left page come from the proctor."""

    QUESTION = "question"
    MESSAGE = "message"
    WARNING = "warning"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTRA_TIME = "extra_time"
    LEFT_PAGE = "left_page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One line of an attempt's Chat&log.

    Attributes:
        text: words, or the code of a usual reason; for extra time the minutes, for a left
            page the seconds.
        voice: a voice note, as it was recorded.
    """

    attempt_id: AttemptId
    at: datetime
    kind: RemarkKind
    text: str = ""
    voice: Digest | None = None
