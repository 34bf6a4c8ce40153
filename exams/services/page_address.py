"""Where a student finds the pages of an exam."""

from dataclasses import dataclass

from exams.domain.ids import ExamId


@dataclass(frozen=True, slots=True)
class PageAddress:
    """Where the page of a test is found.

    Attributes:
        base: without the exam; empty where pages cannot be reached.
    """

    base: str

    def __call__(self, exam: ExamId) -> str:
        """Return an exam's page, empty if there is none."""
        return f"{self.base}?exam={exam}" if self.base else ""
