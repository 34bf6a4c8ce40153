"""Dean and registrar: publishing, imports, invites, exports."""

from dataclasses import dataclass
from datetime import datetime

from exams.domain.ids import ExamId
from exams.notices.base import Notice, WithMedia
from exams.notices.lines import Clash, DeckLine, ExamLine, Fix, RowFault, Unseated


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts(Notice):
    """Exams that wait to be published.

    Attributes:
        importer: the reader is who sends the schedule.
    """

    template = "drafts"
    exams: tuple[ExamLine, ...]
    importer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(Notice):
    """All exams of the plan, as dean and registrar see them.

    Attributes:
        importer: the reader is who sends the schedule.
    """

    template = "planned"
    exams: tuple[ExamLine, ...]
    importer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive(Notice):
    """Exams of earlier terms, the newest first."""

    template = "archive"
    exams: tuple[ExamLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamChecks(Notice):
    """One exam with the checks before publishing, each failing one with its fix.

    Attributes:
        tickets: in all decks together.
        decks: with everybody's first.
        without: codes of languages without a deck, with the number of students; an empty code
            where the roster does not say in which language they study.
        questions: in the bank of a computer test.
        clashes: what takes its time; staff who are needed at both only warn.
        until: about when the last will have answered, in an oral exam that is to come.
        checks: none once the exam has begun, or does not take place.
        can: what the reader may do now: publish, plan (an additional exam has one), check_again,
            preparation, commission, marking, question_draw, resits, barred, print, statement,
            items, records, apply_for, move, cancel.
    """

    template = "exam_checks"
    exam: ExamId
    subject: str
    kind: str
    starts_at: datetime
    stage: str
    groups: tuple[str, ...]
    proctors: tuple[str, ...]
    students: int
    tickets: int
    decks: tuple[DeckLine, ...]
    without: tuple[tuple[str, int], ...]
    questions: int
    checks: tuple[Fix, ...]
    ready: bool
    can: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAsked(Notice):
    """What follows when an exam is cancelled, before it is."""

    template = "cancel_asked"
    exam: ExamId
    subject: str
    starts_at: datetime
    stage: str
    students: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview(Notice):
    """What a file would change, before it does; or every cell that is wrong.

    Attributes:
        token: names this preview in the confirmation.
        tables: which tables were recognised (people, schedule, tickets, ratings) and how many
            rows of each are new and changed.
        faults: at most the first 30; `more` says how many were left out.
        kept_out: how many students an exam would not let in, having no resit left.
        again: exams to come of which another one would be planned, at another time; at most 30.
        unseated: who would get no place in an exam of their group, at most the first 30;
            `unseated_more` says how many were left out.
    """

    template = "import_preview"
    token: str
    name: str
    tables: tuple[tuple[str, int, int], ...]
    faults: tuple[RowFault, ...]
    more: int
    kept_out: int = 0
    again: tuple[ExamLine, ...] = ()
    unseated: tuple[Unseated, ...] = ()
    unseated_more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDone(Notice):
    """What was taken in.

    Attributes:
        unseated: who got no place in an exam of their group, as in `ImportPreview`.
        token: names the import where its exams can be taken back, until then.
    """

    template = "import_done"
    tables: tuple[tuple[str, int, int], ...]
    token: str = ""
    until: datetime | None = None
    unseated: tuple[Unseated, ...] = ()
    unseated_more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportHelp(WithMedia):
    """How to import, with a workbook to fill in."""

    template = "import_help"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupList(Notice):
    """The academic groups, to make invites for.

    Attributes:
        groups: id, name, students, of them bound.
    """

    template = "group_list"
    groups: tuple[tuple[int, str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invites(WithMedia):
    """Invites for a group as printable QR cards."""

    template = "invites"
    group: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPage(Notice):
    """One academic group: its journal, its invites, a transcript of each student.

    Attributes:
        students: id and name, by name.
        bound: how many of them have come in.
    """

    template = "group_page"
    group: int
    name: str
    students: tuple[tuple[int, str], ...]
    bound: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported(WithMedia):
    """A paper that was asked for, to sign and to work on.

    Attributes:
        what: statement, journal or transcript.
        of: the exam, the group or the student; 0 for the own transcript.
        about: the subject, the group's name or the student's.
        language: in which the paper is written.
    """

    template = "exported"
    what: str
    of: int
    about: str
    language: str
