"""Grades: the list, the preview, the group post, the own mark."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId, GroupId
from exams.notices.base import Notice, WithMedia
from exams.notices.lines import MarkLine


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkList(WithMedia):
    """The list to enter marks into, with the same as an XLSX file to fill in."""

    template = "mark_list"
    exam: ExamId
    subject: str
    lines: tuple[MarkLine, ...]
    due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPreview(WithMedia):
    """Exactly what the group will see, before it does; as pictures where that is the form.

    Attributes:
        privacy: names, digits or private.
        groups: where it goes.
        lost: groups without a chat, whose students read the own mark in private alone.
        picture: the table stands in the pictures.
    """

    template = "results_preview"
    exam: ExamId
    subject: str
    starts_at: datetime
    lines: tuple[MarkLine, ...]
    groups: tuple[str, ...]
    privacy: str
    lost: tuple[str, ...] = ()
    picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResults(Notice):
    """Results in the group's common chat (S27, D6); edited in place when a mark changes.

    Attributes:
        picture: the table is drawn, and the text goes under the picture.
    """

    template = "group_results"
    exam: ExamId
    subject: str
    group: str
    starts_at: datetime
    lines: tuple[MarkLine, ...]
    privacy: str
    corrected_at: datetime | None
    picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpostedLine:
    """Results of one exam which a group's chat does not have."""

    exam: ExamId
    subject: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpostedResults(Notice):
    """Offer to post what a group's chat, linked again, does not have, or may not have (B11).

    Attributes:
        group: its id, for the buttons.
        exams: those whose results the reader may post.
        posted: the subject that was posted just now; empty at first.
        unsure: it was sent, and nobody knows whether it arrived.
    """

    template = "unposted_results"
    group: GroupId
    name: str
    exams: tuple[UnpostedLine, ...]
    posted: str = ""
    unsure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpostedPreview(WithMedia):
    """Exactly what the chat will read, before it does; `picture` as in `GroupResults`."""

    template = "unposted_preview"
    exam: ExamId
    group: GroupId
    name: str
    subject: str
    starts_at: datetime
    lines: tuple[MarkLine, ...]
    corrected_at: datetime | None
    picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YourGrade(Notice):
    """A student's own mark.

    Attributes:
        final: final grade in points where a rating is known and both are positive.
        corrected: this replaces an earlier mark; reason says why.
        comments: how many examiners' comments stand on the own sheets.
        appeal_until: the midnight until which the mark may be appealed against.
        standing: passed, resit or registrar, as `Standing` has it; empty where nothing is known.
        resits_left: after FX, how often the exam may be sat again.
    """

    template = "your_grade"
    exam: ExamId
    subject: str
    points: int
    letter: str
    gpa: str
    rating: int | None
    final: int | None
    final_letter: str
    corrected: bool
    reason: str
    appeal_until: datetime | None = None
    standing: str = ""
    resits_left: int = 0
    comments: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPosted(Notice):
    """Tell the proctor where the results went and who could not be reached.

    Attributes:
        lost: groups without a chat; their students were told in private.
    """

    template = "results_posted"
    exam: ExamId
    subject: str
    posted: tuple[str, ...]
    private: int
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkCorrected(Notice):
    """Tell the proctor whose published mark was corrected, and what it was.

    Attributes:
        before, after: points; the same where the mark stood already and nobody was told.
        letter: of the mark that stands now.
        posted: groups whose post was changed.
    """

    template = "mark_corrected"
    exam: ExamId
    subject: str
    name: str
    before: int
    after: int
    letter: str
    posted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsDue(Notice):
    """Remind examiner and dean that results are due (rules E).

    Attributes:
        hours_left: 0 once they are late.
        office: the reader does not mark, but may remind those who do.
        waits: for whose marks: works or answers, the reader's own as marker or as member of the
            commission; markers or commission, those of others; empty where the staff marks.
        count: of the reader's works or answers.
    """

    template = "results_due"
    exam: ExamId
    subject: str
    due: datetime
    hours_left: int
    office: bool = False
    waits: str = ""
    count: int = 0
