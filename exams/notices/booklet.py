"""The computer test: information, its window, the scale, Chat&log, finish, grade (S13-S19)."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId
from exams.notices.base import Notice, WithMedia
from exams.notices.lines import LogLine, OptionLine, PartnerLine, TopicLine


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletInformation(Notice):
    """The information window (S13): after admission, before the test.

    Attributes:
        rating: admission rating, None where it is not known.
        minutes: the student's own time, extra time included.
        questions: how many there will be.
        void: a booklet that is not complete at the end does not count (S15).
    """

    template = "booklet_information"
    exam: ExamId
    subject: str
    name: str
    rating: int | None
    minutes: int
    questions: int
    void: bool
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletPage(WithMedia):
    """The test's window with one question (S14, S16).

    Attributes:
        place: of the question, from 1.
        kind: as in `QuestionKind`.
        options: as this student sees them, in order.
        lines: of a matching question.
        line: for which of them the next partner is chosen, from 0.
        typed: the answer written so far.
        answered: how many questions have an answer.
        flagged: this question is marked to come back to.
        minutes_left: rounded up.
    """

    template = "booklet_page"
    protect = True
    exam: ExamId
    place: int
    questions: int
    kind: str
    text: str
    options: tuple[OptionLine, ...]
    lines: tuple[PartnerLine, ...]
    line: int
    typed: str
    answered: int
    flagged: bool
    minutes_left: int
    deadline: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletScale(Notice):
    """The scale: which questions have an answer, which are marked; each can be opened (S16).

    Attributes:
        answered, flagged: places.
        place: the question that is open.
    """

    template = "booklet_scale"
    protect = True
    exam: ExamId
    questions: int
    answered: tuple[int, ...]
    flagged: tuple[int, ...]
    place: int
    minutes_left: int
    deadline: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletLog(Notice):
    """Chat&log: warnings, pauses and messages of this attempt, the newest last (S16).

    Attributes:
        lines: the last ones.
        earlier: how many came before them.
    """

    template = "booklet_log"
    exam: ExamId
    lines: tuple[LogLine, ...]
    earlier: int
    warnings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishBooklet(Notice):
    """The finish window (S18): tick that this ends the test, then end it.

    Attributes:
        flagged: how many questions are still marked to come back to.
    """

    template = "finish_booklet"
    exam: ExamId
    questions: int
    flagged: int
    ticked: bool
    minutes_left: int
    deadline: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletTimeLeft(Notice):
    """Count down: 10, 5 and 1 minutes, with the number still unanswered (rules C1).

    Attributes:
        void: a booklet that is not complete at the end does not count.
    """

    template = "booklet_time_left"
    exam: ExamId
    minutes: int
    unanswered: int
    void: bool
    deadline: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletGraded(Notice):
    """The grade, the second the test is over (S19).

    Attributes:
        expired: the time was over before the student handed in.
        final: final grade where a rating is known and both are positive.
        answers: what was right is shown once the exam is over for everybody.
        standing: resit or registrar, as `Standing` has it; empty unless the student failed.
        resits_left: after FX, how often the exam may be sat again.
        appeal_until: the midnight until which the mark may be appealed against, which is once;
            None where that was done.
    """

    template = "booklet_graded"
    exam: ExamId
    subject: str
    points: int
    letter: str
    gpa: str
    rating: int | None
    final: int | None
    final_letter: str
    topics: tuple[TopicLine, ...]
    expired: bool
    answers: bool = False
    standing: str = ""
    resits_left: int = 0
    appeal_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletVoid(Notice):
    """The time was over with questions unanswered: the result is not counted (S15).

    Attributes:
        standing: as of `BookletGraded`.
        resits_left: as of `BookletGraded`.
    """

    template = "booklet_void"
    exam: ExamId
    subject: str
    answered: int
    questions: int
    standing: str = ""
    resits_left: int = 0
