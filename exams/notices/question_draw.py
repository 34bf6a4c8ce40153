"""What each student of a computer test is asked: looked at, previewed, kept."""

from dataclasses import dataclass

from exams.domain.ids import ExamId
from exams.notices.base import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicShelf:
    """How many questions the bank has of a topic.

    Attributes:
        place: by which the examiner names it.
        topic: empty where the bank names none.
    """

    place: int
    topic: str
    easy: int
    medium: int
    hard: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """So many questions of a topic, and of how many they are drawn.

    Attributes:
        difficulty: 1 to 3; 0 for any.
    """

    topic: str
    difficulty: int
    count: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDraw(Notice):
    """What each student of a test is asked, and whether answers are shown afterwards.

    Attributes:
        parts: as the examiner has set them; empty where each topic gives its share.
        drawn: how many each student gets, of `bank` in all.
        open: nobody has checked in, so it can still be changed.
    """

    template = "question_draw"
    exam: ExamId
    subject: str
    shelves: tuple[TopicShelf, ...]
    parts: tuple[PartLine, ...]
    drawn: int
    bank: int
    shows_answers: bool
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPreview(Notice):
    """What each student would get, before it is kept.

    Attributes:
        token: names this preview in the confirmation.
        left_out: topics of which nothing is asked.
    """

    template = "draw_preview"
    exam: ExamId
    subject: str
    token: str
    parts: tuple[PartLine, ...]
    questions: int
    left_out: int
