"""What was erased, for the office."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId
from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedLine:
    """What an exam held of its people; counts and numbers, never names.

    Attributes:
        attempts: their numbers, as in the log.
    """

    exam: ExamId
    subject: str
    starts_at: datetime
    attempts: str
    works: int
    sheets: int
    voices: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturesErased(Notice):
    """Photographs of sheets and voice notes whose time was over were erased."""

    template = "pictures_erased"
    at: datetime
    exams: tuple[ErasedLine, ...]
