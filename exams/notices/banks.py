"""Banks of questions: what a file has, how a question looks, what was taken in."""

from dataclasses import dataclass

from exams.domain.ids import ExamId
from exams.notices.base import Notice, WithMedia
from exams.notices.lines import NotTakenLine


@dataclass(frozen=True, slots=True, kw_only=True)
class BankPreview(Notice):
    """What a file of questions has, and which of them cannot be taken.

    Attributes:
        token: names this preview in the confirmation; empty where there is nothing to confirm.
        kind: gift, aiken, moodle, qti or table.
        kinds, topics: how many questions of each.
        pictures: how many questions have one.
        plain_formulas: in how many a formula stays as it was typed.
        not_taken: at most the first 30; `more` says how many were left out.
        subjects: of the coming tests: an exam's id and the subject.
    """

    template = "bank_preview"
    token: str
    name: str
    kind: str
    count: int
    kinds: tuple[tuple[str, int], ...]
    topics: tuple[tuple[str, int], ...]
    pictures: int
    plain_formulas: int
    not_taken: tuple[NotTakenLine, ...]
    more: int
    subjects: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankQuestion(WithMedia):
    """One question of a previewed bank, with what is right.

    Attributes:
        options: the words, and whether it is right.
        pairs: of a matching, each line with its partner.
        accepted: right typed answers.
    """

    template = "bank_question"
    token: str
    place: int
    count: int
    kind: str
    text: str
    topic: str
    difficulty: int
    points: int
    options: tuple[tuple[str, bool], ...]
    pairs: tuple[tuple[str, str], ...]
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDone(Notice):
    """A bank was taken in.

    Attributes:
        exams: how many tests of the subject have it now.
    """

    template = "bank_done"
    subject: str
    count: int
    exams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankHelp(WithMedia):
    """How to send questions, with a workbook to fill in."""

    template = "bank_help"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtLine:
    """A question which its examiner should look at.

    Attributes:
        doubt: as in `Doubt`.
        percent: of its points that were earned.
        discrimination: two decimals; empty where there is none.
    """

    name: str
    doubt: str
    percent: int
    discrimination: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsShown(WithMedia):
    """How well the questions of a test measured, as a picture and a workbook.

    Attributes:
        sat: how many finished tests were counted.
        count: how many questions they asked.
        doubtful: the gravest; `more` says how many were left out.
        too_few: so few tests were counted that nothing is said of the questions.
        of_room: the reader is of the exam's staff.
    """

    template = "items_shown"
    exam: ExamId
    subject: str
    sat: int
    count: int
    doubtful: tuple[DoubtLine, ...]
    more: int
    too_few: bool = False
    of_room: bool = True
