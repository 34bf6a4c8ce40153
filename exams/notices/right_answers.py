"""What was right in a computer test, once it is over for everybody (S19)."""

from dataclasses import dataclass

from exams.domain.ids import ExamId
from exams.notices.base import WithMedia


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedOption:
    """One option of a question, as the student saw it: was it chosen, is it right?"""

    letter: str
    text: str
    chosen: bool
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLine:
    """One line of a matching question: the letter chosen, empty if none, and the right one."""

    text: str
    chosen: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RightAnswer(WithMedia):
    """One question of the own booklet with the own answer, and what was right.

    Attributes:
        place: from 1.
        kind: as in `QuestionKind`.
        typed: the own typed answer; accepted: those that were right.
        earned: points, as "2" or "1.5".
        points: what the question is worth.
    """

    template = "right_answer"
    protect = True
    exam: ExamId
    place: int
    questions: int
    kind: str
    topic: str
    text: str
    options: tuple[CheckedOption, ...]
    lines: tuple[CheckedLine, ...]
    typed: str
    accepted: tuple[str, ...]
    earned: str
    points: int
